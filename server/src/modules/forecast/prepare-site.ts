import { eq } from 'drizzle-orm';
import { localDate } from '@floorwalk/shared/forecast/local-day';
import type { JobServices } from '../../roles/services.ts';
import { HORIZON_DAYS, keepLearned, learnSite, type LearnedQueue } from './learn-site.ts';
import { projectActuals } from './project-actuals.ts';
import { readSeries } from './read-series.ts';
import { readSegments } from './record-segments.ts';
import { scoreDays } from './score-day.ts';
import { readSiteFacts, type SiteFacts } from './site-facts.ts';
import { forecastState } from './tables.ts';

/** A site whose record is up to date. `learned` is there when it was learned just now: once per local day, and when its past changed. */
export type PreparedSite = {
  readonly facts: SiteFacts;
  readonly today: string;
  readonly learned: readonly LearnedQueue[] | null;
};

/** Reads the log on, and learns where that is due. `time` is the site's present. */
export async function prepareSite(
  { database, logger }: JobServices,
  siteId: string,
  options: { readonly zone: string; readonly time: number; readonly mustLearn: boolean },
): Promise<PreparedSite> {
  const { zone, time, mustLearn } = options;
  const facts = await readSiteFacts(database, siteId, zone);
  const today = localDate(zone, time);
  const { recordedFrom, changedPast } = await projectActuals(database, facts, today);
  const [state] = await database.select().from(forecastState).where(eq(forecastState.site, siteId));
  const isStale = changedPast || state?.learnedDate !== today;
  if (!isStale || !mustLearn) {
    if (changedPast)
      await database.update(forecastState).set({ learnedDate: null }).where(eq(forecastState.site, siteId));
    return { facts, today, learned: null };
  }
  const past = await readSeries(database, facts, today, recordedFrom);
  await scoreDays(database, facts, past, today);
  const learned = await learnSite(facts, past, await readSegments(database, facts, today), today);
  await keepLearned(database, facts, today, learned);
  await database.update(forecastState).set({ learnedDate: today }).where(eq(forecastState.site, siteId));
  logger.debug({ siteId, today, queues: learned.length, horizonDays: HORIZON_DAYS }, 'forecast methods were chosen');
  return { facts, today, learned };
}
