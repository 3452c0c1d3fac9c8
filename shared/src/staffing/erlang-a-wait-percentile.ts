import { checkNumber } from '../numeric/check-number.ts';
import { type ErlangAInput, erlangAWaitBeyond } from './erlang-a.ts';

/**
 * The wait, in seconds, that a share `percentile` (0-1, exclusive) of Erlang A contacts does not exceed, whether they were
 * answered or left: the root of `P(W > t) = 1 − percentile`, by bisection on the exact formula. Throws InputError.
 */
export function erlangAWaitPercentile(input: Omit<ErlangAInput, 'targetSec'>, percentile: number): number {
  checkNumber('percentile', percentile, { above: 0, below: 1 });
  const allowed = 1 - percentile;
  if (erlangAWaitBeyond(input, 0) <= allowed) return 0;
  let low = 0;
  // Nobody's patience is known to outlast this: P(W > t) ≤ e^{−t/patience}.
  let high = -input.patienceSec * Math.log(allowed);
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (erlangAWaitBeyond(input, middle) > allowed) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
