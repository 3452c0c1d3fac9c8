import type { Agent } from './agent.ts';
import type { Bot, BotSession } from './bot.ts';
import type { Contact } from './contact.ts';
import type { Area, FloorState, Queue, SourceState } from './floor-state.ts';

/** Notes that a queue's row, and the rows of the areas it belongs to, must be cut again. */
export function markQueue(state: FloorState, queue: Queue): void {
  state.texts?.delete(queue);
  if (queue.changed) return;
  queue.changed = true;
  if (state.changes.on) state.changes.queues.push(queue);
  for (const area of queue.areas) markArea(state, area);
}

export function markArea(state: FloorState, area: Area): void {
  if (area.changed) return;
  area.changed = true;
  if (state.changes.on) state.changes.areas.push(area);
}

export function markAgent(state: FloorState, agent: Agent): void {
  state.texts?.delete(agent);
  if (agent.changed) return;
  agent.changed = true;
  if (state.changes.on) state.changes.agents.push(agent);
}

export function markContact(state: FloorState, contact: Contact): void {
  state.texts?.delete(contact);
  if (contact.changed) return;
  contact.changed = true;
  if (state.changes.on) state.changes.contacts.push(contact);
}

export function markBot(state: FloorState, bot: Bot): void {
  if (bot.changed) return;
  bot.changed = true;
  if (state.changes.on) state.changes.bots.push(bot);
}

export function markSession(state: FloorState, session: BotSession): void {
  if (session.changed) return;
  session.changed = true;
  if (state.changes.on) state.changes.sessions.push(session);
}

export function markSource(state: FloorState, source: SourceState): void {
  if (source.changed) return;
  source.changed = true;
  if (state.changes.on) state.changes.sources.push(source);
}

/** Forgets what was touched, after the rows were cut. */
export function clearChanges(state: FloorState): void {
  const { changes } = state;
  for (let agent = changes.agents.pop(); agent !== undefined; agent = changes.agents.pop()) {
    agent.changed = false;
    agent.stateChanged = false;
  }
  unmark(changes.queues);
  unmark(changes.areas);
  unmark(changes.contacts);
  unmark(changes.bots);
  unmark(changes.sessions);
  unmark(changes.sources);
  if (changes.removedContacts.length > 0) changes.removedContacts.length = 0;
  if (changes.removedSessions.length > 0) changes.removedSessions.length = 0;
}

/** One by one, because a list whose length is set gives its memory back, and this is done after every few events. */
function unmark(things: { changed: boolean }[]): void {
  for (let thing = things.pop(); thing !== undefined; thing = things.pop()) thing.changed = false;
}
