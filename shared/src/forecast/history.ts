import type { CalendarDay } from './calendar-day.ts';

/** One open day of a series. */
export interface HistoryDay {
  readonly day: CalendarDay;
  /** Contacts per interval, one for every entry of the history's `startMinutes`. */
  readonly counts: readonly number[];
}

/** A series as the forecast takes it: open days only, in order, every interval filled. */
export interface History {
  readonly intervalMinutes: number;
  /** Start of every interval, in minutes after local midnight. */
  readonly startMinutes: readonly number[];
  readonly days: readonly HistoryDay[];
}

/** What is known about days to come, and of days past that were not like others. */
export interface KnownCalendar {
  /** ISO dates on which nothing is open. A usual weekday that is absent from the history counts as one without being named. */
  readonly closedDates?: readonly string[];
  /** Holidays, campaigns, launches: every name is a covariate of its own, learned from the past dates that bear it. */
  readonly events?: readonly { readonly name: string; readonly date: string }[];
}

/** Minutes after midnight as `07:30`. */
export function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
