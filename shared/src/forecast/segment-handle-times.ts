import type { SegmentDay } from './segment-day.ts';

/** How long contacts of one segment take, measured by what their queue's take: interval by interval, so that neither is mistaken for the other. */
export interface RelativeHandleTime {
  /** Handle time ÷ that of the queue's mean contact in the same interval, drawn towards 1 as far as few contacts or large differences between days ask for it. */
  readonly ratio: number;
  /** How far what was measured is believed, 0-1; the rest is the queue's own. */
  readonly credibility: number;
  /** Contacts it was measured on. */
  readonly handledCount: number;
}

/** Open days after which a day counts half. */
const HALF_LIFE_DAYS = 30;
/** Rounds in which ratios of segments and of intervals settle. */
const ROUNDS = 12;
/** Before days can be compared: handle times of contacts differ about as much as exponential ones do, for so many days of evidence. */
const [FIRST_VARIANCE, FIRST_VARIANCE_DAYS] = [1, 10];

type Sums = { readonly handled: number[]; readonly load: number[]; handledCount: number };

/**
 * How long the contacts of each segment of a queue take against the queue's mean contact. Segments may come at hours at which everything takes longer, so
 * ratios of segments and of intervals are fitted together (R. A. Bailey, "Insurance rates with minimum bias", 1963); then each ratio is drawn towards 1, the
 * queue's own, by the credibility of the contacts behind it, from the variance between days and between segments (H. Bühlmann, E. Straub, "Glaubwürdigkeit
 * für Schadensätze", 1970). `days` are in order of dates; those of which handle times by segment are not known count for nothing. Null where none is.
 */
export function relativeHandleTimes(days: readonly SegmentDay[]): ReadonlyMap<string, RelativeHandleTime> | null {
  const scaled = days.flatMap((day, index) => scaledDay(day, 0.5 ** ((days.length - 1 - index) / HALF_LIFE_DAYS)));
  if (scaled.length === 0) return null;
  const sums = new Map<string, Sums>();
  for (const { weight, segments } of scaled) {
    for (const [segment, { handled, load }] of segments) {
      let sum = sums.get(segment);
      if (sum === undefined) {
        sums.set(segment, (sum = { handled: handled.map(() => 0), load: handled.map(() => 0), handledCount: 0 }));
      }
      for (const [i, count] of handled.entries()) {
        sum.handled[i] = (sum.handled[i] ?? 0) + weight * count;
        sum.load[i] = (sum.load[i] ?? 0) + weight * (load[i] ?? 0);
        sum.handledCount += count;
      }
    }
  }
  const { usual, ratios } = settledRatios(sums);
  const exposures = new Map([...sums].map(([segment, { handled }]) => [segment, exposureOf(handled, usual)]));
  const total = [...exposures.values()].reduce((a, b) => a + b, 0);
  let [missed, degrees] = [FIRST_VARIANCE * FIRST_VARIANCE_DAYS, FIRST_VARIANCE_DAYS];
  for (const [segment, ratio] of ratios) {
    let daysOf = 0;
    for (const { segments } of scaled) {
      const own = segments.get(segment);
      const exposure = own === undefined ? 0 : exposureOf(own.handled, usual);
      if (own === undefined || exposure <= 0) continue;
      daysOf++;
      missed += exposure * (own.load.reduce((a, b) => a + b, 0) / exposure - ratio) ** 2;
    }
    degrees += Math.max(0, daysOf - 1);
  }
  const within = missed / degrees;
  let apart = -(ratios.size - 1) * within;
  let spread = total;
  for (const [segment, ratio] of ratios) {
    const exposure = exposures.get(segment) ?? 0;
    apart += exposure * (ratio - 1) ** 2;
    spread -= exposure ** 2 / total;
  }
  const between = spread > 0 ? Math.max(0, apart / spread) : 0;
  return new Map(
    [...ratios].map(([segment, measured]) => {
      const exposure = exposures.get(segment) ?? 0;
      const credibility = between > 0 ? exposure / (exposure + within / between) : 0;
      const handledCount = Math.round(sums.get(segment)?.handledCount ?? 0);
      return [segment, { ratio: 1 + credibility * (measured - 1), credibility, handledCount }];
    }),
  );
}

/**
 * The factor by which each segment's handle time differs from its queue's forecast in each interval of a plain day: those of all segments, weighted by their
 * shares of what comes, have the mean 1, so that the parts of a queue add up to it. A segment that is not in `ratios` takes as long as the mean contact.
 */
export function handleFactors(
  shares: ReadonlyMap<string, readonly number[]>,
  ratios: ReadonlyMap<string, { readonly ratio: number }>,
): Map<string, number[]> {
  const ratioOf = (segment: string): number => ratios.get(segment)?.ratio ?? 1;
  const mean: number[] = [];
  for (const [segment, values] of shares) {
    for (const [i, share] of values.entries()) mean[i] = (mean[i] ?? 0) + share * ratioOf(segment);
  }
  return new Map(
    [...shares].map(([segment, values]) => [
      segment,
      values.map((_, i) => ((mean[i] ?? 0) > 0 ? ratioOf(segment) / (mean[i] ?? 1) : 1)),
    ]),
  );
}

type ScaledDay = {
  readonly weight: number;
  /** Contacts by interval, and what they took in units of the day's mean handle time. */
  readonly segments: ReadonlyMap<string, { readonly handled: readonly number[]; readonly load: readonly number[] }>;
};

function scaledDay({ handled: bySegment }: SegmentDay, weight: number): ScaledDay[] {
  let [count, seconds] = [0, 0];
  for (const { handled, handleSec } of bySegment?.values() ?? []) {
    for (const [i, contacts] of handled.entries()) {
      count += contacts;
      seconds += handleSec[i] ?? 0;
    }
  }
  if (bySegment === undefined || count <= 0 || seconds <= 0) return [];
  const mean = seconds / count;
  const segments = [...bySegment].map(
    ([segment, { handled, handleSec }]) =>
      [segment, { handled, load: handled.map((_, i) => (handleSec[i] ?? 0) / mean) }] as const,
  );
  return [{ weight, segments: new Map(segments) }];
}

/** Ratios of intervals and of segments whose products have each interval's and each segment's sum; segments weighted by their contacts have the mean 1. */
function settledRatios(sums: ReadonlyMap<string, Sums>): {
  readonly usual: readonly number[];
  readonly ratios: ReadonlyMap<string, number>;
} {
  const intervals = Math.max(0, ...[...sums.values()].map(({ handled }) => handled.length));
  let usual = Array.from({ length: intervals }, () => 1);
  let ratios = new Map([...sums.keys()].map((segment) => [segment, 1]));
  for (let round = 0; round < ROUNDS; round++) {
    usual = usual.map((_, i) => {
      let [load, expected] = [0, 0];
      for (const [segment, own] of sums) {
        load += own.load[i] ?? 0;
        expected += (own.handled[i] ?? 0) * (ratios.get(segment) ?? 1);
      }
      return expected > 0 ? load / expected : 1;
    });
    ratios = new Map(
      [...sums].map(([segment, { handled, load }]) => {
        const exposure = exposureOf(handled, usual);
        return [segment, exposure > 0 ? load.reduce((a, b) => a + b, 0) / exposure : 1];
      }),
    );
    let [weighted, weights] = [0, 0];
    for (const [segment, ratio] of ratios) {
      const exposure = exposureOf(sums.get(segment)?.handled ?? [], usual);
      weighted += exposure * ratio;
      weights += exposure;
    }
    const scale = weights > 0 ? weighted / weights : 1;
    if (scale <= 0) break;
    usual = usual.map((value) => value * scale);
    ratios = new Map([...ratios].map(([segment, ratio]) => [segment, ratio / scale]));
  }
  return { usual, ratios };
}

function exposureOf(handled: readonly number[], usual: readonly number[]): number {
  return handled.reduce((sum, count, i) => sum + count * (usual[i] ?? 1), 0);
}
