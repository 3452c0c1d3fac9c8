import type { BotRow, LiveTables, LiveNumbers } from '@floorwalk/shared/floor/rows';
import type { Measured, MetricUnit } from '@floorwalk/shared/metrics/metric';
import type { Tile } from '@floorwalk/shared/api/settings';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { WINDOW_KEYS } from '@floorwalk/shared/floor/window';
import { findTileMetric, type TileMetric } from './tile-metric.ts';
import { directionOf, judge, STATE_RANK, type Thresholds, type TileState } from './threshold-state.ts';

/** Where a tile finds its rows. */
export type Rows = {
  readonly [K in 'sites' | 'groups' | 'teams' | 'queues' | 'bots']: {
    readonly row: (id: string) => LiveTables[K] | undefined;
    readonly rows: () => Iterable<LiveTables[K]>;
  };
};

/** Why a tile has no number: each is said in words on the tile. */
export type TileProblem =
  | 'not-configured'
  | 'unknown-metric'
  | 'unknown-subject'
  | 'not-permitted'
  | 'loading'
  | 'empty';

/** A number with everything a tile says about it, still without words. */
export type NumberReading = {
  readonly kind: 'number' | 'gauge' | 'trend';
  readonly metric: TileMetric | null;
  readonly window: WindowKey;
  readonly subjectName: string | null;
  readonly measured: Measured;
  readonly unit: MetricUnit;
  readonly state: TileState;
  readonly thresholds: Thresholds;
  readonly direction: 'higher' | 'lower';
  readonly problem: TileProblem | null;
};

export type ListEntry = {
  readonly id: string;
  readonly name: string;
  readonly value: number | null;
  readonly state: TileState;
};

export type ListReading = {
  readonly kind: 'list';
  readonly metric: TileMetric | null;
  readonly window: WindowKey;
  readonly subjectName: string | null;
  /** Worst first. */
  readonly entries: readonly ListEntry[];
  readonly problem: TileProblem | null;
};

const NOTHING: Measured = { value: null, numerator: null, denominator: null };

/** The window a tile is set to; today where it names none. */
export function tileWindow(tile: Tile): WindowKey {
  return WINDOW_KEYS.find((key) => key === tile.window) ?? 'today';
}

/**
 * What a tile with one number reads. `asOf` is epoch ms of the site's clock, from which waits are counted; `loaded` is false before the first
 * snapshot.
 */
export function readNumber(tile: Tile, siteId: string, rows: Rows, asOf: number, loaded: boolean): NumberReading {
  const kind = tile.kind === 'gauge' || tile.kind === 'trend' ? tile.kind : 'number';
  const window = tileWindow(tile);
  const metric = tile.metric === undefined ? null : findTileMetric(tile.metric);
  const base = { kind, metric, window, unit: metric?.unit ?? 'count' } as const;
  const nothing = (problem: TileProblem, subjectName: string | null = null): NumberReading => ({
    ...base,
    subjectName,
    measured: NOTHING,
    state: 'no-data',
    thresholds: {},
    direction: 'lower',
    problem,
  });
  if (tile.metric === undefined) return nothing('not-configured');
  if (metric === null) return nothing('unknown-metric');
  const table = tile.subject?.table ?? 'sites';
  if ((table === 'bots') !== (metric.subject === 'bot')) return nothing('not-configured');
  const id = tile.subject?.id ?? (table === 'sites' ? siteId : undefined);
  if (id === undefined) return nothing('not-configured');
  const row = rows[table].row(id);
  if (row === undefined) return nothing(loaded ? 'unknown-subject' : 'loading');
  if (table === 'sites' && (row as LiveTables['sites']).partial === true) return nothing('not-permitted', row.name);
  const measured = metric.measure(row as LiveNumbers & BotRow, window, asOf);
  const thresholds = thresholdsOf(tile, metric, row);
  return {
    ...base,
    subjectName: row.name,
    measured,
    state: judge(measured.value, metric.better, thresholds),
    thresholds,
    direction: directionOf(metric.better, thresholds),
    problem: null,
  };
}

/** The queues (or bots) of the tile's subject, worst first. */
export function readList(tile: Tile, rows: Rows, asOf: number, loaded: boolean): ListReading {
  const window = tileWindow(tile);
  const metric = tile.metric === undefined ? null : findTileMetric(tile.metric);
  const table = tile.subject?.table ?? 'sites';
  const id = tile.subject?.id;
  const subjectName =
    id === undefined || table === 'sites' || table === 'queues' || table === 'bots'
      ? null
      : (rows[table].row(id)?.name ?? null);
  const nothing = (problem: TileProblem): ListReading => ({
    kind: 'list',
    metric,
    window,
    subjectName,
    entries: [],
    problem,
  });
  if (tile.metric === undefined) return nothing('not-configured');
  if (metric === null) return nothing('unknown-metric');
  if (!loaded) return nothing('loading');
  const entries: ListEntry[] = [];
  const put = (row: LiveTables['queues'] | LiveTables['bots']): void => {
    const { value } = metric.measure(row as LiveNumbers & BotRow, window, asOf);
    const thresholds = thresholdsOf(tile, metric, row);
    entries.push({ id: row.id, name: row.name, value, state: judge(value, metric.better, thresholds) });
  };
  if (metric.subject === 'bot') for (const bot of rows.bots.rows()) put(bot);
  else {
    for (const queue of rows.queues.rows()) {
      if (table === 'groups' && id !== undefined && queue.groupId !== id) continue;
      if (table === 'teams' && id !== undefined && queue.teamId !== id) continue;
      put(queue);
    }
  }
  if (entries.length === 0) return nothing('empty');
  return { kind: 'list', metric, window, subjectName, entries: worstFirst(entries, metric, tile), problem: null };
}

function worstFirst(entries: ListEntry[], metric: TileMetric, tile: Tile): ListEntry[] {
  // Without a good side, more is what needs looking at.
  const direction = directionOf(metric.better, tile);
  // oxlint-disable-next-line unicorn/no-array-sort -- the array is this function's own, and browsers in televisions lack toSorted
  return entries.sort((left, right) => {
    const rank = STATE_RANK[left.state] - STATE_RANK[right.state];
    if (rank !== 0) return rank;
    if (left.value === null || right.value === null) {
      if (left.value !== right.value) return left.value === null ? 1 : -1;
    } else if (left.value !== right.value) {
      return direction === 'higher' ? left.value - right.value : right.value - left.value;
    }
    return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
  });
}

/** The tile's own thresholds, completed by what the subject itself is measured against. */
function thresholdsOf(tile: Tile, metric: TileMetric, row: object): Thresholds {
  const { target, warning, critical } = tile;
  return { target: target ?? metric.targetOf(row), warning, critical };
}

/** What a gauge shows: filled share and the target's place, both 0-1; `null` where there is nothing to measure against. */
export function gaugeShares(reading: NumberReading): { readonly value: number; readonly limit: number } | null {
  const limit = reading.thresholds.target ?? reading.thresholds.warning ?? reading.thresholds.critical;
  const { value } = reading.measured;
  if (limit === undefined || value === null) return null;
  const full = reading.unit === 'ratio' ? 1 : Math.max(2 * limit, reading.thresholds.critical ?? 0) || 1;
  return { value: Math.max(0, Math.min(1, value / full)), limit: Math.max(0, Math.min(1, limit / full)) };
}
