import { and, eq, inArray } from 'drizzle-orm';
import { setImmediate as breathe } from 'node:timers/promises';
import type { ForecastBy, ForecastDayAnswer, HandleTimeFrom } from '@floorwalk/shared/api/forecast';
import { createQueue } from '@floorwalk/shared/floor/floor-state';
import { calendarDay, daysAfter } from '@floorwalk/shared/forecast/calendar-day';
import { bandAround, type BandState } from '@floorwalk/shared/forecast/forecast-band';
import { widthAt } from '@floorwalk/shared/forecast/horizon-band';
import { reforecastPast } from '@floorwalk/shared/forecast/intraday-band';
import type { DatedDay } from '@floorwalk/shared/forecast/intraday-update';
import { localDay, onPlainDay } from '@floorwalk/shared/forecast/local-day';
import { learnReforecast } from '@floorwalk/shared/forecast/reforecast';
import { handleFactors } from '@floorwalk/shared/forecast/segment-handle-times';
import { bandStateOfSum } from '@floorwalk/shared/forecast/sum-band';
import type { Database } from '../../db/database.ts';
import { type ForecastPart, summedDays } from './forecast-answer.ts';
import type { SiteFacts } from './site-facts.ts';
import { forecastSeries, segmentSeries } from './tables.ts';

/** The newest contacts whose segments are counted where no whole day with segments is known yet. */
const SEGMENT_CONTACTS = 50_000;

/** One channel, segment or site: the queues it is made of, and which share of each. */
type Group = { readonly id: string; readonly parts: Part[] };
type Part = ForecastPart & {
  readonly queueId: string;
  /** Past days of the part as forecast the day before; undefined where they are not known. */
  readonly past: readonly DatedDay[] | undefined;
};
/** One sum of queues. `share` and `handleTimeFrom` are there by segment alone. */
export type GroupForecast = {
  readonly id: string;
  readonly share: number | null;
  readonly handleTimeFrom: HandleTimeFrom | null;
  readonly days: ForecastDayAnswer[];
};
type Series = typeof forecastSeries.$inferSelect;

/**
 * Forecasts of queues put together by channel, segment or for the whole site, each with a band measured on what the same sum missed on past days. `queues`
 * are those that may be seen, with their days as published. `share` is, by segment, the share of all expected contacts of the first day.
 */
export async function groupForecasts(
  database: Database,
  facts: SiteFacts,
  queues: readonly { readonly id: string; readonly days: readonly ForecastDayAnswer[] }[],
  { by, time }: { readonly by: Exclude<ForecastBy, 'queue'>; readonly time: number },
): Promise<GroupForecast[]> {
  const ids = queues.map(({ id }) => id);
  const learned = await readLearned(database, facts.siteId, ids);
  const groups =
    by === 'segment' ? await bySegment(database, facts, queues, learned, time) : byFloor(facts, queues, learned, by);
  const answers: GroupForecast[] = [];
  const total = countOf(queues.map(({ days }) => days[0]));
  for (const { id, parts } of groups) {
    const days = summedDays(facts.zone, parts);
    // oxlint-disable-next-line no-await-in-loop -- so that other requests get their turn
    const banded = await withBands(facts.zone, days, parts, learned);
    const isSegment = by === 'segment';
    answers.push({
      id,
      share: isSegment && total > 0 ? countOf([days[0]]) / total : null,
      handleTimeFrom: isSegment ? fromOf(parts) : null,
      days: banded,
    });
  }
  return answers;
}

/** Whether handle times are the segment's own in all of its queues, in some, or in none. */
function fromOf(parts: readonly Part[]): HandleTimeFrom {
  const ownCount = parts.filter(({ handleFactors: factors }) => factors !== undefined).length;
  return ownCount === 0 ? 'queue' : ownCount === parts.length ? 'segment' : 'both';
}

async function readLearned(database: Database, siteId: string, ids: readonly string[]): Promise<Map<string, Series>> {
  if (ids.length === 0) return new Map();
  const rows = await database
    .select()
    .from(forecastSeries)
    .where(and(eq(forecastSeries.site, siteId), inArray(forecastSeries.queueId, [...ids])));
  return new Map(rows.map((row) => [row.queueId, row]));
}

function byFloor(
  { floor, siteId }: SiteFacts,
  queues: readonly { readonly id: string; readonly days: readonly ForecastDayAnswer[] }[],
  learned: ReadonlyMap<string, Series>,
  by: 'channel' | 'site',
): Group[] {
  const groups = new Map<string, Group>();
  for (const { id: queueId, days } of queues) {
    const id = by === 'site' ? siteId : (floor.queues.get(queueId) ?? createQueue(queueId)).channel;
    const group = groups.get(id) ?? { id, parts: [] };
    groups.set(id, group);
    group.parts.push({ queueId, days, past: learned.get(queueId)?.learned.past });
  }
  return [...groups.values()];
}

async function bySegment(
  database: Database,
  { siteId }: SiteFacts,
  queues: readonly { readonly id: string; readonly days: readonly ForecastDayAnswer[] }[],
  learned: ReadonlyMap<string, Series>,
  time: number,
): Promise<Group[]> {
  const groups = new Map<string, Group>();
  const put = (id: string, part: Part): void => {
    const group = groups.get(id) ?? { id, parts: [] };
    groups.set(id, group);
    group.parts.push(part);
  };
  const rows = await database.select().from(segmentSeries).where(eq(segmentSeries.site, siteId));
  const known = new Set(rows.map(({ queueId }) => queueId));
  const unknown = queues.filter(({ id }) => !known.has(id)).map(({ id }) => id);
  const newest =
    unknown.length === 0 ? new Map<string, Map<string, number>>() : await newestShares(database, siteId, time);
  for (const { id: queueId, days } of queues) {
    const own = rows.filter((row) => row.queueId === queueId);
    const factors = handleFactors(
      new Map(own.map(({ segment, shares }) => [segment, shares])),
      new Map(own.flatMap(({ segment, handleTime }) => (handleTime === null ? [] : [[segment, handleTime] as const]))),
    );
    for (const { segment, shares, past, handleTime } of own) {
      const handle = handleTime === null ? undefined : factors.get(segment);
      put(segment, { queueId, days, shares, past, ...(handle && { handleFactors: handle }) });
    }
    if (known.has(queueId)) continue;
    const intervals = learned.get(queueId)?.dayAhead?.length ?? 96;
    for (const [segment, share] of newest.get(queueId) ?? []) {
      put(segment, { queueId, days, shares: Array.from({ length: intervals }, () => share), past: undefined });
    }
  }
  return [...groups.values()];
}

/** The days with a band each, where the past of every part is known. */
async function withBands(
  zone: string,
  days: readonly ForecastDayAnswer[],
  parts: readonly Part[],
  learned: ReadonlyMap<string, Series>,
): Promise<ForecastDayAnswer[]> {
  const pasts = parts.flatMap(({ past }) => (past === undefined ? [] : [past]));
  if (pasts.length < parts.length) return [...days];
  let beforehand: BandState | undefined;
  const banded: ForecastDayAnswer[] = [];
  for (const day of days) {
    const local = localDay(zone, day.date, day.intervalMs / 60_000);
    const seenPlace = day.kind === 'intraday' ? (local.places[day.seenCount] ?? local.places.length) : 0;
    let state: BandState;
    if (seenPlace === 0) state = beforehand ??= bandStateOfSum(pasts);
    else {
      const seen: (readonly DatedDay[])[] = [];
      for (const part of parts) {
        seen.push(pastSeen(part, learned.get(part.queueId), seenPlace));
        // oxlint-disable-next-line no-await-in-loop -- so that other requests get their turn
        await breathe();
      }
      state = bandStateOfSum(seen, seenPlace);
    }
    const plain = onPlainDay(local, day.offeredCounts).map((count) => count ?? 0);
    const band = bandAround(state, plain.slice(seenPlace), seenPlace === 0 ? widerOn(day.date, parts, learned) : 1);
    const edge = (values: readonly number[]): (number | null)[] =>
      day.offeredCounts.map((count, i) =>
        day.kind === 'intraday' && i < day.seenCount ? count : (values[(local.places[i] ?? i) - seenPlace] ?? count),
      );
    banded.push(band === undefined ? day : { ...day, lowCounts: edge(band.low), highCounts: edge(band.high) });
  }
  return banded;
}

/** How much wider than the next day's the band of a later day is: as its queues' are, weighted by their contacts. */
function widerOn(date: string, parts: readonly Part[], learned: ReadonlyMap<string, Series>): number {
  let [wider, contacts] = [0, 0];
  for (const { queueId, days } of parts) {
    const series = learned.get(queueId);
    const count = countOf([days.find((day) => day.date === date)]);
    if (series === undefined || count <= 0) continue;
    const open = new Set(series.learned.past.map((day) => calendarDay(day.date).weekday));
    const today = calendarDay(series.date);
    const later = daysAfter(series.date, calendarDay(date).epochDay - today.epochDay);
    const stepsAhead = [today, ...later].filter(({ weekday }) => open.has(weekday)).length;
    wider += count * widthAt(series.learned.horizon, stepsAhead);
    contacts += count;
  }
  return contacts > 0 ? wider / contacts : 1;
}

/** A part's past days as the queue's update after `seen` intervals would have forecast them; a segment's follow its queue's. */
function pastSeen({ past = [] }: Part, series: Series | undefined, seen: number): readonly DatedDay[] {
  if (series?.dayAhead == null) return past;
  const { learned, dayAhead, intervalMinutes } = series;
  const update = learnReforecast(learned.past, dayAhead, seen, intervalMinutes);
  const anew = new Map(reforecastPast(learned.past, update, seen, intervalMinutes).map((day) => [day.date, day]));
  const before = new Map(learned.past.map((day) => [day.date, day]));
  return past.map((day) => {
    const [queueBefore, queueAnew] = [before.get(day.date), anew.get(day.date)];
    const forecast = day.forecast.map((count, i) => {
      const planned = queueBefore?.forecast[i] ?? 0;
      return planned > 0 ? (count * (queueAnew?.forecast[i] ?? planned)) / planned : count;
    });
    return { ...day, forecast };
  });
}

function countOf(days: readonly (ForecastDayAnswer | undefined)[]): number {
  return days.reduce((sum, day) => sum + (day?.offeredCounts.reduce<number>((a, b) => a + (b ?? 0), 0) ?? 0), 0);
}

/** Of each queue's newest contacts, the share of each segment; those without one are ''. */
async function newestShares(
  database: Database,
  siteId: string,
  time: number,
): Promise<Map<string, Map<string, number>>> {
  const { rows } = await database.$client.query<{ queue: string; segment: string; count: number }>(
    `select data->>'queueId' as queue, coalesce(data->>'segment', '') as segment, count(*)::int as count
     from (select data from event_log where site = $1 and time <= $2 and type = 'contact.queued'
           order by time desc limit ${SEGMENT_CONTACTS}) newest
     group by 1, 2 order by 1, 2`,
    [siteId, time],
  );
  const totals = new Map<string, number>();
  for (const { queue, count } of rows) totals.set(queue, (totals.get(queue) ?? 0) + count);
  const shares = new Map<string, Map<string, number>>();
  for (const { queue, segment, count } of rows) {
    const own = shares.get(queue) ?? new Map<string, number>();
    shares.set(queue, own);
    own.set(segment, count / (totals.get(queue) ?? count));
  }
  return shares;
}
