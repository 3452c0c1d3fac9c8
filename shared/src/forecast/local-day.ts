import { Temporal } from 'temporal-polyfill';
import { dayStart, nextDayStart, utcOffsetMs } from '../kit/zone.ts';

const DAY_MS = 86_400_000;

/** A local date cut into intervals of real time, as published forecasts and recorded days are. */
export interface LocalDay {
  readonly date: string;
  /** Local midnight, epoch ms. */
  readonly startsAt: number;
  readonly endsAt: number;
  readonly intervalMs: number;
  /**
   * For each interval, in order, its place in a plain day by the clock on the wall: what a history calls it. Where clocks go forward some places are
   * left out; where they go back some come twice.
   */
  readonly places: readonly number[];
}

/** The local date that holds a moment, ISO. `time` is epoch ms. */
export function localDate(zone: string, time: number): string {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** A local date in a zone. `intervalMinutes` divides an hour. Throws RangeError for what is no date or zone. */
export function localDay(zone: string, date: string, intervalMinutes: number): LocalDay {
  const noon = Temporal.PlainDate.from(date, { overflow: 'reject' }).toZonedDateTime({
    timeZone: zone,
    plainTime: '12:00',
  }).epochMilliseconds;
  const startsAt = dayStart(zone, '00:00', noon);
  const endsAt = nextDayStart(zone, '00:00', startsAt);
  const intervalMs = intervalMinutes * 60_000;
  const count = Math.round((endsAt - startsAt) / intervalMs);
  if (endsAt - startsAt === DAY_MS) {
    return { date, startsAt, endsAt, intervalMs, places: Array.from({ length: count }, (_, i) => i) };
  }
  const places = Array.from({ length: count }, (_, i) => {
    const time = startsAt + i * intervalMs;
    const clock = (((time + utcOffsetMs(zone, time)) % DAY_MS) + DAY_MS) % DAY_MS;
    return Math.floor(clock / intervalMs);
  });
  return { date, startsAt, endsAt, intervalMs, places };
}

/** A series of a plain day laid on the day's own intervals. */
export function onDay<T>(day: LocalDay, plain: readonly T[], missing: T): T[] {
  return day.places.map((place) => plain[place] ?? missing);
}

/** A series of the day's own intervals as a plain day: the mean where an hour came twice, null where the clock left it out. */
export function onPlainDay(day: LocalDay, series: readonly (number | null)[]): (number | null)[] {
  const sums = Array.from({ length: Math.round(DAY_MS / day.intervalMs) }, () => ({ sum: 0, count: 0 }));
  for (const [i, place] of day.places.entries()) {
    const value = series[i];
    const slot = sums[place];
    if (value === null || value === undefined || slot === undefined) continue;
    slot.sum += value;
    slot.count++;
  }
  return sums.map(({ sum, count }) => (count === 0 ? null : sum / count));
}

/** The date so many days before another (after it where negative), both ISO. */
export function dateOfDaysBefore(date: string, days: number): string {
  return Temporal.PlainDate.from(date).subtract({ days }).toString();
}
