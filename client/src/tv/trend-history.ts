import type { Tile } from '@floorwalk/shared/api/settings';
import type { LiveNumbers } from '@floorwalk/shared/floor/rows';
import type { NumberReading, Rows } from './tile-reading.ts';
import type { TrendStore } from './trend-store.ts';

/**
 * The last hour of a trend tile, one value a minute, newest last. Contacts waiting come from the server with each row (the most in every minute);
 * any other number is noted on this screen while it runs. `now` is the site's time, epoch ms.
 */
export function trendHistory(
  trends: TrendStore,
  siteId: string,
  rows: Rows,
  tile: Tile,
  reading: NumberReading,
  now: number,
): readonly (number | null)[] {
  if (reading.metric === null || reading.problem !== null) return [];
  const table = tile.subject?.table ?? 'sites';
  const id = tile.subject?.id ?? siteId;
  if (reading.metric.id === 'waiting' && table !== 'bots') {
    return (rows[table].row(id) as LiveNumbers | undefined)?.waitingByMinute ?? [];
  }
  const key = JSON.stringify([siteId, table, id, reading.metric.id, reading.window]);
  return trends.note(key, now, reading.measured.value, performance.now()).values;
}
