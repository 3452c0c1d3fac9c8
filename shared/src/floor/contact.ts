import type { ContactEventType } from '../contacts/events.ts';
import type { EventData } from '../events.ts';
import type { Channel } from '../kit/channel.ts';
import type { Agent } from './agent.ts';
import { MENTIONS, type Mentions } from './contact-mentions.ts';
import type { ContactPhase, EngagedPhase } from './contact-phase.ts';
import type { Tally, VisitOutcome } from './tally.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';

/** What an event says of a contact that comes in: where to, and what is known of it. */
export type Entry = Partial<Omit<EventData['contact.queued'], 'contactId'>>;

/**
 * What a contact keeps of one of its events: all that decides its course, so that it can be run again when another comes late. It is a
 * fraction of the event, whose texts are new with every event; facts are most of what a floor holds.
 */
export type Fact = {
  /** Epoch ms. */
  readonly time: number;
  /** Of the event's type, see {@link CONTACT_RANK}. */
  readonly rank: number;
  readonly id: string;
  readonly source: string;
  readonly agentId: string | null;
  readonly queueId: string | null;
  readonly wrapsUp: boolean;
  readonly awaitsConnection: boolean;
  readonly resolved: boolean | null;
  readonly entry: Entry | null;
  /** The fact before it, in the order in which they are understood. */
  earlier: Fact | null;
};

/** What the data of contact events say; none says all of it. */
export type ContactData = {
  readonly contactId: string;
  readonly agentId?: string;
  readonly queueId?: string;
  readonly channel?: Channel;
  readonly wrapsUp?: boolean;
  readonly awaitsConnection?: boolean;
  readonly resolvedAtFirstContact?: boolean;
  readonly tags?: string[];
};

/**
 * The fact of an event. `source`, `agentId` and `queueId` are those it names, given apart so that one text can serve all events that name the
 * same.
 */
export function createFact(
  event: Pick<LoggedEvent<ContactEventType>, 'id' | 'time' | 'data'>,
  rank: number,
  source: string,
  agentId: string | null,
  queueId: string | null,
): Fact {
  const data: ContactData = event.data;
  const may = MENTIONS[rank] as Mentions; // one a rank
  return {
    time: event.time,
    rank,
    id: event.id,
    source,
    agentId,
    queueId,
    wrapsUp: may.wrapsUp && data.wrapsUp === true,
    awaitsConnection: may.awaitsConnection && data.awaitsConnection === true,
    resolved: may.resolvedAtFirstContact ? (data.resolvedAtFirstContact ?? null) : null,
    entry: queueId === null && (!may.channel || data.channel === undefined) ? null : data,
    earlier: null,
  };
}

/**
 * One stay of a contact in one queue, from being offered to the end of service and after-contact work. Moments are epoch ms, -1 for
 * "not yet". A contact that ended before any queue is a visit too, so that it is counted somewhere.
 */
export type Visit = {
  readonly contactId: string;
  readonly queueId: string;
  readonly channel: Channel;
  readonly offeredAt: number;
  outcome: VisitOutcome;
  leftAt: number;
  agentId: string | null;
  connectedAt: number;
  endedAt: number;
  talkMs: number;
  holdMs: number;
  wrapsUp: boolean;
  wrappedUpAt: number;
  presentedCount: number;
  notAnsweredCount: number;
  transferred: boolean;
  resolved: boolean | null;
  /** Its queue, and the tallies of the moment it was offered at, once they were found (null where newer ones took their place); nothing depends on them. */
  queueFound: object | null;
  rollingFound: Tally | null;
  dayFound: Tally | null;
};

/** Where the steps of a contact are told, in order. The floor counts them; a timeline ignores them. */
export type ContactSteps<Context> = {
  offered(context: Context, contact: Contact, visit: Visit): void;
  /** It rings at an agent, where the source names one. */
  presented(context: Context, contact: Contact, visit: Visit, agentId: string | null, time: number): void;
  /** These agents did not take it; none where the source names none and nobody is known to have had it ringing. */
  missed(context: Context, contact: Contact, visit: Visit, agentIds: readonly string[], time: number): void;
  /** The visit's outcome is set. */
  left(context: Context, contact: Contact, visit: Visit): void;
  /** Someone serves it from now, for the queue `contact.servedQueueId` where that is known. */
  connected(context: Context, contact: Contact): void;
  /** Nobody serves it any more. */
  disconnected(context: Context, contact: Contact): void;
  /** The service of an answered visit is over; talk and hold are set, `transferred` and `resolved` may be. */
  served(context: Context, contact: Contact, visit: Visit): void;
  /** After-contact work ended; `resolvedNow` when only this told whether the contact was resolved. */
  wrappedUp(context: Context, contact: Contact, visit: Visit, resolvedNow: boolean): void;
  /** The agent's hold of this contact changed; `null` when the agent holds nothing of it any more. */
  engage(context: Context, contact: Contact, agentId: string, phase: EngagedPhase | null, time: number): void;
};

/** What is looked at with every event stands first: it then lies in one piece of memory. */
export type Contact = {
  readonly id: string;
  /** The last of its facts; the others follow from it. */
  newest: Fact | null;
  phase: ContactPhase;
  /** The visit that is in a queue or in service. */
  visit: Visit | null;
  agentId: string | null;
  /** The agent found for it last, so that its next event need not look that agent up; nothing depends on it. */
  agentFound: Agent | null;
  changed: boolean;
  since: number;
  /** Service began at, before a visit was there to note it on; -1 otherwise. */
  connectedAt: number;
  /** The queue it is being served for; null when nobody serves it or no queue is known. */
  servedQueueId: string | null;
  presentedTo: readonly string[];
  visits: readonly Visit[];
  /** Agents that ever had it in hand, and how many such facts were told. */
  agentIds: readonly string[];
  engagedCount: number;
  /** Served visits whose after-contact work has not ended. */
  wrapUpsDueCount: number;
  channel: Channel;
  /** Service ended at, while still in the queue. */
  servedAt: number | null;
  heldAt: number | null;
  holdMs: number;
  anomalyAt: number | null;
  anomalyCount: number;
  /** Whether a row of it has been sent and not yet removed. */
  shown: boolean;
  /** Its places in its queue's lists of those that wait and those that are served; -1 for none. */
  waitingPlace: number;
  servedPlace: number;
};

/** Shared by all contacts that have none yet: empty arrays add up. */
export const NONE: readonly never[] = [];

/** The list with one more; made to measure, because a list that is pushed to keeps room for many. */
export function withOne<T>(list: readonly T[], one: T): readonly T[] {
  return list.length === 0 ? [one] : [...list, one];
}

/** Notes an agent who had the contact in hand. */
export function noteAgent(contact: Contact, agentId: string): void {
  if (!contact.agentIds.includes(agentId)) contact.agentIds = withOne(contact.agentIds, agentId);
}

export function createContact(id: string): Contact {
  return {
    id,
    newest: null,
    phase: 'new',
    visit: null,
    agentId: null,
    agentFound: null,
    changed: false,
    since: 0,
    connectedAt: -1,
    servedQueueId: null,
    presentedTo: NONE,
    visits: NONE,
    agentIds: NONE,
    engagedCount: 0,
    wrapUpsDueCount: 0,
    channel: 'voice',
    servedAt: null,
    heldAt: null,
    holdMs: 0,
    anomalyAt: null,
    anomalyCount: 0,
    shown: false,
    waitingPlace: -1,
    servedPlace: -1,
  };
}

/** Forgets everything but the facts, so that they can be run again. */
export function resetContact(contact: Contact): void {
  const fresh = createContact(contact.id);
  Object.assign(contact, {
    ...fresh,
    newest: contact.newest,
    changed: contact.changed,
    shown: contact.shown,
  });
}

/** Facts of one contact in the order they are understood: by moment, then rank, then id and source. */
export function compareFacts(a: Fact, b: Fact): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.source === b.source ? 0 : a.source < b.source ? -1 : 1;
}

/** The contact's facts, oldest first. */
export function factsOf(contact: Contact): Fact[] {
  const facts: Fact[] = [];
  for (let fact = contact.newest; fact !== null; fact = fact.earlier) facts.push(fact);
  return facts.reverse();
}

/** Adds a fact that comes after all others. */
export function appendFact(contact: Contact, fact: Fact): void {
  fact.earlier = contact.newest;
  contact.newest = fact;
}
