import { eq, sql } from 'drizzle-orm';
import { setImmediate as breathe } from 'node:timers/promises';
import { type CalendarDay, calendarDay } from '@floorwalk/shared/forecast/calendar-day';
import { openDaysAfter } from '@floorwalk/shared/forecast/forecast-days';
import { forecastHandleTime } from '@floorwalk/shared/forecast/handle-time-forecast';
import type { DatedDay } from '@floorwalk/shared/forecast/intraday-update';
import type { History, KnownCalendar } from '@floorwalk/shared/forecast/history';
import {
  forecastSeries,
  learnSeriesInSteps,
  type LearnedSeries,
  type SeriesWhole,
} from '@floorwalk/shared/forecast/learn-series';
import { learnSegments, type LearnedSegment, type SegmentDay } from '@floorwalk/shared/forecast/segment-shares';
import { type SeriesPast, sumHistories } from '@floorwalk/shared/forecast/recorded-history';
import { createQueue } from '@floorwalk/shared/floor/floor-state';
import type { Database } from '../../db/database.ts';
import type { SiteFacts } from './site-facts.ts';
import { forecastSeries as forecastSeriesTable, segmentSeries } from './tables.ts';

/** Days ahead that are forecast: six weeks. */
export const HORIZON_DAYS = 42;

/** What was learned of one queue, and how it forecasts any open day to come. */
export type LearnedQueue = {
  readonly queueId: string;
  readonly learned: LearnedSeries;
  readonly segments: readonly LearnedSegment[];
  /** In plain-day intervals; `null` where the site is not open on the date. */
  readonly forecastOn: (
    date: string,
  ) => { readonly offered: readonly number[]; readonly handleTimesMs: readonly number[] } | null;
};

/**
 * Learns every queue of a site from its past before `today`: wholes first (channels, then the site), then queues, each by itself and as a share of its
 * wholes. Long work; other work gets its turn in between.
 */
export async function learnSite(
  facts: SiteFacts,
  past: ReadonlyMap<string, SeriesPast>,
  segments: ReadonlyMap<string, readonly SegmentDay[]>,
  today: string,
): Promise<LearnedQueue[]> {
  const { intervalMinutes, calendar } = facts;
  const all = [...past.values()].map(({ history }) => history);
  const site = sumHistories(all, intervalMinutes);
  const last = site.days.at(-1);
  if (last === undefined) return [];
  const gap = calendarDay(today).epochDay - last.day.epochDay;
  const openDays = openDaysAfter(site, last.day.date, gap + HORIZON_DAYS, calendar);
  const byChannel = new Map<string, History[]>();
  for (const [queueId, { history }] of past) {
    const channel = channelOf(facts, queueId);
    byChannel.set(channel, [...(byChannel.get(channel) ?? []), history]);
  }
  const siteWhole = byChannel.size > 1 ? await wholeOf('shareOfSite', site, openDays, calendar) : undefined;
  const channelWholes = new Map<string, SeriesWhole>();
  for (const [channel, parts] of byChannel) {
    if (parts.length < 2) continue;
    // oxlint-disable-next-line no-await-in-loop -- one after another, so that other work gets its turn
    channelWholes.set(
      channel,
      await wholeOf('shareOfChannel', sumHistories(parts, intervalMinutes), openDays, calendar),
    );
  }
  const queues: LearnedQueue[] = [];
  for (const [queueId, series] of past) {
    const wholes = [channelWholes.get(channelOf(facts, queueId)), siteWhole].filter((whole) => whole !== undefined);
    // oxlint-disable-next-line no-await-in-loop -- as above
    const queue = await learnQueue(queueId, series, wholes, openDays, calendar);
    queues.push({ ...queue, segments: learnSegments(segments.get(queueId) ?? [], queue.learned.past) });
  }
  return queues;
}

async function inSteps<T>(steps: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    // oxlint-disable-next-line no-await-in-loop -- so that other work gets its turn
    await breathe();
  }
}

function channelOf({ floor }: SiteFacts, queueId: string): string {
  return (floor.queues.get(queueId) ?? createQueue(queueId)).channel;
}

async function wholeOf(
  name: SeriesWhole['name'],
  history: History,
  openDays: readonly CalendarDay[],
  calendar: KnownCalendar,
): Promise<SeriesWhole> {
  const learned = await inSteps(learnSeriesInSteps(history, [], calendar));
  const rolledDays = history.days.slice(history.days.length - learned.past.length);
  const forecasts = new Map<string, readonly number[] | undefined>();
  return {
    name,
    history,
    rolled: new Map(rolledDays.map(({ day }, i) => [day.date, learned.past[i]?.forecast ?? []])),
    forecastOf(target) {
      if (!forecasts.has(target.date)) {
        forecasts.set(
          target.date,
          forecastSeries(learned, history, [], target, stepsTo(openDays, target.date), calendar),
        );
      }
      return forecasts.get(target.date);
    },
  };
}

async function learnQueue(
  queueId: string,
  { history, handled, patience = null }: SeriesPast,
  wholes: readonly SeriesWhole[],
  openDays: readonly CalendarDay[],
  calendar: KnownCalendar,
): Promise<Omit<LearnedQueue, 'segments'>> {
  const learned = { ...(await inSteps(learnSeriesInSteps(history, wholes, calendar))), patience };
  const byDate = new Map(openDays.map((day) => [day.date, day]));
  return {
    queueId,
    learned,
    forecastOn(date) {
      const target = byDate.get(date);
      if (target === undefined) return null;
      const offered = forecastSeries(learned, history, wholes, target, stepsTo(openDays, date), calendar);
      if (offered === undefined) return null;
      const seconds = forecastHandleTime(handled, target) ?? offered.map(() => 0);
      return { offered, handleTimesMs: seconds.map((each) => Math.round(each * 1000)) };
    },
  };
}

/** Open days from the last of the past to that one. */
function stepsTo(openDays: readonly CalendarDay[], date: string): number {
  return Math.max(1, openDays.findIndex((day) => day.date === date) + 1);
}

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
    for (const { queueId, learned, segments, forecastOn } of queues) {
      const forecast = forecastOn(today);
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
        segments.map(({ segment, shares, past }) => ({
          site: siteId,
          queueId,
          segment,
          shares: shares.map((share) => Math.round(share * 1e6) / 1e6),
          past: past.map(compactDay),
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
