import { and, eq, max, lt, sql, gt } from 'drizzle-orm';
import { localDay, onDay } from '@floorwalk/shared/forecast/local-day';
import { scoreForecasts } from '@floorwalk/shared/forecast/score-forecasts';
import type { SeriesPast } from '@floorwalk/shared/forecast/recorded-history';
import type { Database } from '../../db/database.ts';
import type { SiteFacts } from './site-facts.ts';
import { forecastScore, publishedForecast } from './tables.ts';

/** Days scored in one go; the next day's run takes the rest. */
const MOST_DAYS = 14;

/**
 * Says of every day that is over, and was not scored yet, how far its published forecasts were off, by their age. `past` is what came. Scoring a day again
 * gives the same. Of a day that is known in part only that part is scored.
 */
export async function scoreDays(
  database: Database,
  { siteId, zone }: SiteFacts,
  past: ReadonlyMap<string, SeriesPast>,
  today: string,
): Promise<void> {
  const [scored] = await database
    .select({ date: max(forecastScore.date) })
    .from(forecastScore)
    .where(eq(forecastScore.site, siteId));
  const dates = await database
    .selectDistinct({ date: publishedForecast.date })
    .from(publishedForecast)
    .where(
      and(
        eq(publishedForecast.site, siteId),
        lt(publishedForecast.date, today),
        gt(publishedForecast.date, scored?.date ?? ''),
      ),
    )
    .orderBy(publishedForecast.date)
    .limit(MOST_DAYS);
  for (const { date } of dates) {
    // oxlint-disable-next-line no-await-in-loop -- a day at a time bounds what is held
    const rows = await database
      .select()
      .from(publishedForecast)
      .where(and(eq(publishedForecast.site, siteId), eq(publishedForecast.date, date)));
    const scores = [...new Set(rows.map(({ queueId }) => queueId))].flatMap((queueId) => {
      const kept = rows.filter((row) => row.queueId === queueId);
      const series = past.get(queueId);
      const came = series?.history.days.find(({ day }) => day.date === date)?.counts;
      if (series === undefined || came === undefined) return [];
      const known = series.incomplete?.get(date) ?? came;
      const day = localDay(zone, date, series.history.intervalMinutes);
      const fitting = kept.filter(({ forecast }) => forecast.intervalMs === day.intervalMs);
      return scoreForecasts(fitting, onDay(day, known, null)).map((score) => ({
        site: siteId,
        queueId,
        date,
        ...score,
      }));
    });
    if (scores.length === 0) continue;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await database
      .insert(forecastScore)
      .values(scores)
      .onConflictDoUpdate({
        target: [forecastScore.site, forecastScore.date, forecastScore.queueId, forecastScore.age],
        set: {
          intervals: sql`excluded.intervals`,
          missed: sql`excluded.missed`,
          actual: sql`excluded.actual`,
          chance: sql`excluded.chance`,
          held: sql`excluded.held`,
          banded: sql`excluded.banded`,
        },
      });
  }
}
