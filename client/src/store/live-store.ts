import { compareMarks, type Delta, type Mark, type Snapshot } from '@floorwalk/shared/live/delta';
import { TABLE_NAMES, type LiveTables, type TableName } from '@floorwalk/shared/floor/rows';
import type { Applied } from '@floorwalk/shared/live/apply';
import { LiveTable } from './live-table.ts';

type Tables = { readonly [K in TableName]: LiveTable<LiveTables[K]> };
type AnyTable = LiveTable<{ readonly id: string }>;

/** What the glass shows at this moment, apart from the rows. */
export type Shown = {
  readonly siteId: string | null;
  readonly mark: Mark;
  /** Real time of the server at which the shown state was cut, epoch ms; 0 before anything was shown. */
  readonly cutAt: number;
  /** `recordedAt` of the newest event in it, epoch ms; 0 before the first. */
  readonly recordedAt: number;
};

/** Most arrivals remembered between two flushes for measuring freshness. */
const MAX_ARRIVALS = 200;

const NOTHING: Shown = { siteId: null, mark: { position: 0, asOf: 0 }, cutAt: 0, recordedAt: 0 };

/**
 * The live rows of one subscription, outside React. Deltas are taken in at any rate by the whole client rule (stale is dropped, a gap is
 * reported, anything else is put) and shown together by {@link flush}, so that all parts of a screen agree with each other.
 */
export class LiveStore {
  readonly tables: Tables = Object.fromEntries(TABLE_NAMES.map((name) => [name, new LiveTable()])) as unknown as Tables;
  #mark: Mark = NOTHING.mark;
  #cutAt = 0;
  /** Up to when everything recorded has arrived, server time, epoch ms: a site where nothing happens is not slow. */
  #recordedAt = 0;
  #siteId: string | null = null;
  #shown: Shown = NOTHING;
  #arrivals: number[] = [];
  /** Whether the next flush shows a whole state: what comes with it waited for that, and says nothing of the way of one event. */
  #isCatchingUp = false;
  readonly #flushListeners = new Set<() => void>();

  /** How far what has arrived reaches; may be ahead of what is shown. */
  get mark(): Mark {
    return this.#mark;
  }

  /** Server time at which the newest arrived state was cut, epoch ms; 0 before the first. */
  get cutAt(): number {
    return this.#cutAt;
  }

  get siteId(): string | null {
    return this.#siteId;
  }

  get shown(): Shown {
    return this.#shown;
  }

  takeDelta(delta: Delta): Applied {
    if (delta.siteId !== this.#siteId) return 'stale';
    if (compareMarks(delta.to, this.#mark) <= 0) return 'stale';
    if (compareMarks(delta.from, this.#mark) > 0) return 'gap';
    for (const name of TABLE_NAMES) {
      const table = this.tables[name] as AnyTable;
      for (const id of delta.removed[name] ?? []) table.remove(id);
      for (const row of delta.tables[name] ?? []) table.put(row);
    }
    this.#mark = delta.to;
    this.#cutAt = delta.cutAt;
    if (delta.recordedAt > this.#recordedAt) {
      this.#recordedAt = delta.recordedAt;
      if (this.#arrivals.length < MAX_ARRIVALS) this.#arrivals.push(delta.recordedAt);
    }
    return 'applied';
  }

  takeSnapshot(snapshot: Snapshot): void {
    for (const name of TABLE_NAMES) (this.tables[name] as AnyTable).replace(snapshot.tables[name] ?? []);
    this.#siteId = snapshot.siteId;
    this.#mark = snapshot.at;
    this.#cutAt = snapshot.cutAt;
    this.#arrivals = [];
    this.#isCatchingUp = true;
    this.#recordedAt = Math.max(this.#recordedAt, snapshot.cutAt);
  }

  /** Forgets everything; the next flush shows empty tables. */
  clear(): void {
    for (const name of TABLE_NAMES) (this.tables[name] as AnyTable).replace([]);
    this.#siteId = null;
    this.#mark = NOTHING.mark;
    this.#cutAt = 0;
    this.#recordedAt = 0;
    this.#arrivals = [];
  }

  /**
   * Shows what has arrived. Returns the `recordedAt` of what is now seen for the first time, one per delta: event-to-glass is measured
   * from these.
   */
  flush(): readonly number[] {
    for (const name of TABLE_NAMES) this.tables[name].settle();
    this.#shown = { siteId: this.#siteId, mark: this.#mark, cutAt: this.#cutAt, recordedAt: this.#recordedAt };
    for (const name of TABLE_NAMES) this.tables[name].announce();
    this.#flushListeners.forEach((listener) => listener());
    const arrivals = this.#isCatchingUp ? [] : this.#arrivals;
    this.#arrivals = [];
    this.#isCatchingUp = false;
    return arrivals;
  }

  onFlush(listener: () => void): () => void {
    this.#flushListeners.add(listener);
    return () => this.#flushListeners.delete(listener);
  }
}
