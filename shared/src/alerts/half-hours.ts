import type { SubjectTable } from './alert-metric.ts';
import type { AlertHalfHourKept, AlertPastLearned, HalfHourPoint } from './events.ts';

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;
const A_DAY = 48;
/** Nine weeks: eight to compare with, and the one that runs. */
const KEPT_DAYS = 64;
/** Series of a metric of a subject kept; further ones are left out, and counted where their rule is seen. */
export const KEPT_HALF_HOUR_SERIES = 1_000;

type Day = { readonly values: Float64Array; readonly samples: Float64Array; text: string | null };
type Days = Map<number, Day>;

export type EncodedHalfHours = {
  readonly keptAt: number;
  readonly series: readonly (readonly [key: string, days: readonly (readonly [number, string])[]])[];
};

export function halfHourKey(metric: string, table: SubjectTable, subjectId: string): string {
  return `${metric}/${table}/${subjectId}`;
}

/** What metrics were in half hours of the last nine weeks, each as it stood at the end of its half hour: all of them are comparable. */
export class HalfHours {
  /** When the newest kept half hour began, epoch ms; -1 before the first. */
  keptAt = -1;
  readonly series = new Map<string, Days>();

  keep({ startAt, series }: AlertHalfHourKept): void {
    this.keptAt = Math.max(this.keptAt, startAt);
    for (const { metric, subject, point } of series)
      this.put(halfHourKey(metric, subject.table, subject.id), startAt, point);
  }

  learn({ metric, subject, startAt, points }: AlertPastLearned['halfHours'][number]): void {
    const key = halfHourKey(metric, subject.table, subject.id);
    points.forEach((point, index) => this.put(key, startAt + index * HALF_HOUR_MS, point));
  }

  /** `null` where nothing was measured, or nothing is known. */
  at(key: string, startAt: number): HalfHourPoint {
    const number = Math.floor(startAt / DAY_MS);
    const day = this.series.get(key)?.get(number);
    const slot = Math.floor((startAt - number * DAY_MS) / HALF_HOUR_MS);
    const value = day?.values[slot];
    if (value === undefined || Number.isNaN(value)) return null;
    const sample = day?.samples[slot];
    return [value, sample === undefined || Number.isNaN(sample) ? null : sample];
  }

  /** A day of a series (by its number since 1970), half hour by half hour. */
  dayOf(key: string, number: number): { readonly startAt: number; readonly points: HalfHourPoint[] } {
    const startAt = number * DAY_MS;
    return { startAt, points: Array.from({ length: A_DAY }, (_, slot) => this.at(key, startAt + slot * HALF_HOUR_MS)) };
  }

  private put(key: string, startAt: number, point: HalfHourPoint): void {
    if (point === null) return;
    let days = this.series.get(key);
    if (days === undefined) {
      if (this.series.size >= KEPT_HALF_HOUR_SERIES) this.forgetOldest();
      this.series.set(key, (days = new Map()));
    }
    const number = Math.floor(startAt / DAY_MS);
    let day = days.get(number);
    if (day === undefined) {
      const oldest = Math.floor(Math.max(this.keptAt, startAt) / DAY_MS) - KEPT_DAYS;
      if (number <= oldest) return;
      for (const old of days.keys()) if (old <= oldest) days.delete(old);
      days.set(number, (day = emptyDay()));
    }
    const slot = Math.floor((startAt - number * DAY_MS) / HALF_HOUR_MS);
    day.values[slot] = point[0];
    day.samples[slot] = point[1] ?? Number.NaN;
    day.text = null;
  }

  /** The series of which nothing was kept for the longest: no rule asks for it any more. */
  private forgetOldest(): void {
    let oldest: string | null = null;
    let at = Infinity;
    for (const [key, days] of this.series) {
      const newest = Math.max(-1, ...days.keys());
      if (newest >= at) continue;
      oldest = key;
      at = newest;
    }
    if (oldest !== null) this.series.delete(oldest);
  }
}

function emptyDay(): Day {
  return {
    values: new Float64Array(A_DAY).fill(Number.NaN),
    samples: new Float64Array(A_DAY).fill(Number.NaN),
    text: null,
  };
}

/** Plain JSON. The text of a day is made once: days that are over change no more. */
export function encodeHalfHours({ keptAt, series }: HalfHours): EncodedHalfHours {
  return {
    keptAt,
    series: [...series].map(([key, days]) => [
      key,
      [...days].sort(([left], [right]) => left - right).map(([number, day]) => [number, textOf(day)]),
    ]),
  };
}

function textOf(day: Day): string {
  day.text ??= Array.from(day.values, (value, slot) => {
    if (Number.isNaN(value)) return '';
    const sample = day.samples[slot] as number; // as many as values
    return Number.isNaN(sample) ? `${value}` : `${value}:${sample}`;
  }).join(',');
  return day.text;
}

export function decodeHalfHours({ keptAt, series }: EncodedHalfHours): HalfHours {
  const halfHours = new HalfHours();
  halfHours.keptAt = keptAt;
  for (const [key, days] of series)
    halfHours.series.set(key, new Map(days.map(([number, text]) => [number, dayOf(text)])));
  return halfHours;
}

function dayOf(text: string): Day {
  const day = emptyDay();
  text.split(',').forEach((part, slot) => {
    if (part === '') return;
    const [value, sample] = part.split(':');
    day.values[slot] = Number(value);
    if (sample !== undefined) day.samples[slot] = Number(sample);
  });
  day.text = text;
  return day;
}
