import type { Appended, IncomingEvent } from './event-log.ts';

/** More events wait for a site's log than may: the source is answered that it should slow down. */
export class LogOverloadedError extends Error {
  override readonly name = 'LogOverloadedError';
}

export const LANE_LIMITS = {
  /** Events gathered into one transaction. A larger single request is a transaction of its own. */
  batchEvents: 2_000,
  /** Events that may wait for one site's log in this process. */
  waitingEvents: 200_000,
} as const;

type Waiting = {
  readonly events: readonly IncomingEvent[];
  readonly resolve: (appended: Appended[]) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * One site's way to its log: while an append is in flight, the next events gather into the next batch. Thousands of single events a
 * second become tens of transactions, and nobody waits longer than one of them.
 */
export class AppendLane {
  readonly #write: (events: readonly IncomingEvent[]) => Promise<Appended[]>;
  #waiting: Waiting[] = [];
  #waitingEvents = 0;
  #running = false;

  constructor(write: (events: readonly IncomingEvent[]) => Promise<Appended[]>) {
    this.#write = write;
  }

  /** Nothing waits and nothing is in flight. */
  get idle(): boolean {
    return !this.#running;
  }

  append(events: readonly IncomingEvent[]): Promise<Appended[]> {
    if (this.#waitingEvents > 0 && this.#waitingEvents + events.length > LANE_LIMITS.waitingEvents) {
      return Promise.reject(new LogOverloadedError(`${this.#waitingEvents} events already wait for this site's log`));
    }
    const appended = new Promise<Appended[]>((resolve, reject) => {
      this.#waiting.push({ events, resolve, reject });
    });
    this.#waitingEvents += events.length;
    if (!this.#running) void this.#run();
    return appended;
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      // One batch after the other is the point: the next gathers while this one is in flight.
      // oxlint-disable-next-line no-await-in-loop
      await this.#writeTogether(this.#take());
    }
    this.#running = false;
  }

  #take(): Waiting[] {
    let count = 0;
    let end = 0;
    for (const waiting of this.#waiting) {
      if (end > 0 && count + waiting.events.length > LANE_LIMITS.batchEvents) break;
      count += waiting.events.length;
      end += 1;
    }
    this.#waitingEvents -= count;
    return this.#waiting.splice(0, end);
  }

  async #writeTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const appended = await this.#write(batch.flatMap((waiting) => waiting.events));
      let start = 0;
      for (const waiting of batch) {
        waiting.resolve(appended.slice(start, start + waiting.events.length));
        start += waiting.events.length;
      }
    } catch (error) {
      if (batch.length > 1 && isAboutData(error)) {
        // One request's events cannot be stored; the others must not suffer for it.
        // oxlint-disable-next-line no-await-in-loop
        for (const waiting of batch) await this.#writeTogether([waiting]);
      } else {
        for (const waiting of batch) waiting.reject(error);
      }
    }
  }
}

/** SQLSTATE classes 22 (data exception) and 54 (too large for an index): trying again alone can help, unlike with a lost connection. */
function isAboutData(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string' && /^(?:22|54)/.test(code)) return true;
  }
  return false;
}
