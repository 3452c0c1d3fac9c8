import type { MetricUnit } from '@floorwalk/shared/metrics/metric';
import { currentLocale, t } from '../messages/text.ts';

/** What stands where there is no value. */
export const DASH = '–';

const WHOLE: Intl.NumberFormatOptions = { maximumFractionDigits: 0 };
const PERCENT: Intl.NumberFormatOptions = { style: 'percent', maximumFractionDigits: 0 };
const SMALL_PERCENT: Intl.NumberFormatOptions = {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
};
const TWO_DIGITS: Intl.NumberFormatOptions = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** By the options object itself, of which there are few: hundreds of numbers are written several times a second. */
const numberFormats = new Map<
  Intl.NumberFormatOptions,
  { readonly locale: string; readonly format: Intl.NumberFormat }
>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const locale = currentLocale();
  const found = numberFormats.get(options);
  if (found?.locale === locale) return found.format;
  const format = new Intl.NumberFormat(locale, options);
  numberFormats.set(options, { locale, format });
  return format;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${currentLocale()}${JSON.stringify(options)}`;
  let found = dateFormats.get(key);
  if (!found) dateFormats.set(key, (found = new Intl.DateTimeFormat(currentLocale(), options)));
  return found;
}

export function formatCount(value: number | null | undefined): string {
  return value == null ? DASH : numberFormat(WHOLE).format(value);
}

/** 0-1 as a percentage: whole from 10 %, one digit below, where it matters. */
export function formatRatio(value: number | null | undefined): string {
  if (value == null) return DASH;
  const small = value !== 0 && Math.abs(value) < 0.0995;
  return numberFormat(small ? SMALL_PERCENT : PERCENT).format(value);
}

/** A confidence 0-1, two digits: 0.81. */
export function formatConfidence(value: number | null | undefined): string {
  return value == null ? DASH : numberFormat(TWO_DIGITS).format(value);
}

/** An amount of a currency (ISO 4217), whole. */
export function formatMoney(value: number, currency: string): string {
  return new Intl.NumberFormat(currentLocale(), { style: 'currency', currency, maximumFractionDigits: 0 }).format(
    value,
  );
}

/** A duration as a clock would show it: `0:07`, `12:30`, `1:02:03`. Negative ones (clocks that differ by a second) read as 0:00. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms == null) return DASH;
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  if (minutes < 60) return `${minutes}:${rest}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 100) return `${hours}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
  return t('unit.hours', { count: formatCount(hours) });
}

/** A duration in words where a colon would puzzle: `20 s`, `2 min`, `1 h`. */
export function formatSpan(ms: number): string {
  if (ms < 60_000) return t('unit.seconds', { count: formatCount(ms / 1_000) });
  if (ms < 3_600_000 || ms % 3_600_000 !== 0) return t('unit.minutes', { count: formatCount(ms / 60_000) });
  return t('unit.hours', { count: formatCount(ms / 3_600_000) });
}

export function formatValue(value: number | null | undefined, unit: MetricUnit): string {
  switch (unit) {
    case 'count':
      return formatCount(value);
    case 'ratio':
      return formatRatio(value);
    case 'ms':
      return formatDuration(value);
  }
}

/** Wall clock with seconds in a zone: `14:03:12`. */
export function formatTime(at: number, zone: string): string {
  return dateFormat({ timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(
    at,
  );
}

/** Wall clock without seconds. */
export function formatTimeShort(at: number, zone: string): string {
  return dateFormat({ timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

export function formatDate(at: number, zone: string): string {
  return dateFormat({ timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}
