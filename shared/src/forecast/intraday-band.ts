import { type Band, bandAround, levelOf, rootErrors } from './forecast-band.ts';
import type { ComparedDay } from './intraday-update.ts';
import { type LearnedUpdate, reforecast } from './reforecast.ts';

/**
 * The band around the rest of a day after `seen` intervals, from what the same update at the same time of day would have missed on past days; undefined
 * before there are enough of them.
 */
export function intradayBand(
  past: readonly ComparedDay[],
  update: LearnedUpdate,
  seen: number,
  forecast: readonly number[],
  intervalMinutes: number,
): Band | undefined {
  const rest = forecast.slice(seen);
  if (rest.length === 0) return undefined;
  const errors = reforecastPast(past, update, seen, intervalMinutes).map((day) =>
    rootErrors(day.forecast, day.actual).slice(seen),
  );
  return bandAround({ errors, level: levelOf(errors) }, rest);
}

/** Past days as the update after `seen` intervals would have forecast them then. */
export function reforecastPast<T extends ComparedDay>(
  past: readonly T[],
  update: LearnedUpdate,
  seen: number,
  intervalMinutes: number,
): T[] {
  return past.map((day) => ({
    ...day,
    forecast: reforecast(day.forecast, day.actual.slice(0, seen), update, intervalMinutes),
  }));
}
