import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { calendarDay } from '@floorwalk/shared/forecast/calendar-day';
import { dateOfDaysBefore, localDay } from '@floorwalk/shared/forecast/local-day';
import {
  recordedHistory,
  type RecordedDay,
  regroup,
  type SeriesPast,
} from '@floorwalk/shared/forecast/recorded-history';
import type { MeasuredPatience } from '@floorwalk/shared/forecast/required-agents';
import { estimatePatience } from '@floorwalk/shared/staffing/estimate-patience';
import type { Database } from '../../db/database.ts';
import { ANY_QUEUE, RECORD_MINUTES } from './record-day.ts';
import type { SiteFacts } from './site-facts.ts';
import { recordedDay } from './tables.ts';

/** Days of the past that are looked at. */
const LOOK_BACK_DAYS = 420;
/** Days over which patience is measured, and the fewest contacts that must have given up in them. */
const PATIENCE_DAYS = 60;
const FEWEST_ABANDONED = 30;

type Row = typeof recordedDay.$inferSelect;

/**
 * The past of every queue before `today`, by queue. Where the log was listening its counts hold; in quarters in which it held nothing at all, what a source
 * told of that day. A queue's days begin with the first on which it had a contact; from then on a day without any counts as one.
 */
export async function readSeries(
  database: Database,
  { siteId, zone, intervalMinutes }: SiteFacts,
  today: string,
  recordedFrom: number | null,
): Promise<Map<string, SeriesPast>> {
  const rows = await database
    .select()
    .from(recordedDay)
    .where(
      and(
        eq(recordedDay.site, siteId),
        lt(recordedDay.date, today),
        gte(recordedDay.date, dateOfDaysBefore(today, LOOK_BACK_DAYS)),
      ),
    )
    .orderBy(asc(recordedDay.date));
  const heard = new Map<string, readonly number[]>();
  const byQueue = new Map<string, Map<string, { log?: Row; told?: Row }>>();
  const openDates = new Set<string>();
  for (const row of rows) {
    if (row.queueId === ANY_QUEUE) {
      heard.set(row.date, row.offeredCounts);
      continue;
    }
    const dates = byQueue.get(row.queueId) ?? new Map<string, { log?: Row; told?: Row }>();
    byQueue.set(row.queueId, dates);
    dates.set(row.date, { ...dates.get(row.date), [row.origin]: row });
    if (row.offeredCounts.some((count) => count > 0)) openDates.add(row.date);
  }
  const toldDates = new Set(rows.filter(({ origin }) => origin === 'told').map(({ date }) => date));
  // The day the log began on is known from that moment only, unless a source told of the rest.
  const recordedFromOn = (date: string): number | null => (toldDates.has(date) ? null : recordedFrom);
  const series = new Map<string, SeriesPast>();
  for (const [queueId, dates] of byQueue) {
    const days = mergedDays(zone, dates, heard, openDates);
    if (days.length === 0) continue;
    const past = recordedHistory(days, zone, intervalMinutes, {
      isOpen: (date) => openDates.has(date),
      recordedFrom: recordedFromOn,
    });
    series.set(queueId, { ...past, patience: measuredPatience([...dates.values()]) });
  }
  return series;
}

/** Total wait ÷ contacts that gave up over the last days, as far as the log holds them; null where too few did. */
function measuredPatience(days: readonly { readonly log?: Row }[]): MeasuredPatience | null {
  const total = (values: readonly number[] | undefined): number => values?.reduce((a, b) => a + b, 0) ?? 0;
  let [waitMs, abandonedCount] = [0, 0];
  for (const { log } of days.slice(-PATIENCE_DAYS)) {
    waitMs += total(log?.waitTimesMs);
    abandonedCount += total(log?.abandonedCounts);
  }
  const patienceMs = abandonedCount < FEWEST_ABANDONED ? null : estimatePatience(waitMs, abandonedCount);
  return patienceMs === null || patienceMs <= 0 ? null : { patienceMs, abandonedCount };
}

function mergedDays(
  zone: string,
  dates: ReadonlyMap<string, { readonly log?: Row; readonly told?: Row }>,
  heard: ReadonlyMap<string, readonly number[]>,
  openDates: ReadonlySet<string>,
): RecordedDay[] {
  const first = [...dates].find(([, { log, told }]) =>
    [log, told].some((row) => row?.offeredCounts.some((count) => count > 0)),
  )?.[0];
  if (first === undefined) return [];
  const all = [...openDates].filter((date) => date >= first).toSorted();
  return all.map((date) => {
    const { log, told } = dates.get(date) ?? {};
    if (log === undefined && told === undefined) return emptyDay(date);
    if (told === undefined) return recorded(date, log as Row); // one of the two is there
    if (log === undefined && heard.get(date) === undefined) return recorded(date, told);
    return merged(zone, date, log, told, heard.get(date) ?? []);
  });
}

function recorded(date: string, row: Row): RecordedDay {
  const { intervalMs, offeredCounts, handledCounts, handleTimesMs } = row;
  return { date, intervalMs, offeredCounts, handledCounts, handleTimesMs };
}

function emptyDay(date: string): RecordedDay {
  // Throws for what is no date, which a row's date always is.
  calendarDay(date);
  return { date, intervalMs: RECORD_MINUTES * 60_000, offeredCounts: [], handledCounts: [], handleTimesMs: [] };
}

function merged(zone: string, date: string, log: Row | undefined, told: Row, heard: readonly number[]): RecordedDay {
  const day = localDay(zone, date, RECORD_MINUTES);
  const choose = (field: 'offeredCounts' | 'handledCounts' | 'handleTimesMs'): number[] => {
    const said = regroup(day, told.intervalMs, told[field]);
    return day.places.map((_, i) => ((heard[i] ?? 0) > 0 ? (log?.[field][i] ?? 0) : (said[i] ?? 0)));
  };
  return {
    date,
    intervalMs: day.intervalMs,
    offeredCounts: choose('offeredCounts'),
    handledCounts: choose('handledCounts'),
    handleTimesMs: choose('handleTimesMs'),
  };
}
