import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { LiveTables, TableName } from '@floorwalk/shared/floor/rows';
import { live } from '../connection/live-session.ts';

/** One live row; draws the caller anew only when that row changes. */
export function useRow<K extends TableName>(table: K, id: string | null | undefined): LiveTables[K] | undefined {
  const rows = live().store.tables[table];
  const subscribe = useCallback(
    (listener: () => void) => (id == null ? () => undefined : rows.onRow(id, listener)),
    [rows, id],
  );
  const read = () => (id == null ? undefined : (rows.row(id) as LiveTables[K] | undefined));
  return useSyncExternalStore(subscribe, read, read);
}

/** Ids of a table's rows; changes only when rows come or go. */
export function useIds(table: TableName): readonly string[] {
  const rows = live().store.tables[table];
  const subscribe = useCallback((listener: () => void) => rows.onIds(listener), [rows]);
  return useSyncExternalStore(
    subscribe,
    () => rows.ids(),
    () => rows.ids(),
  );
}

/**
 * Something worked out from whole tables, worked out anew at most every `leastMs` and drawn only when it is not `equal` to the last.
 * `key` stands for everything else `compute` reads.
 */
export function useDerived<T>(
  tables: readonly TableName[],
  compute: () => T,
  equal: (left: T, right: T) => boolean,
  key: string,
  leastMs = 1_000,
): T {
  const kept = useRef<{ key: string; value: T; at: number } | null>(null);
  const computeNow = useRef(compute);
  computeNow.current = compute;
  const refresh = (force: boolean): T => {
    const last = kept.current;
    const now = performance.now();
    if (last && last.key === key && !force) return last.value;
    const value = computeNow.current();
    kept.current = { key, value: last && last.key === key && equal(last.value, value) ? last.value : value, at: now };
    return kept.current.value;
  };
  const tableList = tables.join();
  const subscribe = useCallback(
    (listener: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const run = () => {
        timer = undefined;
        const before = kept.current?.value;
        if (refresh(true) !== before) listener();
      };
      const changed = () => {
        if (timer !== undefined) return;
        const wait = (kept.current?.at ?? 0) + leastMs - performance.now();
        if (wait <= 0) run();
        else timer = setTimeout(run, wait);
      };
      const stops = (tableList.split(',') as TableName[]).map((name) => live().store.tables[name].onTable(changed));
      return () => {
        clearTimeout(timer);
        for (const stop of stops) stop();
      };
    },
    // `refresh` reads only refs and the key.
    [tableList, leastMs, key],
  );
  const read = () => refresh(false);
  return useSyncExternalStore(subscribe, read, read);
}
