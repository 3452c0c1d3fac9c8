import { studentQuantile } from '../numeric/student-t.ts';

/** A value estimated from replications, with its confidence interval. */
export interface Estimate {
  readonly value: number;
  /** Half the width of the interval: the truth is within value ± half with the confidence asked for. */
  readonly half: number;
}

/** The mean of one value per replication. Null for fewer than two. */
export function meanEstimate(values: readonly number[], confidence: number): Estimate | null {
  return ratioEstimate(
    values,
    values.map(() => 1),
    confidence,
  );
}

/**
 * The ratio Σ numerators ÷ Σ denominators over replications (a share of contacts, a mean wait), with the interval of the
 * delta method: the standard error of `numerator − ratio × denominator`, over the mean denominator. Unlike the mean of the
 * replications' own ratios it is not biased where a replication has few contacts. Null when nothing was counted.
 *
 * `event` is how much one rare event adds to the numerator (1 for a share of contacts). Where none was seen there is no spread
 * to measure, yet the truth need not be 0: the interval is never narrower than what `−ln(1 − confidence)` unseen events would
 * add (the rule of three).
 */
export function ratioEstimate(
  numerators: readonly number[],
  denominators: readonly number[],
  confidence: number,
  event = 0,
): Estimate | null {
  const count = numerators.length;
  const whole = denominators.reduce((a, b) => a + b, 0);
  if (count < 2 || whole <= 0) return null;
  const value = numerators.reduce((a, b) => a + b, 0) / whole;
  let squares = 0;
  for (const [i, numerator] of numerators.entries()) squares += (numerator - value * (denominators[i] ?? 0)) ** 2;
  const error = Math.sqrt(squares / (count - 1) / count) / (whole / count);
  const unseen = (-Math.log1p(-confidence) * event) / whole;
  return { value, half: Math.max(unseen, studentQuantile((1 + confidence) / 2, count - 1) * error) };
}
