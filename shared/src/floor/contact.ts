import type { ContactEventType } from '../contacts/events.ts';
import type { EventData } from '../events.ts';
import type { Channel } from '../kit/channel.ts';
import type { ContactPhase } from './contact-phase.ts';
import { CONTACT_RANK } from './contact-machine.ts';

/** One contact event as the contact keeps it; `time` epoch ms. */
export type Fact = {
  readonly time: number;
  readonly id: string;
  readonly source: string;
  readonly type: ContactEventType;
  readonly data: EventData[ContactEventType];
};

/**
 * One stay of a contact in one queue, from being offered to the end of service and after-contact work. Moments are epoch ms, -1 for
 * "not yet". A contact that ended before any queue is a visit too, so that it is counted somewhere.
 */
export type Visit = {
  readonly contactId: string;
  readonly queueId: string;
  readonly channel: Channel;
  readonly offeredAt: number;
  outcome: 'waiting' | 'answered' | 'abandoned' | 'flowed-out' | 'ended-before-queue';
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
};

/** What an agent holds of a contact; `null` in {@link ContactSteps.engage} for nothing any more. */
export type EngagedPhase = 'presented' | 'talking' | 'on-hold' | 'after-contact-work';

/** Where the steps of a contact are told, in order. The floor counts them; a timeline ignores them. */
export type ContactSteps<Context> = {
  offered(context: Context, contact: Contact, visit: Visit): void;
  presented(context: Context, contact: Contact, visit: Visit): void;
  missed(context: Context, contact: Contact, visit: Visit): void;
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
  /** The agent's hold of this contact changed. */
  engage(context: Context, contact: Contact, agentId: string, phase: EngagedPhase | null, time: number): void;
};

export type Contact = {
  readonly id: string;
  readonly facts: Fact[];
  /** Time of the newest fact, epoch ms; -Infinity before the first. */
  latestAt: number;
  phase: ContactPhase;
  since: number;
  channel: Channel;
  visits: Visit[];
  /** The visit that is in a queue or in service. */
  visit: Visit | null;
  /** Service began at, before a visit was there to note it on; -1 otherwise. */
  connectedAt: number;
  /** Service ended at, while still in the queue; -1 otherwise. */
  servedAt: number;
  heldAt: number;
  holdMs: number;
  agentId: string | null;
  /** The queue it is being served for; null when nobody serves it or no queue is known. */
  servedQueueId: string | null;
  presentedTo: readonly string[];
  /** Agents that ever had it in hand, and how many such facts were told. */
  agentIds: readonly string[];
  engagedCount: number;
  anomalyAt: number;
  anomalyCount: number;
  changed: boolean;
  /** Whether a row of it has been sent and not yet removed. */
  shown: boolean;
};

/** Shared by all contacts that nobody has had: most have one agent or none, and empty arrays add up. */
export const NOBODY: readonly string[] = [];

/** Notes an agent who had the contact in hand. */
export function noteAgent(contact: Contact, agentId: string): void {
  if (!contact.agentIds.includes(agentId)) contact.agentIds = [...contact.agentIds, agentId];
}

export function createContact(id: string): Contact {
  return {
    id,
    facts: [],
    latestAt: -Infinity,
    phase: 'new',
    since: 0,
    channel: 'voice',
    visits: [],
    visit: null,
    connectedAt: -1,
    servedAt: -1,
    heldAt: -1,
    holdMs: 0,
    agentId: null,
    servedQueueId: null,
    presentedTo: NOBODY,
    agentIds: NOBODY,
    engagedCount: 0,
    anomalyAt: -1,
    anomalyCount: 0,
    changed: false,
    shown: false,
  };
}

/** Forgets everything but the facts, so that they can be run again. */
export function resetContact(contact: Contact): void {
  const fresh = createContact(contact.id);
  Object.assign(contact, {
    ...fresh,
    facts: contact.facts,
    latestAt: contact.latestAt,
    changed: contact.changed,
    shown: contact.shown,
  });
}

/** Events of one contact in the order they are understood: by moment, then rank, then source and id. */
export function compareFacts(a: Fact, b: Fact): number {
  if (a.time !== b.time) return a.time - b.time;
  const rank = CONTACT_RANK[a.type] - CONTACT_RANK[b.type];
  if (rank !== 0) return rank;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.source === b.source ? 0 : a.source < b.source ? -1 : 1;
}
