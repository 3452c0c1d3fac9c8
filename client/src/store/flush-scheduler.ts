/** How often the screen may change. The data comes in at its own rate all the same. */
export const FREQUENCIES = ['live', '250ms', '1s', '5s', '15s', 'paused'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** Least time between two changes of the screen, ms. */
const INTERVAL_MS: Record<Exclude<Frequency, 'paused'>, number> = {
  live: 100,
  '250ms': 250,
  '1s': 1_000,
  '5s': 5_000,
  '15s': 15_000,
};
/** A page that cannot keep up draws less often, never less than this; ms. */
const SLOWEST_BACKOFF_MS = 2_000;
/** Drawing takes at most this share of the page's time; the rest is for the person at it. */
const DRAWING_SHARE = 1 / 3;
/** How much the newest drawing counts in the running mean of what one takes. */
const NEWEST_WEIGHT = 0.2;

/** What the scheduler needs of the browser. `now` is monotonic, ms. `frame` runs its callback when the page is drawn next. */
export type SchedulerHost = {
  readonly now: () => number;
  readonly hidden: () => boolean;
  readonly frame: (callback: () => void) => () => void;
  /** Runs its callback once the frame of which this is a part was painted. */
  readonly painted: (callback: () => void) => void;
  readonly timer: (callback: () => void, delayMs: number) => () => void;
};

/**
 * Decides when the store is flushed: at once where the last flush is long enough ago, otherwise when its time has come; on the next frame
 * while the page is visible and by timer while it is hidden, where no frames come. A page that is late draws half as often until it has
 * caught up, and one on which drawing takes long draws so seldom that most of its time is left for clicks and keys.
 */
export class FlushScheduler {
  readonly #host: SchedulerHost;
  readonly #flush: () => void;
  #frequency: Frequency = 'live';
  #lastAt = -Infinity;
  #backoff = 1;
  /** Running mean of what flushing and painting take, ms. */
  #drawingMs = 0;
  #cancel: (() => void) | null = null;

  constructor(host: SchedulerHost, flush: () => void) {
    this.#host = host;
    this.#flush = flush;
  }

  get frequency(): Frequency {
    return this.#frequency;
  }

  setFrequency(frequency: Frequency): void {
    if (frequency === this.#frequency) return;
    this.#frequency = frequency;
    this.#backoff = 1;
    this.stop();
    if (frequency !== 'paused') this.#arm(0);
  }

  /** Something has arrived that is not yet shown. */
  request(): void {
    if (this.#cancel !== null || this.#frequency === 'paused') return;
    this.#arm(this.#lastAt + this.#intervalMs() - this.#host.now());
  }

  /**
   * Shows what there is on the next frame, whatever the frequency: for a snapshot, which was much to take in already and is not drawn in
   * the same task.
   */
  flushSoon(): void {
    this.stop();
    if (this.#host.hidden()) this.#cancel = this.#host.timer(() => this.#runArmed(), 0);
    else this.#cancel = this.#host.frame(() => this.#runArmed());
  }

  /** Shows what there is now, whatever the frequency: for the return of a hidden page. */
  flushNow(): void {
    this.stop();
    this.#run();
  }

  /** The page was hidden or shown: frames stop or come again, and a page that is seen again shows the present at once. */
  visibilityChanged(): void {
    if (!this.#host.hidden()) {
      if (this.#frequency !== 'paused') this.flushNow();
    } else if (this.#cancel !== null) {
      this.stop();
      this.#arm(0);
    }
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #intervalMs(): number {
    const interval = this.#frequency === 'paused' ? 0 : INTERVAL_MS[this.#frequency];
    const needed = Math.max(this.#backoff === 1 ? 0 : interval * this.#backoff, this.#drawingMs / DRAWING_SHARE);
    return Math.max(interval, Math.min(needed, SLOWEST_BACKOFF_MS));
  }

  #arm(delayMs: number): void {
    const dueAt = this.#host.now() + Math.max(0, delayMs);
    const draw = () => {
      this.#cancel = null;
      if (this.#host.hidden()) this.#run();
      else {
        this.#cancel = this.#host.frame(() => {
          this.#cancel = null;
          const startedAt = this.#host.now();
          this.#noteLateness(startedAt - dueAt);
          this.#run();
          this.#host.painted(() => {
            this.#drawingMs += (this.#host.now() - startedAt - this.#drawingMs) * NEWEST_WEIGHT;
          });
        });
      }
    };
    if (delayMs <= 0 && !this.#host.hidden()) draw();
    else this.#cancel = this.#host.timer(draw, this.#host.hidden() ? Math.max(delayMs, 1_000) : delayMs);
  }

  #noteLateness(lateMs: number): void {
    const interval = this.#intervalMs();
    if (lateMs > interval * 1.5) this.#backoff = Math.min(this.#backoff * 2, 32);
    else if (lateMs < interval / 2 && this.#backoff > 1) this.#backoff /= 2;
  }

  #runArmed(): void {
    this.#cancel = null;
    this.#run();
  }

  #run(): void {
    this.#lastAt = this.#host.now();
    this.#flush();
  }
}
