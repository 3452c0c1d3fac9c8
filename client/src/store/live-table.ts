import { same } from './same.ts';

type Listener = () => void;

/**
 * Rows of one live table, in two layers: what has arrived (`put`, `remove`, `replace`, at any rate) and what is shown. Readers see only
 * the shown layer, which changes in {@link settle} and is then announced by {@link announce}. A shown row is never changed in place: a
 * component that has read it would not be drawn again.
 */
export class LiveTable<R extends { readonly id: string }> {
  readonly #shown = new Map<string, R>();
  readonly #arrived = new Map<string, R | null>();
  readonly #rowListeners = new Map<string, Set<Listener>>();
  readonly #idListeners = new Set<Listener>();
  readonly #tableListeners = new Set<Listener>();
  #ids: readonly string[] = [];
  #version = 0;
  #touched: string[] = [];
  #membershipChanged = false;

  row(id: string): R | undefined {
    return this.#shown.get(id);
  }

  rows(): IterableIterator<R> {
    return this.#shown.values();
  }

  /** Ids of all shown rows; the same array until a row comes or goes. */
  ids(): readonly string[] {
    return this.#ids;
  }

  get size(): number {
    return this.#shown.size;
  }

  /** Grows whenever anything shown changes. */
  get version(): number {
    return this.#version;
  }

  put(row: R): void {
    this.#arrived.set(row.id, row);
  }

  remove(id: string): void {
    if (this.#shown.has(id)) this.#arrived.set(id, null);
    else this.#arrived.delete(id);
  }

  /** Everything anew. Rows equal to the shown ones stay the same objects, so that what was drawn from them stays as it is. */
  replace(rows: readonly R[]): void {
    this.#arrived.clear();
    const kept = new Set<string>();
    for (const row of rows) {
      kept.add(row.id);
      const shown = this.#shown.get(row.id);
      if (shown === undefined || !same(shown, row)) this.#arrived.set(row.id, row);
    }
    for (const id of this.#shown.keys()) if (!kept.has(id)) this.#arrived.set(id, null);
  }

  /** Shows what has arrived. Returns whether anything changed. */
  settle(): boolean {
    if (this.#arrived.size === 0) return false;
    for (const [id, row] of this.#arrived) {
      if (row === null) this.#membershipChanged = this.#shown.delete(id) || this.#membershipChanged;
      else {
        if (!this.#shown.has(id)) this.#membershipChanged = true;
        this.#shown.set(id, row);
      }
      this.#touched.push(id);
    }
    this.#arrived.clear();
    if (this.#membershipChanged) this.#ids = [...this.#shown.keys()];
    this.#version++;
    return true;
  }

  /** Tells the readers of what the last {@link settle} changed. */
  announce(): void {
    const touched = this.#touched;
    if (touched.length === 0) return;
    const membershipChanged = this.#membershipChanged;
    this.#touched = [];
    this.#membershipChanged = false;
    for (const id of touched) this.#rowListeners.get(id)?.forEach(call);
    if (membershipChanged) this.#idListeners.forEach(call);
    this.#tableListeners.forEach(call);
  }

  onRow(id: string, listener: Listener): () => void {
    let listeners = this.#rowListeners.get(id);
    if (listeners === undefined) this.#rowListeners.set(id, (listeners = new Set()));
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#rowListeners.get(id) === listeners) this.#rowListeners.delete(id);
    };
  }

  /** Called when rows come or go. */
  onIds(listener: Listener): () => void {
    this.#idListeners.add(listener);
    return () => this.#idListeners.delete(listener);
  }

  /** Called when anything changes. */
  onTable(listener: Listener): () => void {
    this.#tableListeners.add(listener);
    return () => this.#tableListeners.delete(listener);
  }
}

function call(listener: Listener): void {
  listener();
}
