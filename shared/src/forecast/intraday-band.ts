import { bandAround } from './forecast-band.ts';
import type { LearnedSeries } from './learn-series.ts';
import { type LearnedUpdate, reforecast } from './reforecast.ts';

/** The band around the rest of a day after `seen` intervals; undefined before enough days were seen. */
export function intradayBand(
  { past, bandLevel }: Pick<LearnedSeries, 'past' | 'bandLevel'>,
  update: LearnedUpdate,
  seen: number,
  forecast: readonly number[],
  intervalMinutes: number,
): { readonly low: readonly number[]; readonly high: readonly number[] } | undefined {
  const rest = forecast.slice(seen);
  if (rest.length === 0) return undefined;
  const errors = past.map((day) => {
    const again = reforecast(day.forecast, day.actual.slice(0, seen), update, intervalMinutes).slice(seen);
    return again.map((count, i) => Math.sqrt((day.actual[seen + i] ?? 0) + 0.25) - Math.sqrt(count + 0.25));
  });
  return bandAround({ errors, level: bandLevel }, rest);
}
