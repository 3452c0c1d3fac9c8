import type { Sight } from '@floorwalk/shared/access/sight';
import { seenRow, seesEverything } from '@floorwalk/shared/access/sight';
import type { TableName } from '@floorwalk/shared/floor/rows';
import { WINDOW_KEYS, type WindowKey } from '@floorwalk/shared/floor/window';
import type { View } from '@floorwalk/shared/live/apply';
import {
  compareMarks,
  type Delta,
  type Mark,
  type Snapshot,
  type TableIds,
  type TableRows,
} from '@floorwalk/shared/live/delta';
import { STREAM_LENGTH } from '../live/delta-stream.ts';

export type RoomChoice = {
  readonly sight: Sight;
  readonly tables: readonly TableName[];
  readonly windows: readonly WindowKey[];
};

type Row = { readonly id: string };
type Collected = { readonly rows: Map<TableName, Row[]>; readonly removed: Map<TableName, string[]> };

/** Equal for everyone who is sent the same. */
export function roomKey(siteId: string, choice: RoomChoice): string {
  const tables = [...new Set(choice.tables)].toSorted();
  const windows = [...new Set(choice.windows)].toSorted();
  return JSON.stringify([siteId, choice.sight.key, tables, windows]);
}

/**
 * Those who see the same rows of a site with the same windows: what goes to them is projected and encoded once. The room remembers which rows its
 * members hold, so that a row that leaves their sight is removed from it.
 */
export class Room {
  readonly key: string;
  readonly siteId: string;
  readonly #sight: Sight;
  readonly #tables: readonly TableName[];
  readonly #windows: ReadonlySet<WindowKey>;
  readonly #allWindows: boolean;
  /** Ids its members hold, by table; `null` where they see everything and nothing can leave their sight. */
  readonly #held: Map<TableName, Set<string>> | null;
  /** What was removed from its members since {@link #since}: only that may be named to somebody who comes back. */
  #departed: { readonly to: Mark; readonly removed: ReadonlyMap<TableName, readonly string[]> }[] = [];
  #since: Mark;

  constructor(siteId: string, choice: RoomChoice, view: View) {
    this.key = roomKey(siteId, choice);
    this.siteId = siteId;
    this.#sight = choice.sight;
    this.#tables = [...new Set(choice.tables)];
    this.#windows = new Set(choice.windows);
    this.#allWindows = WINDOW_KEYS.every((key) => this.#windows.has(key));
    this.#held = seesEverything(choice.sight) ? null : new Map();
    this.#since = view.mark;
    this.#hold(view);
  }

  /** The whole view as its members may see it. */
  snapshot(view: View, foldVersion: number, cutAt: number): Snapshot {
    const rows = new Map<TableName, Row[]>();
    for (const name of this.#tables) rows.set(name, this.#seenRows(view, name));
    return { siteId: this.siteId, at: view.mark, cutAt, foldVersion, tables: tablesOf(rows) };
  }

  /**
   * The delta just applied to the view, as the members may see it. `sightMoved` says that it changed whose some queue or bot is, so that rows it does
   * not hold may have entered or left their sight.
   */
  project(view: View, delta: Delta, sightMoved: boolean): Delta {
    const collected = this.#collect(view, delta, this.#held);
    if (sightMoved && this.#held) this.#collectMoved(view, collected);
    if (this.#held) this.#noteDeparted(delta.to, collected.removed);
    return withRows(delta, collected);
  }

  /**
   * A delta for one who held what the members held at `delta.from`; `null` when the room does not know that any more. Who sees a part is told of
   * departed rows by what the room remembers, not by what the site removed, which would name rows that were never theirs to see.
   */
  projectForLatecomer(view: View, delta: Delta): Delta | null {
    if (!this.#held) return withRows(delta, this.#collect(view, delta, null));
    if (compareMarks(delta.from, this.#since) < 0) return null;
    const { rows } = this.#collect(view, { ...delta, removed: {} }, new Map());
    const removed = new Map<TableName, string[]>();
    for (const departed of this.#departed) {
      if (compareMarks(departed.to, delta.from) <= 0) continue;
      for (const [name, ids] of departed.removed) removed.set(name, [...(removed.get(name) ?? []), ...ids]);
    }
    return withRows(delta, { rows, removed });
  }

  /** Begins anew with the rows of a view that was replaced. */
  reset(view: View): void {
    this.#departed = [];
    this.#since = view.mark;
    this.#hold(view);
  }

  #noteDeparted(to: Mark, removed: ReadonlyMap<TableName, readonly string[]>): void {
    if ([...removed.values()].some((ids) => ids.length > 0)) this.#departed.push({ to, removed });
    if (this.#departed.length <= STREAM_LENGTH) return;
    const [oldest] = this.#departed.splice(0, 1);
    if (oldest) this.#since = oldest.to;
  }

  #collect(view: View, delta: Delta, held: Map<TableName, Set<string>> | null): Collected {
    const rows = new Map<TableName, Row[]>();
    const removed = new Map<TableName, string[]>();
    for (const name of this.#tables) {
      const ids = held?.get(name);
      const gone: string[] = [];
      const seen: Row[] = [];
      for (const id of delta.removed[name] ?? []) if (!ids || ids.delete(id)) gone.push(id);
      for (const row of delta.tables[name] ?? []) {
        const shown = this.#shown(view, name, row);
        if (shown) {
          ids?.add(row.id);
          seen.push(shown);
        } else if (!ids || ids.delete(row.id)) {
          gone.push(row.id);
        }
      }
      rows.set(name, seen);
      removed.set(name, gone);
    }
    return { rows, removed };
  }

  #collectMoved(view: View, collected: Collected): void {
    for (const name of this.#tables) {
      const before = this.#held?.get(name);
      if (!before) continue;
      const seen = this.#seenRows(view, name);
      const now = new Set(seen.map((row) => row.id));
      const entered = seen.filter((row) => !before.has(row.id));
      const left = [...before].filter((id) => !now.has(id));
      collected.rows.get(name)?.push(...entered);
      collected.removed.get(name)?.push(...left);
      this.#held?.set(name, now);
    }
  }

  #hold(view: View): void {
    if (!this.#held) return;
    for (const name of this.#tables) this.#held.set(name, new Set(this.#seenRows(view, name).map((row) => row.id)));
  }

  #seenRows(view: View, name: TableName): Row[] {
    const seen: Row[] = [];
    for (const row of view.tables[name].values()) {
      const shown = this.#shown(view, name, row);
      if (shown) seen.push(shown);
    }
    return seen;
  }

  #shown(view: View, name: TableName, row: Row): Row | null {
    const seen: Row | null = seenRow(this.#sight, view, name, row as never);
    return seen && this.#withWindows(seen);
  }

  #withWindows(row: Row): Row {
    const { windows } = row as { windows?: Record<string, unknown> };
    if (!windows || this.#allWindows) return row;
    return {
      ...row,
      windows: Object.fromEntries(Object.entries(windows).filter(([key]) => this.#windows.has(key as WindowKey))),
    } as Row;
  }
}

function withRows(delta: Delta, { rows, removed }: Collected): Delta {
  const gone = [...removed].filter(([, ids]) => ids.length > 0);
  return { ...delta, tables: tablesOf(rows), removed: Object.fromEntries(gone) as TableIds };
}

function tablesOf(rows: ReadonlyMap<TableName, readonly Row[]>): TableRows {
  return Object.fromEntries([...rows].filter(([, list]) => list.length > 0)) as TableRows;
}
