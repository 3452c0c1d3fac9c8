import { and, eq, inArray, sql } from 'drizzle-orm';
import { localDate, localDay, type LocalDay } from '@floorwalk/shared/forecast/local-day';
import type { HistoryDayRecorded } from '@floorwalk/shared/history/events';
import { createReport } from '@floorwalk/shared/report/report';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import type { Database, Transaction } from '../../db/database.ts';
import { readBeginnings, readEndings, readSpan } from '../../log/read-span.ts';
import type { SiteFacts } from './site-facts.ts';
import { keepSegments, segmentsOfDay } from './record-segments.ts';
import { forecastState, recordedDay, type recordedSegment } from './tables.ts';

/** Days are recorded in intervals so long, whatever the site's own are. */
export const RECORD_MINUTES = 15;
const RECORD_MS = RECORD_MINUTES * 60_000;
/** A contact that is still being handled so long after it was offered no longer changes that interval's handle time. */
const LOOKBACK_MS = 6 * 3_600_000;
/** Contacts asked about in one statement. */
const CONTACTS = 2_000;
/** The name under which it is kept in which quarters the log held anything at all. */
export const ANY_QUEUE = '';

/** How far the record is: the log read, and whether anything before `today` changed. */
export type Projected = { readonly recordedFrom: number | null; readonly changedPast: boolean };

type DayRow = typeof recordedDay.$inferInsert;
type SegmentRow = typeof recordedSegment.$inferInsert;
type Series = {
  offered: number[];
  answered: number[];
  handled: number[];
  handleMs: number[];
  abandoned: number[];
  waitMs: number[];
};

/**
 * Brings what is recorded of past intervals up to the log's end: by the report's own fold over the span that new facts touch, so that it says what a report
 * says. Reading the same facts again changes nothing; what two processes do at once, one of them does.
 */
export async function projectActuals(database: Database, facts: SiteFacts, today: string): Promise<Projected> {
  const { siteId } = facts;
  const [state] = await database.select().from(forecastState).where(eq(forecastState.site, siteId));
  const head = await headOf(database, siteId);
  if (state === undefined || head <= state.readPosition) {
    return { recordedFrom: state?.recordedFrom ?? null, changedPast: false };
  }
  const told = await toldDays(database, facts, state.readPosition, head);
  const span = await touchedSpan(database, siteId, state.readPosition, head);
  const days = span === null ? [] : datesOf(facts, span);
  const rows: DayRow[] = [];
  const segments: SegmentRow[] = [];
  for (const day of days) {
    if (span === null) break;
    const part = partOf(day, span);
    // oxlint-disable-next-line no-await-in-loop -- a day at a time bounds what is held
    rows.push(...(await recordDay(database, facts, day, part)));
    // oxlint-disable-next-line no-await-in-loop -- as above
    segments.push(...(await segmentsOfDay(database, siteId, day, part)));
  }
  const recordedFrom = span === null ? state.recordedFrom : Math.min(state.recordedFrom ?? Infinity, span.from);
  const isFirst = await database.transaction(async (transaction) => {
    const moved = await transaction
      .update(forecastState)
      .set({ readPosition: head, recordedFrom, refusedDays: state.refusedDays + told.refusedCount })
      .where(and(eq(forecastState.site, siteId), eq(forecastState.readPosition, state.readPosition)))
      .returning({ site: forecastState.site });
    if (moved.length === 0) return false;
    await keepRows(transaction, [...rows, ...told.rows]);
    await keepSegments(transaction, segments);
    return true;
  });
  if (!isFirst) return projectActuals(database, facts, today);
  const changedPast = told.rows.length > 0 || rows.some(({ date }) => date < today);
  return { recordedFrom, changedPast };
}

async function headOf(database: Database, siteId: string): Promise<number> {
  const { rows } = await database.$client.query<{ position: number }>(
    'select position from site_head where site = $1',
    [siteId],
  );
  return rows[0]?.position ?? 0;
}

type Span = { readonly from: number; readonly to: number };

const IS_FACT = `split_part(type, '.', 1) in ('contact', 'agent', 'bot', 'survey', 'source') and type not like '%.configured'`;

/** From when to when the facts of these positions may change a record: back to where their contacts were offered. */
async function touchedSpan(database: Database, siteId: string, after: number, to: number): Promise<Span | null> {
  const { rows } = await database.$client.query<{ contact: string | null; earliest: number; latest: number }>(
    `select data->>'contactId' as contact, min(time) as earliest, max(time) as latest from event_log
     where site = $1 and position > $2 and position <= $3 and ${IS_FACT} group by 1`,
    [siteId, after, to],
  );
  if (rows.length === 0) return null;
  const earliest = rows.reduce((least, row) => Math.min(least, row.earliest), Infinity);
  const latest = rows.reduce((most, row) => Math.max(most, row.latest), -Infinity);
  const contactIds = rows.flatMap(({ contact }) => contact ?? []);
  let offered = Infinity;
  for (let start = 0; start < contactIds.length; start += CONTACTS) {
    // Asked for by name, in a statement of its own: joined, the planner takes them for few or for many as it likes.
    // oxlint-disable-next-line no-await-in-loop -- one connection for one question
    const { rows: found } = await database.$client.query<{ offered: number | null }>(
      `select min(time) as offered from event_log
       where site = $1 and data ? 'contactId' and data->>'contactId' = any($2) and type = 'contact.queued'`,
      [siteId, contactIds.slice(start, start + CONTACTS)],
    );
    offered = Math.min(offered, found[0]?.offered ?? Infinity);
  }
  return { from: Math.min(earliest, Math.max(offered, earliest - LOOKBACK_MS)), to: latest + 1 };
}

function datesOf({ zone }: SiteFacts, { from, to }: Span): LocalDay[] {
  const days: LocalDay[] = [];
  for (let day = localDay(zone, localDate(zone, from), RECORD_MINUTES); day.startsAt < to;) {
    days.push(day);
    day = localDay(zone, localDate(zone, day.endsAt), RECORD_MINUTES);
  }
  return days;
}

/** The whole quarters of a day that a span touches. */
function partOf(day: LocalDay, span: Span): Span {
  const floorTo = (time: number): number => day.startsAt + Math.floor((time - day.startsAt) / RECORD_MS) * RECORD_MS;
  return {
    from: Math.max(day.startsAt, floorTo(span.from)),
    to: Math.min(day.endsAt, floorTo(span.to - 1) + RECORD_MS),
  };
}

/** One local day's rows, with the part within the span counted anew. */
async function recordDay(database: Database, facts: SiteFacts, day: LocalDay, { from, to }: Span): Promise<DayRow[]> {
  const { siteId, zone } = facts;
  const report = createReport({
    every: `${RECORD_MINUTES}m`,
    by: 'queue',
    attribution: 'offered',
    zone,
    dayStartsAt: '00:00',
    from,
    to,
    until: to,
  });
  for (const event of facts.settings) report.fold(event);
  for (const event of await readBeginnings(database, siteId, from, to)) report.fold(event);
  for await (const events of readSpan(database, siteId, from, to)) for (const event of events) report.fold(event);
  const open = [...report.state.contacts.keys()];
  for (const event of await readEndings(database, siteId, open, to)) report.fold(event);
  const byQueue = new Map<string, ReportRow[]>();
  for (const row of report.rows()) {
    const queueId = row.queueId ?? '';
    byQueue.set(queueId, [...(byQueue.get(queueId) ?? []), row]);
  }
  const known = await database
    .select()
    .from(recordedDay)
    .where(and(eq(recordedDay.site, siteId), eq(recordedDay.date, day.date), eq(recordedDay.origin, 'log')));
  const knownOf = new Map(known.map((row) => [row.queueId, row]));
  const heard = await heardQuarters(database, siteId, from, to);
  const rows: DayRow[] = [dayRow(siteId, day, ANY_QUEUE, laidOver(day, knownOf.get(ANY_QUEUE), from, to, heard))];
  for (const [queueId, reported] of byQueue) {
    const row = knownOf.get(queueId);
    if (row === undefined && reported.every(({ offeredCount }) => offeredCount === 0)) continue;
    rows.push(dayRow(siteId, day, queueId, laidOver(day, row, from, to, reported)));
  }
  return rows;
}

/** The quarters of [from, to) in which the log holds anything. */
async function heardQuarters(database: Database, siteId: string, from: number, to: number) {
  const { rows } = await database.$client.query<{ quarter: number }>(
    `select distinct (time - $2::bigint) / ${RECORD_MS} as quarter from event_log
     where site = $1 and time >= $2 and time < $3 and ${IS_FACT}`,
    [siteId, from, to],
  );
  return rows.map(({ quarter }) => ({
    startAt: from + quarter * RECORD_MS,
    offeredCount: 1,
    answeredCount: 0,
    handledCount: 0,
    abandonedCount: 0,
  }));
}

type Counted = Pick<ReportRow, 'startAt' | 'offeredCount' | 'answeredCount' | 'handledCount' | 'abandonedCount'> &
  Partial<Pick<ReportRow, 'averageHandleTimeMs' | 'averageSpeedOfAnswerMs' | 'averageAbandonTimeMs'>>;

function laidOver(
  day: LocalDay,
  known:
    | Pick<
        DayRow,
        'offeredCounts' | 'answeredCounts' | 'handledCounts' | 'handleTimesMs' | 'abandonedCounts' | 'waitTimesMs'
      >
    | undefined,
  from: number,
  to: number,
  counted: readonly Counted[],
): Series {
  const before = (values: readonly number[] | undefined): number[] =>
    day.places.map((_, i) => {
      const at = day.startsAt + i * RECORD_MS;
      return at >= from && at < to ? 0 : (values?.[i] ?? 0);
    });
  const series: Series = {
    offered: before(known?.offeredCounts),
    answered: before(known?.answeredCounts),
    handled: before(known?.handledCounts),
    handleMs: before(known?.handleTimesMs),
    abandoned: before(known?.abandonedCounts),
    waitMs: before(known?.waitTimesMs),
  };
  for (const row of counted) {
    const i = Math.round((row.startAt - day.startsAt) / RECORD_MS);
    if (i < 0 || i >= day.places.length) continue;
    series.offered[i] = row.offeredCount;
    series.answered[i] = row.answeredCount;
    series.handled[i] = row.handledCount;
    series.handleMs[i] = Math.round((row.averageHandleTimeMs ?? 0) * row.handledCount);
    series.abandoned[i] = row.abandonedCount;
    series.waitMs[i] = Math.round(
      (row.averageSpeedOfAnswerMs ?? 0) * row.answeredCount + (row.averageAbandonTimeMs ?? 0) * row.abandonedCount,
    );
  }
  return series;
}

function dayRow(siteId: string, day: LocalDay, queueId: string, series: Series): DayRow {
  return {
    site: siteId,
    queueId,
    date: day.date,
    origin: 'log',
    startsAt: day.startsAt,
    intervalMs: RECORD_MS,
    offeredCounts: series.offered,
    answeredCounts: series.answered,
    handledCounts: series.handled,
    handleTimesMs: series.handleMs,
    abandonedCounts: series.abandoned,
    waitTimesMs: series.waitMs,
    toldAt: 0,
  };
}

/** Days told by sources within these positions. One that does not begin at its day's midnight, or is longer than it, is refused and counted. */
async function toldDays(
  database: Database,
  { siteId, zone }: SiteFacts,
  after: number,
  to: number,
): Promise<{ readonly rows: readonly DayRow[]; readonly refusedCount: number }> {
  const { rows: events } = await database.$client.query<{ time: number; data: HistoryDayRecorded }>(
    `select time, data from event_log
     where site = $1 and position > $2 and position <= $3 and type = 'history.day-recorded' order by position`,
    [siteId, after, to],
  );
  const rows = new Map<string, DayRow>();
  let refusedCount = 0;
  for (const { time, data } of events) {
    const day = dayOrNull(zone, data.date, data.intervalMinutes);
    if (day === null || day.startsAt !== data.startsAt || data.offeredCounts.length > day.places.length) {
      refusedCount++;
      continue;
    }
    const key = JSON.stringify([data.queueId, data.date]);
    if ((rows.get(key)?.toldAt ?? -Infinity) > time) continue;
    const timed = data.offeredCounts.map((count, i) => ((data.handleTimesMs?.[i] ?? 0) > 0 ? count : 0));
    rows.set(key, {
      site: siteId,
      queueId: data.queueId,
      date: data.date,
      origin: 'told',
      startsAt: day.startsAt,
      intervalMs: day.intervalMs,
      offeredCounts: data.offeredCounts,
      answeredCounts: [],
      handledCounts: timed,
      handleTimesMs: timed.map((count, i) => count * (data.handleTimesMs?.[i] ?? 0)),
      toldAt: time,
    });
  }
  return { rows: [...rows.values()], refusedCount };
}

function dayOrNull(zone: string, date: string, intervalMinutes: number): LocalDay | null {
  try {
    return localDay(zone, date, intervalMinutes);
  } catch {
    return null;
  }
}

const BATCH = 500;

async function keepRows(transaction: Transaction, rows: readonly DayRow[]): Promise<void> {
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  for (let start = 0; start < rows.length; start += BATCH) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
    await transaction
      .insert(recordedDay)
      .values(rows.slice(start, start + BATCH))
      .onConflictDoUpdate({
        target: [recordedDay.site, recordedDay.date, recordedDay.queueId, recordedDay.origin],
        set: {
          startsAt: excluded('starts_at'),
          intervalMs: excluded('interval_ms'),
          offeredCounts: excluded('offered_counts'),
          answeredCounts: excluded('answered_counts'),
          handledCounts: excluded('handled_counts'),
          handleTimesMs: excluded('handle_times_ms'),
          abandonedCounts: excluded('abandoned_counts'),
          waitTimesMs: excluded('wait_times_ms'),
          toldAt: excluded('told_at'),
        },
        // An older word of a source does not replace a newer one.
        setWhere: sql`${recordedDay.toldAt} <= excluded.told_at`,
      });
  }
}

/** What the log recorded of one local day so far, by queue; counts by quarters of an hour. */
export async function recordedOn(
  database: Database,
  siteId: string,
  date: string,
): Promise<ReadonlyMap<string, typeof recordedDay.$inferSelect>> {
  const rows = await database
    .select()
    .from(recordedDay)
    .where(and(eq(recordedDay.site, siteId), inArray(recordedDay.date, [date]), eq(recordedDay.origin, 'log')));
  return new Map(rows.filter(({ queueId }) => queueId !== ANY_QUEUE).map((row) => [row.queueId, row]));
}
