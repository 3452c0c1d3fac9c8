import { eq } from 'drizzle-orm';
import type { ForecastStatus } from '@floorwalk/shared/api/forecast';
import { localDate } from '@floorwalk/shared/forecast/local-day';
import { siteTime } from '../../live/site-time.ts';
import type { Services } from '../../roles/services.ts';
import { readSiteFacts, type SiteFacts } from './site-facts.ts';
import { forecastState } from './tables.ts';

/** What is wrong where somebody cancelled the choosing of methods, until they are chosen anew. */
export const LEARNING_CANCELLED = 'learning-cancelled';

/** How forecasting stands on a site, with what answering about it needs. Throws 404. */
export async function readStatus(
  { database, now }: Pick<Services, 'database' | 'now'>,
  siteId: string,
): Promise<{ readonly status: ForecastStatus; readonly facts: SiteFacts; readonly time: number }> {
  const { time, zone } = await siteTime(database, siteId, now);
  const facts = await readSiteFacts(database, siteId, zone);
  const [state] = await database.select().from(forecastState).where(eq(forecastState.site, siteId));
  const isCancelled = state?.learning?.isCancelled === true;
  const status: ForecastStatus = {
    zone,
    today: localDate(zone, time),
    intervalMinutes: facts.intervalMinutes,
    publishedAt: state?.publishedAt ?? null,
    dueAt: state === undefined || state.dueAt < 0 ? null : state.dueAt,
    problem: isCancelled ? LEARNING_CANCELLED : (state?.problem ?? null),
    refusedDays: state?.refusedDays ?? 0,
    learning: isCancelled ? null : (state?.learning ?? null),
  };
  return { status, facts, time };
}
