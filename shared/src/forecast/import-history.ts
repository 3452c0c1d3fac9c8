import type { HistoryDayRecorded } from '../history/events.ts';
import { buildHistory, type HistoryRepair } from './build-history.ts';
import { parseMoment, utcOffsetMs } from '../kit/zone.ts';
import { clockTime } from './history.ts';
import { dateOfDaysBefore, localDay, onDay } from './local-day.ts';
import type { MappedRow } from './read-mapped-rows.ts';
import { InputError } from '../numeric/input-error.ts';

/** A repair with the queue it concerns. */
export type ImportRepair = HistoryRepair & { readonly queueId?: string };

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

/** A mean handle time beyond a week is none. */
const MOST_HANDLE_SEC = 604_800;

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
  for (const [queueId, own] of byQueue) {
    const intervalMinutes = options.intervalMinutes ?? spacingOf(own);
    const { rows: dated, repairs: clockRepairs, isSkipped } = withClockChanges(own, zone, intervalMinutes);
    const built = buildHistory(dated, intervalMinutes, { missingIsZero: options.missingIsZero === true });
    // In an hour that there was not, nothing is missing.
    const others = built.repairs.filter(
      ({ kind, date, interval }) => kind !== 'gap-filled' || date === undefined || !isSkipped(date, interval ?? ''),
    );
    repairs.push(...[...clockRepairs, ...others].map((repair) => ({ ...repair, queueId })));
    const handle = handleTimes(dated, queueId, repairs);
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
        ...(times && {
          handleTimesMs: onDay(
            local,
            plain.map((_, i) => meanWithin(times, i * intervalMinutes, intervalMinutes)),
            0,
          ),
        }),
      };
    });
    days.push(...recorded);
    queues.push({
      queueId,
      rowCount: own.length,
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

/**
 * Rows of days on which clocks changed, as the hours were: a row of an hour that was skipped is taken out; in an hour that came twice, the two rows of each
 * start, or the halves of its only one, are one mean per time round.
 */
function withClockChanges(
  rows: readonly MappedRow[],
  zone: string,
  intervalMinutes: number,
): {
  readonly rows: readonly MappedRow[];
  readonly repairs: readonly HistoryRepair[];
  readonly isSkipped: (date: string, interval: string) => boolean;
} {
  const timesRound = new Map<string, readonly number[] | null>();
  const perDay = 1440 / intervalMinutes;
  /** How often each interval of the clock came on that date; null on a plain day, or for what is no date. */
  const roundsOf = (date: string): readonly number[] | null => {
    let rounds = timesRound.get(date);
    if (rounds === undefined) timesRound.set(date, (rounds = changedRounds(zone, date, intervalMinutes)));
    return rounds;
  };
  const repairs: HistoryRepair[] = [];
  const twice = new Map<string, MappedRow[]>();
  const kept: MappedRow[] = [];
  for (const row of rows) {
    const { date, startMinute, count, line } = row;
    const rounds = roundsOf(date)?.[Math.floor(startMinute / intervalMinutes)] ?? 1;
    if (rounds === 0 && startMinute < 1440) {
      if (count === 0) continue;
      const note = `clocks went forward over this time; its ${count} contacts are left out`;
      repairs.push({ kind: 'clock-change', date, interval: clockTime(startMinute), line, note });
    } else if (rounds > 1 && count >= 0) {
      const key = `${date} ${startMinute}`;
      twice.set(key, [...(twice.get(key) ?? []), row]);
    } else kept.push(row);
  }
  for (const [first, second, ...more] of twice.values()) {
    if (first === undefined) continue;
    kept.push({ ...first, count: (first.count + (second?.count ?? 0)) / 2 }, ...more);
    const note =
      second === undefined
        ? `clocks went back and this time came twice; its ${first.count} contacts are divided between both`
        : 'clocks went back and this time came twice; each row is one of them';
    repairs.push({
      kind: 'clock-change',
      date: first.date,
      interval: clockTime(first.startMinute),
      line: first.line,
      note,
    });
  }
  return {
    rows: kept,
    repairs,
    isSkipped: (date, interval) => {
      const place = Math.floor((Number(interval.slice(0, 2)) * 60 + Number(interval.slice(3))) / intervalMinutes);
      return place < perDay && roundsOf(date)?.[place] === 0;
    },
  };
}

function changedRounds(zone: string, date: string, intervalMinutes: number): readonly number[] | null {
  try {
    const { places } = localDay(zone, date, intervalMinutes);
    const rounds = Array.from({ length: 1440 / intervalMinutes }, () => 0);
    for (const place of places) rounds[place] = (rounds[place] ?? 0) + 1;
    return rounds.every((count) => count === 1) ? null : rounds;
  } catch {
    // No date: refused by name where the history is built.
    return null;
  }
}

type Handled = Map<number, { readonly count: number; readonly seconds: number }>;

/** Contacts and seconds by date and start; times that cannot be are named and left out. */
function handleTimes(rows: readonly MappedRow[], queueId: string, repairs: ImportRepair[]): Map<string, Handled> {
  const byDate = new Map<string, Handled>();
  for (const { date, startMinute, count, line, handleTimeSec } of rows) {
    if (handleTimeSec === null || !Number.isInteger(startMinute) || !(count >= 0)) continue;
    if (!(handleTimeSec >= 0 && handleTimeSec <= MOST_HANDLE_SEC)) {
      const note = `handle time: ${Number.isNaN(handleTimeSec) ? 'is not a number' : `${handleTimeSec} seconds cannot be`}; the count is kept without it`;
      repairs.push({ kind: 'impossible-handle-time', date, line, queueId, note });
      continue;
    }
    const day: Handled = byDate.get(date) ?? new Map();
    byDate.set(date, day);
    if (!day.has(startMinute)) day.set(startMinute, { count, seconds: count * handleTimeSec });
  }
  return byDate;
}

/** The mean of the rows within an interval, ms; 0 where nothing was handled. */
function meanWithin(times: Handled, from: number, minutes: number): number {
  let count = 0;
  let seconds = 0;
  for (const [start, row] of times) {
    if (start < from || start >= from + minutes) continue;
    count += row.count;
    seconds += row.seconds;
  }
  return count > 0 ? Math.round((1000 * seconds) / count) : 0;
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
