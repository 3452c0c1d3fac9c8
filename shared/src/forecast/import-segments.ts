import { type HistoryDayRecorded, MAX_RECORDED_SEGMENTS } from '../history/events.ts';
import { withClockChanges } from './clock-changes.ts';
import { handleTimesByDate } from './import-handle-times.ts';
import { type LocalDay, onDay } from './local-day.ts';
import type { MappedRow } from './read-mapped-rows.ts';

/** What a table says of one segment on one date, by intervals of a plain day. */
type SegmentPart = {
  readonly segment: string;
  readonly counts: readonly number[];
  readonly handleTimesMs: readonly number[] | undefined;
};

/**
 * One queue's rows by segment as rows of the whole queue: counts added up, handle times weighted by them. A segment that stands twice at one time makes a second
 * row of its own, as rows of an hour that came twice do; whether it is one is judged with all the others. Rows that cannot be stay as they are.
 */
export function wholeOfSegments(rows: readonly MappedRow[]): MappedRow[] {
  if (rows.every(({ segment }) => segment === undefined)) return [...rows];
  const sums = new Map<string, { row: MappedRow; timedCount: number; seconds: number }>();
  const times = new Map<string, number>();
  const whole: { row: MappedRow; timedCount: number; seconds: number }[] = [];
  for (const { segment = '', ...row } of rows) {
    const { date, startMinute, count, handleTimeSec } = row;
    const isTimed = handleTimeSec !== null && count > 0;
    const own = { row, timedCount: isTimed ? count : 0, seconds: isTimed ? count * handleTimeSec : 0 };
    if (!Number.isFinite(startMinute) || !(count >= 0)) {
      whole.push(own);
      continue;
    }
    const which = JSON.stringify([date, startMinute, segment]);
    const round = times.get(which) ?? 0;
    times.set(which, round + 1);
    const key = JSON.stringify([date, startMinute, round]);
    const sum = sums.get(key);
    if (sum === undefined) {
      sums.set(key, own);
      whole.push(own);
      continue;
    }
    sum.row = { ...sum.row, count: sum.row.count + count };
    sum.timedCount += own.timedCount;
    sum.seconds += own.seconds;
  }
  return whole.map(({ row, timedCount, seconds }) => ({
    ...row,
    handleTimeSec: timedCount > 0 ? seconds / timedCount : row.handleTimeSec,
  }));
}

/** What rows say by segment, by date; of more segments than a day may have the least frequent count as without one. Empty where the table has none. */
export function partsBySegment(
  rows: readonly MappedRow[],
  zone: string,
  intervalMinutes: number,
): ReadonlyMap<string, readonly SegmentPart[]> {
  const byDate = new Map<string, SegmentPart[]>();
  for (const [segment, own] of bySegment(rows)) {
    const { rows: dated } = withClockChanges(own, zone, intervalMinutes);
    const times = handleTimesByDate(dated, intervalMinutes);
    const counts = new Map<string, number[]>();
    const seen = new Set<string>();
    for (const { date, startMinute, count } of dated) {
      const key = `${date} ${startMinute}`;
      if (!Number.isInteger(startMinute) || startMinute >= 1440 || !(count >= 0) || seen.has(key)) continue;
      seen.add(key);
      const day = counts.get(date) ?? Array.from({ length: 1440 / intervalMinutes }, () => 0);
      counts.set(date, day);
      const i = Math.floor(startMinute / intervalMinutes);
      day[i] = (day[i] ?? 0) + count;
    }
    for (const [date, day] of counts) {
      byDate.set(date, [...(byDate.get(date) ?? []), { segment, counts: day, handleTimesMs: times.get(date) }]);
    }
  }
  return byDate;
}

/** The parts of a date in the day's own intervals, as a recorded day has them. */
export function segmentsOn(
  day: LocalDay,
  parts: readonly SegmentPart[] | undefined,
): Pick<HistoryDayRecorded, 'segments'> {
  if (parts === undefined) return {};
  return {
    segments: parts.map(({ segment, counts, handleTimesMs }) => ({
      segment,
      offeredCounts: onDay(day, counts, 0),
      ...(handleTimesMs && { handleTimesMs: onDay(day, handleTimesMs, 0) }),
    })),
  };
}

/** Rows by segment, at most as many as a day may have: those beyond the most frequent ones together, as without one. */
function bySegment(rows: readonly MappedRow[]): ReadonlyMap<string, readonly MappedRow[]> {
  const segments = new Map<string, { contacts: number; rows: MappedRow[] }>();
  for (const row of rows) {
    if (row.segment === undefined) continue;
    const own = segments.get(row.segment) ?? { contacts: 0, rows: [] };
    segments.set(row.segment, own);
    own.rows.push(row);
    own.contacts += row.count >= 0 ? row.count : 0;
  }
  const isKept = new Set(
    [...segments]
      .filter(([segment]) => segment !== '')
      .toSorted(([a, left], [b, right]) => right.contacts - left.contacts || (a < b ? -1 : 1))
      .slice(0, MAX_RECORDED_SEGMENTS - 1)
      .map(([segment]) => segment),
  );
  const kept = new Map<string, readonly MappedRow[]>();
  const rest: MappedRow[] = [];
  for (const [segment, { rows: own }] of segments) {
    if (isKept.has(segment)) kept.set(segment, own);
    else rest.push(...own);
  }
  return rest.length === 0 ? kept : kept.set('', wholeOfSegments(rest));
}
