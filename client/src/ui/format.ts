import type { MetricUnit } from '@floorwalk/shared/metrics/metric';
import { currentLocale, t } from '../messages/text.ts';

/** What stands where there is no value. */
export const DASH = '–';

const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${currentLocale()}${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (!found) formatters.set(key, (found = new Intl.NumberFormat(currentLocale(), options)));
  return found as Intl.NumberFormat;
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${currentLocale()}${JSON.stringify(options)}`;
  let found = formatters.get(key);
  if (!found) formatters.set(key, (found = new Intl.DateTimeFormat(currentLocale(), options)));
  return found as Intl.DateTimeFormat;
}

export function formatCount(value: number | null | undefined): string {
  return value == null ? DASH : numberFormat({ maximumFractionDigits: 0 }).format(value);
}

/** 0-1 as a percentage: whole from 10 %, one digit below, where it matters. */
export function formatRatio(value: number | null | undefined): string {
  if (value == null) return DASH;
  const small = value !== 0 && Math.abs(value) < 0.0995;
  return numberFormat({
    style: 'percent',
    minimumFractionDigits: small ? 1 : 0,
    maximumFractionDigits: small ? 1 : 0,
  }).format(value);
}

/** A confidence 0-1, two digits: 0.81. */
export function formatConfidence(value: number | null | undefined): string {
  return value == null ? DASH : numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
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
