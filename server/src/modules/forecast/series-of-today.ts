import { and, desc, eq } from 'drizzle-orm';
import { localDay, onPlainDay } from '@floorwalk/shared/forecast/local-day';
import type { Database } from '../../db/database.ts';
import type { SiteFacts } from './site-facts.ts';
import { forecastSeries, publishedForecast } from './tables.ts';

type Series = typeof forecastSeries.$inferSelect;

/**
 * What each queue is forecast by on `today`: as it was learned for that date. Where nothing was, because somebody cancelled it, as it was learned last, with
 * what was forecast for this date then; a queue of which there is neither is left out. Null where nothing was ever learned.
 */
export async function seriesOfToday(
  database: Database,
  { siteId, zone }: SiteFacts,
  today: string,
): Promise<readonly Series[] | null> {
  const all = await database.select().from(forecastSeries).where(eq(forecastSeries.site, siteId));
  if (all.length === 0) return null;
  const learned = all.filter(({ date }) => date === today);
  if (learned.length > 0) return learned;
  const expected = await database
    .selectDistinctOn([publishedForecast.queueId])
    .from(publishedForecast)
    .where(
      and(eq(publishedForecast.site, siteId), eq(publishedForecast.date, today), eq(publishedForecast.kind, 'horizon')),
    )
    .orderBy(publishedForecast.queueId, desc(publishedForecast.publishedAt));
  const forecastOf = new Map(expected.map(({ queueId, forecast }) => [queueId, forecast]));
  return all.map((series) => {
    const forecast = forecastOf.get(series.queueId);
    if (forecast === undefined || forecast.intervalMs !== series.intervalMinutes * 60_000) {
      return { ...series, dayAhead: null, handleTimesMs: [] };
    }
    const day = localDay(zone, today, series.intervalMinutes);
    const plain = (values: readonly (number | null)[]): number[] => onPlainDay(day, values).map((value) => value ?? 0);
    return { ...series, dayAhead: plain(forecast.offeredCounts), handleTimesMs: plain(forecast.handleTimesMs) };
  });
}
