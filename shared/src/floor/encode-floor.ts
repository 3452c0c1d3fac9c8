import { decodeAgent, encodeAgent, type EncodedAgent } from './encode-agent.ts';
import { inLine, joinLine } from './ending-line.ts';
import { noteLeaving } from './leaving.ts';
import { createBot, createSession, type Bot, type BotRing, type BotSession, type BotTally } from './bot.ts';
import { decodeContact, encodeContact, type EncodedContact } from './encode-contact.ts';
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
import { slotOf, type Ring } from './ring.ts';
import { decodeTagCounts, encodeTagCounts, type EncodedTagCounts } from './tag-counts.ts';
import { createTally, TALLY_COUNTS, type Tally } from './tally.ts';

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
  readonly contacts: readonly EncodedContact[];
  readonly bots: readonly (Omit<Bot, 'rolling' | 'day' | 'changed'> & {
    rolling: EncodedBotRing;
    day: EncodedBotRing;
  })[];
  readonly sessions: readonly Omit<BotSession, 'changed' | 'shown'>[];
  readonly endingSessions: readonly (readonly [string, number])[];
  readonly sources: readonly Omit<SourceState, 'changed'>[];
  readonly toldTags: EncodedTagCounts;
};

type EncodedRing = readonly (readonly [
  bucket: number,
  counts: readonly number[],
  answered: readonly number[],
  abandoned: readonly number[],
  flowedOut: readonly number[],
])[];
type EncodedBotRing = readonly (readonly [bucket: number, tally: BotTally])[];
type EncodedArea = Omit<Area, 'changed'>;
type EncodedQueue = Omit<
  Queue,
  | 'areas'
  | 'waitingContacts'
  | 'servedContacts'
  | 'rolling'
  | 'day'
  | 'version'
  | 'takenBackCount'
  | 'changed'
  | 'agentIds'
> & {
  readonly agentIds: readonly string[];
  readonly rolling: EncodedRing;
  readonly day: EncodedRing;
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
    ...encodeHead(state),
    queues: [...state.queues.values()].map(encodeQueue),
    agents: [...state.agents.values()].map(encodeAgent),
    contacts: [...state.contacts.values()].map(encodeContact),
    ...encodeTail(state),
  };
}

/** What comes before the queues. */
export function encodeHead(state: FloorState): Pick<EncodedFloor, 'scalars' | 'site' | 'groups' | 'teams'> {
  return {
    scalars: Object.fromEntries(SCALARS.map((field) => [field, state[field]])),
    site: encodeArea(state.site),
    groups: [...state.groups.values()].map(encodeArea),
    teams: [...state.teams.values()].map(encodeArea),
  };
}

/** What comes after the contacts. */
export function encodeTail(
  state: FloorState,
): Pick<EncodedFloor, 'bots' | 'sessions' | 'endingSessions' | 'sources' | 'toldTags'> {
  return {
    bots: [...state.bots.values()].map(({ rolling, day, changed: _, ...bot }) => ({
      ...bot,
      rolling: encodeBotRing(rolling),
      day: encodeBotRing(day),
    })),
    sessions: [...state.sessions.values()].map(({ changed: _, shown: __, ...session }) => session),
    endingSessions: inLine(state.endingSessions).flatMap(([session, at]) =>
      state.sessions.get(session.id) === session ? [[session.id, at] as const] : [],
    ),
    sources: [...state.sources.values()].map(({ changed: _, ...source }) => source),
    toldTags: encodeTagCounts(state.toldTags),
  };
}

/** A state that folds on exactly as the encoded one would have. Takes over the arrays of `encoded`. */
export function decodeFloor(siteId: string, encoded: EncodedFloor): FloorState {
  const state = createFloorState(siteId);
  Object.assign(state, encoded.scalars);
  state.toldTags = decodeTagCounts(encoded.toldTags);
  Object.assign(state.site, encoded.site);
  for (const area of encoded.groups) state.groups.set(area.id, Object.assign(createArea(area.id, 'group'), area));
  for (const area of encoded.teams) state.teams.set(area.id, Object.assign(createArea(area.id, 'team'), area));
  for (const queue of encoded.queues) state.queues.set(queue.id, decodeQueue(state, queue));
  for (const agent of encoded.agents) state.agents.set(agent.id, decodeAgent(agent, state.agents.size));
  for (const encodedContact of encoded.contacts) {
    const contact = decodeContact(state, encodedContact);
    state.contacts.set(contact.id, contact);
    noteLeaving(state.leaving, contact);
  }
  for (const { rolling, day, ...bot } of encoded.bots) {
    const made = Object.assign(createBot(bot.id), bot);
    decodeBotRing(made.rolling, rolling);
    decodeBotRing(made.day, day);
    state.bots.set(bot.id, made);
  }
  for (const session of encoded.sessions) {
    const made = createSession(session.id, session.botId, session.startedAt);
    state.sessions.set(session.id, Object.assign(made, session));
  }
  for (const [id, at] of encoded.endingSessions) {
    const session = state.sessions.get(id);
    if (session !== undefined) joinLine(state.endingSessions, session, at);
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
  return { ...encodeQueueHead(queue), rolling: encodeRing(queue.rolling), day: encodeRing(queue.day) };
}

/** A queue without its tallies. */
export function encodeQueueHead(queue: Queue): Omit<EncodedQueue, 'rolling' | 'day'> {
  const { id, name, channel, groupId, teamId, department, serviceLevelThresholdMs, shortAbandonThresholdMs } = queue;
  const { serviceLevelTarget, highValue, attributeTimes, waiting, agentIds } = queue;
  return {
    id,
    name,
    channel,
    groupId,
    teamId,
    department,
    serviceLevelThresholdMs,
    shortAbandonThresholdMs,
    serviceLevelTarget,
    highValue,
    attributeTimes,
    waiting: encodeTrack(waiting),
    agentIds: [...agentIds],
  };
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
  return ring.slots.flatMap(
    (tally, slot) => (tally === null ? [] : [encodeTally(ring.stamps[slot] as number, tally)]), // as many stamps as slots
  );
}

export function encodeTally(bucket: number, tally: Tally): EncodedRing[number] {
  const counts = TALLY_COUNTS.map((field) => tally[field]);
  return [bucket, counts, tally.answeredWaits, tally.abandonedWaits, tally.flowedOutWaits];
}

function decodeRing(ring: Ring, encoded: EncodedRing): void {
  for (const [bucket, counts, answeredWaits, abandonedWaits, flowedOutWaits] of encoded) {
    const tally: Tally = Object.assign(createTally(), { answeredWaits, abandonedWaits, flowedOutWaits });
    TALLY_COUNTS.forEach((field, index) => {
      tally[field] = counts[index] ?? 0;
    });
    const slot = slotOf(bucket, ring.size);
    ring.stamps[slot] = bucket;
    ring.slots[slot] = tally;
  }
}

function encodeBotRing(ring: BotRing): EncodedBotRing {
  return ring.slots.flatMap((tally, slot) => (tally === null ? [] : [[ring.stamps[slot] as number, tally] as const]));
}

function decodeBotRing(ring: BotRing, encoded: EncodedBotRing): void {
  for (const [bucket, tally] of encoded) {
    const slot = slotOf(bucket, ring.size);
    ring.stamps[slot] = bucket;
    ring.slots[slot] = tally;
  }
}
