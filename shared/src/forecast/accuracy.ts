/** Sums from which an error measure is read; add days up before dividing. */
export interface ErrorSums {
  /** Σ |forecast − actual|. */
  readonly missed: number;
  /** Σ actual. */
  readonly actual: number;
}

export const noErrors: ErrorSums = { missed: 0, actual: 0 };

/** Adds the intervals `from` (included) to `to` (excluded) of a day to the sums. */
export function addErrors(
  sums: ErrorSums,
  forecast: readonly number[],
  actual: readonly number[],
  from = 0,
  to = actual.length,
): ErrorSums {
  let { missed, actual: total } = sums;
  for (let i = from; i < to; i++) {
    missed += Math.abs((forecast[i] ?? 0) - (actual[i] ?? 0));
    total += actual[i] ?? 0;
  }
  return { missed, actual: total };
}

/** Weighted absolute percentage error as a share: Σ|forecast − actual| ÷ Σ actual. Null without any contact. */
export function wape({ missed, actual }: ErrorSums): number | null {
  return actual > 0 ? missed / actual : null;
}

/**
 * The WAPE nobody can beat: were the forecast the true mean μ of every interval, Poisson noise alone would miss by
 * `Σ√(2μ/π) ÷ Σμ` (the mean absolute deviation of a Poisson variable, in its normal limit). Null without any contact.
 */
export function noiseFloor(means: readonly number[]): number | null {
  let missed = 0;
  let total = 0;
  for (const mean of means) {
    missed += Math.sqrt((2 * Math.max(0, mean)) / Math.PI);
    total += Math.max(0, mean);
  }
  return total > 0 ? missed / total : null;
}
