import { and, eq, gte, lt, or } from 'drizzle-orm';
import type { Visit } from '@floorwalk/shared/floor/contact';
import { createTally, tallyVisit } from '@floorwalk/shared/floor/tally';
import { dateOfDaysBefore, localDay, onPlainDay, type LocalDay } from '@floorwalk/shared/forecast/local-day';
import { regroup } from '@floorwalk/shared/forecast/recorded-history';
import type { SegmentDay, SegmentHandled } from '@floorwalk/shared/forecast/segment-day';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import type { Database, Transaction } from '../../db/database.ts';
import { recordedSegment, type recordedDay } from './tables.ts';

/** Segments kept apart for one queue and day, the most frequent ones; what is beyond them counts as without one. */
const MAX_SEGMENTS = 20;
/** Days of the past that shares and handle times are learned from. */
const LOOK_BACK_DAYS = 90;
const BATCH = 500;
/** Contacts asked about in one statement. */
const CONTACTS = 2_000;
/** Waits do not matter here. */
const NO_LIMITS = { serviceLevelThresholdMs: 0, shortAbandonThresholdMs: 0 };

export type SegmentRow = typeof recordedSegment.$inferInsert;
type Series = { readonly offered: number[]; readonly handled: number[]; readonly handleMs: number[] };

/** Which segment contacts were said to be of, and when: what a queueing does not name holds from the one before. */
export type NamedSegments = {
  readonly note: (event: LoggedEvent) => void;
  /** `undefined` where none was named up to then. */
  readonly of: (contactId: string, time: number) => string | undefined;
};

export function createNamedSegments(): NamedSegments {
  const named = new Map<string, { readonly time: number; readonly segment: string }[]>();
  return {
    note(event) {
      if (event.type !== 'contact.queued' || event.data.segment === undefined) return;
      const { contactId, segment } = event.data;
      const known = named.get(contactId) ?? [];
      named.set(contactId, known);
      known.push({ time: event.time, segment });
    },
    of(contactId, time) {
      let newest: { readonly time: number; readonly segment: string } | undefined;
      for (const each of named.get(contactId) ?? []) {
        if (each.time <= time && each.time >= (newest?.time ?? -Infinity)) newest = each;
      }
      return newest?.segment;
    },
  };
}

/**
 * By segment what was offered in [from, to) of a local day and how long it took, as the day's report has it; the rest of the day as it is known. In quarters
 * of an hour. `visits` are those offered in that time.
 */
export async function segmentsOfDay(
  database: Database,
  site: string,
  day: LocalDay,
  { from, to }: { readonly from: number; readonly to: number },
  visits: readonly Visit[],
  named: NamedSegments,
): Promise<SegmentRow[]> {
  const { intervalMs } = day;
  const known = await database
    .select()
    .from(recordedSegment)
    .where(and(eq(recordedSegment.site, site), eq(recordedSegment.date, day.date), eq(recordedSegment.origin, 'log')));
  const byQueue = new Map<string, Map<string, Series>>();
  const seriesOf = (queueId: string, segment: string): Series => {
    const segments = byQueue.get(queueId) ?? new Map<string, Series>();
    byQueue.set(queueId, segments);
    const zeros = (): number[] => day.places.map(() => 0);
    const series = segments.get(segment) ?? { offered: zeros(), handled: zeros(), handleMs: zeros() };
    segments.set(segment, series);
    return series;
  };
  for (const { queueId, segment, offeredCounts, handledCounts, handleTimesMs } of known) {
    const series = seriesOf(queueId, segment);
    for (const [i, count] of offeredCounts.entries()) {
      const at = day.startsAt + i * intervalMs;
      if (at >= from && at < to) continue;
      series.offered[i] = count;
      series.handled[i] = handledCounts?.[i] ?? 0;
      series.handleMs[i] = handleTimesMs[i] ?? 0;
    }
  }
  const before = await namedBefore(
    database,
    site,
    visits.filter(({ contactId, offeredAt }) => named.of(contactId, offeredAt) === undefined),
    from,
  );
  const tally = createTally();
  for (const visit of visits) {
    if (visit.queueId === '' || visit.outcome === 'ended-before-queue') continue;
    const segment = named.of(visit.contactId, visit.offeredAt) ?? before.get(visit.contactId) ?? '';
    const series = seriesOf(visit.queueId, segment);
    const i = Math.floor((visit.offeredAt - day.startsAt) / intervalMs);
    tallyVisit(tally, visit, NO_LIMITS, 1);
    series.offered[i] = (series.offered[i] ?? 0) + tally.offeredCount;
    series.handled[i] = (series.handled[i] ?? 0) + tally.handledCount;
    series.handleMs[i] = (series.handleMs[i] ?? 0) + tally.talkMs + tally.holdMs + tally.afterContactWorkMs;
    tallyVisit(tally, visit, NO_LIMITS, -1);
  }
  return [...byQueue].flatMap(([queueId, segments]) =>
    [...mostFrequent(segments)].map(([segment, { offered, handled, handleMs }]): SegmentRow => ({
      site,
      date: day.date,
      queueId,
      segment,
      origin: 'log',
      intervalMs,
      offeredCounts: offered,
      handledCounts: handled,
      handleTimesMs: handleMs,
    })),
  );
}

/** The segment that each of these visits' contacts was last said to be of before `from`. */
async function namedBefore(
  database: Database,
  site: string,
  visits: readonly Visit[],
  from: number,
): Promise<ReadonlyMap<string, string>> {
  const contactIds = [...new Set(visits.map(({ contactId }) => contactId))];
  const found = new Map<string, string>();
  for (let start = 0; start < contactIds.length; start += CONTACTS) {
    // oxlint-disable-next-line no-await-in-loop -- one connection for one question
    const { rows } = await database.$client.query<{ contact: string; segment: string }>(
      `select data->>'contactId' as contact, data->>'segment' as segment from event_log
       where site = $1 and data ? 'contactId' and data->>'contactId' = any($2)
         and type = 'contact.queued' and time < $3 and data ? 'segment'
       order by time`,
      [site, contactIds.slice(start, start + CONTACTS), from],
    );
    for (const { contact, segment } of rows) found.set(contact, segment);
  }
  return found;
}

function mostFrequent(segments: ReadonlyMap<string, Series>): ReadonlyMap<string, Series> {
  if (segments.size <= MAX_SEGMENTS) return segments;
  const total = ({ offered }: Series): number => offered.reduce((a, b) => a + b, 0);
  const sorted = [...segments].toSorted(([a, left], [b, right]) => total(right) - total(left) || (a < b ? -1 : 1));
  const kept = new Map(sorted.slice(0, MAX_SEGMENTS));
  for (const [, series] of sorted.slice(MAX_SEGMENTS)) {
    const rest = kept.get('');
    kept.set('', {
      offered: series.offered.map((count, i) => count + (rest?.offered[i] ?? 0)),
      handled: series.handled.map((count, i) => count + (rest?.handled[i] ?? 0)),
      handleMs: series.handleMs.map((ms, i) => ms + (rest?.handleMs[i] ?? 0)),
    });
  }
  return kept;
}

/** Replaces what is known of these days by segment. */
export async function keepSegments(
  transaction: Transaction,
  days: readonly Pick<typeof recordedDay.$inferSelect, 'site' | 'date' | 'queueId' | 'origin'>[],
  rows: readonly SegmentRow[],
): Promise<void> {
  for (let start = 0; start < days.length; start += BATCH) {
    const which = days
      .slice(start, start + BATCH)
      .map(({ site, date, queueId, origin }) =>
        and(
          eq(recordedSegment.site, site),
          eq(recordedSegment.date, date),
          eq(recordedSegment.queueId, queueId),
          eq(recordedSegment.origin, origin),
        ),
      );
    // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
    await transaction.delete(recordedSegment).where(or(...which));
  }
  for (let start = 0; start < rows.length; start += BATCH) {
    // oxlint-disable-next-line no-await-in-loop -- as above
    await transaction.insert(recordedSegment).values(rows.slice(start, start + BATCH));
  }
}

/** The past of every segment of every queue before `today`, by queue, in intervals of a plain day; only days of which segments are known. */
export async function readSegments(
  database: Database,
  site: { readonly siteId: string; readonly zone: string; readonly intervalMinutes: number },
  today: string,
): Promise<Map<string, SegmentDay[]>> {
  const { siteId, zone, intervalMinutes } = site;
  const rows = await database
    .select()
    .from(recordedSegment)
    .where(
      and(
        eq(recordedSegment.site, siteId),
        lt(recordedSegment.date, today),
        gte(recordedSegment.date, dateOfDaysBefore(today, LOOK_BACK_DAYS)),
      ),
    )
    .orderBy(recordedSegment.date);
  const heard = new Set(
    rows.flatMap(({ origin, queueId, date, offeredCounts }) =>
      origin === 'log' && offeredCounts.some((count) => count > 0) ? [JSON.stringify([queueId, date])] : [],
    ),
  );
  const days = new Map<string, LocalDay>();
  type Day = { date: string; counts: Map<string, readonly number[]>; handled: Map<string, SegmentHandled> };
  const byQueue = new Map<string, Map<string, Day>>();
  for (const row of rows) {
    const { date, queueId, segment, origin, intervalMs, handledCounts } = row;
    if ((origin === 'log') !== heard.has(JSON.stringify([queueId, date]))) continue;
    const day = days.get(date) ?? localDay(zone, date, intervalMinutes);
    days.set(date, day);
    const ofQueue = byQueue.get(queueId) ?? new Map<string, Day>();
    byQueue.set(queueId, ofQueue);
    const ofDay = ofQueue.get(date) ?? { date, counts: new Map(), handled: new Map() };
    ofQueue.set(date, ofDay);
    const plain = (values: readonly number[]): number[] =>
      onPlainDay(day, regroup(day, intervalMs, values)).map((value) => value ?? 0);
    ofDay.counts.set(segment, plain(row.offeredCounts));
    if (handledCounts === null) continue;
    const handleSec = plain(row.handleTimesMs).map((ms) => ms / 1000);
    ofDay.handled.set(segment, { handled: plain(handledCounts), handleSec });
  }
  return new Map(
    [...byQueue].map(([queueId, ofQueue]) => [
      queueId,
      [...ofQueue.values()].map(({ date, counts, handled }) => ({
        date,
        counts,
        ...(handled.size > 0 && { handled }),
      })),
    ]),
  );
}
