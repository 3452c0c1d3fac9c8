import { Temporal } from 'temporal-polyfill';
import { InputError } from '../numeric/input-error.ts';

/** What the calendar says about one local date. */
export interface CalendarDay {
  /** ISO date, `2003-09-26`. */
  readonly date: string;
  /** Days since 1970-01-01: differences of it are differences of dates. */
  readonly epochDay: number;
  /** 1 Monday … 7 Sunday. */
  readonly weekday: number;
  readonly dayOfMonth: number;
  /** Days of the month still to come after this one; 0 on the last. */
  readonly daysLeftInMonth: number;
}

const epoch = Temporal.PlainDate.from('1970-01-01');

/** The calendar facts of an ISO date. Throws InputError (field `date`) for what is no date. */
export function calendarDay(date: string): CalendarDay {
  return factsOf(parseDate(date));
}

/** The `count` dates after `date`, in order. */
export function daysAfter(date: string, count: number): CalendarDay[] {
  const start = parseDate(date);
  return Array.from({ length: count }, (_, i) => factsOf(start.add({ days: i + 1 })));
}

function parseDate(date: string): Temporal.PlainDate {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    try {
      return Temporal.PlainDate.from(date, { overflow: 'reject' });
    } catch {
      // Said below, in our own words.
    }
  }
  throw new InputError('date', `"${date}" is not a date of the form 2003-09-26`);
}

function factsOf(plain: Temporal.PlainDate): CalendarDay {
  return {
    date: plain.toString(),
    epochDay: epoch.until(plain, { largestUnit: 'day' }).days,
    weekday: plain.dayOfWeek,
    dayOfMonth: plain.day,
    daysLeftInMonth: plain.daysInMonth - plain.day,
  };
}
