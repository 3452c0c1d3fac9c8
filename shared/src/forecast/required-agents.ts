import type { Channel } from '../kit/channel.ts';
import { InputError } from '../numeric/input-error.ts';
import { requiredChatAgents } from '../staffing/chat-concurrency.ts';
import { requiredServers } from '../staffing/required-servers.ts';
import { deferredAgents } from './deferred-agents.ts';
import type { RequirementBasis, RequirementRule } from './requirement-rule.ts';
import type { WaitingWork } from './waiting-work.ts';

/** Mean patience as total wait ÷ contacts that gave up, and how many of those there were. */
export interface MeasuredPatience {
  readonly patienceMs: number;
  readonly abandonedCount: number;
}

/** What a queue promises, and how its work is done. */
export interface QueuePromise {
  readonly channel: Channel;
  readonly targetMs: number;
  /** Share to be answered within the target, 0-1. */
  readonly targetShare: number;
  /** Contacts one agent takes at once; 1 or more. */
  readonly concurrency: number;
  /** What people said of how its agents are worked out. */
  readonly rule?: RequirementRule;
  readonly measuredPatience?: MeasuredPatience | null;
}

/** What is expected of one day, interval by interval. */
export interface ExpectedWork {
  readonly offeredCounts: readonly number[];
  readonly handleTimesMs: readonly number[];
  readonly intervalMs: number;
  /** Minute of the local day at which each interval starts. */
  readonly startMinutes: readonly number[];
}

/** A promise to answer everybody, or nobody, needs no finite number of agents, or none: such a one is read as nearly so. */
const LEAST_SHARE = 0.01;
const MOST_SHARE = 0.99;
/** Where contacts give up, a service level alone may be met by losing them; more than this share is never planned for. */
const USUAL_MAX_ABANDON = 0.05;
/** The most of their time that people work off a backlog. */
const USUAL_BACKLOG_OCCUPANCY = 0.95;
/** Shortest and longest mean patience that is believed, ms. */
const [LEAST_PATIENCE_MS, MOST_PATIENCE_MS] = [1_000, 86_400_000];

/**
 * How a queue's agents are worked out: work with a deadline longer than an interval by its backlog; several contacts an agent by the level-dependent model;
 * everything else by Erlang A where patience is set or measured, and by Erlang C, which assumes that nobody gives up and so errs on the safe side, where not.
 */
export function requirementBasis(promise: QueuePromise, intervalMs: number): RequirementBasis {
  const { channel, targetMs, rule = {}, measuredPatience } = promise;
  const isDeferred = (channel === 'email' || channel === 'task') && targetMs > intervalMs;
  const concurrency = Math.max(1, Math.min(20, Math.round(promise.concurrency)));
  const patienceFrom = isDeferred ? null : rule.patienceMs !== undefined ? 'set' : measuredPatience ? 'measured' : null;
  const patience = patienceFrom === 'set' ? rule.patienceMs : measuredPatience?.patienceMs;
  const patienceMs =
    patienceFrom === null || patience === undefined
      ? null
      : Math.round(Math.min(MOST_PATIENCE_MS, Math.max(LEAST_PATIENCE_MS, patience)));
  const model = isDeferred ? 'backlog' : concurrency > 1 ? 'chat' : patienceMs !== null ? 'erlang-a' : 'erlang-c';
  return {
    model,
    patienceMs,
    patienceFrom,
    abandonedCount: patienceFrom === 'measured' ? (measuredPatience?.abandonedCount ?? 0) : 0,
    concurrency: isDeferred ? 1 : concurrency,
    maxOccupancy: rule.maxOccupancy ?? (isDeferred ? USUAL_BACKLOG_OCCUPANCY : 1),
    maxAbandon: patienceMs === null ? null : (rule.maxAbandon ?? USUAL_MAX_ABANDON),
    deadlineMs: isDeferred ? targetMs : null,
  };
}

/** Whether a queue is staffed in an interval, by the minutes people named. */
export function staffedIntervals(
  { startMinutes }: Pick<ExpectedWork, 'startMinutes'>,
  { rule }: Pick<QueuePromise, 'rule'>,
): (interval: number) => boolean {
  const from = rule?.staffedFromMinute ?? 0;
  const to = rule?.staffedToMinute ?? 1440;
  return (i) => {
    const minute = startMinutes[i] ?? 0;
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
  };
}

/** Agents needed on the floor in each interval, without shrinkage, by that basis and the queue's own target; `waits` is work with a deadline that is there already. */
export function requiredAgents(
  work: ExpectedWork,
  promise: QueuePromise,
  basis: RequirementBasis,
  waits?: WaitingWork,
): number[] {
  const { offeredCounts, handleTimesMs } = work;
  if (basis.deadlineMs !== null) {
    return deferredAgents(work, basis.deadlineMs, basis.maxOccupancy, staffedIntervals(work, promise), waits);
  }
  const known = new Map<string, number>();
  return offeredCounts.map((calls, i) => {
    const ahtMs = handleTimesMs[i] ?? 0;
    if (calls <= 0 || ahtMs <= 0) return 0;
    // Half a percent of a contact changes no agent, and intervals often repeat.
    const key = `${calls.toPrecision(4)} ${ahtMs.toPrecision(4)}`;
    let agents = known.get(key);
    if (agents === undefined) known.set(key, (agents = agentsFor(calls, ahtMs, work.intervalMs, promise, basis)));
    return agents;
  });
}

function agentsFor(
  calls: number,
  ahtMs: number,
  intervalMs: number,
  promise: QueuePromise,
  { concurrency: slots, patienceMs, maxAbandon, maxOccupancy }: RequirementBasis,
): number {
  const targetSL = Math.min(MOST_SHARE, Math.max(LEAST_SHARE, promise.targetShare));
  const targetSec = promise.targetMs / 1000;
  const ahtSec = ahtMs / 1000;
  const patienceSec = patienceMs === null ? null : patienceMs / 1000;
  const intervalSec = intervalMs / 1000;
  const erlangs = (calls * ahtMs) / intervalMs;
  try {
    if (slots > 1) {
      const stretch = Array.from({ length: slots }, () => 1);
      const chat = { arrivalsPerSec: calls / intervalSec, ahtSec, stretch, patienceSec, targetSec };
      return requiredChatAgents(chat, targetSL, maxAbandon ?? 1) ?? Math.ceil(erlangs / slots);
    }
    return requiredServers({ calls, intervalSec, ahtSec, patienceSec, targetSec, targetSL, maxAbandon, maxOccupancy })
      .servers;
  } catch (error) {
    // Loads beyond any floor have no answer by the formula; the load itself is what is needed at least.
    if (error instanceof InputError) return Math.ceil(erlangs / slots);
    throw error;
  }
}
