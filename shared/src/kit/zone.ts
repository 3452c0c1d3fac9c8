import { Temporal } from 'temporal-polyfill';

/** Whether the name is an IANA time zone known here. */
export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** The moment the local day that holds `time` began: the latest `dayStartsAt` ("HH:MM") not after it. Epoch ms in and out. */
export function dayStart(zone: string, dayStartsAt: string, time: number): number {
  const now = Temporal.Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(zone);
  const clock = Temporal.PlainTime.from(dayStartsAt);
  const today = now.toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: clock }).epochMilliseconds;
  if (today <= time) return today;
  return now.toPlainDate().subtract({ days: 1 }).toZonedDateTime({ timeZone: zone, plainTime: clock })
    .epochMilliseconds;
}

/** The start of the local day after the one that began at `start`; 23 or 25 hours later where clocks change. */
export function nextDayStart(zone: string, dayStartsAt: string, start: number): number {
  const date = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(dayStartsAt) }).epochMilliseconds;
}

/** How far local time is ahead of UTC at that moment, ms. */
export function utcOffsetMs(zone: string, time: number): number {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
}

/** Local time of the zone, ISO 8601 with offset and no zone name: `1999-02-03T13:00:00+02:00`. */
export function formatLocal(zone: string, time: number): string {
  const milliseconds = time % 1000 !== 0;
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(time))
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never', fractionalSecondDigits: milliseconds ? 3 : 0 });
}

/** Local date and time to the minute, for sentences: `1999-02-03 13:00`. */
export function formatLocalMinute(zone: string, time: number): string {
  return formatLocal(zone, time).slice(0, 16).replace('T', ' ');
}

/**
 * Epoch ms of a moment given as epoch ms, ISO 8601 with offset or `Z`, or local date and time (or date alone) of the zone.
 * `undefined` when it is none of these.
 */
export function parseMoment(zone: string, text: string): number | undefined {
  const trimmed = text.trim();
  if (/^-?\d{9,16}$/.test(trimmed)) return Number(trimmed);
  try {
    return Temporal.Instant.from(trimmed).epochMilliseconds;
  } catch {
    // Not an instant: perhaps local time.
  }
  try {
    return Temporal.PlainDateTime.from(trimmed).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return undefined;
  }
}
