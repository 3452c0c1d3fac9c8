import { RESCALE_EXPONENT, RESCALE_FACTOR, RESCALE_LIMIT } from '../numeric/scaled-number.ts';
import type { VirtualWait } from './virtual-wait-moments.ts';

/**
 * The moments of the virtual wait (see `VirtualWait`) as sums over the number k of contacts waiting, with
 * `t_k = b^k / ((a+1)…(a+k))`:
 *
 *     total          Σ t_k                          answered       Σ t_k·a/(a+k+1)
 *     abandoned      Σ t_k·(k+1)/(a+k+1)            answeredWait   Σ t_k·a/(a+k+1)·Σ_{j ≤ k+1} 1/(a+j)
 *     abandonedWait  Σ t_k·1/(a+k+1)·Σ_{j ≤ k+1} j/(a+j)
 *
 * Every term is positive. The sum stops where the terms have fallen below the last digit.
 */
export function virtualWaitBySum(a: number, b: number): VirtualWait {
  let term = 1;
  let harmonic = 0;
  let weighted = 0;
  let total = 0;
  let abandoned = 0;
  let answered = 0;
  let answeredWait = 0;
  let abandonedWait = 0;
  let exponent = 0;
  for (let k = 0; k < MOST_TERMS; k++) {
    const inverse = 1 / (a + k + 1);
    harmonic += inverse;
    weighted += (k + 1) * inverse;
    total += term;
    abandoned += term * (k + 1) * inverse;
    answered += term * a * inverse;
    answeredWait += term * a * inverse * harmonic;
    abandonedWait += term * inverse * weighted;
    term *= b * inverse;
    if (total > RESCALE_LIMIT) {
      term *= RESCALE_FACTOR;
      total *= RESCALE_FACTOR;
      abandoned *= RESCALE_FACTOR;
      answered *= RESCALE_FACTOR;
      answeredWait *= RESCALE_FACTOR;
      abandonedWait *= RESCALE_FACTOR;
      exponent += RESCALE_EXPONENT;
    }
    // The other sums lag behind `total` by at most a factor of about 1/a per term, which 1e-21 leaves room for.
    if (term < 1e-21 * total && term * (k + 2) < 1e-19 * abandoned * (a + k + 2) && a + k + 1 > b) break;
  }
  const scale = exponent * Math.LN2;
  return { total, abandoned, answered, answeredWait, abandonedWait, scale, scaledByPeak: false };
}

/** A bound on the loop; `virtualWait` chooses the quadrature long before it is reached. */
const MOST_TERMS = 200_000;
