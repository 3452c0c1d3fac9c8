import type { RandomStream } from './random-stream.ts';

/**
 * The moments of arrival of a Poisson process whose rate is constant within each interval: unit-rate gaps carried through the
 * expected counts, so that every arrival takes one random number whatever the rates.
 */
export class ArrivalProcess {
  /** The next moment, in seconds from the start; Infinity when no more arrive. */
  nextAt = 0;
  private readonly counts: readonly number[];
  private readonly intervalSec: number;
  private readonly stream: RandomStream;
  private interval = 0;
  /** Expected arrivals left in the current interval. */
  private left: number;
  private readonly factor: number;

  /** `factor` multiplies all counts: how busy this day is. */
  constructor(counts: readonly number[], intervalSec: number, stream: RandomStream, factor = 1) {
    this.counts = counts;
    this.intervalSec = intervalSec;
    this.stream = stream;
    this.factor = factor;
    this.left = (counts[0] ?? 0) * factor;
    this.advance();
  }

  /** Moves `nextAt` to the arrival after it. */
  advance(): void {
    let gap = -Math.log(this.stream.next());
    while (gap > this.left) {
      gap -= this.left;
      this.interval++;
      if (this.interval >= this.counts.length) {
        this.nextAt = Infinity;
        this.left = 0;
        return;
      }
      this.left = (this.counts[this.interval] ?? 0) * this.factor;
    }
    this.left -= gap;
    const whole = (this.counts[this.interval] ?? 0) * this.factor;
    this.nextAt = (this.interval + 1 - this.left / whole) * this.intervalSec;
  }
}
