import type { PublishedForecast } from './events.ts';

/** LIST: classes of a forecast's age, from when it was made to the start of the interval it speaks of: the oldest first. */
export const FORECAST_AGES = [
  { age: '6-weeks', fromMs: 42 * 86_400_000 },
  { age: '5-weeks', fromMs: 35 * 86_400_000 },
  { age: '4-weeks', fromMs: 28 * 86_400_000 },
  { age: '3-weeks', fromMs: 21 * 86_400_000 },
  { age: '2-weeks', fromMs: 14 * 86_400_000 },
  { age: '1-week', fromMs: 7 * 86_400_000 },
  { age: '3-days', fromMs: 3 * 86_400_000 },
  { age: '2-days', fromMs: 2 * 86_400_000 },
  { age: '1-day', fromMs: 86_400_000 },
  { age: 'day-ahead', fromMs: 0 },
  { age: '4-hours', fromMs: 4 * 3_600_000 },
  { age: '2-hours', fromMs: 2 * 3_600_000 },
  { age: '1-hour', fromMs: 3_600_000 },
  { age: 'next-interval', fromMs: 0 },
] as const;
export type ForecastAge = (typeof FORECAST_AGES)[number]['age'];

/** Sums over intervals; add them up before dividing. */
export interface ForecastScore {
  readonly age: ForecastAge;
  readonly intervals: number;
  readonly missed: number;
  readonly actual: number;
  /** What Poisson noise alone would have missed. */
  readonly chance: number;
  readonly held: number;
  readonly banded: number;
}

/** A kept forecast with how it came to be. `leadDays` is how many days before its own it was made. */
export interface KeptForecast {
  readonly kind: PublishedForecast['kind'] | 'horizon';
  readonly leadDays: number;
  readonly forecast: PublishedForecast;
}

const DAY_AGES: Readonly<Record<number, ForecastAge>> = {
  42: '6-weeks',
  35: '5-weeks',
  28: '4-weeks',
  21: '3-weeks',
  14: '2-weeks',
  7: '1-week',
  3: '3-days',
  2: '2-days',
  1: '1-day',
};
/** Intervals of an intraday forecast that count for an age begin between this and half an hour more after the end of what it had seen. */
const WITHIN_DAY: readonly { readonly age: ForecastAge; readonly fromMs: number }[] = [
  { age: 'next-interval', fromMs: 0 },
  { age: '1-hour', fromMs: 3_600_000 },
  { age: '2-hours', fromMs: 2 * 3_600_000 },
  { age: '4-hours', fromMs: 4 * 3_600_000 },
];

/** How far kept forecasts of one queue and day were off, by their age. `actual` has one entry per interval of the day, `null` where nothing is known of it. */
export function scoreForecasts(kept: readonly KeptForecast[], actual: readonly (number | null)[]): ForecastScore[] {
  const scores = new Map<ForecastAge, { -readonly [K in keyof ForecastScore]: ForecastScore[K] }>();
  const add = (age: ForecastAge, forecast: PublishedForecast, i: number): void => {
    const expected = forecast.offeredCounts[i];
    const came = actual[i];
    if (expected == null || came == null) return;
    let score = scores.get(age);
    if (score === undefined) {
      scores.set(age, (score = { age, intervals: 0, missed: 0, actual: 0, chance: 0, held: 0, banded: 0 }));
    }
    score.intervals++;
    score.missed += Math.abs(expected - came);
    score.actual += came;
    score.chance += Math.sqrt((2 * Math.max(0, expected)) / Math.PI);
    const [low, high] = [forecast.lowCounts[i], forecast.highCounts[i]];
    if (low == null || high == null) return;
    score.banded++;
    if (came >= low && came <= high) score.held++;
  };
  for (const { kind, leadDays, forecast } of kept) {
    if (kind !== 'intraday') {
      const age = kind === 'day-ahead' ? 'day-ahead' : DAY_AGES[leadDays];
      if (age !== undefined) for (const i of actual.keys()) add(age, forecast, i);
      continue;
    }
    for (const { age, fromMs } of WITHIN_DAY) {
      const i = forecast.seenCount + Math.round(fromMs / forecast.intervalMs);
      if (i < actual.length) add(age, forecast, i);
    }
  }
  return FORECAST_AGES.flatMap(({ age }) => scores.get(age) ?? []);
}
