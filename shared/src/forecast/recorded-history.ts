import { median } from '../numeric/median.ts';
import { calendarDay } from './calendar-day.ts';
import type { HandledDay } from './handle-time-forecast.ts';
import type { History, HistoryDay } from './history.ts';
import { type LocalDay, localDay, onPlainDay } from './local-day.ts';
import type { MeasuredPatience } from './required-agents.ts';

/** What is recorded of one queue on one local day, interval by interval of real time from local midnight on. */
export interface RecordedDay {
  readonly date: string;
  readonly intervalMs: number;
  readonly offeredCounts: readonly number[];
  readonly handledCounts: readonly number[];
  /** Time spent on the contacts offered in each interval, all of them together. */
  readonly handleTimesMs: readonly number[];
}

/** A day on which less than this share of its intervals is recorded is left out. */
const LEAST_RECORDED = 0.5;

/** What a series is learned from: counts and handle times of the same open days. */
export interface SeriesPast {
  readonly history: History;
  readonly handled: readonly HandledDay[];
  /** What is really known of days whose gaps are filled in `history`, by date; `null` for a gap. */
  readonly incomplete?: ReadonlyMap<string, readonly (number | null)[]>;
  readonly patience?: MeasuredPatience | null;
}

/**
 * Recorded days, in any order, as a history of plain local days in intervals of `intervalMinutes`: finer ones summed up, coarser ones split evenly.
 * Only days on which the site was open count (`isOpen`). Intervals that ended before `recordedFrom` (epoch ms; the log began then) are filled with
 * their usual share of such a day, and days less than half recorded are left out.
 */
export function recordedHistory(
  days: readonly RecordedDay[],
  zone: string,
  intervalMinutes: number,
  options: { readonly isOpen: (date: string) => boolean; readonly recordedFrom?: (date: string) => number | null },
): SeriesPast {
  const startMinutes = Array.from({ length: 1440 / intervalMinutes }, (_, i) => i * intervalMinutes);
  const plain = days
    .filter(({ date }) => options.isOpen(date))
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
    .map((day) => {
      const local = localDay(zone, day.date, intervalMinutes);
      const from = options.recordedFrom?.(day.date) ?? null;
      const isRecorded = (i: number): boolean => from === null || local.startsAt + i * local.intervalMs >= from;
      const offered = regroup(local, day.intervalMs, day.offeredCounts);
      const known = onPlainDay(
        local,
        offered.map((count, i) => (isRecorded(i) ? count : null)),
      );
      const handled = onPlainDay(local, regroup(local, day.intervalMs, day.handledCounts));
      const handleMs = onPlainDay(local, regroup(local, day.intervalMs, day.handleTimesMs));
      return { date: day.date, known, handled, handleMs };
    })
    .filter(({ known }) => known.filter((count) => count !== null).length >= LEAST_RECORDED * known.length);
  const needsUsual = plain.some(({ known }) => known.includes(null));
  const usual = needsUsual
    ? startMinutes.map((_, i) => median(plain.flatMap(({ known }) => known[i] ?? [])) || 0)
    : startMinutes.map(() => 0);
  const historyDays: HistoryDay[] = plain.map(({ date, known }) => ({
    day: calendarDay(date),
    counts: withoutGaps(known, usual),
  }));
  const handled = plain.map((day, i): HandledDay => ({
    day: historyDays[i]?.day ?? calendarDay(day.date),
    handled: day.handled.map((count) => count ?? 0),
    handleSec: day.handleMs.map((ms) => (ms ?? 0) / 1000),
  }));
  const incomplete = new Map(plain.filter(({ known }) => known.includes(null)).map(({ date, known }) => [date, known]));
  return { history: { intervalMinutes, startMinutes, days: historyDays }, handled, incomplete };
}

/** The sum of histories of the same intervals over the dates that any of them has. */
export function sumHistories(parts: readonly History[], intervalMinutes: number): History {
  const startMinutes = Array.from({ length: 1440 / intervalMinutes }, (_, i) => i * intervalMinutes);
  const byDate = new Map<string, { day: HistoryDay['day']; counts: number[] }>();
  for (const { days } of parts) {
    for (const { day, counts } of days) {
      let sum = byDate.get(day.date);
      if (sum === undefined) byDate.set(day.date, (sum = { day, counts: startMinutes.map(() => 0) }));
      for (const [i, count] of counts.entries()) sum.counts[i] = (sum.counts[i] ?? 0) + count;
    }
  }
  const days = [...byDate.values()].toSorted((a, b) => a.day.epochDay - b.day.epochDay);
  return { intervalMinutes, startMinutes, days };
}

/** A series of `fromMs`-long intervals from the day's midnight on, in the day's own intervals. */
export function regroup(day: LocalDay, fromMs: number, series: readonly number[]): number[] {
  const out = day.places.map(() => 0);
  for (const [i, value] of series.entries()) {
    const first = Math.floor((i * fromMs) / day.intervalMs);
    const pieces = Math.max(1, Math.round(fromMs / day.intervalMs));
    for (let piece = 0; piece < pieces; piece++) {
      const at = first + piece;
      if (at < out.length) out[at] = (out[at] ?? 0) + value / pieces;
    }
  }
  return out;
}

function withoutGaps(known: readonly (number | null)[], usual: readonly number[]): number[] {
  let came = 0;
  let expected = 0;
  for (const [i, count] of known.entries()) {
    if (count === null) continue;
    came += count;
    expected += usual[i] ?? 0;
  }
  const level = expected > 0 ? came / expected : 1;
  return known.map((count, i) => count ?? level * (usual[i] ?? 0));
}
