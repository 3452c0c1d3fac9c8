import { and, eq } from 'drizzle-orm';
import type { LocalDay } from '@floorwalk/shared/forecast/local-day';
import { createReport } from '@floorwalk/shared/report/report';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import type { Database } from '../../db/database.ts';
import { readBeginnings, readEndings, readSpan } from '../../log/read-span.ts';
import { createNamedSegments, type SegmentRow, segmentsOfDay } from './record-segments.ts';
import type { SiteFacts } from './site-facts.ts';
import { recordedDay } from './tables.ts';

/** Days are recorded in intervals so long, whatever the site's own are. */
export const RECORD_MINUTES = 15;
const RECORD_MS = RECORD_MINUTES * 60_000;
/** The name under which it is kept in which quarters the log held anything at all. */
export const ANY_QUEUE = '';
/** Which entries of the log are something that happened on the floor. */
export const IS_FACT = `split_part(type, '.', 1) in ('contact', 'agent', 'bot', 'survey', 'source') and type not like '%.configured'`;

/** A stretch of time, epoch ms; `to` is not in it. */
export type Span = { readonly from: number; readonly to: number };
export type DayRow = typeof recordedDay.$inferInsert;
type Series = {
  offered: number[];
  answered: number[];
  handled: number[];
  handleMs: number[];
  abandoned: number[];
  waitMs: number[];
};

/** One local day's rows, by queue and by segment, with the part within the span counted anew. */
export async function recordDay(
  database: Database,
  facts: SiteFacts,
  day: LocalDay,
  { from, to }: Span,
): Promise<{ readonly rows: readonly DayRow[]; readonly segments: readonly SegmentRow[] }> {
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
  const named = createNamedSegments();
  for (const event of facts.settings) report.fold(event);
  for (const event of await readBeginnings(database, siteId, from, to)) {
    named.note(event);
    report.fold(event);
  }
  for await (const events of readSpan(database, siteId, from, to)) {
    for (const event of events) {
      named.note(event);
      report.fold(event);
    }
  }
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
  const visits = report.visits.filter(({ offeredAt }) => offeredAt >= from && offeredAt < to);
  return { rows, segments: await segmentsOfDay(database, siteId, day, { from, to }, visits, named) };
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
