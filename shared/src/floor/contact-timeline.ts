import { CONTACT_RANK } from './contact-machine.ts';
import { compareFacts, createContact, noteAgent, type ContactSteps, type Fact } from './contact.ts';
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
  const facts = events.filter(isContactEvent).sort((a, b) => compareFacts(a as Fact, b as Fact));
  contact.facts.push(...(facts as Fact[]));
  const impossible = new Set<unknown>(runFacts(contact, silentSteps, null));
  return events
    .map((event) => ({ event, anomaly: impossible.has(event) }))
    .sort(
      (a, b) => a.event.time - b.event.time || rankOf(a.event) - rankOf(b.event) || a.event.position - b.event.position,
    );
}

function isContactEvent(event: LoggedEvent): boolean {
  return event.type in CONTACT_RANK;
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
