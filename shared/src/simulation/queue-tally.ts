/** What is counted of one queue in one replication, interval by interval. */
export class QueueTally {
  /** By the interval of arrival. */
  readonly offered: Float64Array;
  readonly answered: Float64Array;
  readonly abandoned: Float64Array;
  /** Answered within the target. */
  readonly inTime: Float64Array;
  /** Waited at all. */
  readonly delayed: Float64Array;
  /** Seconds waited by the answered, and by those who left. */
  readonly answeredWait: Float64Array;
  readonly abandonedWait: Float64Array;
  /** Accepted to be called back; they count as offered, and as neither answered in time nor abandoned. */
  readonly callbacks: Float64Array;
  /** By the interval in which it happened: leaving, and seconds spent waiting and being handled. */
  readonly leftDuring: Float64Array;
  readonly queueSeconds: Float64Array;
  readonly handleSeconds: Float64Array;
  /** Answered contacts by whole seconds waited; the last entry is everything longer. */
  readonly waits = new Uint32Array(LONGEST_WAIT + 1);
  /** Still waiting when nothing more could happen. */
  unresolved = 0;

  private readonly intervalSec: number;
  private readonly intervals: number;
  private readonly targetSec: number;

  constructor(intervals: number, intervalSec: number, targetSec: number) {
    this.intervals = intervals;
    this.intervalSec = intervalSec;
    this.targetSec = targetSec;
    const row = (): Float64Array => new Float64Array(intervals);
    this.offered = row();
    this.answered = row();
    this.abandoned = row();
    this.inTime = row();
    this.delayed = row();
    this.answeredWait = row();
    this.abandonedWait = row();
    this.callbacks = row();
    this.leftDuring = row();
    this.queueSeconds = row();
    this.handleSeconds = row();
  }

  /** A contact that arrived then was answered at `at` and will be handled until `until`. */
  recordAnswered(arrivedAt: number, at: number, until: number): void {
    const interval = this.intervalOf(arrivedAt);
    const wait = at - arrivedAt;
    add(this.offered, interval, 1);
    add(this.answered, interval, 1);
    if (wait <= this.targetSec) add(this.inTime, interval, 1);
    if (wait > 0) {
      add(this.delayed, interval, 1);
      add(this.answeredWait, interval, wait);
      this.addSpan(this.queueSeconds, arrivedAt, at);
    }
    const second = wait >= LONGEST_WAIT ? LONGEST_WAIT : wait | 0;
    this.waits[second] = (this.waits[second] ?? 0) + 1;
    this.addSpan(this.handleSeconds, at, until);
  }

  /** A contact that arrived then gave up at `at`. */
  recordAbandoned(arrivedAt: number, at: number): void {
    const interval = this.intervalOf(arrivedAt);
    add(this.offered, interval, 1);
    add(this.abandoned, interval, 1);
    add(this.delayed, interval, 1);
    add(this.abandonedWait, interval, at - arrivedAt);
    this.addSpan(this.queueSeconds, arrivedAt, at);
    const left = Math.floor(at / this.intervalSec);
    if (left < this.intervals) add(this.leftDuring, left, 1);
  }

  /** A contact that arrived then and chose to be called back. */
  recordCallback(arrivedAt: number): void {
    const interval = this.intervalOf(arrivedAt);
    add(this.offered, interval, 1);
    add(this.callbacks, interval, 1);
  }

  /** Adds a span of time to the intervals it covers; what lies beyond the last is dropped. */
  addSpan(into: Float64Array, from: number, to: number): void {
    let interval = Math.floor(from / this.intervalSec);
    let start = from;
    while (interval < this.intervals) {
      const end = (interval + 1) * this.intervalSec;
      if (to <= end) {
        add(into, interval, to - start);
        return;
      }
      add(into, interval, end - start);
      start = end;
      interval++;
    }
  }

  private intervalOf(at: number): number {
    const interval = Math.floor(at / this.intervalSec);
    // Rounding may put an arrival a hair beyond the end.
    return interval < this.intervals ? interval : this.intervals - 1;
  }
}

/** Waits of two hours and more are not told apart. */
export const LONGEST_WAIT = 7200;

function add(row: Float64Array, interval: number, amount: number): void {
  row[interval] = (row[interval] ?? 0) + amount;
}
