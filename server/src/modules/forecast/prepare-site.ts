import { and, eq, isNull, sql } from 'drizzle-orm';
import { localDate } from '@floorwalk/shared/forecast/local-day';
import { createQueue } from '@floorwalk/shared/floor/floor-state';
import type { SeriesPast } from '@floorwalk/shared/forecast/recorded-history';
import type { Database } from '../../db/database.ts';
import type { JobServices } from '../../roles/services.ts';
import { keepLearned } from './keep-learned.ts';
import { learnInWorker } from './learn-in-worker.ts';
import { HORIZON_DAYS, type LearnedQueue, learnQueues } from './learn-queues.ts';
import { projectActuals } from './project-actuals.ts';
import { readSeries } from './read-series.ts';
import { readSegments } from './record-segments.ts';
import { scoreDays } from './score-day.ts';
import { readSiteFacts, type SiteFacts } from './site-facts.ts';
import { forecastSeries, forecastState } from './tables.ts';

/** Whoever is at it and has not said so for so long is taken to have died, real ms. */
export const ABANDONED_MS = 60_000;
const TELL_MS = 1_000;
/** Days of the past that the simplest methods look at. */
const SIMPLE_DAYS = 14;

/** A site whose record is up to date. `learned` is there when it was learned just now: once per local day, and when its past changed; not where that was cancelled. */
export type PreparedSite = {
  readonly facts: SiteFacts;
  readonly today: string;
  readonly learned: readonly LearnedQueue[] | null;
};

/** Reads the log on, and learns where that is due. `time` is the site's present. */
export async function prepareSite(
  services: JobServices,
  siteId: string,
  options: { readonly zone: string; readonly time: number; readonly mustLearn: boolean },
): Promise<PreparedSite> {
  const { database, logger } = services;
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
  const learned = await learn(services, facts, past, today);
  if (learned === null) {
    await keepSimple(database, facts, past, today);
    return { facts, today, learned };
  }
  await keepLearned(database, facts, today, learned);
  // Who asked meanwhile may know more: then methods are chosen once again.
  await database
    .update(forecastState)
    .set({ learnedDate: today })
    .where(and(eq(forecastState.site, siteId), eq(forecastState.dueAt, state?.dueAt ?? 0)));
  logger.debug({ siteId, today, queues: learned.length, horizonDays: HORIZON_DAYS }, 'forecast methods were chosen');
  return { facts, today, learned };
}

/**
 * Where somebody cancelled the first choosing of methods there ever was, the simplest ones stand in: the same weekdays of the last two weeks, or the mean of the
 * last days. That takes no time worth cancelling.
 */
async function keepSimple(
  database: Database,
  facts: SiteFacts,
  past: ReadonlyMap<string, SeriesPast>,
  today: string,
): Promise<void> {
  const [known] = await database
    .select({ date: forecastSeries.date })
    .from(forecastSeries)
    .where(eq(forecastSeries.site, facts.siteId))
    .limit(1);
  if (known !== undefined) return;
  const { intervalMinutes, calendar } = facts;
  // Each queue by itself: none is forecast as a share of others.
  const learned = [...past].flatMap(([queueId, series]) => {
    const history = { ...series.history, days: series.history.days.slice(-SIMPLE_DAYS) };
    const own = new Map([[queueId, { ...series, history }]]);
    const task = { intervalMinutes, calendar, past: own, channels: new Map(), segments: new Map(), today };
    return learnQueues(task, () => undefined);
  });
  await keepLearned(database, facts, today, learned);
}

/** Learns on a thread, and says how far it is; gives up where the site is gone. Answers `null` where somebody cancelled it: what was learned before stays. */
async function learn(
  { database, now, logger }: JobServices,
  facts: SiteFacts,
  past: ReadonlyMap<string, SeriesPast>,
  today: string,
): Promise<readonly LearnedQueue[] | null> {
  const { siteId, intervalMinutes, calendar, floor } = facts;
  const ofSite = eq(forecastState.site, siteId);
  const segments = await readSegments(database, facts, today);
  const channels = new Map(
    [...past.keys()].map((id) => [id, (floor.queues.get(id) ?? createQueue(id)).channel] as const),
  );
  const over = new AbortController();
  const cancelled = new Error(`learning of site ${siteId} was cancelled`);
  let done = 0;
  const tell = async (): Promise<void> => {
    const [row] = await database
      .update(forecastState)
      .set({
        workingUntil: now() + ABANDONED_MS,
        learning: sql`${forecastState.learning} || ${JSON.stringify({ done })}::jsonb`,
      })
      .where(ofSite)
      .returning({ learning: forecastState.learning });
    if (row === undefined) over.abort(new Error(`site ${siteId} is gone`));
    else if (row.learning?.isCancelled) over.abort(cancelled);
  };
  await database
    .update(forecastState)
    .set({ learning: { done, total: past.size } })
    .where(ofSite);
  let told = tell();
  const timer = setInterval(() => {
    told = told.then(tell).catch((error: unknown) => {
      logger.warn({ err: error, siteId }, 'how far learning is could not be told');
    });
  }, TELL_MS);
  let learned: readonly LearnedQueue[] = [];
  let isSettled = false;
  try {
    const task = { intervalMinutes, calendar, past, channels, segments, today };
    learned = await learnInWorker(task, (count) => (done = count), over.signal);
  } catch (error) {
    if (error !== cancelled) throw error;
  } finally {
    clearInterval(timer);
    await told;
    const settled = await database
      .update(forecastState)
      .set({ learning: null })
      .where(and(ofSite, isNull(sql`${forecastState.learning}->'isCancelled'`)))
      .returning({ site: forecastState.site });
    isSettled = settled.length > 0;
  }
  if (!isSettled) logger.info({ siteId, done }, 'the choosing of forecast methods was cancelled');
  return isSettled ? learned : null;
}
