import { DAY_BUCKET_MS } from '../floor/window.ts';
import { utcOffsetMs } from '../kit/zone.ts';
import { median } from '../numeric/median.ts';
import { isAlarmed } from './alarm-spans.ts';
import { HALF_HOUR_MS, offeredIn, type AlertMemory } from './alert-memory.ts';
import { ALERT_METRICS, type AlertMetricId } from './alert-metric.ts';
import type { HalfHourPoint } from './events.ts';
import { halfHourKey } from './half-hours.ts';
import { NOTHING, type MeasuredPast } from './measured-past.ts';
import { persistent, USUAL_INTERVALS, type Deviation } from './persistence.ts';
import type { Comparison } from './rule.ts';
import type { Subject } from './subject.ts';

const WEEK_MS = 7 * 86_400_000;
const MOST_WEEKS = 8;
const LEAST_WEEKS = 3;
/** Contacts behind a share or a mean that make it worth comparing, unless the rule says otherwise. */
const LEAST_SAMPLE = 10;
/** Times below a second are no different from each other. */
const LEAST_MS = 1_000;
/** The least spread of a share or time of which it is not known how many contacts are behind it. */
const SPREAD_WITHOUT_SAMPLE = 0.1;

/** How a number is made comparable: `spread` is what chance alone gives it at that sample, on the scale of `root`. */
type Scale = { readonly root: (value: number) => number; readonly spread: (sample: number | null) => number };

const bySample = (sample: number | null): number =>
  sample === null ? SPREAD_WITHOUT_SAMPLE : 1 / Math.sqrt(Math.max(1, sample));

/**
 * Anscombe's root for counts (a spread of 1 for Poisson counts, whatever their mean), the arcsine root for shares and the logarithm for times that
 * vary about as much as they are long (a spread of 1 over the root of the sample).
 */
const SCALES: Record<'count' | 'ratio' | 'ms', Scale> = {
  count: { root: (count) => 2 * Math.sqrt(Math.max(0, count) + 3 / 8), spread: () => 1 },
  ratio: { root: (share) => 2 * Math.asin(Math.sqrt(Math.min(1, Math.max(0, share)))), spread: bySample },
  ms: { root: (time) => Math.log(Math.max(LEAST_MS, time)), spread: bySample },
};

/**
 * How unusual a metric was in the last finished half hours against the same half hours, by the wall clock, of up to eight weeks before: a robust z.
 * Each number is brought to a scale on which chance spreads it evenly, then compared with the median of its past by their median absolute deviation,
 * which counts as what chance alone gives at least: few that happen to be equal are no proof that they always are. Half hours with too few contacts
 * and those in which such an alarm stood are no part of what is usual.
 */
export function measureAnomaly(
  comparison: Comparison,
  subject: Subject,
  memory: AlertMemory,
  zone: string,
  asOf: number,
): MeasuredPast {
  const of = comparison.of ?? 'offered';
  const { unit } = ALERT_METRICS[of];
  const count = comparison.intervals ?? USUAL_INTERVALS;
  const leastWeeks = comparison.weeks ?? LEAST_WEEKS;
  const leastSample = comparison.minimumSample ?? LEAST_SAMPLE;
  const key = halfHourKey(of, subject.table, subject.id);
  const isTooFew = ([, sample]: NonNullable<HalfHourPoint>) => sample !== null && sample < leastSample;
  const found: Deviation[] = [];
  let weeks = Infinity;
  let leftOutWeeks = 0;
  let newest: NonNullable<HalfHourPoint> | null = null;
  let isSmall = false;
  let startAt = Math.floor(asOf / HALF_HOUR_MS) * HALF_HOUR_MS - HALF_HOUR_MS;
  for (; found.length < count; startAt -= HALF_HOUR_MS) {
    const point = pointAt(memory, subject, of, key, startAt);
    if (point === null) break;
    newest ??= point;
    isSmall ||= isTooFew(point);
    const past: number[] = [];
    for (let week = 1; week <= MOST_WEEKS; week++) {
      const at = weeksBefore(startAt, week, zone);
      const then = pointAt(memory, subject, of, key, at);
      if (then === null) continue;
      if (isTooFew(then) || isAlarmed(memory, key, at)) leftOutWeeks++;
      else past.push(then[0]);
    }
    weeks = Math.min(weeks, past.length);
    if (past.length === 0) break;
    found.push(deviationFrom(past, point, startAt, SCALES[unit]));
  }
  if (newest === null) return NOTHING;
  const behind = unit === 'count' ? {} : madeOf(newest, unit, of);
  const detail = { ...behind, weeks: Number.isFinite(weeks) ? weeks : 0, leftOutWeeks };
  if (found.length === 0) return { ...NOTHING, numerator: newest[0], detail };
  const measured = persistent(comparison, found, count, 0);
  const held = isSmall ? 'minimum-sample' : weeks < leastWeeks ? 'baseline' : (measured.held ?? null);
  return { ...measured, held, detail: { ...measured.detail, ...detail } };
}

function deviationFrom(
  past: readonly number[],
  [value, sample]: NonNullable<HalfHourPoint>,
  startAt: number,
  { root, spread }: Scale,
): Deviation {
  const roots = past.map(root);
  const middle = median(roots);
  const width = Math.max(spread(sample), 1.4826 * median(roots.map((one) => Math.abs(one - middle))));
  const z = (root(value) - middle) / width;
  return { startAt, actual: value, expected: median(past), share: z, z };
}

/** Contacts offered are remembered of every queue; other metrics are kept while a rule asks for them. */
function pointAt(
  memory: AlertMemory,
  subject: Subject,
  of: AlertMetricId,
  key: string,
  startAt: number,
): HalfHourPoint {
  if (of !== 'offered') return memory.halfHours.at(key, startAt);
  if (memory.firstAt < 0 || startAt < memory.firstAt) return null;
  return [subject.queues.reduce((total, queue) => total + offeredIn(memory, queue.id, startAt), 0), null];
}

/** Numerator and denominator of a share or mean; percentiles have only the contacts behind them. */
function madeOf(
  [value, sample]: NonNullable<HalfHourPoint>,
  unit: 'ratio' | 'ms',
  of: AlertMetricId,
): { readonly numerator?: number; readonly denominator?: number } {
  if (sample === null) return {};
  if (of.startsWith('wait-p') || of.endsWith('-p10')) return { denominator: sample };
  const numerator = value * sample;
  return {
    numerator: unit === 'ratio' ? Math.round(numerator * 1e6) / 1e6 : Math.round(numerator),
    denominator: sample,
  };
}

/** The moment at which the wall clock showed the same that many weeks before. */
function weeksBefore(at: number, weeks: number, zone: string): number {
  const before = at - weeks * WEEK_MS;
  return before + offsetOf(zone, at) - offsetOf(zone, before);
}

const offsets = new Map<string, number>();

/** Zones change their offset on the quarter of an hour; asking for each anew would cost more than the rest. */
function offsetOf(zone: string, at: number): number {
  const key = `${zone} ${Math.floor(at / DAY_BUCKET_MS)}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size > 5_000) offsets.clear();
    offsets.set(key, (offset = utcOffsetMs(zone, at)));
  }
  return offset;
}
