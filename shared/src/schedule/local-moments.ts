import { Temporal } from 'temporal-polyfill';

/** Local midnight of an ISO date, epoch ms; `undefined` for what is no date. */
export function midnightOf(zone: string, date: string): number | undefined {
  try {
    return Temporal.PlainDate.from(date, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/**
 * The moment of a wall clock ("9:30", "09:30:15") on a local date. "24:00" is the next midnight. What the clock skips in spring is moved on by
 * what it skips, what it shows twice in autumn is the first of both.
 */
export function momentOf(zone: string, date: string, clock: string): number | undefined {
  const match = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$/.exec(clock.trim());
  if (match === null) return undefined;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (minute > 59 || second > 59 || hour > 24 || (hour === 24 && minute + second > 0)) return undefined;
  try {
    const day = Temporal.PlainDate.from(date, { overflow: 'reject' }).add({ days: hour === 24 ? 1 : 0 });
    return day.toZonedDateTime({ timeZone: zone, plainTime: { hour: hour % 24, minute, second } }).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** An ISO date from "2026-05-04", "04.05.2026" or "5/4/2026" (month first, as where slashes are usual); `undefined` for anything else. */
export function isoDate(text: string): string | undefined {
  const trimmed = text.trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(trimmed);
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed);
  const parts = iso
    ? [iso[1], iso[2], iso[3]]
    : dotted
      ? [dotted[3], dotted[2], dotted[1]]
      : slashed
        ? [slashed[3], slashed[1], slashed[2]]
        : null;
  if (parts === null) return undefined;
  const [year = '', month = '', day = ''] = parts;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return midnightOf('UTC', date) === undefined ? undefined : date;
}

/** The date some days after an ISO date. */
export function dateAfter(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}
