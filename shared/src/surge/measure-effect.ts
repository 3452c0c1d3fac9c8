import type { Difference, SpanCounts, Surge, SurgeEffect } from './surge.ts';

/** 97.5 % quantile of the normal distribution: 95 of 100 lie within this many standard errors. */
const Z95 = 1.959963984540054;

export type EffectSpans = {
  readonly before: SpanCounts | null;
  readonly during: SpanCounts | null;
  readonly after: SpanCounts | null;
  /** All other queues that nobody was moved to or from, together. */
  readonly othersBefore: SpanCounts | null;
  readonly othersDuring: SpanCounts | null;
  /** Service level expected during it had nobody been moved, 0-1. */
  readonly expectedServiceLevel: number | null;
};

/**
 * What came of a surge. The estimator is the difference in differences: how much more the queue changed from before to during than the queues did that
 * nobody was moved to or from, over the same minutes of the same day; the shares are taken as binomial, so the interval is ±1.96 standard errors of
 * the four together. Where there are no such queues (or too few contacts in them) it is the difference to what the model expected with nobody moved;
 * that expectation itself counts as certain, so the interval is too narrow there. Before and after are as long as the surge, at most two hours.
 */
export function measureEffect(spans: EffectSpans, cost: number): SurgeEffect {
  const { before, during, after, othersBefore, othersDuring, expectedServiceLevel } = spans;
  const hasOthers = isEnough(othersBefore) && isEnough(othersDuring);
  const baseline = hasOthers && isEnough(before) ? 'other-queues' : expectedServiceLevel === null ? 'none' : 'model';
  const difference = (share: (span: SpanCounts) => Share | null, expected: number | null): Difference | null => {
    const here = during === null ? null : share(during);
    if (here === null) return null;
    if (baseline === 'other-queues') {
      const parts = [before, othersDuring, othersBefore].map((span) => (span === null ? null : share(span)));
      const [was, other, otherWas] = parts;
      if (!was || !other || !otherWas) return null;
      return around(here.value - was.value - (other.value - otherWas.value), [here, was, other, otherWas]);
    }
    return expected === null ? null : around(here.value - expected, [here]);
  };
  return {
    before,
    during,
    after,
    baselineBefore: hasOthers ? othersBefore : null,
    baselineDuring: hasOthers ? othersDuring : null,
    baseline,
    expectedServiceLevel,
    serviceLevel: difference(({ inTimeCount, answeredCount, abandonedCount }) => {
      return shareOf(inTimeCount, answeredCount + abandonedCount);
    }, expectedServiceLevel),
    abandonRate: difference(({ abandonedCount, answeredCount }) => {
      return shareOf(abandonedCount, answeredCount + abandonedCount);
    }, null),
    cost,
  };
}

type Share = { readonly value: number; readonly variance: number };

/** A share with its variance; half a contact is added to either side, so that no share is certain because few were seen. */
function shareOf(part: number, whole: number): Share | null {
  if (whole < 1) return null;
  const smoothed = (part + 0.5) / (whole + 1);
  return { value: part / whole, variance: (smoothed * (1 - smoothed)) / whole };
}

function around(value: number, shares: readonly Share[]): Difference {
  const half = Z95 * Math.sqrt(shares.reduce((sum, { variance }) => sum + variance, 0));
  return { value, low: value - half, high: value + half };
}

/** Fewer contacts than this say nothing about what others did. */
const LEAST_COUNT = 10;

function isEnough(span: SpanCounts | null): boolean {
  return span !== null && span.answeredCount + span.abandonedCount >= LEAST_COUNT;
}

/** How long before and after it is looked: as long as it was, at least one interval, at most two hours; ms. */
export function measuredSpanMs({ activeAt, returnedAt, gap }: Surge): number {
  return Math.min(7_200_000, Math.max(gap.intervalMs, (returnedAt ?? 0) - (activeAt ?? 0)));
}
