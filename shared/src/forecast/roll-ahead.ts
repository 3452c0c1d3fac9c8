import type { ForecastQuestion } from './forecast-method.ts';
import type { History, HistoryDay, KnownCalendar } from './history.ts';
import { type AheadDay, HORIZON_STEPS } from './horizon-band.ts';
import { fallbackForecast, type MethodName, methods } from './methods.ts';

/** Past days as they were forecast so many open days ahead, by {@link HORIZON_STEPS}. */
export type RolledAhead = ReadonlyMap<number, readonly AheadDay[]>;

/**
 * Past days as `forecastOf` would have forecast them so many open days ahead, from pasts that were rolled over anyway (the first days of `history` each): a
 * method that is fitted is fitted once for all its horizons.
 */
export function rollAhead(
  history: History,
  pasts: readonly (readonly HistoryDay[])[],
  calendar: KnownCalendar,
  forecastOf: (question: ForecastQuestion) => readonly number[] | null | undefined,
): RolledAhead {
  return new Map(
    HORIZON_STEPS.map((steps) => [
      steps,
      pasts.flatMap((past): AheadDay[] => {
        const next = history.days[past.length];
        const target = history.days[past.length + steps - 1];
        if (next === undefined || target === undefined) return [];
        const forecast = forecastOf({ past, target: target.day, stepsAhead: steps, calendar });
        return forecast ? [{ date: target.day.date, madeBefore: next.day.date, forecast, actual: target.counts }] : [];
      }),
    ]),
  );
}

/** A method that needs nothing but the series itself, by its name. */
export function askMethod(method: MethodName | 'meanOfLastDays'): (question: ForecastQuestion) => number[] | undefined {
  return (question) =>
    (method === 'meanOfLastDays' ? undefined : methods[method](question)) ?? fallbackForecast(question);
}
