/**
 * A positive number too large for a double: `mantissa × 2^exponent`. Scaling by powers of two loses no digit, so a
 * recurrence can be carried past 1e308 and brought back exactly.
 */
export interface ScaledNumber {
  readonly mantissa: number;
  readonly exponent: number;
}

/** How many powers of two one rescaling takes out. */
export const RESCALE_EXPONENT = 600;

/** Above this a running sum is rescaled: 2^600. */
export const RESCALE_LIMIT = 2 ** RESCALE_EXPONENT;

/** The factor of one rescaling: 2^-600, exact. */
export const RESCALE_FACTOR = 2 ** -RESCALE_EXPONENT;
