/**
 * The nearest-rank percentile: the smallest value such that at least `share` of all values are not above it. Reorders `values` in place
 * (Hoare's selection, expected linear time), looking only at the first `length` of them. `null` for none.
 * Source: the classical nearest-rank definition; it always answers with a value that was really measured.
 */
export function nearestRank(values: Float64Array, length: number, share: number): number | null {
  return length === 0 ? null : valueOfRank(values, length, Math.max(0, Math.ceil(share * length) - 1));
}

/** The value at `rank`, counted from 0, were the first `length` values in order. Reorders them in the same way. */
export function valueOfRank(values: Float64Array, length: number, rank: number): number {
  let low = 0;
  let high = length - 1;
  while (low < high) {
    const pivot = at(values, (low + high) >>> 1);
    let left = low;
    let right = high;
    while (left <= right) {
      while (at(values, left) < pivot) left++;
      while (at(values, right) > pivot) right--;
      if (left <= right) {
        const swap = at(values, left);
        values[left] = at(values, right);
        values[right] = swap;
        left++;
        right--;
      }
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return at(values, rank);
}

function at(values: Float64Array, index: number): number {
  return values[index] as number; // index is kept within [0, length) by the caller
}
