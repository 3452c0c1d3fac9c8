import type { NewEvent } from '../kit/logged-event.ts';

/** What stands open after some events, as plain JSON. */
export type OpenThingsList = {
  /** Contact ids, each with what would end it. */
  readonly contacts: readonly (readonly [string, Ending])[];
  /** Session ids, each with its bot. */
  readonly sessions: readonly (readonly [string, string])[];
  readonly agents: readonly string[];
};

type Ending = 'contact.flowed-out' | 'contact.completed' | 'contact.wrapped-up';

/**
 * Follows what a floor says and knows what is open, so that a floor which will not be gone on with can be closed properly: no contact waits
 * for ever on the board.
 */
export type OpenThings = {
  readonly note: (event: NewEvent) => void;
  readonly list: () => OpenThingsList;
  /** Events at `time` that end everything that is open. Their ids are the same whenever the same things are closed at the same time. */
  readonly closing: (source: string, time: number) => NewEvent[];
};

export function createOpenThings(known?: OpenThingsList): OpenThings {
  const contacts = new Map<string, Ending>(known?.contacts);
  const sessions = new Map<string, string>(known?.sessions);
  const agents = new Set<string>(known?.agents);

  return {
    note(event) {
      switch (event.type) {
        case 'contact.queued':
          contacts.set(event.data.contactId, 'contact.flowed-out');
          break;
        case 'contact.answered':
          contacts.set(event.data.contactId, 'contact.completed');
          break;
        case 'contact.completed':
          if (event.data.wrapsUp === true) contacts.set(event.data.contactId, 'contact.wrapped-up');
          else contacts.delete(event.data.contactId);
          break;
        case 'contact.abandoned':
        case 'contact.flowed-out':
        case 'contact.transferred':
        case 'contact.wrapped-up':
          contacts.delete(event.data.contactId);
          break;
        case 'bot.session-started':
          sessions.set(event.data.sessionId, event.data.botId);
          break;
        case 'bot.handed-off':
        case 'bot.contained':
        case 'bot.abandoned':
        case 'bot.failed':
          sessions.delete(event.data.sessionId);
          break;
        case 'agent.signed-in':
          agents.add(event.data.agentId);
          break;
        case 'agent.signed-out':
          agents.delete(event.data.agentId);
          break;
        default:
      }
    },
    list: () => ({ contacts: [...contacts], sessions: [...sessions], agents: [...agents] }),
    closing(source, time) {
      const events: NewEvent[] = [];
      for (const [contactId, type] of contacts) {
        const data = type === 'contact.flowed-out' ? { contactId, to: 'Closed' } : { contactId };
        events.push({ id: `close-${contactId}`, source, type, time, data });
      }
      for (const [sessionId, botId] of sessions) {
        events.push({ id: `close-${sessionId}`, source, type: 'bot.abandoned', time, data: { sessionId, botId } });
      }
      for (const agentId of agents) {
        events.push({ id: `close-${agentId}`, source, type: 'agent.signed-out', time, data: { agentId } });
      }
      return events;
    },
  };
}
