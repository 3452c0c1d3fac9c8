import { addErrors, type ErrorSums, noErrors, wape } from './accuracy.ts';
import type { History, KnownCalendar } from './history.ts';
import { askMethods, fallbackForecast, type MethodForecasts, type MethodName, methodNames } from './methods.ts';

/** A past day, forecast as if it were still to come. */
export interface RolledDay {
  /** Index of the day in the history. */
  readonly index: number;
  readonly forecasts: MethodForecasts;
  /** The method that had done best on the days before this one. */
  readonly chosen: MethodName | 'meanOfLastDays';
  /** The forecast of the chosen method. */
  readonly forecast: readonly number[];
  readonly actual: readonly number[];
  /** The days it was forecast from. */
  readonly past: History['days'];
}

/** How many rolled days the choice of a method looks back on. */
const CHOICE_DAYS = 40;

/** Fewest rolled days on which methods are compared. */
const FEWEST_CHOICE_DAYS = 5;

/**
 * Forecasts every day from `firstIndex` on, each from the days before it only (rolling origin), by every method, and chooses
 * for each day the method with the smallest error on the days rolled before it. Nothing of a day is known to its own forecast.
 */
export function rollOrigin(history: History, firstIndex: number, calendar: KnownCalendar = {}): RolledDay[] {
  const rolled: RolledDay[] = [];
  for (let index = Math.max(1, firstIndex); index < history.days.length; index++) {
    const day = history.days[index];
    if (day === undefined) continue;
    const question = { past: history.days.slice(0, index), target: day.day, stepsAhead: 1, calendar };
    const forecasts = askMethods(question);
    const chosen = chooseMethod(rolled, forecasts);
    const forecast = chosen === 'meanOfLastDays' ? fallbackForecast(question) : forecasts[chosen];
    if (forecast !== undefined)
      rolled.push({ index, forecasts, chosen, forecast, actual: day.counts, past: question.past });
  }
  return rolled;
}

/**
 * The method with the smallest WAPE on the last rolled days among those in `available`; before methods can be compared, the
 * most elaborate one available. `meanOfLastDays` when none is.
 */
export function chooseMethod(rolled: readonly RolledDay[], available: MethodForecasts): MethodName | 'meanOfLastDays' {
  const names = methodNames.filter((name) => available[name] !== undefined);
  let best: MethodName | undefined = names.at(-1);
  let smallest = Infinity;
  for (const name of names) {
    const error = methodError(rolled.slice(-CHOICE_DAYS), name);
    if (error !== null && error < smallest) {
      smallest = error;
      best = name;
    }
  }
  return best ?? 'meanOfLastDays';
}

/** WAPE of a method over the rolled days it could forecast, as a share; null when they are too few to say. */
export function methodError(rolled: readonly RolledDay[], name: MethodName): number | null {
  let sums: ErrorSums = noErrors;
  let days = 0;
  for (const { forecasts, actual } of rolled) {
    const forecast = forecasts[name];
    if (forecast === undefined) continue;
    sums = addErrors(sums, forecast, actual);
    days++;
  }
  return days < FEWEST_CHOICE_DAYS ? null : wape(sums);
}
