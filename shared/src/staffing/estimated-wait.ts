import { MAX_AHEAD, MAX_SERVERS } from './limits.ts';
import { waitForPlace } from './wait-for-place.ts';

export interface EstimatedWaitInput {
  /** Contacts waiting in the queue now. */
  readonly waitingCount: number;
  /** Agents at work for the queue (on a contact, in after-contact work, presented or available). May be a fraction when shared. */
  readonly agentsServing: number;
  /** How many of them are available right now. */
  readonly availableAgents: number;
  /** Mean handle time, in milliseconds. */
  readonly meanHandleTimeMs: number;
  /** Mean patience, in milliseconds (`estimatePatience`); null or absent when unknown: then nobody ahead is taken to leave. */
  readonly meanPatienceMs?: number | null;
}

/** The wait of the next contact, in milliseconds: the chance is 50, 80 or 90 % that it is no longer than this. */
export interface EstimatedWait {
  readonly p50Ms: number;
  readonly p80Ms: number;
  readonly p90Ms: number;
}

/**
 * The estimated wait of a contact that would arrive now, as percentiles. Cheap enough for every queue every second.
 *
 * 0 when more agents are available than contacts are waiting. Otherwise the available agents take the first in the queue
 * and the exact distribution of `waitForPlace` is read for the place behind the rest. Announce P80, not the mean.
 *
 * Returns null when no wait can be told: nobody is at work, or an input is missing, negative or not finite (a board shows
 * a dash then). Never throws.
 */
export function estimatedWait(input: EstimatedWaitInput): EstimatedWait | null {
  const { waitingCount, agentsServing, availableAgents, meanHandleTimeMs } = input;
  const meanPatienceMs = input.meanPatienceMs ?? null;
  if (!isCount(waitingCount) || !isCount(agentsServing) || !isCount(availableAgents)) return null;
  if (availableAgents > waitingCount) return { p50Ms: 0, p80Ms: 0, p90Ms: 0 };
  if (agentsServing <= 0 || agentsServing > MAX_SERVERS || !isDuration(meanHandleTimeMs)) return null;
  if (meanPatienceMs !== null && !isDuration(meanPatienceMs)) return null;
  const { p50, p80, p90 } = waitForPlace({
    aheadInQueue: Math.min(MAX_AHEAD, waitingCount - availableAgents),
    servers: agentsServing,
    ahtSec: meanHandleTimeMs / 1000,
    patienceSec: meanPatienceMs === null ? null : meanPatienceMs / 1000,
  });
  return { p50Ms: p50 * 1000, p80Ms: p80 * 1000, p90Ms: p90 * 1000 };
}

function isCount(value: number): boolean {
  return Number.isFinite(value) && value >= 0;
}

/** A mean duration between a millisecond and about 30,000 years: outside it, something is wrong with the measurement. */
function isDuration(value: number): boolean {
  return Number.isFinite(value) && value >= 1 && value <= 1e15;
}
