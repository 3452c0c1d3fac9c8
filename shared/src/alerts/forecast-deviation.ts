import { DAY_BUCKET_MS } from '../floor/window.ts';
import type { Queue } from '../floor/floor-state.ts';
import { tallyOf } from '../floor/ring.ts';
import { NOTHING, type MeasuredPast } from './measured-past.ts';
import { persistent, USUAL_INTERVALS, type Deviation } from './persistence.ts';
import type { PlannedForecast } from './planned-forecast.ts';
import type { Comparison } from './rule.ts';
import type { Subject } from './subject.ts';

/** |z| that chance alone exceeds once in twenty intervals. */
const USUAL_SIGNIFICANCE = 1.96;

/**
 * How far contacts offered in finished intervals are from what the day was planned on: a share of the plan. It speaks where in each of the last
 * `intervals` the deviation has the same sign, exceeds the threshold, and is significant: |z| over `significance` with the variance
 * `mu + (c mu)^2`, Poisson noise and the recent relative error `c` of the published forecast. Errors of queues of one site share their day, so
 * those of several queues add up as if they were one. The value is the smallest of these deviations; it is over when the newest is.
 */
export function measureDeviation(
  comparison: Comparison,
  subject: Subject,
  forecasts: ReadonlyMap<string, PlannedForecast>,
  asOf: number,
): MeasuredPast {
  const count = comparison.intervals ?? USUAL_INTERVALS;
  const rows = subject.queues.flatMap((queue) => {
    const forecast = forecasts.get(queue.id);
    return forecast === undefined ? [] : [{ queue, forecast }];
  });
  const [first] = rows;
  if (first === undefined) return NOTHING;
  const { startsAt, intervalMs } = first.forecast;
  const matching = rows.filter(
    ({ forecast }) =>
      forecast.startsAt === startsAt && forecast.intervalMs === intervalMs && intervalMs % DAY_BUCKET_MS === 0,
  );
  const finished = Math.floor((asOf - startsAt) / intervalMs);
  const found: Deviation[] = [];
  for (let index = finished - 1; index >= 0 && found.length < count; index--) {
    const deviation = deviationIn(matching, index);
    if (deviation === null) break;
    found.push(deviation);
  }
  return persistent(comparison, found, count, comparison.significance ?? USUAL_SIGNIFICANCE);
}

function deviationIn(
  rows: readonly { readonly queue: Queue; readonly forecast: PlannedForecast }[],
  index: number,
): Deviation | null {
  let actual = 0;
  let expected = 0;
  let spread = 0;
  let startAt = 0;
  for (const { queue, forecast } of rows) {
    const planned = plannedIn(forecast, index);
    if (planned === null) continue;
    startAt = forecast.startsAt + index * forecast.intervalMs;
    for (let at = startAt; at < startAt + forecast.intervalMs; at += DAY_BUCKET_MS)
      actual += tallyOf(queue.day, Math.floor(at / DAY_BUCKET_MS))?.offeredCount ?? 0;
    expected += planned;
    spread += forecast.errorRatio * planned;
  }
  if (expected <= 0) return null;
  const z = (actual - expected) / Math.sqrt(expected + spread * spread);
  return { startAt, actual, expected, share: actual / expected - 1, z };
}

/**
 * What the day was planned on, as it was before the interval: an entry of an interval that had ended then is no forecast. `null` too where nobody knows what
 * came, because it was before anything was known of the site.
 */
function plannedIn({ plannedCounts, offeredCounts, seenCount }: PlannedForecast, index: number): number | null {
  if (offeredCounts[index] === null) return null;
  if (plannedCounts !== null) return plannedCounts[index] ?? null;
  return index >= seenCount ? (offeredCounts[index] ?? null) : null;
}
