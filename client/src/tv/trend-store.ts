import { NO_HISTORY, noteValue, readHistory, type MinuteHistory } from './minute-history.ts';

/** The part of `localStorage` that is used, so that a browser without it also works. */
export type Keep = {
  readonly read: (key: string) => string | null;
  readonly write: (key: string, text: string) => void;
};

const KEY = 'floorwalk.tv.trends';
const MOST_TRENDS = 100;
const WRITE_EVERY_MS = 60_000;

/**
 * The last hour of every number that a trend shows, one value a minute, noted while the board runs and kept over a restart of the screen. (A queue's
 * waiting contacts come with their own hour from the server and are not kept here.)
 */
export class TrendStore {
  readonly #keep: Keep;
  readonly #trends = new Map<string, MinuteHistory>();
  #writtenAt = -Infinity;

  constructor(keep: Keep) {
    this.#keep = keep;
    for (const [key, kept] of Object.entries(readRecord(keep.read(KEY)))) {
      const history = readHistory(kept);
      if (history !== NO_HISTORY && this.#trends.size < MOST_TRENDS) this.#trends.set(key, history);
    }
  }

  /** Notes a value at a moment of the site's clock and gives the hour up to it. `monotonic` is ms and paces the writing. */
  note(key: string, at: number, value: number | null, monotonic: number): MinuteHistory {
    const before = this.#trends.get(key) ?? NO_HISTORY;
    const after = noteValue(before, at, value);
    if (after === before) return before;
    this.#trends.delete(key);
    this.#trends.set(key, after);
    if (this.#trends.size > MOST_TRENDS) {
      const oldest = this.#trends.keys().next().value;
      if (oldest !== undefined) this.#trends.delete(oldest);
    }
    if (monotonic - this.#writtenAt >= WRITE_EVERY_MS) {
      this.#writtenAt = monotonic;
      this.#keep.write(KEY, JSON.stringify(Object.fromEntries(this.#trends)));
    }
    return after;
  }
}

function readRecord(text: string | null): Record<string, unknown> {
  if (text === null) return {};
  try {
    const kept: unknown = JSON.parse(text);
    return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
