import type { HistoryDayRecorded } from '../history/events.ts';
import { parseMoment, utcOffsetMs } from '../kit/zone.ts';
import { InputError } from '../numeric/input-error.ts';
import { buildHistory, type ImportRepair } from './build-history.ts';
import { withClockChanges } from './clock-changes.ts';
import { handleTimesByDate, withPossibleTimes } from './import-handle-times.ts';
import { partsBySegment, segmentsOn, wholeOfSegments } from './import-segments.ts';
import { dateOfDaysBefore, localDay, onDay } from './local-day.ts';
import type { MappedRow } from './read-mapped-rows.ts';

export interface ImportedHistory {
  readonly days: readonly HistoryDayRecorded[];
  readonly repairs: readonly ImportRepair[];
  readonly queues: readonly {
    readonly queueId: string;
    readonly rowCount: number;
    readonly dayCount: number;
    readonly contactCount: number;
    readonly fromDate: string;
    readonly toDate: string;
  }[];
}

/**
 * Makes recorded days of the rows of an imported history, queue by queue. Every row that is not taken as it stands is in the repairs, with its line and the
 * reason. Rows name wall-clock times of the site's zone: what stands in an hour that clocks skipped is left out, and an hour they repeated is divided between both;
no contact is counted twice.
 * Throws InputError where a queue's rows are no history at all.
 */
export function importHistory(
  rows: readonly MappedRow[],
  zone: string,
  options: { readonly intervalMinutes?: 15 | 30 | 60; readonly missingIsZero?: boolean } = {},
): ImportedHistory {
  const byQueue = new Map<string, MappedRow[]>();
  const repairs: ImportRepair[] = [];
  for (const row of rows) {
    if (row.queueId === '' || row.queueId.length > 200) {
      repairs.push({ kind: 'refused-row', date: row.date, line: row.line, note: 'queue: is missing' });
      continue;
    }
    const known = byQueue.get(row.queueId);
    if (known === undefined) byQueue.set(row.queueId, [row]);
    else known.push(row);
  }
  if (byQueue.size === 0) throw new InputError('rows', 'are missing: no row names a queue and a count');
  const days: HistoryDayRecorded[] = [];
  const queues: ImportedHistory['queues'][number][] = [];
  for (const [queueId, rowsOf] of byQueue) {
    const timed = withPossibleTimes(rowsOf, queueId, repairs);
    const own = wholeOfSegments(timed);
    const intervalMinutes = options.intervalMinutes ?? spacingOf(own);
    const { rows: dated, repairs: clockRepairs, isSkipped } = withClockChanges(own, zone, intervalMinutes);
    const built = buildHistory(dated, intervalMinutes, { missingIsZero: options.missingIsZero === true });
    // In an hour that there was not, nothing is missing.
    const others = built.repairs.filter(
      ({ kind, date, interval }) => kind !== 'gap-filled' || date === undefined || !isSkipped(date, interval ?? ''),
    );
    repairs.push(...[...clockRepairs, ...others].map((repair) => ({ ...repair, queueId })));
    const handle = handleTimesByDate(dated, intervalMinutes);
    const parts = partsBySegment(timed, zone, intervalMinutes);
    const recorded = built.history.days.map(({ day, counts }): HistoryDayRecorded => {
      const local = localDay(zone, day.date, intervalMinutes);
      const plain = Array.from({ length: 1440 / intervalMinutes }, () => 0);
      for (const [i, count] of counts.entries()) plain[(built.history.startMinutes[i] ?? 0) / intervalMinutes] = count;
      const times = handle.get(day.date);
      return {
        queueId,
        date: day.date,
        intervalMinutes,
        startsAt: local.startsAt,
        offeredCounts: onDay(local, plain, 0),
        ...(times && { handleTimesMs: onDay(local, times, 0) }),
        ...segmentsOn(local, parts.get(day.date)),
      };
    });
    days.push(...recorded);
    queues.push({
      queueId,
      rowCount: rowsOf.length,
      dayCount: recorded.length,
      contactCount: Math.round(
        recorded.reduce((sum, { offeredCounts }) => sum + offeredCounts.reduce((a, b) => a + b, 0), 0),
      ),
      fromDate: recorded[0]?.date ?? '',
      toDate: recorded.at(-1)?.date ?? '',
    });
  }
  return { days, repairs, queues };
}

/** The finest of 15, 30 and 60 minutes that the rows fill: what they all start at multiples of divides it, and no two thirds of it are left out. */
function spacingOf(rows: readonly MappedRow[]): 15 | 30 | 60 {
  const starts = new Set(rows.map(({ startMinute }) => startMinute).filter((start) => start >= 0));
  let step = 60;
  for (const start of starts) step = greatestDivisor(step, start % 60);
  if (step >= 60) return 60;
  if (step >= 30) return 30;
  return 15 % step === 0 ? 15 : 30 % step === 0 ? 30 : 60;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Rows whose times are of another zone, by the site's: minutes and, near midnight, dates change. What is no date or time stays as it is. */
export function rowsInZone(rows: readonly MappedRow[], from: string, to: string): MappedRow[] {
  if (from === to) return [...rows];
  const shifts = new Map<string, number>();
  return rows.map((row) => {
    const hour = Math.floor(row.startMinute / 60);
    const key = `${row.date} ${hour}`;
    let shift = shifts.get(key);
    if (shift === undefined) shifts.set(key, (shift = shiftMinutes(row.date, hour, from, to)));
    const minute = row.startMinute + shift;
    if (!Number.isFinite(minute)) return row;
    const days = Math.floor(minute / 1440);
    return {
      ...row,
      startMinute: minute - days * 1440,
      date: days === 0 ? row.date : dateOfDaysBefore(row.date, -days),
    };
  });
}

function shiftMinutes(date: string, hour: number, from: string, to: string): number {
  const time = Number.isInteger(hour) ? parseMoment(from, `${date}T${String(hour).padStart(2, '0')}:00`) : undefined;
  return time === undefined ? Number.NaN : (utcOffsetMs(to, time) - utcOffsetMs(from, time)) / 60_000;
}
