import type { MetricUnit } from '@floorwalk/shared/metrics/metric';

/** How people write a metric's values: per cent for ratios, seconds for durations, the number itself for counts. */
const FACTOR: Record<MetricUnit, number> = { ratio: 100, ms: 0.001, count: 1 };

/** A value as it stands in a field. */
export function writeThreshold(value: number | undefined, unit: MetricUnit, locale: string): string {
  if (value === undefined) return '';
  const shown = Math.round(value * FACTOR[unit] * 1e6) / 1e6;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 3, useGrouping: false }).format(shown);
}

export type ReadThreshold =
  | { readonly ok: true; readonly value: number | undefined }
  | { readonly ok: false; readonly problem: 'no-number' | 'out-of-range' };

/** Reads what somebody typed: a point or a comma before the decimals; empty is no threshold. Per cent lie between 0 and 100, nothing is negative. */
export function readThreshold(text: string, unit: MetricUnit): ReadThreshold {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: true, value: undefined };
  if (!/^-?\d{1,9}([.,]\d{1,6})?$/.test(trimmed)) return { ok: false, problem: 'no-number' };
  const value = Number(trimmed.replace(',', '.')) / FACTOR[unit];
  const rounded = Math.round(value * 1e9) / 1e9;
  if (rounded < 0 || (unit === 'ratio' && rounded > 1)) return { ok: false, problem: 'out-of-range' };
  return { ok: true, value: rounded };
}
