import { Temporal } from 'temporal-polyfill';
import { InputError } from '../numeric/input-error.ts';

/** One interval of a local day as it really passed. */
export interface LocalInterval {
  /** Minutes after local midnight by the clock on the wall: the interval's name in a history. */
  readonly startMinute: number;
  /** Spans of real time with that name, epoch ms: none in the hour that clocks skip, two in the hour they repeat. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/**
 * The intervals of a local date in a time zone, daylight saving right: every interval of a plain day is there once, on the day
 * clocks go forward the skipped ones have no span, on the day they go back the repeated ones have two (their contacts belong
 * to one interval of the history, with twice the time to arrive in). Throws InputError for an unknown zone or date, or an
 * interval that does not divide an hour or a day.
 */
export function localIntervals(zone: string, date: string, intervalMinutes: number): LocalInterval[] {
  if (!Number.isInteger(intervalMinutes) || intervalMinutes < 1 || 1440 % intervalMinutes !== 0) {
    throw new InputError('intervalMinutes', `must divide a day into whole minutes, not ${intervalMinutes}`);
  }
  const start = startOfDay(zone, date);
  const end = start.add({ days: 1 }).epochMilliseconds;
  const spans = new Map<number, { from: number; to: number }[]>();
  const step = intervalMinutes * 60_000;
  let at = start.epochMilliseconds;
  while (at < end) {
    const clock = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(start.timeZoneId);
    const minute = clock.hour * 60 + clock.minute;
    const startMinute = minute - (minute % intervalMinutes);
    // To the next boundary by the clock, or to the change of the clock if that comes first.
    const boundary = at + step - ((minute - startMinute) * 60_000 + clock.second * 1000 + clock.millisecond);
    const change = clock.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity;
    const to = Math.min(boundary, change, end);
    const known = spans.get(startMinute) ?? [];
    const last = known.at(-1);
    if (last?.to === at) last.to = to;
    else known.push({ from: at, to });
    spans.set(startMinute, known);
    at = to;
  }
  return Array.from({ length: 1440 / intervalMinutes }, (_, i) => {
    const startMinute = i * intervalMinutes;
    return { startMinute, spans: spans.get(startMinute) ?? [] };
  });
}

function startOfDay(zone: string, date: string): Temporal.ZonedDateTime {
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' }).toZonedDateTime(zone);
  } catch (error) {
    const field = error instanceof RangeError && /zone/i.test(error.message) ? 'zone' : 'date';
    throw new InputError(field, `"${field === 'zone' ? zone : date}" is not known`);
  }
}
