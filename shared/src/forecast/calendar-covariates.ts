import { calendarDay, type CalendarDay } from './calendar-day.ts';
import type { KnownCalendar } from './history.ts';

/**
 * The covariates of days for a regression, one row per day: a constant, the weekday (7 columns), the first open day after a
 * closure, the start (1-3), middle (15-17) and end (last 3 days) of the month, and one column per named event.
 *
 * `days` are open days in order. A closure is a date named in `closedDates`, or a missing date on a weekday that is usually
 * open (present in more than half of the weeks). Weekends that are always closed are no closure.
 */
export function calendarCovariates(days: readonly CalendarDay[], calendar: KnownCalendar = {}): number[][] {
  const usual = usualWeekdays(days);
  const closed = new Set(calendar.closedDates?.map((date) => calendarDay(date).epochDay));
  const events = eventsByDate(calendar);
  return days.map((day, index) => {
    const previous = days[index - 1];
    const afterClosure = previous !== undefined && wasClosedBetween(previous, day, usual, closed);
    return [
      1,
      ...[1, 2, 3, 4, 5, 6, 7].map((weekday) => Number(day.weekday === weekday)),
      Number(afterClosure),
      Number(day.dayOfMonth <= 3),
      Number(day.dayOfMonth >= 15 && day.dayOfMonth <= 17),
      Number(day.daysLeftInMonth <= 2),
      ...events.map((dates) => Number(dates.has(day.date))),
    ];
  });
}

/** The weekdays on which the series is usually open. */
export function usualWeekdays(days: readonly CalendarDay[]): ReadonlySet<number> {
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return new Set();
  const weeks = (last.epochDay - first.epochDay + 1) / 7;
  const seen = new Map<number, number>();
  for (const { weekday } of days) seen.set(weekday, (seen.get(weekday) ?? 0) + 1);
  return new Set([...seen].filter(([, count]) => count > Math.max(0.5, weeks / 2)).map(([weekday]) => weekday));
}

function eventsByDate({ events = [] }: KnownCalendar): Set<string>[] {
  const byName = new Map<string, Set<string>>();
  for (const { name, date } of events) byName.set(name, (byName.get(name) ?? new Set()).add(date));
  return [...byName.values()];
}

function wasClosedBetween(
  previous: CalendarDay,
  day: CalendarDay,
  usual: ReadonlySet<number>,
  closed: ReadonlySet<number>,
): boolean {
  // A gap of weeks is a gap in the record, not a closure.
  if (day.epochDay - previous.epochDay > 10) return false;
  for (let epochDay = previous.epochDay + 1; epochDay < day.epochDay; epochDay++) {
    const weekday = ((((day.weekday - 1 - (day.epochDay - epochDay)) % 7) + 7) % 7) + 1;
    if (usual.has(weekday) || closed.has(epochDay)) return true;
  }
  return false;
}
