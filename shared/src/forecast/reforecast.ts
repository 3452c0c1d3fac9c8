import { type ComparedDay, learnUpdate, type UpdateCoefficients, updateFactor } from './intraday-update.ts';

/** The update learned for one time of day: for the next interval, and for those after it. */
export interface LearnedUpdate {
  readonly next: UpdateCoefficients;
  readonly rest: UpdateCoefficients;
}

/** Learns the update after `seen` intervals from past days; the default where there are none. `intervalMinutes` must divide 60 or be a multiple of it. */
export function learnReforecast(
  past: readonly ComparedDay[],
  forecast: readonly number[],
  seen: number,
  intervalMinutes: number,
): LearnedUpdate {
  const perHour = intervalsPerHour(intervalMinutes);
  let expected = 0;
  for (let i = Math.max(0, seen - perHour); i < seen; i++) expected += forecast[i] ?? 0;
  return {
    next: learnUpdate(past, seen, perHour, 'next', expected),
    rest: learnUpdate(past, seen, perHour, 'rest', expected),
  };
}

/**
 * The forecast of a day of which the first `actual.length` intervals have come: those as they came, the next interval and
 * the rest each moved by their own learned factor.
 */
export function reforecast(
  forecast: readonly number[],
  actual: readonly number[],
  learned: LearnedUpdate,
  intervalMinutes: number,
): number[] {
  const seen = actual.length;
  const perHour = intervalsPerHour(intervalMinutes);
  const next = updateFactor(learned.next, forecast, actual, seen, perHour);
  const rest = updateFactor(learned.rest, forecast, actual, seen, perHour);
  return forecast.map((count, i) => (i < seen ? (actual[i] ?? 0) : count * (i === seen ? next : rest)));
}

function intervalsPerHour(intervalMinutes: number): number {
  return Math.max(1, Math.round(60 / intervalMinutes));
}
