import type { WaitEstimate } from '../floor/rows.ts';

/** What the estimate looks at: contacts waiting, agents free and serving, and the mean handle time to expect, ms. */
export type EstimateInput = {
  readonly waitingCount: number;
  readonly availableAgents: number;
  readonly agentsServing: number;
  readonly handleTimeMs: number | null;
};

/**
 * How long the next contact will wait, as a distribution. With an agent free for it, not at all. Otherwise it is served when
 * `waitingCount - availableAgents + 1` services have ended; with n agents whose services end at the rate 1 / handle time each, that time is
 * Erlang distributed (the delay predictor of queueing theory for a many-server queue, customers' patience left out, so it errs on the long
 * side). `null` when nobody serves or no handle time is known.
 *
 * Quantiles by Wilson and Hilferty's cube-root approximation of the gamma distribution (1931), within about 1 % for two or more stages and
 * exact for one.
 */
export function estimateWait(input: EstimateInput): WaitEstimate | null {
  if (input.availableAgents > input.waitingCount) return { p50Ms: 0, p80Ms: 0, p90Ms: 0 };
  if (input.handleTimeMs === null || input.agentsServing === 0) return null;
  const stages = input.waitingCount - input.availableAgents + 1;
  const stageMs = input.handleTimeMs / input.agentsServing;
  const quantile = (share: number, normal: number): number => {
    if (stages === 1) return Math.round(-Math.log(1 - share) * stageMs);
    const spread = 1 / (9 * stages);
    return Math.round(stages * stageMs * (1 - spread + normal * Math.sqrt(spread)) ** 3);
  };
  return { p50Ms: quantile(0.5, 0), p80Ms: quantile(0.8, 0.841621), p90Ms: quantile(0.9, 1.281552) };
}
