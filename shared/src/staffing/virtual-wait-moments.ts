import { exponentialRemainder } from '../numeric/exponential-remainder.ts';

/**
 * The virtual wait V of a queue with impatient contacts (the wait a contact of endless patience would have) when all
 * servers are busy, in units of the mean patience. With `a = Nμ/θ` and `b = λ/θ` its density is proportional to
 * `exp(b(1 − e^{−x}) − a·x)`; the moments below are integrals over it, times `a`, all of positive terms:
 *
 * - `total`      ∫ a·e^{φ(x)} dx = S(a, b) = Σ b^k / ((a+1)…(a+k)) = ₁F₁(1; a+1; b)
 * - `abandoned`  the same, weighted with the chance 1 − e^{−x} of leaving before x
 * - `answered`   weighted with the chance e^{−x} of staying
 * - `answeredWait`, `abandonedWait` the mean waits of either, weighted the same way
 *
 * Each is to be multiplied by `e^scale`.
 */
export interface VirtualWait {
  readonly total: number;
  readonly abandoned: number;
  readonly answered: number;
  readonly answeredWait: number;
  readonly abandonedWait: number;
  /** Natural logarithm of the common factor. */
  readonly scale: number;
  /** True when `scale` is exactly the logarithm of the density's peak (the quadrature), false when it only guards overflow. */
  readonly scaledByPeak: boolean;
}

/** Logarithm of the peak of `exp(b(1 − e^{−x}) − a·x)` over x ≥ 0: 0 unless b > a. */
export function virtualWaitPeak(a: number, b: number, aMinusB: number): number {
  return aMinusB >= 0 ? 0 : a * exponentialRemainder(virtualWaitPeakAt(a, b, aMinusB));
}

/** Where that peak lies, in units of the mean patience: ln(b / a) when b > a, else 0. */
export function virtualWaitPeakAt(a: number, b: number, aMinusB: number): number {
  if (aMinusB >= 0) return 0;
  const excess = -aMinusB / a;
  return excess < 1 ? Math.log1p(excess) : Math.log(b / a);
}
