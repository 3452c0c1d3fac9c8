import { estimatedWait } from '../staffing/estimated-wait.ts';
import { estimatePatience } from '../staffing/estimate-patience.ts';
import { readCell, type Cell, type Readings } from './cell.ts';
import type { WaitEstimate } from './rows.ts';
import type { WindowKey } from './window.ts';

/** Who is there now: contacts waiting, agents with one of the queue's contacts in hand, agents free for the next. */
export type Presence = {
  readonly waitingCount: number;
  readonly agentsServing: number;
  readonly availableAgents: number;
};

/** Fewer handled contacts (or abandons) in the last half hour than this, and the whole day is asked instead (or patience left out). */
const LEAST_SAMPLE = 5;

/**
 * The wait that the next contact can expect, from the handle time and patience measured lately; whole ms. `null` when nobody serves or no
 * handle time is known yet.
 */
export function expectWait(presence: Presence, windows: Record<WindowKey, Cell>): WaitEstimate | null {
  const { waitingCount, agentsServing, availableAgents } = presence;
  if (availableAgents > waitingCount) return { p50Ms: 0, p80Ms: 0, p90Ms: 0 };
  const lately = readCell(windows.last30m);
  const readings = lately.handledCount >= LEAST_SAMPLE ? lately : readCell(windows.today);
  if (readings.handledCount === 0) return null;
  const estimate = estimatedWait({
    waitingCount,
    agentsServing: agentsServing + availableAgents,
    availableAgents,
    meanHandleTimeMs: (readings.talkMs + readings.holdMs + readings.afterContactWorkMs) / readings.handledCount,
    meanPatienceMs: patienceMs(readings),
  });
  if (estimate === null) return null;
  return {
    p50Ms: Math.round(estimate.p50Ms),
    p80Ms: Math.round(estimate.p80Ms),
    p90Ms: Math.round(estimate.p90Ms),
  };
}

function patienceMs(readings: Readings): number | null {
  if (readings.abandonedCount < LEAST_SAMPLE) return null;
  return estimatePatience(readings.answeredWaitMs + readings.abandonedWaitMs, readings.abandonedCount);
}
