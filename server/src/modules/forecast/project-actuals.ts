import { and, eq, inArray, sql } from 'drizzle-orm';
import { localDate, localDay, type LocalDay } from '@floorwalk/shared/forecast/local-day';
import type { Database, Transaction } from '../../db/database.ts';
import { ANY_QUEUE, type DayRow, IS_FACT, RECORD_MINUTES, recordDay, type Span } from './record-day.ts';
import { keepSegments, type SegmentRow } from './record-segments.ts';
import type { SiteFacts } from './site-facts.ts';
import { forecastState, recordedDay } from './tables.ts';
import { toldDays } from './told-days.ts';

const RECORD_MS = RECORD_MINUTES * 60_000;
/** A contact that is still being handled so long after it was offered no longer changes that interval's handle time. */
const LOOKBACK_MS = 6 * 3_600_000;
/** Contacts asked about in one statement. */
const CONTACTS = 2_000;
/** How far the record is: the log read, and whether anything before `today` changed. */
export type Projected = { readonly recordedFrom: number | null; readonly changedPast: boolean };

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
    const recorded = await recordDay(database, facts, day, part);
    rows.push(...recorded.rows);
    segments.push(...recorded.segments);
  }
  const recordedFrom = span === null ? state.recordedFrom : Math.min(state.recordedFrom ?? Infinity, span.from);
  const isFirst = await database.transaction(async (transaction) => {
    const moved = await transaction
      .update(forecastState)
      .set({ readPosition: head, recordedFrom, refusedDays: state.refusedDays + told.refusedCount })
      .where(and(eq(forecastState.site, siteId), eq(forecastState.readPosition, state.readPosition)))
      .returning({ site: forecastState.site });
    if (moved.length === 0) return false;
    const kept = await keepRows(transaction, [...rows, ...told.rows]);
    const isKept = new Set(kept.map(({ origin, date, queueId }) => JSON.stringify([origin, date, queueId])));
    await keepSegments(
      transaction,
      kept,
      [...segments, ...told.segments].filter(({ origin, date, queueId }) =>
        isKept.has(JSON.stringify([origin, date, queueId])),
      ),
    );
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

const BATCH = 500;

type Kept = Pick<typeof recordedDay.$inferSelect, 'site' | 'date' | 'queueId' | 'origin'>;

/** Answers which were kept. */
async function keepRows(transaction: Transaction, rows: readonly DayRow[]): Promise<Kept[]> {
  const kept: Kept[] = [];
  const excluded = (column: string) => sql.raw(`excluded.${column}`);
  for (let start = 0; start < rows.length; start += BATCH) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
    const batch = await transaction
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
      })
      .returning({
        site: recordedDay.site,
        date: recordedDay.date,
        queueId: recordedDay.queueId,
        origin: recordedDay.origin,
      });
    kept.push(...batch);
  }
  return kept;
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
