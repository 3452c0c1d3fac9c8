import type { VirtualWait } from './virtual-wait-moments.ts';
import { virtualWaitByQuadrature } from './virtual-wait-quadrature.ts';
import { virtualWaitBySum } from './virtual-wait-sum.ts';

/** The number of terms from which the sum is dearer than the quadrature. */
const TERMS_WORTH_SUMMING = 400;

/**
 * The moments of the virtual wait, for a = Nμ/θ > 0 and b = λ/θ ≥ 0. `aMinusB` is a − b, given apart because the caller
 * knows it without cancellation. A sum of positive terms where it is short; where patience times arrival rate is huge,
 * the same integrals by Gauss-Legendre quadrature, so the cost has a bound.
 * Source: C. Palm 1957; O. Garnett, A. Mandelbaum, M. Reiman 2002; A. Mandelbaum, S. Zeltyn 2005.
 */
export function virtualWait(a: number, b: number, aMinusB: number): VirtualWait {
  const widest = 9 * Math.sqrt(b) + 50;
  const terms = aMinusB > 0 ? Math.min((45 * a) / aMinusB, widest) : widest - aMinusB;
  return terms <= TERMS_WORTH_SUMMING ? virtualWaitBySum(a, b) : virtualWaitByQuadrature(a, b, aMinusB);
}
