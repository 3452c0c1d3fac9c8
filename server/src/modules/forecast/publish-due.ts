import { and, eq, gt, inArray, lt, notInArray, sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { PublishedForecast } from '@floorwalk/shared/forecast/events';
import { dateOfDaysBefore, localDay, type LocalDay } from '@floorwalk/shared/forecast/local-day';
import {
  dayAheadForecast,
  intradayForecast,
  type QueueForecastInput,
  withRequirement,
} from '@floorwalk/shared/forecast/queue-forecast';
import type { MeasuredPatience } from '@floorwalk/shared/forecast/required-agents';
import { regroup } from '@floorwalk/shared/forecast/recorded-history';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { Database, Transaction } from '../../db/database.ts';
import { readKnownFrom } from '../../log/read-known-from.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { JobServices } from '../../roles/services.ts';
import { decideInvestigations, type DayOfQueue } from './decide-investigations.ts';
import { HORIZON_DAYS, type LearnedQueue } from './learn-queues.ts';
import { EVERY_MS } from './may-begin.ts';
import type { PreparedSite } from './prepare-site.ts';
import { recordedOn } from './project-actuals.ts';
import { readWaiting } from './read-waiting.ts';
import { seriesOfToday } from './series-of-today.ts';
import { promiseOf } from './site-facts.ts';
import { forecastSeries, forecastState, publishedForecast, type recordedDay } from './tables.ts';

/** Days ahead whose forecasts are kept for good, to see how good forecasts of that age were. */
export const KEPT_LEAD_DAYS = [1, 2, 3, 7, 14, 21, 28, 35, 42] as const;
/** Deviations are judged once forecasts of so many past days were tested. */
const JUDGED_DAYS = 5;
const BATCH = 50;

type Row = typeof publishedForecast.$inferInsert;

/**
 * Publishes the forecasts of every queue with enough past: once per local day the one the day begins with, then the rest of the day anew after each quarter of
 * an hour. A quarter that was missed is not made up for: the newest counts. Rows, log entries and the next due moment commit together; where somebody else
 * published meanwhile, nothing is said. Answers when it is due next, by the site's clock.
 */
export async function publishDue(
  services: JobServices,
  prepared: PreparedSite,
  options: {
    readonly time: number;
    readonly seen: Pick<typeof forecastState.$inferSelect, 'dueAt' | 'cause'>;
    readonly mayPublish: boolean;
  },
): Promise<number | null> {
  const { database, now } = services;
  const { time, seen, mayPublish } = options;
  const { facts, today } = prepared;
  const boundaryAt = Math.floor(time / EVERY_MS) * EVERY_MS;
  const made = mayPublish ? await makeForecasts(services, prepared, { time, boundaryAt, cause: seen.cause }) : NOTHING;
  const dueAt = boundaryAt + EVERY_MS;
  const horizon =
    mayPublish && prepared.learned ? await horizonRows(prepared, prepared.learned, { time, boundaryAt }) : [];
  const reworked =
    mayPublish && seen.cause === 'asked' && !prepared.learned ? await reworkHorizon(database, prepared) : [];
  const decided = await decideInvestigations(database, facts, made.days, time);
  return decideOnSite(database, facts.siteId, async (transaction) => {
    const [claimed] = await transaction
      .update(forecastState)
      .set({
        dueAt,
        cause: 'schedule',
        problem: made.problem,
        boundaryAt,
        ...(made.rows.length > 0 && { publishedAt: time }),
      })
      .where(and(eq(forecastState.site, facts.siteId), eq(forecastState.dueAt, seen.dueAt)))
      .returning();
    if (claimed === undefined) return null;
    if (horizon.length > 0) await keepHorizon(transaction, facts.siteId, today, horizon);
    for (const { forecastId, forecast } of reworked) {
      // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
      await transaction
        .update(publishedForecast)
        .set({ forecast })
        .where(and(eq(publishedForecast.site, facts.siteId), eq(publishedForecast.forecastId, forecastId)));
    }
    for (let start = 0; start < made.rows.length; start += BATCH) {
      // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
      await transaction.insert(publishedForecast).values(made.rows.slice(start, start + BATCH));
    }
    await decided.keep(transaction);
    const events = [...publishedEvents(made.rows, time), ...decided.events];
    if (events.length > 0) await appendWith(transaction, facts.siteId, events, now());
    return dueAt;
  });
}

type Made = { readonly rows: readonly Row[]; readonly days: readonly DayOfQueue[]; readonly problem: string | null };
const NOTHING: Made = { rows: [], days: [], problem: null };

async function makeForecasts(
  services: JobServices,
  { facts, today }: PreparedSite,
  {
    time,
    boundaryAt,
    cause,
  }: { readonly time: number; readonly boundaryAt: number; readonly cause: PublishedForecast['cause'] },
): Promise<Made> {
  const { database } = services;
  const { siteId, zone } = facts;
  const series = await seriesOfToday(database, facts, today);
  if (series === null) return { ...NOTHING, problem: 'no-history' };
  const recorded = await recordedOn(database, siteId, today);
  const knownFrom = (await readKnownFrom(database, siteId)) ?? Infinity;
  const plans = await database
    .select({ queueId: publishedForecast.queueId, forecast: publishedForecast.forecast })
    .from(publishedForecast)
    .where(
      and(
        eq(publishedForecast.site, siteId),
        eq(publishedForecast.date, today),
        eq(publishedForecast.kind, 'day-ahead'),
      ),
    );
  const waiting = await readWaiting(
    services,
    facts,
    series.map(({ queueId }) => queueId),
    time,
  );
  const planOf = new Map(plans.map(({ queueId, forecast }) => [queueId, forecast]));
  const rows: Row[] = [];
  const days: DayOfQueue[] = [];
  for (const { queueId, learned, dayAhead, handleTimesMs, intervalMinutes } of series) {
    if (dayAhead === null) continue;
    const day = localDay(zone, today, intervalMinutes);
    const base = {
      queueId,
      day,
      learned,
      dayAhead,
      handleTimesMs,
      promise: promiseOf(facts, queueId, learned.patience),
      waitingSince: waiting.get(queueId) ?? [],
    };
    let plan = planOf.get(queueId);
    if (plan === undefined) {
      plan = dayAheadForecast({ ...base, forecastId: randomUUID(), cause: 'schedule' });
      rows.push(rowOf(siteId, plan, { boundaryAt: day.startsAt, time }));
    }
    const seen = { row: recorded.get(queueId), knownFrom };
    const quarters = quartersSeen(day, seen, boundaryAt);
    const seenUntil = cause === 'left-band' ? Math.min(time, day.endsAt) : boundaryAt;
    const forecast = intraday({ ...base, forecastId: randomUUID(), cause }, seen, seenUntil);
    rows.push(rowOf(siteId, forecast, { boundaryAt, time }));
    // Before anything was measured nobody can say what is beyond chance.
    if (learned.testedDays >= JUDGED_DAYS) days.push({ queueId, plan, quarters });
  }
  return { rows, days, problem: rows.length === 0 ? 'closed-today' : null };
}

/** A queue's day as recorded, and since when anything is known of its site. */
type Seen = { readonly row: typeof recordedDay.$inferSelect | undefined; readonly knownFrom: number };

/** What came in each whole quarter of an hour of the day up to the boundary; `null` where it began before anything was known. */
function quartersSeen(day: LocalDay, { row, knownFrom }: Seen, boundaryAt: number): (number | null)[] {
  const count = Math.max(0, Math.floor((Math.min(boundaryAt, day.endsAt) - day.startsAt) / EVERY_MS));
  return Array.from({ length: count }, (_, i) =>
    day.startsAt + i * EVERY_MS < knownFrom ? null : (row?.offeredCounts[i] ?? 0),
  );
}

/**
 * The forecast of the rest of the day. The interval that runs counts by what came of it up to the last quarter of an hour, or up to now where actuals left
 * the band: half an interval says as much about what comes as a whole one does.
 */
function intraday(input: QueueForecastInput, seen: Seen, seenUntil: number): PublishedForecast {
  const { day } = input;
  const known = quartersSeen(day, seen, Math.ceil(seenUntil / EVERY_MS) * EVERY_MS);
  const quarters = known.map((count) => count ?? 0);
  const unknownCount = Math.ceil((known.filter((count) => count === null).length * EVERY_MS) / day.intervalMs);
  const seenCount = Math.floor((seenUntil - day.startsAt) / day.intervalMs);
  const counts = regroup(day, EVERY_MS, quarters)
    .slice(0, seenCount)
    .map((count, i) => (i < unknownCount ? null : count));
  const share = (seenUntil - day.startsAt) / day.intervalMs - seenCount;
  if (share <= 0 || seenCount < unknownCount) return intradayForecast(input, { counts });
  const running = quarters.slice((seenCount * day.intervalMs) / EVERY_MS);
  return intradayForecast(input, { counts, running: { count: running.reduce((a, b) => a + b, 0), share } });
}

function rowOf(
  siteId: string,
  forecast: PublishedForecast,
  at: { readonly boundaryAt: number; readonly time: number },
): Row {
  const { forecastId, queueId, date, kind, cause } = forecast;
  return {
    site: siteId,
    forecastId,
    queueId,
    date,
    kind,
    cause,
    boundaryAt: at.boundaryAt,
    publishedAt: at.time,
    leadDays: 0,
    forecast,
  };
}

async function horizonRows(
  { facts, today }: PreparedSite,
  learned: readonly LearnedQueue[],
  { time, boundaryAt }: { readonly time: number; readonly boundaryAt: number },
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { queueId, learned: series, forecasts } of learned) {
    const promise = promiseOf(facts, queueId, series.patience);
    for (let leadDays = 1; leadDays <= HORIZON_DAYS; leadDays++) {
      // oxlint-disable-next-line no-await-in-loop -- so that other work gets its turn
      await breathe();
      const date = dateOfDaysBefore(today, -leadDays);
      const plain = forecasts.get(date);
      if (plain === undefined) continue;
      const day = localDay(facts.zone, date, facts.intervalMinutes);
      const forecast = dayAheadForecast({
        forecastId: randomUUID(),
        queueId,
        cause: 'schedule',
        day,
        learned: series,
        dayAhead: plain.offered,
        handleTimesMs: plain.handleTimesMs,
        stepsAhead: plain.stepsAhead,
        promise,
      });
      rows.push({ ...rowOf(facts.siteId, forecast, { boundaryAt, time }), kind: 'horizon', leadDays });
    }
  }
  return rows;
}

/** Later days whose agents are to be worked out otherwise by now: what is expected of them stays. */
async function reworkHorizon(
  database: Database,
  { facts, today }: PreparedSite,
): Promise<{ readonly forecastId: string; readonly forecast: PublishedForecast }[]> {
  const { siteId, zone } = facts;
  const series = await database
    .select({
      queueId: forecastSeries.queueId,
      patience: sql<MeasuredPatience | null>`${forecastSeries.learned}->'patience'`,
    })
    .from(forecastSeries)
    .where(eq(forecastSeries.site, siteId));
  const promises = new Map(series.map(({ queueId, patience }) => [queueId, promiseOf(facts, queueId, patience)]));
  const rows = await database
    .select()
    .from(publishedForecast)
    .where(
      and(eq(publishedForecast.site, siteId), eq(publishedForecast.kind, 'horizon'), gt(publishedForecast.date, today)),
    );
  const reworked: { readonly forecastId: string; readonly forecast: PublishedForecast }[] = [];
  for (const { forecastId, queueId, forecast } of rows) {
    const promise = promises.get(queueId);
    if (promise === undefined) continue;
    const anew = withRequirement(forecast, localDay(zone, forecast.date, forecast.intervalMs / 60_000), promise);
    if (isDeepStrictEqual(anew.requirement, forecast.requirement)) continue;
    reworked.push({ forecastId, forecast: anew });
    // oxlint-disable-next-line no-await-in-loop -- so that other work gets its turn
    await breathe();
  }
  return reworked;
}

/** Later days are forecast anew every day: the newest is kept, and of those before it the ones of the ages that are followed, until their day is long past. */
async function keepHorizon(
  transaction: Transaction,
  siteId: string,
  today: string,
  rows: readonly Row[],
): Promise<void> {
  const ofSite = and(eq(publishedForecast.site, siteId), eq(publishedForecast.kind, 'horizon'));
  await transaction
    .delete(publishedForecast)
    .where(and(ofSite, notInArray(publishedForecast.leadDays, [...KEPT_LEAD_DAYS])));
  // Learned a second time on one day, the later word replaces the earlier.
  await transaction
    .delete(publishedForecast)
    .where(
      and(
        ofSite,
        inArray(sql`(${publishedForecast.date}::date - ${publishedForecast.leadDays})::text`, [today]),
        lt(publishedForecast.publishedAt, rows[0]?.publishedAt ?? 0),
      ),
    );
  for (let start = 0; start < rows.length; start += BATCH) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
    await transaction.insert(publishedForecast).values(rows.slice(start, start + BATCH));
  }
}

function publishedEvents(rows: readonly Row[], time: number): NewEvent[] {
  const events: NewEvent<'forecast.published'>[] = [];
  for (let start = 0; start < rows.length; start += BATCH) {
    const forecasts = rows.slice(start, start + BATCH).map(({ forecast }) => forecast);
    const id = `forecasts-${forecasts[0]?.forecastId ?? ''}`;
    events.push(consoleEvent('forecast.published', time, { forecasts }, id));
  }
  return events;
}
