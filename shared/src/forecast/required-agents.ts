import type { Channel } from '../kit/channel.ts';
import { InputError } from '../numeric/input-error.ts';
import { requiredChatAgents } from '../staffing/chat-concurrency.ts';
import { requiredServers } from '../staffing/required-servers.ts';

/** What a queue promises, and how its work is done. */
export interface QueuePromise {
  readonly channel: Channel;
  readonly targetMs: number;
  /** Share to be answered within the target, 0-1. */
  readonly targetShare: number;
  /** Contacts one agent takes at once; 1 or more. */
  readonly concurrency: number;
}

/** A promise to answer everybody, or nobody, needs no finite number of agents, or none: such a one is read as nearly so. */
const LEAST_SHARE = 0.01;
const MOST_SHARE = 0.99;

/**
 * Agents needed on the floor in each interval, by the queue's own target and without shrinkage: Erlang C, which assumes that nobody gives up and so errs on
 * the safe side; the level-dependent model where an agent holds several contacts (their handle time measured as it is, beside the others).
 */
export function requiredAgents(
  offeredCounts: readonly number[],
  handleTimesMs: readonly number[],
  intervalMs: number,
  promise: QueuePromise,
): number[] {
  const known = new Map<string, number>();
  return offeredCounts.map((calls, i) => {
    const ahtMs = handleTimesMs[i] ?? 0;
    if (calls <= 0 || ahtMs <= 0) return 0;
    // Half a percent of a contact changes no agent, and intervals often repeat.
    const key = `${calls.toPrecision(4)} ${ahtMs.toPrecision(4)}`;
    let agents = known.get(key);
    if (agents === undefined) known.set(key, (agents = agentsFor(calls, ahtMs, intervalMs, promise)));
    return agents;
  });
}

function agentsFor(calls: number, ahtMs: number, intervalMs: number, promise: QueuePromise): number {
  const targetSL = Math.min(MOST_SHARE, Math.max(LEAST_SHARE, promise.targetShare));
  const targetSec = promise.targetMs / 1000;
  const ahtSec = ahtMs / 1000;
  const slots = Math.max(1, Math.min(20, Math.round(promise.concurrency)));
  const erlangs = (calls * ahtMs) / intervalMs;
  try {
    if (slots > 1) {
      const stretch = Array.from({ length: slots }, () => 1);
      const chat = { arrivalsPerSec: calls / (intervalMs / 1000), ahtSec, stretch, patienceSec: null, targetSec };
      return requiredChatAgents(chat, targetSL) ?? Math.ceil(erlangs / slots);
    }
    return requiredServers({ calls, intervalSec: intervalMs / 1000, ahtSec, targetSec, targetSL }).servers;
  } catch (error) {
    // Loads beyond any floor have no answer by the formula; the load itself is what is needed at least.
    if (error instanceof InputError) return Math.ceil(erlangs / slots);
    throw error;
  }
}
