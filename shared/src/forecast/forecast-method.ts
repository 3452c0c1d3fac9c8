import type { CalendarDay } from './calendar-day.ts';
import type { HistoryDay, KnownCalendar } from './history.ts';

/** What a method is asked: the counts of one day to come, from the open days before it. */
export interface ForecastQuestion {
  /** Open days before the forecast is made, in order. */
  readonly past: readonly HistoryDay[];
  readonly target: CalendarDay;
  /** Open days from the last of `past` to the target: 1 is the next open day. */
  readonly stepsAhead: number;
  readonly calendar: KnownCalendar;
}

/** Expected contacts per interval, or undefined where the past is too short for the method. */
export type ForecastMethod = (question: ForecastQuestion) => number[] | undefined;
