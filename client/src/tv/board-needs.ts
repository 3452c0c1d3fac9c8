import type { Tile } from '@floorwalk/shared/api/settings';
import type { TableName } from '@floorwalk/shared/floor/rows';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import { findTileMetric } from './tile-metric.ts';
import { tileWindow } from './tile-reading.ts';

/** Tables that the tiles read; the site and the sources tell how fresh everything is, and alerts stand above every board. */
export function tablesOf(tiles: readonly Tile[]): TableName[] {
  const tables = new Set<TableName>(['alerts', 'sites', 'sources']);
  for (const tile of tiles) {
    if (tile.kind === 'clock' || tile.kind === 'message') continue;
    tables.add(tile.subject?.table ?? 'sites');
    if (tile.kind === 'list') {
      const metric = tile.metric === undefined ? null : findTileMetric(tile.metric);
      tables.add(metric?.subject === 'bot' ? 'bots' : 'queues');
    }
  }
  // oxlint-disable-next-line unicorn/no-array-sort -- browsers in televisions lack toSorted
  return [...tables].sort();
}

export function windowsOf(tiles: readonly Tile[]): WindowKey[] {
  const windows = new Set<WindowKey>();
  for (const tile of tiles) {
    const metric = tile.metric === undefined ? null : findTileMetric(tile.metric);
    if (metric?.span === 'window') windows.add(tileWindow(tile));
  }
  // oxlint-disable-next-line unicorn/no-array-sort -- browsers in televisions lack toSorted
  return [...windows].sort();
}
