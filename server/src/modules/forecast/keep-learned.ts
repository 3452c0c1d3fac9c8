import { eq, sql } from 'drizzle-orm';
import type { DatedDay } from '@floorwalk/shared/forecast/intraday-update';
import type { LearnedSeries } from '@floorwalk/shared/forecast/learn-series';
import type { Database } from '../../db/database.ts';
import type { LearnedQueue } from './learn-queues.ts';
import type { SiteFacts } from './site-facts.ts';
import { forecastSeries as forecastSeriesTable, segmentSeries } from './tables.ts';

/** Keeps what was learned for `today`, in place of what was learned before. */
export async function keepLearned(
  database: Database,
  { siteId, intervalMinutes }: SiteFacts,
  today: string,
  queues: readonly LearnedQueue[],
): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.delete(forecastSeriesTable).where(eq(forecastSeriesTable.site, siteId));
    await transaction.delete(segmentSeries).where(eq(segmentSeries.site, siteId));
    for (const { queueId, learned, segments, forecasts } of queues) {
      const forecast = forecasts.get(today);
      const values = {
        date: today,
        intervalMinutes,
        learned: compact(learned),
        dayAhead: forecast?.offered ?? null,
        handleTimesMs: forecast?.handleTimesMs ?? [],
      };
      // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
      await transaction
        .insert(forecastSeriesTable)
        .values({ site: siteId, queueId, ...values })
        .onConflictDoUpdate({
          target: [forecastSeriesTable.site, forecastSeriesTable.queueId],
          set: { ...values, learned: sql`excluded.learned` },
        });
      if (segments.length === 0) continue;
      // oxlint-disable-next-line no-await-in-loop -- as above
      await transaction.insert(segmentSeries).values(
        segments.map(({ segment, shares, past, handleTime }) => ({
          site: siteId,
          queueId,
          segment,
          shares: shares.map((share) => Math.round(share * 1e6) / 1e6),
          past: past.map(compactDay),
          handleTime,
        })),
      );
    }
  });
}

/** With forecasts of past days to a hundredth of a contact: what is learned from them does not change, and they take a third of the room. */
function compact(learned: LearnedSeries): LearnedSeries {
  return { ...learned, past: learned.past.map(compactDay) };
}

function compactDay({ date, forecast, actual }: DatedDay): DatedDay {
  const short = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 100) / 100);
  return { date, forecast: short(forecast), actual: short(actual) };
}
