import { CONTACT_RANK } from './contact-machine.ts';
import type { ContactEventType } from '../contacts/events.ts';
import {
  appendFact,
  compareFacts,
  createContact,
  createFact,
  noteAgent,
  type ContactData,
  type ContactSteps,
  type Fact,
} from './contact.ts';
import { runFacts } from './take-fact.ts';
import type { EventType } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';

/** An event of a contact's life; `anomaly` marks one that was impossible where it stands and changed no number. */
export type TimelineEntry = { readonly event: LoggedEvent; readonly anomaly: boolean };

/**
 * A contact's events, given in any order, in the order they are understood, with those marked that the machine finds impossible. Bot turns
 * and surveys of the contact pass through by their time.
 */
export function contactTimeline(events: readonly LoggedEvent[]): TimelineEntry[] {
  const contact = createContact('timeline');
  const eventOf = new Map<Fact, LoggedEvent>();
  for (const event of events) if (isContactEvent(event)) eventOf.set(factOf(event), event);
  for (const fact of [...eventOf.keys()].sort(compareFacts)) appendFact(contact, fact);
  const impossible = new Set(runFacts(contact, silentSteps, null).map((fact) => eventOf.get(fact)));
  return events
    .map((event) => ({ event, anomaly: impossible.has(event) }))
    .sort(
      (a, b) => a.event.time - b.event.time || rankOf(a.event) - rankOf(b.event) || a.event.position - b.event.position,
    );
}

function isContactEvent(event: LoggedEvent): event is LoggedEvent<ContactEventType> {
  return event.type in CONTACT_RANK;
}

function factOf(event: LoggedEvent<ContactEventType>): Fact {
  const { agentId, queueId }: ContactData = event.data;
  return createFact(event, CONTACT_RANK[event.type], event.source, agentId ?? null, queueId ?? null);
}

function rankOf(event: { readonly type: EventType }): number {
  return (CONTACT_RANK as Partial<Record<EventType, number>>)[event.type] ?? -1;
}

const silentSteps: ContactSteps<null> = {
  offered() {},
  presented() {},
  missed() {},
  left() {},
  connected() {},
  disconnected() {},
  served() {},
  wrappedUp() {},
  engage(_context, contact, agentId) {
    noteAgent(contact, agentId);
  },
};
