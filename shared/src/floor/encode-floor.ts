import { createAgent, createPosture, applyAgentFact, copyPosture, type Agent, type AgentRing } from './agent.ts';
import { createBot, type Bot, type BotRing, type BotSession, type BotTally } from './bot.ts';
import { createContact, noteAgent, type Contact, type ContactSteps, type Fact } from './contact.ts';
import { runFacts } from './take-fact.ts';
import {
  createArea,
  createFloorState,
  createQueue,
  type Area,
  type FloorState,
  type Queue,
  type SourceState,
  type WaitingTrack,
} from './floor-state.ts';
import type { Ring } from './ring.ts';
import { createTally, TALLY_COUNTS, type Tally } from './tally.ts';
import { BUCKET_MS, ROLLING_BUCKETS } from './window.ts';

/**
 * The plain-JSON form of a floor. What follows from something else is left out: a contact is its facts, an agent's posture its checkpoint
 * and facts. Key order is fixed, so equal states encode to equal text.
 */
export type EncodedFloor = {
  readonly scalars: Record<string, unknown>;
  readonly site: EncodedArea;
  readonly groups: readonly EncodedArea[];
  readonly teams: readonly EncodedArea[];
  readonly queues: readonly EncodedQueue[];
  readonly agents: readonly EncodedAgent[];
  readonly contacts: readonly { readonly id: string; readonly facts: readonly Fact[] }[];
  readonly ending: readonly (readonly [string, number])[];
  readonly bots: readonly (Omit<Bot, 'rolling' | 'day' | 'changed'> & {
    rolling: EncodedBotRing;
    day: EncodedBotRing;
  })[];
  readonly sessions: readonly Omit<BotSession, 'changed' | 'shown'>[];
  readonly endingSessions: readonly (readonly [string, number])[];
  readonly sources: readonly Omit<SourceState, 'changed'>[];
};

type EncodedRing = readonly (readonly [
  bucket: number,
  counts: readonly number[],
  answered: number[],
  abandoned: number[],
  flowedOut: number[],
])[];
type EncodedBotRing = readonly (readonly [bucket: number, tally: BotTally])[];
type EncodedAgentRing = readonly (readonly [
  bucket: number,
  busyMs: number,
  availableMs: number,
  handledCount: number,
])[];
type EncodedArea = Omit<Area, 'changed'>;
type EncodedQueue = Omit<
  Queue,
  'areas' | 'waitingContacts' | 'servedContacts' | 'rolling' | 'day' | 'version' | 'changed' | 'agentIds'
> & {
  readonly agentIds: readonly string[];
  readonly rolling: EncodedRing;
  readonly day: EncodedRing;
};
type EncodedAgent = Omit<Agent, 'posture' | 'rolling' | 'day' | 'version' | 'changed'> & {
  readonly rolling: EncodedAgentRing;
  readonly day: EncodedAgentRing;
};

const SCALARS = [
  'position',
  'latestEventAt',
  'latestRecordedAt',
  'clock',
  'name',
  'zone',
  'dayStartsAt',
  'intervalMinutes',
  'serviceLevelFormula',
  'tags',
  'attributeTimes',
  'anomalyCount',
  'unknownCount',
  'tooLateCount',
  'parkedCount',
  'expiredCount',
  'sweptAt',
  'expiredAt',
] as const satisfies readonly (keyof FloorState)[];

export function encodeFloor(state: FloorState): EncodedFloor {
  return {
    scalars: Object.fromEntries(SCALARS.map((field) => [field, state[field]])),
    site: encodeArea(state.site),
    groups: [...state.groups.values()].map(encodeArea),
    teams: [...state.teams.values()].map(encodeArea),
    queues: [...state.queues.values()].map(encodeQueue),
    agents: [...state.agents.values()].map(encodeAgent),
    contacts: [...state.contacts.values()].map((contact) => ({
      id: contact.id,
      facts: contact.facts.map(({ time, id, source, type, data }) => ({ time, id, source, type, data })),
    })),
    ending: state.ending.flatMap(({ contact, at }) =>
      state.contacts.get(contact.id) === contact ? [[contact.id, at] as const] : [],
    ),
    bots: [...state.bots.values()].map(({ rolling, day, changed: _, ...bot }) => ({
      ...bot,
      rolling: encodeBotRing(rolling),
      day: encodeBotRing(day),
    })),
    sessions: [...state.sessions.values()].map(({ changed: _, shown: __, ...session }) => session),
    endingSessions: state.endingSessions.flatMap(({ session, at }) =>
      state.sessions.get(session.id) === session ? [[session.id, at] as const] : [],
    ),
    sources: [...state.sources.values()].map(({ changed: _, ...source }) => source),
  };
}

/** A state that folds on exactly as the encoded one would have. Takes over the arrays of `encoded`. */
export function decodeFloor(siteId: string, encoded: EncodedFloor): FloorState {
  const state = createFloorState(siteId);
  Object.assign(state, encoded.scalars);
  Object.assign(state.site, encoded.site);
  for (const area of encoded.groups) state.groups.set(area.id, Object.assign(createArea(area.id, 'group'), area));
  for (const area of encoded.teams) state.teams.set(area.id, Object.assign(createArea(area.id, 'team'), area));
  for (const queue of encoded.queues) state.queues.set(queue.id, decodeQueue(state, queue));
  for (const agent of encoded.agents) state.agents.set(agent.id, decodeAgent(agent));
  for (const { id, facts } of encoded.contacts) state.contacts.set(id, decodeContact(state, id, facts));
  for (const [id, at] of encoded.ending) {
    const contact = state.contacts.get(id);
    if (contact !== undefined) state.ending.push({ contact, at });
  }
  for (const { rolling, day, ...bot } of encoded.bots) {
    const made = Object.assign(createBot(bot.id), bot);
    decodeBotRing(made.rolling, rolling);
    decodeBotRing(made.day, day);
    state.bots.set(bot.id, made);
  }
  for (const session of encoded.sessions) state.sessions.set(session.id, { ...session, changed: false, shown: false });
  for (const [id, at] of encoded.endingSessions) {
    const session = state.sessions.get(id);
    if (session !== undefined) state.endingSessions.push({ session, at });
  }
  for (const source of encoded.sources) state.sources.set(source.id, { ...source, changed: false });
  return state;
}

function encodeArea(area: Area): EncodedArea {
  const { id, name, kind, attributeTimes, waiting } = area;
  return { id, name, kind, attributeTimes, waiting: encodeTrack(waiting) };
}

function encodeTrack(track: WaitingTrack): WaitingTrack {
  return { count: track.count, minute: track.minute, peaks: track.peaks };
}

function encodeQueue(queue: Queue): EncodedQueue {
  const {
    areas: _,
    waitingContacts: __,
    servedContacts: ___,
    rolling,
    day,
    version: ____,
    changed: _____,
    agentIds,
    ...rest
  } = queue;
  return { ...rest, agentIds: [...agentIds], rolling: encodeRing(rolling), day: encodeRing(day) };
}

function decodeQueue(state: FloorState, encoded: EncodedQueue): Queue {
  const { rolling, day, agentIds, ...rest } = encoded;
  const queue = Object.assign(createQueue(encoded.id), rest);
  for (const id of agentIds) queue.agentIds.add(id);
  decodeRing(queue.rolling, rolling);
  decodeRing(queue.day, day);
  queue.areas = [state.site];
  const group = queue.groupId === null ? undefined : state.groups.get(queue.groupId);
  const team = queue.teamId === null ? undefined : state.teams.get(queue.teamId);
  if (group !== undefined) queue.areas.push(group);
  if (team !== undefined) queue.areas.push(team);
  return queue;
}

function encodeRing(ring: Ring): EncodedRing {
  return ring.slots.flatMap((tally, slot) => {
    if (tally === null) return [];
    const counts = TALLY_COUNTS.map((field) => tally[field]);
    return [
      [ring.stamps[slot] as number, counts, tally.answeredWaits, tally.abandonedWaits, tally.flowedOutWaits] as const,
    ];
  });
}

function decodeRing(ring: Ring, encoded: EncodedRing): void {
  for (const [bucket, counts, answeredWaits, abandonedWaits, flowedOutWaits] of encoded) {
    const tally: Tally = Object.assign(createTally(), { answeredWaits, abandonedWaits, flowedOutWaits });
    TALLY_COUNTS.forEach((field, index) => {
      tally[field] = counts[index] ?? 0;
    });
    const slot = ((bucket % ring.size) + ring.size) % ring.size;
    ring.stamps[slot] = bucket;
    ring.slots[slot] = tally;
  }
}

function encodeBotRing(ring: BotRing): EncodedBotRing {
  return ring.slots.flatMap((tally, slot) => (tally === null ? [] : [[ring.stamps[slot] as number, tally] as const]));
}

function decodeBotRing(ring: BotRing, encoded: EncodedBotRing): void {
  for (const [bucket, tally] of encoded) {
    const slot = ((bucket % ring.size) + ring.size) % ring.size;
    ring.stamps[slot] = bucket;
    ring.slots[slot] = tally;
  }
}

function encodeAgent(agent: Agent): EncodedAgent {
  const { posture: _, rolling, day, version: __, changed: ___, ...rest } = agent;
  return { ...rest, rolling: encodeAgentRing(rolling), day: encodeAgentRing(day) };
}

function decodeAgent(encoded: EncodedAgent): Agent {
  const { rolling, day, facts, checkpoint, ...rest } = encoded;
  const agent = Object.assign(createAgent(encoded.id, BUCKET_MS, ROLLING_BUCKETS), rest);
  agent.checkpoint = Object.assign(createPosture(), checkpoint);
  agent.posture = copyPosture(agent.checkpoint);
  for (const fact of facts) {
    agent.facts.push(fact);
    applyAgentFact(agent, agent.posture, fact, ignoreSpan);
  }
  decodeAgentRing(agent.rolling, rolling);
  decodeAgentRing(agent.day, day);
  return agent;
}

/** The spans are in the decoded buckets already. */
function ignoreSpan(): void {}

function encodeAgentRing(ring: AgentRing): EncodedAgentRing {
  const encoded: (readonly [number, number, number, number])[] = [];
  for (let slot = 0; slot < ring.size; slot++) {
    const bucket = ring.stamps[slot] as number; // slot is within the ring
    if (bucket < 0) continue;
    encoded.push([
      bucket,
      ring.busyMs[slot] as number,
      ring.availableMs[slot] as number,
      ring.handledCount[slot] as number,
    ]);
  }
  return encoded;
}

function decodeAgentRing(ring: AgentRing, encoded: EncodedAgentRing): void {
  for (const [bucket, busyMs, availableMs, handledCount] of encoded) {
    const slot = ((bucket % ring.size) + ring.size) % ring.size;
    ring.stamps[slot] = bucket;
    ring.busyMs[slot] = busyMs;
    ring.availableMs[slot] = availableMs;
    ring.handledCount[slot] = handledCount;
  }
}

/** Runs the facts again without counting: tallies and agents were decoded as they stood. */
function decodeContact(state: FloorState, id: string, facts: readonly Fact[]): Contact {
  const contact = createContact(id);
  contact.facts.push(...facts);
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
