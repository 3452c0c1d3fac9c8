import type { CalendarDay } from './calendar-day.ts';

/** Contacts handled and seconds spent on them, interval by interval, on one past day. */
export interface HandledDay {
  readonly day: CalendarDay;
  readonly handled: readonly number[];
  readonly handleSec: readonly number[];
}

/** Open days after which a day counts half for the level, and for the shape of the day and the week. */
const LEVEL_HALF_LIFE_DAYS = 8;
const SHAPE_HALF_LIFE_DAYS = 60;

/** Contacts of evidence for "like any other interval" and "like any other weekday". */
const INTERVAL_PRIOR = 60;
const WEEKDAY_PRIOR = 300;

/**
 * The mean handle time to expect in each interval of a day to come, in seconds: the recent level times the usual ratio of the
 * weekday times the usual ratio of the interval. Each ratio is a ratio of sums (seconds ÷ contacts, never a mean of means)
 * shrunk towards 1 by the contacts it rests on, so that an interval with few contacts is not taken at its word. Null when no
 * contact was ever handled.
 */
export function forecastHandleTime(past: readonly HandledDay[], target: CalendarDay): number[] | null {
  const intervals = past.at(-1)?.handled.length ?? 0;
  const level = { handled: 0, seconds: 0 };
  const whole = { handled: 0, seconds: 0 };
  const weekday = { handled: 0, seconds: 0 };
  const byInterval = Array.from({ length: intervals }, () => ({ handled: 0, seconds: 0 }));
  for (const [index, { day, handled, handleSec }] of past.entries()) {
    const age = past.length - 1 - index;
    const recent = 0.5 ** (age / LEVEL_HALF_LIFE_DAYS);
    const usual = 0.5 ** (age / SHAPE_HALF_LIFE_DAYS);
    for (const [i, count] of handled.entries()) {
      const seconds = handleSec[i] ?? 0;
      add(level, recent, count, seconds);
      add(whole, usual, count, seconds);
      if (day.weekday === target.weekday) add(weekday, usual, count, seconds);
      const interval = byInterval[i];
      if (interval !== undefined) add(interval, usual, count, seconds);
    }
  }
  if (level.handled <= 0 || level.seconds <= 0) return null;
  const mean = whole.seconds / whole.handled;
  const ratio = ({ handled, seconds }: { handled: number; seconds: number }, prior: number): number =>
    (seconds / mean + prior) / (handled + prior);
  const today = (level.seconds / level.handled) * ratio(weekday, WEEKDAY_PRIOR);
  return byInterval.map((interval) => today * ratio(interval, INTERVAL_PRIOR));
}

function add(sums: { handled: number; seconds: number }, weight: number, handled: number, seconds: number): void {
  sums.handled += weight * handled;
  sums.seconds += weight * seconds;
}
