import { TABLE_NAMES, type TableName } from '../floor/rows.ts';
import type { Delta, Mark } from './delta.ts';
import { clearChanged, liveRows, siteAsOf, type LiveState } from './live-state.ts';

/** Remembers where the last delta ended, and the rows it sent that time alone can change. */
export type Cutter = { mark: Mark; readonly sent: Map<string, { readonly id: string }> };

/** Tables whose rows change with time alone, compared with what was sent before. */
const TIMED: ReadonlySet<TableName> = new Set<TableName>(['sites', 'groups', 'teams', 'queues', 'bots']);

export function createCutter(state: LiveState, asOf: number): Cutter {
  const cutter: Cutter = { mark: { position: state.position, asOf }, sent: new Map() };
  const { tables } = liveRows(state, asOf, 'all');
  for (const name of TIMED) for (const row of tables[name] ?? []) cutter.sent.set(`${name}/${row.id}`, row);
  clearChanged(state);
  return cutter;
}

/**
 * Cuts a delta from where the last one ended. `changed` holds the rows that events touched; `timed` also every row that time changed. The
 * site's time never runs backwards within one position: an earlier clock reading is lifted to just after the last mark.
 */
export function cutDelta(cutter: Cutter, state: LiveState, realNow: number, which: 'changed' | 'timed'): Delta {
  return cutDeltaAt(cutter, state, siteAsOf(state, realNow), realNow, which);
}

/** The same at a moment of the reader's choice: time travel has a clock of its own. `cutAt` is real time, epoch ms. */
export function cutDeltaAt(
  cutter: Cutter,
  state: LiveState,
  siteTime: number,
  cutAt: number,
  which: 'changed' | 'timed',
): Delta {
  const from = cutter.mark;
  let asOf = siteTime;
  // A clock that stands still (a site on its log's time) must still give marks that grow, or heartbeats would be taken for stale.
  if (state.position === from.position && asOf <= from.asOf) asOf = from.asOf + 0.001;
  const { tables, removed } = liveRows(state, asOf, which);
  const kept: Record<string, readonly { id: string }[]> = {};
  for (const name of TABLE_NAMES) {
    const rows = tables[name] as readonly { id: string }[] | undefined;
    if (rows === undefined || rows.length === 0) continue;
    const fresh = TIMED.has(name) ? keepChanged(cutter, name, rows) : rows;
    if (fresh.length > 0) kept[name] = fresh;
  }
  clearChanged(state);
  const gone = Object.fromEntries(Object.entries(removed).filter(([, ids]) => ids.length > 0));
  cutter.mark = { position: state.position, asOf };
  return {
    siteId: state.siteId,
    from,
    to: cutter.mark,
    cutAt,
    recordedAt: state.latestRecordedAt,
    tables: kept,
    removed: gone,
  };
}

function keepChanged(cutter: Cutter, name: TableName, rows: readonly { id: string }[]): { id: string }[] {
  return rows.filter((row) => {
    const key = `${name}/${row.id}`;
    if (isSame(cutter.sent.get(key), row)) return false;
    cutter.sent.set(key, row);
    return true;
  });
}

/** Whether two values are the same JSON, field by field: far cheaper than writing both. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) if (!isSame(a[index], b[index])) return false;
    return true;
  }
  if (Array.isArray(a) || Array.isArray(b)) return false;
  const [fields, others] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const names = Object.keys(fields);
  if (names.length !== Object.keys(others).length) return false;
  for (const field of names) if (!isSame(fields[field], others[field])) return false;
  return true;
}

/** One delta that does what these, in order and without a gap between them, do one after another. */
export function mergeDeltas(deltas: readonly Delta[]): Delta {
  const first = deltas[0];
  const last = deltas.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('nothing to merge: no deltas');
  const rows = new Map<TableName, Map<string, { id: string } | null>>();
  for (const delta of deltas) {
    for (const name of TABLE_NAMES) {
      let table = rows.get(name);
      if (table === undefined) rows.set(name, (table = new Map()));
      for (const id of delta.removed[name] ?? []) table.set(id, null);
      for (const row of delta.tables[name] ?? []) table.set(row.id, row);
    }
  }
  const tables: Record<string, unknown[]> = {};
  const removed: Record<string, string[]> = {};
  for (const [name, table] of rows) {
    const present = [...table.values()].filter((row) => row !== null);
    const gone = [...table].flatMap(([id, row]) => (row === null ? [id] : []));
    if (present.length > 0) tables[name] = present;
    if (gone.length > 0) removed[name] = gone;
  }
  return { ...last, from: first.from, tables: tables, removed };
}
