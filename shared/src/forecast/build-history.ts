import { InputError } from '../numeric/input-error.ts';
import { median } from '../numeric/median.ts';
import { calendarDay } from './calendar-day.ts';
import { clockTime, type History, type HistoryDay } from './history.ts';

/** One line of an imported history: contacts that arrived in a short span of a local day. */
export interface HistoryRow {
  /** ISO date. */
  readonly date: string;
  /** Start of the span, in minutes after local midnight. */
  readonly startMinute: number;
  readonly count: number;
  /** Where the row stands in its file, to name it by. */
  readonly line: number;
}

/** Something in a history that was not as it should be, and what was done about it. */
export interface HistoryRepair {
  readonly kind:
    | 'refused-row'
    | 'duplicate'
    | 'gap-filled'
    | 'impossible-count'
    | 'impossible-handle-time'
    | 'clock-change'
    | 'day-left-out'
    | 'interval-left-out';
  readonly date?: string;
  readonly interval?: string;
  readonly line?: number;
  readonly note: string;
}

/** A repair with the queue it concerns. */
export type ImportRepair = HistoryRepair & { readonly queueId?: string };

export interface BuiltHistory {
  readonly history: History;
  /** Every repair, in the order of the checks. */
  readonly repairs: readonly HistoryRepair[];
}

/** More rows than this share refused, and the file is not a history. */
const MOST_REFUSED = 0.2;

/** A day on which fewer than this share of its intervals is recorded is left out. */
const LEAST_RECORDED = 0.5;

/** The most contacts one row may claim. */
const MOST_CONTACTS = 1_000_000;

/**
 * Makes a history of rows: sums them into intervals of `intervalMinutes`, refuses rows that cannot be (and says which), keeps
 * the first of duplicates, leaves out intervals that are never fully recorded and days mostly missing, and fills the gaps
 * left with the usual share of that interval in such a day. Everything done is in `repairs`; nothing is repaired silently.
 * `missingIsZero` says that absent rows of a recorded day mean nobody came.
 *
 * Throws InputError when nothing usable is left, too many rows are refused, or the interval does not fit the rows.
 */
export function buildHistory(
  rows: readonly HistoryRow[],
  intervalMinutes: number,
  options: { readonly missingIsZero?: boolean } = {},
): BuiltHistory {
  if (!Number.isInteger(intervalMinutes) || intervalMinutes < 1 || 1440 % intervalMinutes !== 0) {
    throw new InputError('interval', `must divide a day into whole minutes, not ${intervalMinutes} minutes`);
  }
  const repairs: HistoryRepair[] = [];
  const slots = collectSlots(rows, repairs);
  const slotMinutes = spacingOf(slots);
  if (intervalMinutes % slotMinutes !== 0) {
    throw new InputError(
      'interval',
      `must be a multiple of the ${slotMinutes} minutes of the rows, not ${intervalMinutes}`,
    );
  }
  const perInterval = intervalMinutes / slotMinutes;
  const recorded = sumIntervals(slots, intervalMinutes, options.missingIsZero === true ? 1 : perInterval);
  const startMinutes = usableIntervals(slots, recorded, intervalMinutes, perInterval, repairs);
  if (options.missingIsZero) {
    for (const day of recorded.values()) for (const start of startMinutes) if (!day.has(start)) day.set(start, 0);
  }
  dropImpossible(recorded, startMinutes, repairs);
  const days = fillGaps(recorded, startMinutes, repairs);
  if (days.length === 0) throw new InputError('rows', 'hold no day that is at least half recorded');
  return { history: { intervalMinutes, startMinutes, days }, repairs };
}

type CountsByDate = Map<string, Map<number, number>>;

/** Valid rows by date and start; refused rows and duplicates go to the repairs. */
function collectSlots(rows: readonly HistoryRow[], repairs: HistoryRepair[]): CountsByDate {
  const slots: CountsByDate = new Map();
  const knownDates = new Set<string>();
  let refused = 0;
  for (const { date, startMinute, count, line } of rows) {
    const problem = problemOf(date, startMinute, count, knownDates);
    if (problem !== undefined) {
      refused++;
      repairs.push({ kind: 'refused-row', date, line, note: problem });
      continue;
    }
    const day = slots.get(date) ?? new Map<number, number>();
    slots.set(date, day);
    const before = day.get(startMinute);
    if (before === undefined) day.set(startMinute, count);
    else {
      const note =
        before === count ? 'stands twice; counted once' : `is ${count} here and ${before} before; the first is kept`;
      repairs.push({ kind: 'duplicate', date, interval: clockTime(startMinute), line, note });
    }
  }
  if (rows.length === 0) throw new InputError('rows', 'are missing: the history is empty');
  if (refused > MOST_REFUSED * rows.length) {
    const first = repairs.find(({ kind }) => kind === 'refused-row');
    throw new InputError('rows', `${refused} of ${rows.length} cannot be used (line ${first?.line}: ${first?.note})`);
  }
  return slots;
}

function problemOf(date: string, startMinute: number, count: number, knownDates: Set<string>): string | undefined {
  if (!knownDates.has(date)) {
    try {
      calendarDay(date);
    } catch {
      return `date: "${date}" is not a date of the form 2003-09-26`;
    }
    knownDates.add(date);
  }
  if (!Number.isInteger(startMinute) || startMinute < 0 || startMinute >= 1440) return 'start: is not a time of day';
  if (!Number.isFinite(count)) return 'count: is not a number';
  if (count < 0) return `count: ${count} contacts cannot have come`;
  if (count > MOST_CONTACTS) return `count: ${count} is beyond any contact centre (${MOST_CONTACTS})`;
  return undefined;
}

/** The usual distance of neighbouring rows of a day, in minutes; the whole day when a day has one row. */
function spacingOf(slots: CountsByDate): number {
  const seen = new Map<number, number>();
  for (const day of slots.values()) {
    const starts = [...day.keys()].toSorted((a, b) => a - b);
    for (let i = 1; i < starts.length; i++) {
      const distance = (starts[i] ?? 0) - (starts[i - 1] ?? 0);
      seen.set(distance, (seen.get(distance) ?? 0) + 1);
    }
  }
  const [usual] = [...seen].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  return usual?.[0] ?? 1440;
}

/** Sums of the intervals of which at least `needed` rows are there. */
function sumIntervals(slots: CountsByDate, intervalMinutes: number, needed: number): CountsByDate {
  const sums: CountsByDate = new Map();
  for (const [date, day] of slots) {
    const found = new Map<number, { sum: number; rows: number }>();
    for (const [start, count] of day) {
      const interval = start - (start % intervalMinutes);
      const { sum, rows } = found.get(interval) ?? { sum: 0, rows: 0 };
      found.set(interval, { sum: sum + count, rows: rows + 1 });
    }
    const complete = [...found].filter(([, { rows }]) => rows >= needed);
    sums.set(date, new Map(complete.map(([interval, { sum }]) => [interval, sum])));
  }
  return sums;
}

/** The intervals recorded on most days; those recorded only in part are named in the repairs. */
function usableIntervals(
  slots: CountsByDate,
  recorded: CountsByDate,
  intervalMinutes: number,
  perInterval: number,
  repairs: HistoryRepair[],
): number[] {
  const touched = new Map<number, number>();
  for (const day of slots.values()) {
    for (const interval of new Set([...day.keys()].map((start) => start - (start % intervalMinutes)))) {
      touched.set(interval, (touched.get(interval) ?? 0) + 1);
    }
  }
  const complete = new Map<number, number>();
  for (const day of recorded.values()) {
    for (const interval of day.keys()) complete.set(interval, (complete.get(interval) ?? 0) + 1);
  }
  const usable: number[] = [];
  for (const [interval, days] of [...touched].toSorted((a, b) => a[0] - b[0])) {
    if ((complete.get(interval) ?? 0) >= LEAST_RECORDED * Math.max(days, slots.size / 2)) usable.push(interval);
    else {
      const note = `is complete (${perInterval} rows) on ${complete.get(interval) ?? 0} of ${slots.size} days; left out`;
      repairs.push({ kind: 'interval-left-out', interval: clockTime(interval), note });
    }
  }
  return usable;
}

/** Takes out counts no day resembles: more than 25 times the usual count of that interval and 200 besides. */
function dropImpossible(recorded: CountsByDate, startMinutes: readonly number[], repairs: HistoryRepair[]): void {
  for (const start of startMinutes) {
    const usual = median([...recorded.values()].flatMap((day) => day.get(start) ?? []));
    for (const [date, day] of recorded) {
      const count = day.get(start);
      if (count === undefined || count <= 25 * usual + 200) continue;
      day.delete(start);
      const note = `${count} contacts where ${Math.round(usual)} are usual cannot be; treated as a gap`;
      repairs.push({ kind: 'impossible-count', date, interval: clockTime(start), note });
    }
  }
}

function fillGaps(recorded: CountsByDate, startMinutes: readonly number[], repairs: HistoryRepair[]): HistoryDay[] {
  const usual = startMinutes.map((start) => median([...recorded.values()].flatMap((day) => day.get(start) ?? [])) || 0);
  const days: HistoryDay[] = [];
  for (const [date, counts] of [...recorded].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const present = startMinutes.filter((start) => counts.has(start)).length;
    if (present < LEAST_RECORDED * startMinutes.length) {
      const note = `${present} of ${startMinutes.length} intervals are recorded; the day is left out`;
      repairs.push({ kind: 'day-left-out', date, note });
      continue;
    }
    // How busy the day was against the usual day, over the intervals it has.
    let came = 0;
    let expected = 0;
    for (const [i, start] of startMinutes.entries()) {
      if (!counts.has(start)) continue;
      came += counts.get(start) ?? 0;
      expected += usual[i] ?? 0;
    }
    const level = expected > 0 ? came / expected : 1;
    const filled = startMinutes.map((start, i) => {
      const count = counts.get(start);
      if (count !== undefined) return count;
      const estimate = Math.round(level * (usual[i] ?? 0) * 10) / 10;
      repairs.push({ kind: 'gap-filled', date, interval: clockTime(start), note: `not recorded; ${estimate} put in` });
      return estimate;
    });
    days.push({ day: calendarDay(date), counts: filled });
  }
  return days;
}
