import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { LiveTables, TableName } from '@floorwalk/shared/floor/rows';
import { live } from '../connection/live-session.ts';
import { Derived } from './derived.ts';

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

/** A plain value of one live row; draws the caller only when that value changes, however often the row does. */
export function useRowValue<K extends TableName, T extends string | number | boolean | null | undefined>(
  table: K,
  id: string | null | undefined,
  select: (row: LiveTables[K]) => T,
): T | undefined {
  const rows = live().store.tables[table];
  const subscribe = useCallback(
    (listener: () => void) => (id == null ? () => undefined : rows.onRow(id, listener)),
    [rows, id],
  );
  const read = () => {
    const row = id == null ? undefined : rows.row(id);
    return row === undefined ? undefined : select(row as LiveTables[K]);
  };
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
 * Something worked out from whole tables (see {@link Derived}). `key` stands for everything else that `compute` reads: it is taken up anew
 * when the key changes, and only then.
 */
export function useDerived<T>(
  tables: readonly TableName[],
  compute: () => T,
  equal: (left: T, right: T) => boolean,
  key: string,
  leastMs = 1_000,
): T {
  const tableList = tables.join();
  const derived = useMemo(
    () => new Derived(live().store, tableList.split(',') as TableName[], compute, equal, leastMs),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key stands for what `compute` and `equal` close over
    [tableList, key, leastMs],
  );
  return useSyncExternalStore(derived.subscribe, derived.read, derived.read);
}
