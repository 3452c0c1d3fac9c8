import { NOTHING, type MeasuredPast } from './measured-past.ts';
import type { Comparison } from './rule.ts';

/** Finished intervals that must agree, unless the rule says otherwise. */
export const USUAL_INTERVALS = 2;

/** How one finished interval differed from what was expected of it. */
export type Deviation = {
  readonly startAt: number;
  readonly actual: number;
  readonly expected: number;
  readonly share: number;
  readonly z: number;
};

/** Whether the last finished intervals agree: the smallest of them decides, and the newest says whether it is over. */
export function persistent(
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
