import { wilsonInterval } from '../numeric/wilson-interval.ts';

/** What a channel did in one week: counts, and the share resolved at the first contact where that is known. */
export type ChannelWeek = {
  readonly startAt: number;
  readonly offeredCount: number;
  readonly abandonedCount: number;
  readonly firstContactResolution: number | null;
};

export type ReviewTargets = {
  /** Highest share of contacts that may leave, and lowest share to be resolved at the first contact; 0-1. */
  readonly abandonRate: number;
  readonly firstContactResolution: number;
};

/**
 * What a quarter says of a channel's capacity. `short`: too many leave, though contacts are resolved. `repeats`: too many leave and too few are
 * resolved, so that part of the load is the same people coming again: mend that before hiring. `spare`: hardly anybody leaves. `too-few`: too few
 * contacts to say.
 */
export const CAPACITY_VERDICTS = ['short', 'repeats', 'resolve', 'enough', 'spare', 'too-few'] as const;
export type CapacityVerdict = (typeof CAPACITY_VERDICTS)[number];

export type ChannelReview = {
  readonly offeredCount: number;
  readonly abandonRate: number | null;
  /** Where the true share lies in 95 of 100 cases. */
  readonly abandonLow: number;
  readonly abandonHigh: number;
  readonly firstContactResolution: number | null;
  /** Change from one week to the next by least squares, in points of share; `null` with fewer than four weeks. */
  readonly abandonTrend: number | null;
  readonly resolutionTrend: number | null;
  readonly verdict: CapacityVerdict;
};

/** Fewer contacts than this in a quarter say nothing. */
const LEAST_COUNT = 100;
const LEAST_WEEKS = 4;

/** Judges a channel by its weeks. A target counts as missed only where the whole 95 % interval (Wilson) lies beyond it. */
export function reviewChannel(weeks: readonly ChannelWeek[], targets: ReviewTargets): ChannelReview {
  const offeredCount = weeks.reduce((sum, week) => sum + week.offeredCount, 0);
  const abandonedCount = weeks.reduce((sum, week) => sum + week.abandonedCount, 0);
  const { low, high } = wilsonInterval(abandonedCount, offeredCount);
  const known = weeks.filter((week) => week.firstContactResolution !== null && week.offeredCount > 0);
  const knownCount = known.reduce((sum, week) => sum + week.offeredCount, 0);
  const resolution =
    knownCount === 0
      ? null
      : known.reduce((sum, week) => sum + (week.firstContactResolution ?? 0) * week.offeredCount, 0) / knownCount;
  const isResolved = resolution === null || resolution >= targets.firstContactResolution;
  const verdict = (): CapacityVerdict => {
    if (offeredCount < LEAST_COUNT) return 'too-few';
    if (low > targets.abandonRate) return isResolved ? 'short' : 'repeats';
    if (!isResolved) return 'resolve';
    return high < targets.abandonRate / 4 ? 'spare' : 'enough';
  };
  return {
    offeredCount,
    abandonRate: offeredCount === 0 ? null : abandonedCount / offeredCount,
    abandonLow: low,
    abandonHigh: high,
    firstContactResolution: resolution,
    abandonTrend: slope(
      weeks.filter((week) => week.offeredCount > 0).map((week) => week.abandonedCount / week.offeredCount),
    ),
    resolutionTrend: slope(known.map((week) => week.firstContactResolution ?? 0)),
    verdict: verdict(),
  };
}

/** Least squares over 0, 1, 2, … */
function slope(values: readonly number[]): number | null {
  const count = values.length;
  if (count < LEAST_WEEKS) return null;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let top = 0;
  let bottom = 0;
  values.forEach((value, index) => {
    top += (index - middle) * (value - mean);
    bottom += (index - middle) ** 2;
  });
  return top / bottom;
}
