import { appendFact, createContact, factsOf, noteAgent, type Contact, type ContactSteps } from './contact.ts';
import type { Entry, Fact } from './contact.ts';
import { runFacts } from './take-fact.ts';
import type { FloorState } from './floor-state.ts';

/** A contact as plain JSON: its facts, oldest first; everything else follows from them. */
export type EncodedContact = readonly [id: string, facts: readonly EncodedFact[]];
type EncodedFact = readonly [
  time: number,
  rank: number,
  id: string,
  source: string,
  agentId: string | null,
  says: number,
  entry: Entry | null,
];

const WRAPS_UP = 1;
const AWAITS_CONNECTION = 2;
const RESOLVED = 4;
const UNRESOLVED = 8;

export function encodeContact(contact: Contact): EncodedContact {
  return [contact.id, factsOf(contact).map(encodeFact)];
}

function encodeFact(fact: Fact): EncodedFact {
  const says =
    (fact.wrapsUp ? WRAPS_UP : 0) |
    (fact.awaitsConnection ? AWAITS_CONNECTION : 0) |
    (fact.resolved === null ? 0 : fact.resolved ? RESOLVED : UNRESOLVED);
  return [fact.time, fact.rank, fact.id, fact.source, fact.agentId, says, fact.entry];
}

function decodeFact([time, rank, id, source, agentId, says, entry]: EncodedFact): Fact {
  return {
    time,
    rank,
    id,
    source,
    agentId,
    queueId: entry?.queueId ?? null,
    wrapsUp: (says & WRAPS_UP) > 0,
    awaitsConnection: (says & AWAITS_CONNECTION) > 0,
    resolved: (says & (RESOLVED | UNRESOLVED)) === 0 ? null : (says & RESOLVED) > 0,
    entry,
    earlier: null,
  };
}

/** Runs the facts again without counting: tallies and agents were decoded as they stood. */
export function decodeContact(state: FloorState, [id, facts]: EncodedContact): Contact {
  const contact = createContact(id);
  for (const fact of facts) appendFact(contact, decodeFact(fact));
  runFacts(contact, replaceSteps, state);
  const waiting = contact.visit?.outcome === 'waiting' ? state.queues.get(contact.visit.queueId) : undefined;
  waiting?.waitingContacts.add(contact);
  const served = contact.servedQueueId === null ? undefined : state.queues.get(contact.servedQueueId);
  served?.servedContacts.add(contact);
  return contact;
}

const replaceSteps: ContactSteps<FloorState> = {
  offered() {},
  presented() {},
  missed() {},
  left() {},
  connected() {},
  disconnected() {},
  served() {},
  wrappedUp() {},
  engage(_state, contact, agentId) {
    noteAgent(contact, agentId);
    contact.engagedCount++;
  },
};
