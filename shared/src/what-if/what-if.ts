import { erlangA } from '../staffing/erlang-a.ts';
import { erlangC } from '../staffing/erlang-c.ts';
import { chatConcurrency } from '../staffing/chat-concurrency.ts';
import { deferredOutcomes, type DeferredWork } from './deferred-outlook.ts';
import type { Outcome } from './outcome.ts';

/** One coming interval of a queue as it is expected. `lowCount` to `highCount` is the forecast's band; all counts are contacts offered. */
export type ExpectedInterval = {
  readonly startsAt: number;
  readonly offeredCount: number;
  readonly lowCount: number;
  readonly highCount: number;
  readonly handleTimeMs: number;
  /** Agents on the floor for this queue; may be a fraction where they serve several. */
  readonly agents: number;
};

/** A queue as it stands: what the levers of {@link WhatIf} change. */
export type QueueOutlook = {
  readonly intervalMs: number;
  readonly intervals: readonly ExpectedInterval[];
  /** The wait that still counts as in time. */
  readonly thresholdMs: number;
  /** Mean patience; `null` while it is not known: then nobody leaves. */
  readonly patienceMs: number | null;
  /** Most contacts an agent holds at once, and by how much each one more slows the others (0.2: a fifth). */
  readonly concurrency: number;
  readonly stretchPerContact: number;
  /** Given for work that waits on purpose: then it is told by its backlog, and `thresholdMs` is its deadline. */
  readonly deferred?: DeferredWork;
  /** Of the contacts offered, the share a bot hands over; 0 without a bot. */
  readonly botShare: number;
  /** Of a bot's sessions, the share it ends by itself. */
  readonly containment: number;
  /** What an hour of an agent costs. */
  readonly hourCost: number;
  /** What a contact that leaves unserved costs. */
  readonly abandonCost: number;
};

/**
 * Patience taken where nobody has left yet, so that none was measured: three minutes, ms. Without any, a queue with one agent too few would grow
 * without end, and one more or less would seem to change nothing.
 */
export const ASSUMED_PATIENCE_MS = 180_000;

/** What is tried: each lever left out leaves things as they are. */
export type WhatIf = {
  /** Agents more or fewer in every interval. */
  readonly agentsMore?: number;
  /** What handle times and volumes are multiplied by. */
  readonly handleTimeFactor?: number;
  readonly volumeFactor?: number;
  /** Of a bot's sessions, the share it ends by itself. */
  readonly containment?: number;
  readonly patienceMs?: number | null;
  readonly thresholdMs?: number;
};

/** An interval as it would be: at the forecast, and with as few and as many contacts as its band holds. */
export type IntervalOutcome = {
  readonly startsAt: number;
  readonly agents: number;
  readonly low: Outcome;
  readonly expected: Outcome;
  readonly high: Outcome;
};

export type WhatIfResult = {
  readonly intervals: readonly IntervalOutcome[];
  /** All intervals together: shares weighted by contacts, occupancy by agents, costs added. */
  readonly low: Outcome;
  readonly expected: Outcome;
  readonly high: Outcome;
};

/**
 * The coming intervals of a queue under other staff, handle times, volumes, containment or patience, each at the forecast and at both ends of its
 * band: uncertainty of the forecast is most of what makes a prediction too hopeful. Every interval is taken as steady by itself: Erlang A where
 * patience is known, else Erlang C, and the birth-death model where agents hold several contacts. Work that waits on purpose goes from interval to
 * interval as a backlog instead. Source: `docs/what-if.md`.
 * Takes well under a millisecond for a day; `memo` makes moves of one lever cheaper still.
 */
export function whatIf(outlook: QueueOutlook, tried: WhatIf, memo: OutcomeMemo = new Map()): WhatIfResult {
  const reach = volumeFactor(outlook, tried);
  const patienceMs = tried.patienceMs === undefined ? outlook.patienceMs : tried.patienceMs;
  const thresholdMs = tried.thresholdMs ?? outlook.thresholdMs;
  if (outlook.deferred !== undefined) return whatIfDeferred(outlook, outlook.deferred, tried, thresholdMs);
  const intervals = outlook.intervals.map((interval): IntervalOutcome => {
    const agents = Math.max(0, interval.agents + (tried.agentsMore ?? 0));
    const handleTimeMs = interval.handleTimeMs * (tried.handleTimeFactor ?? 1);
    const at = (count: number): Outcome =>
      outcomeOf(outlook, { agents, offeredCount: count * reach, handleTimeMs, patienceMs, thresholdMs }, memo);
    return {
      startsAt: interval.startsAt,
      agents,
      low: at(interval.lowCount),
      expected: at(interval.offeredCount),
      high: at(interval.highCount),
    };
  });
  return {
    intervals,
    low: together(
      intervals,
      intervals.map((one) => one.low),
    ),
    expected: together(
      intervals,
      intervals.map((one) => one.expected),
    ),
    high: together(
      intervals,
      intervals.map((one) => one.high),
    ),
  };
}

function whatIfDeferred(
  outlook: QueueOutlook,
  deferred: DeferredWork,
  tried: WhatIf,
  deadlineMs: number,
): WhatIfResult {
  const reach = volumeFactor(outlook, tried);
  const agentsOf = ({ agents }: ExpectedInterval) => Math.max(0, agents + (tried.agentsMore ?? 0));
  const at = (count: (interval: ExpectedInterval) => number) =>
    deferredOutcomes(deferred, {
      intervals: outlook.intervals.map((interval) => ({
        agents: agentsOf(interval),
        offeredCount: count(interval) * reach,
        handleTimeMs: interval.handleTimeMs * (tried.handleTimeFactor ?? 1),
      })),
      intervalMs: outlook.intervalMs,
      deadlineMs,
      hourCost: outlook.hourCost,
    });
  const low = at(({ lowCount }) => lowCount);
  const expected = at(({ offeredCount }) => offeredCount);
  const high = at(({ highCount }) => highCount);
  return {
    intervals: outlook.intervals.map((interval, index) => ({
      startsAt: interval.startsAt,
      agents: agentsOf(interval),
      low: low.each[index] ?? low.together,
      expected: expected.each[index] ?? expected.together,
      high: high.each[index] ?? high.together,
    })),
    low: low.together,
    expected: expected.together,
    high: high.together,
  };
}

/**
 * What the volume is multiplied by: campaigns and the like, and what a bot hands over more or less. Contacts that never met a bot stay as they are;
 * of the others, as many more or fewer come as it contains fewer or more.
 */
export function volumeFactor({ botShare, containment }: QueueOutlook, tried: WhatIf): number {
  const handedOver = containment >= 1 ? 1 : (1 - (tried.containment ?? containment)) / (1 - containment);
  return (tried.volumeFactor ?? 1) * (1 - botShare + botShare * handedOver);
}

/** Outcomes by what they were asked for; forgotten all at once when it has grown long. */
export type OutcomeMemo = Map<string, Outcome>;
const MAX_MEMO = 20_000;

type Load = {
  readonly agents: number;
  readonly offeredCount: number;
  readonly handleTimeMs: number;
  readonly patienceMs: number | null;
  readonly thresholdMs: number;
};

function outcomeOf(outlook: QueueOutlook, load: Load, memo: OutcomeMemo): Outcome {
  const { agents, offeredCount, handleTimeMs, patienceMs, thresholdMs } = load;
  const key = `${agents} ${offeredCount} ${handleTimeMs} ${patienceMs} ${thresholdMs} ${outlook.intervalMs} ${outlook.concurrency} ${outlook.stretchPerContact} ${outlook.hourCost} ${outlook.abandonCost}`;
  const known = memo.get(key);
  if (known !== undefined) return known;
  if (memo.size >= MAX_MEMO) memo.clear();
  const steady = steadyState(outlook, load);
  const outcome = {
    offeredCount,
    ...steady,
    cost:
      (agents * outlook.intervalMs * outlook.hourCost) / 3_600_000 +
      offeredCount * steady.abandonRate * outlook.abandonCost,
  };
  memo.set(key, outcome);
  return outcome;
}

type Steady = Pick<Outcome, 'serviceLevel' | 'asaMs' | 'abandonRate' | 'occupancy'>;
/** Fewer contacts than this in an interval are none. */
const LEAST_COUNT = 1e-9;
const NOBODY_COMES: Steady = { serviceLevel: 1, asaMs: 0, abandonRate: 0, occupancy: 0 };

function steadyState(outlook: QueueOutlook, load: Load): Steady {
  const { agents, offeredCount, handleTimeMs, patienceMs, thresholdMs } = load;
  if (offeredCount < LEAST_COUNT || handleTimeMs <= 0) return NOBODY_COMES;
  const ahtSec = handleTimeMs / 1000;
  const targetSec = thresholdMs / 1000;
  const arrivalsPerSec = offeredCount / (outlook.intervalMs / 1000);
  const patienceSec = patienceMs === null ? null : Math.max(0.001, patienceMs / 1000);
  if (outlook.concurrency > 1) {
    const { concurrency, stretchPerContact } = outlook;
    const stretch = Array.from({ length: concurrency }, (_, held) => 1 + stretchPerContact * held);
    // That model knows whole agents only: a fraction stands between its neighbours.
    const below = Math.floor(agents);
    const part = agents - below;
    const ask = (count: number): Steady => {
      const chat = chatConcurrency({ agents: count, arrivalsPerSec, ahtSec, stretch, patienceSec, targetSec });
      return {
        serviceLevel: chat.slOffered,
        asaMs: finite(chat.asa),
        abandonRate: chat.pAbandon,
        occupancy: chat.occupancy,
      };
    };
    return part === 0 ? ask(below) : between(ask(below), ask(below + 1), part);
  }
  const erlangs = arrivalsPerSec * ahtSec;
  if (patienceSec === null) {
    const { sl, asa, occupancy } = erlangC({ servers: agents, erlangs, ahtSec, targetSec });
    return { serviceLevel: sl, asaMs: finite(asa), abandonRate: 0, occupancy };
  }
  const { slOffered, asaAnsweredSec, pAbandon, occupancy } = erlangA({
    servers: agents,
    erlangs,
    ahtSec,
    patienceSec,
    targetSec,
  });
  return {
    serviceLevel: slOffered,
    asaMs: asaAnsweredSec === null ? null : asaAnsweredSec * 1000,
    abandonRate: pAbandon,
    occupancy,
  };
}

function finite(seconds: number): number | null {
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

function between(left: Steady, right: Steady, part: number): Steady {
  const mix = (a: number, b: number): number => a + (b - a) * part;
  return {
    serviceLevel: mix(left.serviceLevel, right.serviceLevel),
    asaMs: left.asaMs === null || right.asaMs === null ? null : mix(left.asaMs, right.asaMs),
    abandonRate: mix(left.abandonRate, right.abandonRate),
    occupancy: mix(left.occupancy, right.occupancy),
  };
}

function together(intervals: readonly IntervalOutcome[], outcomes: readonly Outcome[]): Outcome {
  const sum = (of: (outcome: Outcome, index: number) => number): number =>
    outcomes.reduce((total, outcome, index) => total + of(outcome, index), 0);
  const offeredCount = sum((outcome) => outcome.offeredCount);
  const agents = sum((_, index) => intervals[index]?.agents ?? 0);
  const answered = sum((outcome) => outcome.offeredCount * (1 - outcome.abandonRate));
  // Where nobody is answered at all there is no wait of those who were; where some are, a wait without a number has no end.
  const hasNoEnd = outcomes.some(({ asaMs, abandonRate }) => asaMs === null && abandonRate < 1);
  return {
    offeredCount,
    serviceLevel: offeredCount === 0 ? 1 : sum((one) => one.serviceLevel * one.offeredCount) / offeredCount,
    asaMs:
      hasNoEnd || (answered === 0 && offeredCount > 0)
        ? null
        : answered === 0
          ? 0
          : sum((one) => (one.asaMs ?? 0) * one.offeredCount * (1 - one.abandonRate)) / answered,
    abandonRate: offeredCount === 0 ? 0 : sum((one) => one.abandonRate * one.offeredCount) / offeredCount,
    occupancy: agents === 0 ? 0 : sum((one, index) => one.occupancy * (intervals[index]?.agents ?? 0)) / agents,
    cost: sum((one) => one.cost),
  };
}
