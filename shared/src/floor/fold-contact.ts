import type { ContactEventType } from '../contacts/events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import type { Agent } from './agent.ts';
import {
  appendFact,
  compareFacts,
  createContact,
  createFact,
  noteAgent,
  resetContact,
  type Contact,
  type ContactData,
  type ContactSteps,
  type Fact,
  type Visit,
} from './contact.ts';
import { MENTIONS, type Mentions } from './contact-mentions.ts';
import { countMissed, countPresented, countServed, countWrappedUp } from './count-agent.ts';
import { runFacts, takeFact } from './take-fact.ts';
import { ensureQueue } from './ensure-queue.ts';
import { ensureAgent, takeAgentFact, withdrawContact } from './fold-agent.ts';
import { ALLOWED_LATENESS_MS, FORGET_CONTACT_MS, trackWaiting, type FloorState, type Queue } from './floor-state.ts';
import { noteLeaving, serveLeaving } from './leaving.ts';
import { markAgent, markContact, markQueue } from './mark-changed.ts';
import { tallyAt } from './ring.ts';
import { countTags } from './tag-counts.ts';
import { tallyLeft, tallyServed, tallyVisit, type Tally } from './tally.ts';

/**
 * Folds one contact event; `rank` is its type's. Events of a contact count by their own time, not by their arrival: one that comes late is put in its place and
 * the contact is run again, its former contribution taken back first.
 */
export function foldContactEvent(state: FloorState, event: LoggedEvent<ContactEventType>, rank: number): void {
  const { contactId } = event.data;
  let contact = state.contacts.get(contactId);
  if (contact === undefined) {
    contact = createContact(contactId);
    state.contacts.set(contactId, contact);
  }
  const data: ContactData = event.data;
  const may = MENTIONS[rank] as Mentions; // one a rank
  const source = state.latestSource?.id ?? event.source;
  const agentId = may.agentId ? agentIdOf(state, contact, data) : null;
  const queueId = may.queueId ? queueIdOf(state, data) : null;
  const fact = createFact(event, rank, source, agentId, queueId);
  if (comesNext(contact, fact)) {
    appendFact(contact, fact);
    if (!takeFact(contact, fact, floorSteps, state)) {
      contact.anomalyCount++;
      contact.anomalyAt = fact.time;
      state.anomalyCount++;
    }
  } else if (!insertFact(state, contact, fact)) return;
  if (may.tags && data.tags !== undefined) countTags(state.toldTags, data.tags);
  markContact(state, contact);
  noteLeaving(state.leaving, contact);
}

/** The agent's id as the floor has it, so that one text serves all that name the same agent. */
function agentIdOf(state: FloorState, contact: Contact, data: ContactData): string | null {
  const { agentId } = data;
  if (agentId === undefined) return null;
  if (contact.agentFound?.id === agentId) return contact.agentFound.id;
  return state.agents.get(agentId)?.id ?? agentId;
}

/** The queue's id as the floor has it. */
function queueIdOf(state: FloorState, data: ContactData): string | null {
  const { queueId } = data;
  return queueId === undefined ? null : (state.queues.get(queueId)?.id ?? queueId);
}

/** The agent, made when unknown; the one who had the contact last is at hand. */
function agentOf(state: FloorState, contact: Contact, agentId: string): Agent {
  if (contact.agentFound?.id === agentId) return contact.agentFound;
  const agent = ensureAgent(state, agentId);
  contact.agentFound = agent;
  return agent;
}

/** Whether the fact can be taken after the last one without running the contact again. */
function comesNext(contact: Contact, fact: Fact): boolean {
  const last = contact.newest;
  if (last === null || fact.time > last.time) return true;
  return fact.time === last.time && contact.anomalyAt !== last.time && fact.rank > last.rank;
}

/** Puts a fact in its place and runs the contact again; false for one that is there already. */
function insertFact(state: FloorState, contact: Contact, fact: Fact): boolean {
  let later: Fact | null = null;
  let earlier = contact.newest;
  while (earlier !== null) {
    const order = compareFacts(earlier, fact);
    if (order === 0) return false;
    if (order < 0) break;
    later = earlier;
    earlier = earlier.earlier;
  }
  takeBack(state, contact);
  fact.earlier = earlier;
  if (later === null) contact.newest = fact;
  else later.earlier = fact;
  resetContact(contact);
  runFacts(contact, floorSteps, state);
  state.anomalyCount += contact.anomalyCount;
  return true;
}

/** Undoes everything the contact has contributed. */
function takeBack(state: FloorState, contact: Contact): void {
  state.anomalyCount -= contact.anomalyCount;
  for (const visit of contact.visits) {
    if (visit.queueId === '') continue;
    const queue = countIn(state, visit);
    const { rollingFound: rolling, dayFound: day } = visit;
    queue.takenBackCount++;
    if (rolling !== null) tallyVisit(rolling, visit, queue, -1);
    if (day !== null) tallyVisit(day, visit, queue, -1);
    if (visit.outcome === 'waiting') endWaiting(state, queue, contact, state.latestEventAt);
    takeBackService(state, contact, visit);
  }
  takeBackRinging(state, contact);
  if (contact.servedQueueId !== null) floorSteps.disconnected(state, contact);
  for (const agentId of contact.agentIds) withdrawContact(state, agentOf(state, contact, agentId), contact.id);
}

function endWaiting(state: FloorState, queue: Queue, contact: Contact, time: number): void {
  if (!queue.waitingContacts.delete(contact)) return;
  trackWaiting(queue.waiting, Math.max(time, state.latestEventAt), -1);
  for (const area of queue.areas) trackWaiting(area.waiting, Math.max(time, state.latestEventAt), -1);
}

function takeBackService(state: FloorState, contact: Contact, visit: Visit): void {
  if (visit.agentId === null || visit.outcome !== 'answered' || visit.endedAt < 0) return;
  const agent = agentOf(state, contact, visit.agentId);
  countServed(agent, visit, -1);
  if (visit.wrappedUpAt >= 0) countWrappedUp(agent, visit, false, -1);
  touchAgent(state, agent);
}

/** Takes back where the contact rang and who did not take it, by running a copy of it: which of its facts were possible is kept nowhere. */
function takeBackRinging(state: FloorState, contact: Contact): void {
  if (!contact.visits.some((visit) => visit.presentedCount + visit.notAnsweredCount > 0)) return;
  const copy = createContact(contact.id);
  copy.newest = contact.newest;
  runFacts(copy, ringingTakenBack, state);
}

const ringingTakenBack: ContactSteps<FloorState> = {
  offered() {},
  presented(state, contact, _visit, agentId, time) {
    if (agentId !== null) countRinging(state, contact, agentId, countPresented, time, -1);
  },
  missed(state, contact, _visit, agentIds, time) {
    for (const agentId of agentIds) countRinging(state, contact, agentId, countMissed, time, -1);
  },
  left() {},
  connected() {},
  disconnected() {},
  served() {},
  wrappedUp() {},
  engage() {},
};

function countRinging(
  state: FloorState,
  contact: Contact,
  agentId: string,
  count: typeof countPresented | typeof countMissed,
  time: number,
  sign: 1 | -1,
): void {
  const agent = agentOf(state, contact, agentId);
  count(agent, time, sign);
  touchAgent(state, agent);
}

/** The queue a visit is counted in, which changes with this; its tallies are found from here on. */
function countIn(state: FloorState, visit: Visit): Queue {
  const queue = (visit.queueFound as Queue | null) ?? findTallies(state, visit); // set here alone
  touch(state, queue);
  if (visit.rollingFound !== null) visit.rollingFound.version = queue.version;
  if (visit.dayFound !== null) visit.dayFound.version = queue.version;
  return queue;
}

function findTallies(state: FloorState, visit: Visit): Queue {
  const queue = ensureQueue(state, visit.queueId, visit.channel);
  visit.queueFound = queue;
  visit.rollingFound = tallyAt(queue.rolling, visit.offeredAt, queue.version);
  visit.dayFound = tallyAt(queue.day, visit.offeredAt, queue.version);
  return queue;
}

/** The floor's side of every step: counts by the moment the contact was offered. */
const floorSteps: ContactSteps<FloorState> = {
  offered(state, contact, visit) {
    const queue = countIn(state, visit);
    const { rollingFound: rolling, dayFound: day } = visit;
    if (rolling !== null) rolling.offeredCount++;
    if (day !== null) day.offeredCount++;
    queue.waitingContacts.add(contact);
    trackWaiting(queue.waiting, visit.offeredAt, 1);
    for (const area of queue.areas) trackWaiting(area.waiting, visit.offeredAt, 1);
  },
  presented(state, contact, visit, agentId, time) {
    if (agentId !== null) countRinging(state, contact, agentId, countPresented, time, 1);
    countIn(state, visit);
    const { rollingFound: rolling, dayFound: day } = visit;
    if (rolling !== null) rolling.presentedCount++;
    if (day !== null) day.presentedCount++;
  },
  missed(state, contact, visit, agentIds, time) {
    for (const agentId of agentIds) countRinging(state, contact, agentId, countMissed, time, 1);
    countIn(state, visit);
    const { rollingFound: rolling, dayFound: day } = visit;
    if (rolling !== null) rolling.notAnsweredCount++;
    if (day !== null) day.notAnsweredCount++;
  },
  left(state, contact, visit) {
    if (visit.queueId === '') return;
    const queue = countIn(state, visit);
    const { rollingFound: rolling, dayFound: day } = visit;
    if (visit.outcome !== 'ended-before-queue') endWaiting(state, queue, contact, visit.leftAt);
    const waitMs = visit.leftAt - visit.offeredAt;
    if (rolling !== null) tallyLeft(rolling, visit.outcome, waitMs, queue, 1);
    if (day !== null) tallyLeft(day, visit.outcome, waitMs, queue, 1);
  },
  connected(state, contact) {
    if (contact.servedQueueId === null) return;
    const queue = servedQueue(state, contact, contact.servedQueueId);
    queue.servedContacts.add(contact);
    touch(state, queue);
  },
  disconnected(state, contact) {
    if (contact.servedQueueId === null) return;
    const queue = servedQueue(state, contact, contact.servedQueueId);
    queue.servedContacts.delete(contact);
    touch(state, queue);
  },
  served(state, contact, visit) {
    countIn(state, visit);
    const { rollingFound: rolling, dayFound: day } = visit;
    if (rolling !== null) tallyService(rolling, visit);
    if (day !== null) tallyService(day, visit);
    if (visit.agentId !== null) {
      const agent = agentOf(state, contact, visit.agentId);
      countServed(agent, visit, 1);
      touchAgent(state, agent);
    }
  },
  wrappedUp(state, contact, visit, resolvedNow) {
    if (visit.agentId !== null) {
      const agent = agentOf(state, contact, visit.agentId);
      countWrappedUp(agent, visit, resolvedNow, 1);
      touchAgent(state, agent);
    }
    countIn(state, visit);
    const { rollingFound: rolling, dayFound: day } = visit;
    if (rolling !== null) tallyWrappedUp(rolling, visit, resolvedNow);
    if (day !== null) tallyWrappedUp(day, visit, resolvedNow);
  },
  engage(state, contact, agentId, phase, time) {
    noteAgent(contact, agentId);
    contact.engagedCount++;
    takeAgentFact(state, agentOf(state, contact, agentId), {
      kind: 'contact',
      time,
      order: contact.engagedCount,
      key: contact.id,
      queueId: contact.visit?.queueId ?? contact.visits.at(-1)?.queueId ?? contact.servedQueueId,
      channel: contact.channel,
      phase,
      later: null,
    });
  },
};

/** The queue a contact is served for: that of its visit, unless its source names another. */
function servedQueue(state: FloorState, contact: Contact, queueId: string): Queue {
  const found = contact.visit?.queueFound as Queue | null | undefined; // set here alone
  return found?.id === queueId ? found : ensureQueue(state, queueId, contact.channel);
}

function tallyWrappedUp(tally: Tally, visit: Visit, resolvedNow: boolean): void {
  tally.afterContactWorkMs += visit.wrappedUpAt - visit.endedAt;
  if (!resolvedNow) return;
  tally.resolutionKnownCount++;
  if (visit.resolved === true) tally.resolvedCount++;
}

function tallyService(tally: Tally, visit: Visit): void {
  tallyServed(tally, visit.talkMs, visit.holdMs, 1);
  if (visit.transferred) tally.transferredCount++;
  if (visit.resolved !== null) {
    tally.resolutionKnownCount++;
    if (visit.resolved) tally.resolvedCount++;
  }
}

function touchAgent(state: FloorState, agent: Agent): void {
  agent.version++;
  markAgent(state, agent);
}

function touch(state: FloorState, queue: Queue): void {
  queue.version++;
  markQueue(state, queue);
}

/**
 * Forgets contacts that can change no more: ended longer ago than the allowed lateness with no after-contact work open, or silent for so
 * long that their source must have lost them. Called as event time moves on, so that the state stays as small as the floor.
 */
export function sweepContacts(state: FloorState): void {
  const horizon = state.latestEventAt - ALLOWED_LATENESS_MS;
  serveLeaving(state.leaving, horizon, (contact) => {
    if (isFinished(contact) && state.contacts.get(contact.id) === contact) forgetContact(state, contact);
  });
}

/** Gives up contacts whose source has been silent about them for very long. */
export function expireContacts(state: FloorState): void {
  const horizon = state.latestEventAt - FORGET_CONTACT_MS;
  for (const contact of state.contacts.values()) {
    if (contact.newest !== null && contact.newest.time >= horizon) continue;
    state.expiredCount++;
    if (contact.visit?.outcome === 'waiting') {
      const queue = ensureQueue(state, contact.visit.queueId);
      endWaiting(state, queue, contact, state.latestEventAt);
      touch(state, queue);
    }
    floorSteps.disconnected(state, contact);
    for (const agentId of contact.agentIds) withdrawContact(state, agentOf(state, contact, agentId), contact.id);
    forgetContact(state, contact);
  }
}

function isFinished(contact: Contact): boolean {
  return contact.phase === 'new' || (contact.phase === 'ended' && contact.wrapUpsDueCount === 0);
}

/** Lets go of a contact, telling its visits to whoever collects them. */
export function forgetContact(state: FloorState, contact: Contact): void {
  state.contacts.delete(contact.id);
  if (state.settled !== null) {
    for (const visit of contact.visits) {
      // Or whoever collects visits would keep all tallies.
      visit.queueFound = null;
      visit.rollingFound = null;
      visit.dayFound = null;
      state.settled.visit(visit);
    }
  }
  if (contact.shown && state.changes.on) {
    contact.shown = false;
    state.changes.removedContacts.push(contact.id);
  }
}
