import { AGENT_STATES, type AgentState, type Capacity, type Skill } from '../agents/events.ts';
import type { Channel } from '../kit/channel.ts';
import type { EngagedPhase } from './contact.ts';

/** Index of each state in counts. */
export const STATE_INDEX = Object.fromEntries(AGENT_STATES.map((state, index) => [state, index])) as Record<
  AgentState,
  number
>;

/** A contact in an agent's hands since a moment, or (`phase` null) out of them. */
export type ContactFact = {
  readonly kind: 'contact';
  readonly time: number;
  readonly order: number;
  readonly key: string;
  readonly queueId: string | null;
  readonly channel: Channel;
  readonly phase: EngagedPhase | null;
};

/** What the agent's source said. */
export type StateFact = {
  readonly kind: 'state';
  readonly time: number;
  readonly order: number;
  readonly key: string;
  readonly state: AgentState;
  readonly reason: string | null;
  readonly signedIn: boolean;
};

/**
 * Something that changed what an agent does: the source said a state, or a contact came, changed or went. `order` decides between facts of
 * one moment; `key` between facts of equal order: the contact's id, or the id of the event that said the state.
 */
export type AgentFact = StateFact | ContactFact;

/** Told the span of a state that ended, and whether it is added or taken back. */
export type SpanSink = (agent: Agent, state: AgentState, from: number, to: number) => void;

/** What an agent does at a moment: what the source said, and the contacts in hand. */
export type AgentPosture = {
  said: AgentState;
  saidReason: string | null;
  saidAt: number;
  signedInAt: number | null;
  /** The latest fact of each contact in hand. */
  contacts: ContactFact[];
  state: AgentState;
  since: number;
  /** State before `since`, to continue it where a moment's facts cancel out. */
  formerState: AgentState;
  formerSince: number;
  /** Time up to which spans were told; the running state's untold part begins here or at `since`, whichever is later. */
  toldTo: number;
};

/** Buckets of an agent's busy and available time and handled contacts, by event time. */
export type AgentRing = {
  readonly widthMs: number;
  readonly size: number;
  readonly stamps: Float64Array;
  readonly busyMs: Float64Array;
  readonly availableMs: Float64Array;
  readonly handledCount: Float64Array;
};

export type Agent = {
  readonly id: string;
  name: string;
  teamId: string | null;
  queueIds: string[];
  skills: Skill[];
  capacity: Capacity;
  /** When each attribute was last configured, so that an older word does not replace a newer. */
  attributeTimes: Record<string, number>;
  posture: AgentPosture;
  /** The posture before the oldest fact kept. */
  checkpoint: AgentPosture;
  readonly facts: AgentFact[];
  readonly rolling: AgentRing;
  readonly day: AgentRing;
  /** Raised with every change, so that readers can keep sums. */
  version: number;
  changed: boolean;
};

export function createPosture(): AgentPosture {
  return {
    said: 'signed-out',
    saidReason: null,
    saidAt: 0,
    signedInAt: null,
    contacts: [],
    state: 'signed-out',
    since: 0,
    formerState: 'signed-out',
    formerSince: 0,
    toldTo: 0,
  };
}

export function createAgentRing(widthMs: number, size: number): AgentRing {
  return {
    widthMs,
    size,
    stamps: new Float64Array(size).fill(-1),
    busyMs: new Float64Array(size),
    availableMs: new Float64Array(size),
    handledCount: new Float64Array(size),
  };
}

/** Width and count of the quarter-hour buckets: a 25-hour day and two hours of lateness. */
export const DAY_BUCKET_MS = 900_000;
export const DAY_BUCKETS = 108;

export function createAgent(id: string, bucketMs: number, buckets: number): Agent {
  return {
    id,
    name: id,
    teamId: null,
    queueIds: [],
    skills: [],
    capacity: {},
    attributeTimes: {},
    posture: createPosture(),
    checkpoint: createPosture(),
    facts: [],
    rolling: createAgentRing(bucketMs, buckets),
    day: createAgentRing(DAY_BUCKET_MS, DAY_BUCKETS),
    version: 0,
    changed: false,
  };
}

export function compareAgentFacts(a: AgentFact, b: AgentFact): number {
  return a.time - b.time || a.order - b.order || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** Contacts in hand win over what the source said; serving wins over wrapping up, and that over ringing. */
export function effectiveState(posture: AgentPosture): AgentState {
  let state: AgentState = posture.said;
  let best = 0;
  for (const contact of posture.contacts) {
    if (contact.phase === null) continue;
    const weight = ENGAGED_WEIGHT[contact.phase];
    if (weight > best) {
      best = weight;
      state = ENGAGED_STATE[contact.phase];
    }
  }
  return state;
}

const ENGAGED_WEIGHT: Record<EngagedPhase, number> = {
  presented: 1,
  'after-contact-work': 2,
  'on-hold': 3,
  talking: 3,
};
const ENGAGED_STATE: Record<EngagedPhase, AgentState> = {
  presented: 'presented',
  'after-contact-work': 'after-contact-work',
  'on-hold': 'on-contact',
  talking: 'on-contact',
};

/** Time in these states is busy (handling), in these idle; other states are in neither. */
export function timeKind(state: AgentState): 'busy' | 'available' | null {
  if (state === 'on-contact' || state === 'after-contact-work') return 'busy';
  return state === 'available' || state === 'presented' ? 'available' : null;
}

/**
 * Applies one fact to a posture. When the effective state changes, `closed` is told the span of the state that ended. Facts must come in
 * order.
 */
export function applyAgentFact(agent: Agent, posture: AgentPosture, fact: AgentFact, closed: SpanSink): void {
  if (fact.kind === 'state') {
    posture.said = fact.state;
    posture.saidReason = fact.reason;
    posture.saidAt = fact.time;
    if (fact.signedIn) posture.signedInAt = fact.time;
    else if (fact.state === 'signed-out') posture.signedInAt = null;
    else posture.signedInAt ??= fact.time;
  } else {
    let index = posture.contacts.length - 1;
    while (index >= 0 && posture.contacts[index]?.key !== fact.key) index--;
    if (fact.phase === null) {
      if (index >= 0) posture.contacts.splice(index, 1);
    } else if (index >= 0) posture.contacts[index] = fact;
    else posture.contacts.push(fact);
  }
  const state = effectiveState(posture);
  if (state === posture.state) return;
  if (posture.since === fact.time && posture.formerState === state) {
    posture.state = state;
    posture.since = posture.formerSince;
    return;
  }
  const from = Math.max(posture.since, posture.toldTo);
  if (fact.time > from) closed(agent, posture.state, from, fact.time);
  posture.toldTo = Math.max(posture.toldTo, fact.time);
  if (posture.since !== fact.time) {
    posture.formerState = posture.state;
    posture.formerSince = posture.since;
  }
  posture.state = state;
  posture.since = fact.time;
}

export function copyPosture(posture: AgentPosture): AgentPosture {
  return { ...posture, contacts: [...posture.contacts] };
}

/** Adds a span of busy or available time to every bucket it touches. */
export function addSpan(ring: AgentRing, kind: 'busy' | 'available', from: number, to: number, sign: 1 | -1): void {
  const values = kind === 'busy' ? ring.busyMs : ring.availableMs;
  const last = Math.floor((to - 1) / ring.widthMs);
  // Older buckets than the ring holds would be overwritten at once: skip them.
  for (let bucket = Math.max(Math.floor(from / ring.widthMs), last - ring.size + 1); bucket <= last; bucket++) {
    const slot = slotFor(ring, bucket);
    if (slot < 0) continue;
    const start = Math.max(from, bucket * ring.widthMs);
    const end = Math.min(to, (bucket + 1) * ring.widthMs);
    values[slot] = (values[slot] as number) + sign * (end - start); // slot is within the ring
  }
}

export function addHandled(ring: AgentRing, time: number, sign: 1 | -1): void {
  const slot = slotFor(ring, Math.floor(time / ring.widthMs));
  if (slot >= 0) ring.handledCount[slot] = (ring.handledCount[slot] as number) + sign; // slot is within the ring
}

/** The slot of a bucket, taken over from an older one when needed; -1 when a newer bucket has it. */
function slotFor(ring: AgentRing, bucket: number): number {
  const slot = ((bucket % ring.size) + ring.size) % ring.size;
  const stamp = ring.stamps[slot] as number; // slot is within the ring
  if (stamp > bucket) return -1;
  if (stamp < bucket) {
    ring.stamps[slot] = bucket;
    ring.busyMs[slot] = 0;
    ring.availableMs[slot] = 0;
    ring.handledCount[slot] = 0;
  }
  return slot;
}
