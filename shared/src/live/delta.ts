import type { LiveTables, TableName } from '../floor/rows.ts';

/**
 * A point in a site's live history: all events up to `position` folded, read at `asOf` (epoch ms of the site's clock). Points are ordered
 * by position, then by asOf: time alone also changes rows (a window rolls on, a wait passes its threshold).
 */
export type Mark = { readonly position: number; readonly asOf: number };

/** Negative when `a` is before `b`, 0 when equal, positive when after. */
export function compareMarks(a: Mark, b: Mark): number {
  return a.position === b.position ? a.asOf - b.asOf : a.position - b.position;
}

/** Rows by table; only tables that changed are present. */
export type TableRows = { readonly [K in TableName]?: readonly LiveTables[K][] };
/** Ids of rows that are gone, by table. */
export type TableIds = { readonly [K in TableName]?: readonly string[] };

/** Whole rows that changed in the span from `from` to `to` (decision D5). An empty one is the heartbeat. */
export type Delta = {
  readonly siteId: string;
  readonly from: Mark;
  readonly to: Mark;
  /** Real time the delta was cut, epoch ms: for measuring freshness, never for numbers. */
  readonly cutAt: number;
  /** Newest `recordedAt` folded, epoch ms: event-to-glass is measured from here. */
  readonly recordedAt: number;
  readonly tables: TableRows;
  readonly removed: TableIds;
};

/** All rows at a mark. */
export type Snapshot = {
  readonly siteId: string;
  readonly at: Mark;
  readonly cutAt: number;
  readonly foldVersion: number;
  readonly tables: TableRows;
};
