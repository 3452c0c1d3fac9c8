import { compareMarks, type Delta, type Mark, type Snapshot } from './delta.ts';
import { TABLE_NAMES, type LiveTables, type TableName } from '../floor/rows.ts';

/** What a reader of deltas holds: the same on an API node and in a browser. */
export type View = {
  siteId: string;
  mark: Mark;
  readonly tables: { readonly [K in TableName]: Map<string, LiveTables[K]> };
};

export function createView(siteId: string): View {
  const tables = Object.fromEntries(TABLE_NAMES.map((name) => [name, new Map()])) as unknown as View['tables'];
  return { siteId, mark: { position: 0, asOf: 0 }, tables };
}

/** What became of a delta. `stale`: already known, dropped. `gap`: something before it is missing, ask for it. */
export type Applied = 'applied' | 'stale' | 'gap';

/** The whole client rule (decision D5): stale is dropped, a gap is asked about, otherwise rows are put. */
export function applyDelta(view: View, delta: Delta): Applied {
  if (compareMarks(delta.to, view.mark) <= 0) return 'stale';
  if (compareMarks(delta.from, view.mark) > 0) return 'gap';
  for (const name of TABLE_NAMES) {
    const table = view.tables[name] as Map<string, { id: string }>;
    for (const id of delta.removed[name] ?? []) table.delete(id);
    for (const row of delta.tables[name] ?? []) table.set(row.id, row);
  }
  view.mark = delta.to;
  return 'applied';
}

/** Replaces everything by a snapshot. */
export function applySnapshot(view: View, snapshot: Snapshot): void {
  view.siteId = snapshot.siteId;
  for (const name of TABLE_NAMES) {
    const table = view.tables[name] as Map<string, { id: string }>;
    table.clear();
    for (const row of snapshot.tables[name] ?? []) table.set(row.id, row);
  }
  view.mark = snapshot.at;
}
