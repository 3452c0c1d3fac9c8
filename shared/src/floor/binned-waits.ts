import { valueOfRank } from '../kit/nearest-rank.ts';

/** Bins a power of two is cut into, itself one: waits in one bin differ by a sixteenth at most. */
const BINS_PER_DOUBLING = 16;
const DOUBLING_BITS = 4;
const BINS = 31 * BINS_PER_DOUBLING;

/** The bin of a wait, in ms; greater waits are in no lower bin. */
function binOf(wait: number): number {
  const whole = wait > 0 ? Math.min(Math.floor(wait), 2 ** 31 - 1) : 0;
  if (whole < BINS_PER_DOUBLING) return whole;
  const doubling = 31 - Math.clz32(whole);
  return (
    (doubling - DOUBLING_BITS + 1) * BINS_PER_DOUBLING +
    ((whole >>> (doubling - DOUBLING_BITS)) & (BINS_PER_DOUBLING - 1))
  );
}

/**
 * Waits grouped into bins of rising length, so that percentiles of several queues together are found without merging or sorting: by counting
 * bins, and by looking at the waits of one bin.
 */
export class BinnedWaits {
  /** Bin after bin; within a bin in no order. */
  private values = new Float64Array(16);
  /** Where each bin begins; the last entry is the number of waits. */
  private readonly starts = new Uint32Array(BINS + 1);

  get length(): number {
    return this.starts[BINS] as number;
  }

  /** How many waits are in bins below this one. */
  countBelow(bin: number): number {
    return this.starts[bin] as number; // a bin, or one past the last
  }

  /** Copies the waits of a bin to `into` from a place on; the place after them. */
  gather(bin: number, into: Float64Array, place: number): number {
    const end = this.countBelow(bin + 1);
    let next = place;
    for (let index = this.countBelow(bin); index < end; index++) into[next++] = this.values[index] as number; // within
    return next;
  }

  /** Holds exactly these waits. */
  replace(lists: readonly (readonly number[])[]): void {
    const { starts } = this;
    starts.fill(0);
    for (const list of lists) for (const wait of list) raise(starts, binOf(wait) + 1);
    for (let bin = 1; bin <= BINS; bin++) starts[bin] = (starts[bin] as number) + (starts[bin - 1] as number);
    this.makeRoom(this.length);
    const next = starts.slice();
    for (const list of lists) {
      for (const wait of list) {
        const bin = binOf(wait);
        this.values[next[bin] as number] = wait;
        raise(next, bin);
      }
    }
  }

  /** Holds one more. */
  insert(wait: number): void {
    const { length } = this;
    const end = this.countBelow(binOf(wait) + 1);
    this.makeRoom(length + 1);
    this.values.copyWithin(end + 1, end, length);
    this.values[end] = wait;
    for (let bin = binOf(wait) + 1; bin <= BINS; bin++) raise(this.starts, bin);
  }

  private makeRoom(length: number): void {
    if (length <= this.values.length) return;
    const larger = new Float64Array(2 * length);
    larger.set(this.values);
    this.values = larger;
  }
}

function raise(counts: Uint32Array, place: number): void {
  counts[place] = (counts[place] as number) + 1; // within
}

/** The nearest-rank percentiles of these waits together, for each share, and then the longest. `null` each for none. */
export function percentilesOf(lists: readonly BinnedWaits[], shares: readonly number[]): (number | null)[] {
  let length = 0;
  for (const list of lists) length += list.length;
  const answers: (number | null)[] = [];
  for (const share of [...shares, 1])
    answers.push(length === 0 ? null : waitOfRank(lists, Math.max(0, Math.ceil(share * length) - 1)));
  return answers;
}

function countBelow(lists: readonly BinnedWaits[], bin: number): number {
  let count = 0;
  for (const list of lists) count += list.countBelow(bin);
  return count;
}

/** Room to look at the waits of one bin; nothing is left in it that counts. */
let scratch = new Float64Array(1_024);

/** The wait of a rank, counted from 0; there are more than that. */
function waitOfRank(lists: readonly BinnedWaits[], rank: number): number {
  let low = 0;
  let high = BINS - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (countBelow(lists, middle + 1) > rank) high = middle;
    else low = middle + 1;
  }
  const below = countBelow(lists, low);
  const length = countBelow(lists, low + 1) - below;
  if (length > scratch.length) scratch = new Float64Array(2 * length);
  let place = 0;
  for (const list of lists) place = list.gather(low, scratch, place);
  return valueOfRank(scratch, length, rank - below);
}
