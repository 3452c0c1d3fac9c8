import { Temporal } from 'temporal-polyfill';

const QUARTER_MS = 900_000;
const DAY_MS = 86_400_000;

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar; `month` from 1. */
export function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * Reads local times of a zone: `(day, ms)` to epoch ms, where `day` counts from 1970-01-01 and `ms` from local midnight (it may exceed a
 * day). A time that a clock change skips is read as if the change had not come yet; of a time that comes twice the first is taken.
 * Throws RangeError for an unknown zone. Offsets are asked for once per quarter of an hour and remembered.
 */
export function createLocalTime(zone: string): (day: number, ms: number) => number {
  const offsets = new Map<number, number>();
  // Asked at once, so that a wrong zone fails here and not at the first row.
  Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
  return (day, ms) => {
    const local = day * DAY_MS + ms;
    const quarter = Math.floor(local / QUARTER_MS);
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      const at = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS);
      const wall = at.toZonedDateTimeISO('UTC').toPlainDateTime();
      offset = quarter * QUARTER_MS - wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
      offsets.set(quarter, offset);
    }
    return local - offset;
  };
}

/** The local midnight at or before a moment, and its day counted from 1970-01-01. */
export function localMidnight(zone: string, at: number): { readonly at: number; readonly day: number } {
  const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay();
  return { at: start.epochMilliseconds, day: dayNumber(start.year, start.month, start.day) };
}
