import { and, eq, gte, lt, sql } from 'drizzle-orm';
import { dateOfDaysBefore, localDay, onPlainDay, type LocalDay } from '@floorwalk/shared/forecast/local-day';
import { regroup } from '@floorwalk/shared/forecast/recorded-history';
import type { SegmentDay } from '@floorwalk/shared/forecast/segment-shares';
import type { Database, Transaction } from '../../db/database.ts';
import { recordedSegment } from './tables.ts';

/** Segments kept apart for one queue and day, the most frequent ones; what is beyond them counts as without one. */
const MAX_SEGMENTS = 20;
/** Days of the past that shares are learned from. */
const LOOK_BACK_DAYS = 90;
const BATCH = 500;
/** What they are recorded in. */
const QUARTER_MS = 15 * 60_000;

type Row = typeof recordedSegment.$inferInsert;

/** Of which segment the contacts offered in [from, to) of a local day were, in quarters of an hour; the rest of the day as it is known. */
export async function segmentsOfDay(
  database: Database,
  site: string,
  day: LocalDay,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Row[]> {
  const { intervalMs } = day;
  const { rows: counted } = await database.$client.query<{
    queue: string;
    segment: string;
    place: number;
    count: number;
  }>(
    `select data->>'queueId' as queue, coalesce(data->>'segment', '') as segment,
            ((time - $4::bigint) / ${intervalMs})::int as place, count(*)::int as count
     from event_log where site = $1 and time >= $2 and time < $3 and type = 'contact.queued' group by 1, 2, 3`,
    [site, from, to, day.startsAt],
  );
  const known = await database
    .select()
    .from(recordedSegment)
    .where(and(eq(recordedSegment.site, site), eq(recordedSegment.date, day.date)));
  const byQueue = new Map<string, Map<string, number[]>>();
  const countsOf = (queueId: string, segment: string): number[] => {
    const segments = byQueue.get(queueId) ?? new Map<string, number[]>();
    byQueue.set(queueId, segments);
    const counts = segments.get(segment) ?? day.places.map(() => 0);
    segments.set(segment, counts);
    return counts;
  };
  for (const { queueId, segment, offeredCounts } of known) {
    const counts = countsOf(queueId, segment);
    for (const [i, count] of offeredCounts.entries()) {
      const at = day.startsAt + i * intervalMs;
      if (at < from || at >= to) counts[i] = count;
    }
  }
  for (const { queue, segment, place, count } of counted) {
    const counts = countsOf(queue, segment);
    counts[place] = (counts[place] ?? 0) + count;
  }
  return [...byQueue].flatMap(([queueId, segments]) =>
    [...mostFrequent(segments)].map(([segment, offeredCounts]) => ({
      site,
      date: day.date,
      queueId,
      segment,
      offeredCounts,
    })),
  );
}

function mostFrequent(segments: ReadonlyMap<string, number[]>): ReadonlyMap<string, number[]> {
  if (segments.size <= MAX_SEGMENTS) return segments;
  const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);
  const sorted = [...segments].toSorted(([a, left], [b, right]) => total(right) - total(left) || (a < b ? -1 : 1));
  const kept = new Map(sorted.slice(0, MAX_SEGMENTS));
  for (const [, counts] of sorted.slice(MAX_SEGMENTS)) {
    const rest = kept.get('') ?? counts.map(() => 0);
    kept.set(
      '',
      rest.map((count, i) => count + (counts[i] ?? 0)),
    );
  }
  return kept;
}

/** Replaces what is known of these days. */
export async function keepSegments(transaction: Transaction, rows: readonly Row[]): Promise<void> {
  for (let start = 0; start < rows.length; start += BATCH) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
    await transaction
      .insert(recordedSegment)
      .values(rows.slice(start, start + BATCH))
      .onConflictDoUpdate({
        target: [recordedSegment.site, recordedSegment.date, recordedSegment.queueId, recordedSegment.segment],
        set: { offeredCounts: sql`excluded.offered_counts` },
      });
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
  const days = new Map<string, LocalDay>();
  const byQueue = new Map<string, Map<string, { date: string; counts: Map<string, readonly number[]> }>>();
  for (const { date, queueId, segment, offeredCounts } of rows) {
    const day = days.get(date) ?? localDay(zone, date, intervalMinutes);
    days.set(date, day);
    const ofQueue = byQueue.get(queueId) ?? new Map<string, { date: string; counts: Map<string, readonly number[]> }>();
    byQueue.set(queueId, ofQueue);
    const ofDay = ofQueue.get(date) ?? { date, counts: new Map<string, readonly number[]>() };
    ofQueue.set(date, ofDay);
    const plain = onPlainDay(day, regroup(day, QUARTER_MS, offeredCounts)).map((count) => count ?? 0);
    ofDay.counts.set(segment, plain);
  }
  return new Map([...byQueue].map(([queueId, ofQueue]) => [queueId, [...ofQueue.values()]]));
}
