import { checkNumber } from '../numeric/check-number.ts';

/**
 * The mean patience of contacts, in the unit of `totalWait`: the waiting time of ALL contacts, answered and abandoned,
 * divided by the number that abandoned. An answered contact tells only that its patience was longer than its wait (it is
 * censored); this is the maximum-likelihood estimate for exponential patience that counts it so. The mean wait of those
 * who left is not patience: it is far too short, because the patient are answered before they leave.
 * Returns null when nobody abandoned: then there is no estimate. Throws InputError.
 */
export function estimatePatience(totalWait: number, abandonedCount: number): number | null {
  checkNumber('totalWait', totalWait, { atLeast: 0 });
  checkNumber('abandonedCount', abandonedCount, { atLeast: 0 });
  return abandonedCount === 0 ? null : totalWait / abandonedCount;
}
