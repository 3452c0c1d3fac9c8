import type { MetricUnit } from '@floorwalk/shared/metrics/metric';

/** What stands where there is nothing to divide by: never 0 %. */
export const DASH = '–';

/** A narrow space that does not break, between number and unit. */
const THIN = '\u202f';

/**
 * A value as a board shows it: at most a handful of characters. Durations are m:ss, from an hour on h:mm:ss; ratios are whole per cent; counts from
 * 1,000 on are shortened (1.2 k). `limit` is the threshold the value is judged by, `good` the side it must be on: where rounding would make a miss look met, a decimal
 * is kept.
 */
export function formatValue(
  value: number | null,
  unit: MetricUnit,
  locale: string,
  limit?: number,
  good: 'higher' | 'lower' = 'higher',
): string {
  if (value === null) return DASH;
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'ratio':
      return formatRatio(value, locale, limit, good);
    case 'count':
      return formatCount(value, locale);
  }
}

/** Whole seconds, cut and not rounded: 59.9 s is not yet a minute. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

function formatRatio(ratio: number, locale: string, limit: number | undefined, good: 'higher' | 'lower'): string {
  const whole = Math.round(ratio * 100);
  const misses = limit !== undefined && (good === 'higher' ? ratio < limit : ratio > limit);
  // In tenths of a per cent, cut towards the side the value is on, so that the decimal itself does not round back to the limit.
  const tenths = good === 'higher' ? Math.floor(ratio * 1000 + 1e-9) : Math.ceil(ratio * 1000 - 1e-9);
  const hidesMiss = misses && Math.round(limit * 1000) === whole * 10;
  const digits = hidesMiss ? 1 : 0;
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${number.format(hidesMiss ? tenths / 10 : whole)}${THIN}%`;
}

function formatCount(count: number, locale: string): string {
  if (Math.abs(count) < 1000) return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(count);
  const [divisor, letter] = Math.abs(count) < 999_950 ? [1000, 'k'] : [1_000_000, 'M'];
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: Math.abs(count) < 99_950 ? 1 : 0 });
  return `${number.format(count / divisor)}${THIN}${letter}`;
}

/** A number beside a percentage, in full: `1,204`. */
export function formatWhole(count: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(count);
}

/** The time of day in a zone, `14:03:12` or `14:03`. An unknown zone falls back to the device's own. */
export function formatTimeOfDay(at: number, zone: string | undefined, locale: string, withSeconds: boolean): string {
  return timeFormat(locale, zone, withSeconds).format(at);
}

const TIME_FORMATS = new Map<string, Intl.DateTimeFormat>();

function timeFormat(locale: string, zone: string | undefined, withSeconds: boolean): Intl.DateTimeFormat {
  const key = `${locale}|${zone ?? ''}|${withSeconds}`;
  const known = TIME_FORMATS.get(key);
  if (known) return known;
  const options: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(withSeconds ? { second: '2-digit' } : {}),
  };
  const made = withZone(locale, options, zone);
  TIME_FORMATS.set(key, made);
  return made;
}

/** The weekday and date in a zone. */
export function formatDay(at: number, zone: string | undefined, locale: string): string {
  return withZone(locale, { weekday: 'long', day: 'numeric', month: 'long' }, zone).format(at);
}

function withZone(locale: string, options: Intl.DateTimeFormatOptions, zone: string | undefined): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, zone === undefined ? options : { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat(locale, options);
  }
}

/** The hour of day (0-23) in a zone, for the day and night theme. */
export function hourOfDay(at: number, zone: string | undefined): number {
  return Number(timeFormat('en-GB', zone, false).format(at).slice(0, 2));
}
