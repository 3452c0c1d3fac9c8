import Type, { type Static } from 'typebox';
import { Temporal } from 'temporal-polyfill';
import { Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;

/** Most open periods of one day, and most holidays of a calendar. */
export const MAX_PERIODS = 8;
export const MAX_HOLIDAYS = 400;

/**
 * Open from `from` to `to`, local time. Where `to` is not later than `from` it is a time of the next day: `22:00`-`06:00` is open over midnight.
 * `24:00` ends with the day.
 */
export const OpenPeriod = Type.Object(
  {
    from: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
    to: Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' }),
  },
  strict,
);
export type OpenPeriod = Static<typeof OpenPeriod>;

const Periods = Type.Array(OpenPeriod, { maxItems: MAX_PERIODS });

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A date that is unlike its weekday: closed where it has no periods. `yearly` repeats it on the same day of every year. */
export const Holiday = Type.Object(
  {
    date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    name: Label,
    periods: Periods,
    yearly: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type Holiday = Static<typeof Holiday>;

/** When a department works. `zone` is an IANA name; all times are its local ones. */
export const BusinessCalendar = Type.Object(
  {
    zone: Type.String({ minLength: 1, maxLength: 64 }),
    weekly: Type.Object(
      { mon: Periods, tue: Periods, wed: Periods, thu: Periods, fri: Periods, sat: Periods, sun: Periods },
      strict,
    ),
    holidays: Type.Array(Holiday, { maxItems: MAX_HOLIDAYS }),
  },
  strict,
);
export type BusinessCalendar = Static<typeof BusinessCalendar>;

/** A half-open span of time, epoch ms. */
export type Span = { readonly from: number; readonly to: number };

/** One local day: when it begins and ends, what opens on it (in order; may run into the next day), and the holiday it is. */
export type BusinessDay = Span & { readonly open: readonly Span[]; readonly holiday: string | null };

/**
 * The first moment at which the zone's wall clock shows that time of that date or a later one, epoch ms. An hour that a clock change repeats
 * begins when it is first shown; a time that one skips is the moment of the change.
 */
function edgeOf(zone: string, date: Temporal.PlainDate, time: string): number {
  const local = date.toPlainDateTime(Temporal.PlainTime.from(time));
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(local)) return earlier.epochMilliseconds;
  // In a gap this one lies before the change, by less than the gap is long.
  return earlier.getTimeZoneTransition('next')?.epochMilliseconds ?? earlier.epochMilliseconds;
}

/** Days remembered of one calendar; a calendar is never changed in place, so what was worked out stays right. */
const REMEMBERED_DAYS = 2_000;
const remembered = new WeakMap<BusinessCalendar, Map<number, BusinessDay>>();
const FIRST_DAY = Temporal.PlainDate.from('1970-01-01');

/** The day of that number; days are counted from 1 January 1970. */
function businessDay(calendar: BusinessCalendar, number: number): BusinessDay {
  let days = remembered.get(calendar);
  if (days === undefined) remembered.set(calendar, (days = new Map()));
  let day = days.get(number);
  if (day === undefined) {
    if (days.size >= REMEMBERED_DAYS) days.clear();
    days.set(number, (day = workOutDay(calendar, FIRST_DAY.add({ days: number }))));
  }
  return day;
}

function workOutDay(calendar: BusinessCalendar, date: Temporal.PlainDate): BusinessDay {
  const { zone } = calendar;
  const next = date.add({ days: 1 });
  const start = edgeOf(zone, date, '00:00');
  const end = edgeOf(zone, next, '00:00');
  const holiday = holidayOf(calendar, date);
  // A holiday decides its whole day: what opened the evening before ends when it begins.
  const limit = holidayOf(calendar, next) === undefined ? Infinity : end;
  const open = periodsOf(calendar, date, holiday)
    .map(({ from, to }): Span => {
      const closing = to === '24:00' ? end : to > from ? edgeOf(zone, date, to) : edgeOf(zone, next, to);
      return { from: edgeOf(zone, date, from), to: Math.min(closing, limit) };
    })
    .filter((span) => span.to > span.from)
    .toSorted((left, right) => left.from - right.from);
  return { from: start, to: end, open, holiday: holiday?.name ?? null };
}

function periodsOf(
  calendar: BusinessCalendar,
  date: Temporal.PlainDate,
  holiday: Holiday | undefined,
): readonly OpenPeriod[] {
  // `dayOfWeek` is 1-7 from Monday.
  const weekday = WEEKDAYS[date.dayOfWeek - 1] ?? 'mon';
  return holiday?.periods ?? calendar.weekly[weekday];
}

/** The holiday of a date: one of that very date before a yearly one. */
function holidayOf({ holidays }: BusinessCalendar, date: Temporal.PlainDate): Holiday | undefined {
  const day = date.toString();
  return (
    holidays.find((holiday) => holiday.date === day) ??
    holidays.find((holiday) => holiday.yearly === true && holiday.date.slice(5) === day.slice(5))
  );
}

/** The number of the local day that a moment is in. */
function dayNumber(zone: string, at: number): number {
  const date = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone).toPlainDate();
  return FIRST_DAY.until(date, { largestUnit: 'days' }).days;
}

/** Longest past or future that is looked through, days; what lies further off is not counted. */
export const HORIZON_DAYS = 1_100;

/** Every day from the one before `from` on, up to the horizon. The one before may still be open. */
export function* businessDays(calendar: BusinessCalendar, from: number): Generator<BusinessDay> {
  const first = dayNumber(calendar.zone, from) - 1;
  for (let count = 0; count <= HORIZON_DAYS; count++) yield businessDay(calendar, first + count);
}

/** Spans during which the department is open, from `from` on, in order and without overlap; they may touch, so that none is ever endless. */
export function* openSpans(calendar: BusinessCalendar, from: number): Generator<Span> {
  let cursor = from;
  for (const { open } of businessDays(calendar, from)) {
    for (const span of open) {
      const begins = Math.max(span.from, cursor);
      if (span.to <= begins) continue;
      cursor = span.to;
      yield { from: begins, to: span.to };
    }
  }
}
