import type { TableName } from '@floorwalk/shared/floor/rows';
import type { LiveStore } from './live-store.ts';

/** How long a value may be older than it need be, ms. */
const SLACK_MS = 150;

/**
 * Something worked out from whole tables: worked out anew at most every `leastMs` while somebody listens, and announced only when it is
 * not `equal` to the last.
 */
export class Derived<T> {
  readonly #store: LiveStore;
  readonly #tables: readonly TableName[];
  readonly #compute: () => T;
  readonly #equal: (left: T, right: T) => boolean;
  readonly #leastMs: number;
  #kept: { readonly value: T; readonly versions: number } | null = null;
  #at = -Infinity;

  constructor(
    store: LiveStore,
    tables: readonly TableName[],
    compute: () => T,
    equal: (left: T, right: T) => boolean,
    leastMs: number,
  ) {
    this.#store = store;
    this.#tables = tables;
    this.#compute = compute;
    this.#equal = equal;
    this.#leastMs = leastMs;
  }

  /** The value; the same object until it changes. */
  readonly read = (): T => (this.#kept === null ? this.#work() : this.#kept.value);

  readonly subscribe = (listener: () => void): (() => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = () => {
      clearTimeout(timer);
      timer = undefined;
      const before = this.#kept?.value;
      if (this.#work() !== before) listener();
    };
    const changed = () => {
      const wait = this.#at + this.#leastMs - performance.now();
      if (wait <= 0) run();
      // A little later than due: most often the next flush comes first, and one drawing does for both.
      else timer ??= setTimeout(run, wait + SLACK_MS);
    };
    // What changed between reading and listening would be missed otherwise.
    if (this.#kept?.versions !== this.#versions()) changed();
    const stops = this.#tables.map((name) => this.#store.tables[name].onTable(changed));
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  };

  #versions(): number {
    return this.#tables.reduce((sum, name) => sum + this.#store.tables[name].version, 0);
  }

  #work(): T {
    const value = this.#compute();
    const kept = this.#kept !== null && this.#equal(this.#kept.value, value) ? this.#kept.value : value;
    this.#kept = { value: kept, versions: this.#versions() };
    this.#at = performance.now();
    return kept;
  }
}
