import type { Queue } from '../floor/floor-state.ts';
import { DAY_BUCKET_MS } from '../floor/agent.ts';
import { tallyOf } from '../floor/ring.ts';
import { utcOffsetMs } from '../kit/zone.ts';
import type { PlannedForecast } from './planned-forecast.ts';
import type { Measured } from '../metrics/metric.ts';
import { median } from '../numeric/median.ts';
import { HALF_HOUR_MS, offeredIn, seriesKey, type AlertMemory, type FeedbackAnswer } from './alert-memory.ts';
import { dayTestId } from './day-test.ts';
import type { EvidenceDetail, HeldBy } from './evidence.ts';
import type { Comparison } from './rule.ts';
import type { Subject } from './subject.ts';

/** A number with what it stood on. `held` is a gate that keeps it quiet, whatever it is; `latest` is what decides whether it is over. */
export type MeasuredPast = Measured & {
  readonly detail?: EvidenceDetail;
  readonly held?: HeldBy | null;
  readonly latest?: number | null;
};

const NOTHING: MeasuredPast = { value: null, numerator: null, denominator: null };
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 86_400_000;
/** |z| that chance alone exceeds once in twenty intervals. */
const USUAL_SIGNIFICANCE = 1.96;
const USUAL_INTERVALS = 2;

type Deviation = {
  readonly startAt: number;
  readonly actual: number;
  readonly expected: number;
  readonly share: number;
  readonly z: number;
};

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

/** What the day was planned on, as it was before the interval: an entry of an interval that had ended then is no forecast. */
function plannedIn({ plannedCounts, offeredCounts, seenCount }: PlannedForecast, index: number): number | null {
  if (plannedCounts !== null) return plannedCounts[index] ?? null;
  return index >= seenCount ? (offeredCounts[index] ?? null) : null;
}

/** Whether the last finished intervals agree: the smallest of them decides, and the newest says whether it is over. */
function persistent(
  comparison: Comparison,
  found: readonly Deviation[],
  count: number,
  significance: number,
): MeasuredPast {
  const [newest] = found;
  if (newest === undefined) return NOTHING;
  const sizeOf =
    comparison.metric === 'weeks-anomaly'
      ? (one: Deviation) => Math.abs(one.z)
      : (one: Deviation) => Math.abs(one.share);
  const sided = ({ share }: Deviation) =>
    comparison.side === undefined || (comparison.side === 'more' ? share > 0 : share < 0);
  const agree = found.filter((one) => Math.sign(one.share) === Math.sign(newest.share) && sided(one));
  const significant = found.every((one) => Math.abs(one.z) > significance);
  const isWhole = agree.length === count;
  return {
    value: isWhole ? Math.min(...found.map(sizeOf)) : sided(newest) ? sizeOf(newest) : 0,
    numerator: newest.actual,
    denominator: newest.expected,
    latest: sided(newest) ? sizeOf(newest) : 0,
    detail: { z: newest.z, intervalAt: newest.startAt, count: agree.length },
    held: !isWhole ? 'persistence' : comparison.metric === 'forecast-deviation' && !significant ? 'significance' : null,
  };
}

const MOST_WEEKS = 8;
const LEAST_WEEKS = 3;

/**
 * How unusual contacts offered in the last finished half hours are against the same half hours, by the wall clock, of up to eight weeks before: a
 * robust z. Counts are made comparable by Anscombe's root (its spread is 1 for Poisson counts, whatever their mean), then compared with the median
 * by the median absolute deviation, which counts as 1 at least: few contacts that happen to be equal are no proof that they always are.
 */
export function measureAnomaly(
  comparison: Comparison,
  subject: Subject,
  memory: AlertMemory,
  zone: string,
  asOf: number,
): MeasuredPast {
  const count = comparison.intervals ?? USUAL_INTERVALS;
  const least = comparison.minimumSample ?? LEAST_WEEKS;
  const found: Deviation[] = [];
  let weeks = Infinity;
  let startAt = Math.floor(asOf / HALF_HOUR_MS) * HALF_HOUR_MS - HALF_HOUR_MS;
  for (; found.length < count; startAt -= HALF_HOUR_MS) {
    const sum = (at: number) => subject.queues.reduce((total, queue) => total + offeredIn(memory, queue.id, at), 0);
    const past: number[] = [];
    for (let week = 1; week <= MOST_WEEKS; week++) {
      const at = weeksBefore(startAt, week, zone);
      if (memory.firstAt < 0 || at < memory.firstAt) break;
      past.push(sum(at));
    }
    weeks = Math.min(weeks, past.length);
    if (past.length === 0) break;
    const roots = past.map(root);
    const middle = median(roots);
    const spread = Math.max(1, 1.4826 * median(roots.map((one) => Math.abs(one - middle))));
    const actual = sum(startAt);
    const expected = median(past);
    const z = (root(actual) - middle) / spread;
    found.push({ startAt, actual, expected, share: z, z });
  }
  const measured = persistent(comparison, found, count, 0);
  if (measured.value === null || weeks >= least) return measured;
  return { ...measured, held: 'baseline', detail: { ...measured.detail, count: weeks } };
}

const root = (count: number): number => 2 * Math.sqrt(count + 3 / 8);

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

/** Answers of customers of the subject. */
function answersOf(subject: Subject, memory: AlertMemory): FeedbackAnswer[] {
  if (subject.table === 'sites') return [...memory.answers];
  if (subject.table === 'agents') return memory.answers.filter((one) => one.agentId === subject.id);
  const ids = new Set(subject.queues.map((queue) => queue.id));
  return memory.answers.filter((one) => one.queueId !== null && ids.has(one.queueId));
}

/** The share of answers from `from` (epoch ms) on, up to `asOf`, that say displeased. */
export function measureNegative(subject: Subject, memory: AlertMemory, from: number, asOf: number): MeasuredPast {
  const answers = answersOf(subject, memory).filter((one) => one.at >= from && one.at <= asOf);
  const negative = answers.filter((one) => one.negative).length;
  return {
    value: answers.length > 0 ? negative / answers.length : null,
    numerator: negative,
    denominator: answers.length,
  };
}

const USUAL_HOURS = 24;
const LEAST_BASELINE_DAYS = 7;
const CHANCE = 0.01;

/**
 * Answers within the last hours that mention a word or carry a theme. It speaks where chance would give so many less than once in a hundred times:
 * the Poisson tail at the rate of the up to 28 days before.
 */
export function measureMentions(
  comparison: Comparison,
  subject: Subject,
  memory: AlertMemory,
  asOf: number,
): MeasuredPast {
  const spanMs = (comparison.withinHours ?? USUAL_HOURS) * HOUR_MS;
  const words = (comparison.words ?? []).map((word) => word.toLowerCase());
  const themes = new Set(comparison.themes);
  const from = asOf - spanMs;
  const mentions = (answer: FeedbackAnswer) =>
    answer.tags.some((tag) => themes.has(tag)) || words.some((word) => answer.comment.includes(word));
  let count = 0;
  let before = 0;
  for (const answer of answersOf(subject, memory)) {
    if (answer.at > asOf || !mentions(answer)) continue;
    if (answer.at > from) count++;
    else before++;
  }
  const oldest = memory.answers[0]?.at ?? asOf;
  const baselineMs = Math.max(0, from - oldest);
  if (baselineMs < LEAST_BASELINE_DAYS * 24 * HOUR_MS) {
    return { value: count, numerator: count, denominator: null, held: 'baseline' };
  }
  const expected = (before * spanMs) / baselineMs;
  return {
    value: count,
    numerator: count,
    denominator: expected,
    held: poissonTail(count, expected) < CHANCE ? null : 'significance',
  };
}

/** The chance of `count` or more where `expected` are expected. */
export function poissonTail(count: number, expected: number): number {
  if (count <= 0) return 1;
  if (expected <= 0) return 0;
  let logTerm = -expected;
  let below = 0;
  for (let index = 0; index < count; index++) {
    below += Math.exp(logTerm);
    logTerm += Math.log(expected) - Math.log(index + 1);
  }
  return Math.max(0, 1 - below);
}

/** Neutral days that may lie between without ending a run. */
const MOST_GAPS = 2;

/**
 * Bad days in a row; with `ofDays` how many of the last so many. A day with too few to judge is neutral: it neither breaks nor counts, two of them
 * at most. Over after two normal days.
 */
export function measureBadDays(comparison: Comparison, subject: Subject, memory: AlertMemory): MeasuredPast {
  if (comparison.day === undefined) return NOTHING;
  const days = memory.days.get(seriesKey(dayTestId(comparison.day), subject.table, subject.id)) ?? [];
  let bad = 0;
  let seen = 0;
  let neutral = 0;
  let normal = 0;
  const most = comparison.ofDays ?? Infinity;
  for (const day of days.toReversed()) {
    if (seen >= most) break;
    if (day.verdict === 'neutral') {
      neutral++;
      if (neutral > MOST_GAPS) break;
      continue;
    }
    seen++;
    if (day.verdict === 'bad') bad++;
    else {
      if (bad === 0) normal++;
      if (comparison.ofDays === undefined) break;
    }
  }
  if (seen === 0) return NOTHING;
  const normalDays = comparison.ofDays === undefined ? normalSince(days) : normal;
  return { value: bad, numerator: bad, denominator: seen, detail: { count: seen, normalDays, neutralDays: neutral } };
}

function normalSince(days: readonly { readonly verdict: string }[]): number {
  let normal = 0;
  for (const { verdict } of days.toReversed()) {
    if (verdict === 'bad') break;
    if (verdict === 'normal') normal++;
  }
  return normal;
}
