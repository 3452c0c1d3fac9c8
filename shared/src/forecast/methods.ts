import { componentMethod } from './component-method.ts';
import type { ForecastMethod, ForecastQuestion } from './forecast-method.ts';
import { meanOfLastDays, meanOfLastFour, medianOfLastSix, seasonalNaive } from './same-weekday-methods.ts';

/** LIST: the methods a series can be forecast by, the simplest first. To add one: its file, and a line here. */
export const methods = {
  seasonalNaive,
  meanOfLastFour,
  medianOfLastSix,
  components: componentMethod,
} satisfies Record<string, ForecastMethod>;

export type MethodName = keyof typeof methods;

// `Object.keys` forgets the names it was given.
export const methodNames = Object.keys(methods) as readonly MethodName[];

/** The forecast of every method that has enough past for it. */
export type MethodForecasts = Readonly<Partial<Record<MethodName, number[]>>>;

/** Asks every method. */
export function askMethods(question: ForecastQuestion): MethodForecasts {
  const forecasts: Partial<Record<MethodName, number[]>> = {};
  for (const name of methodNames) {
    const forecast = methods[name](question);
    if (forecast !== undefined) forecasts[name] = forecast;
  }
  return forecasts;
}

/** A forecast where no method has enough past: the mean of the last days. Undefined without a single day. */
export function fallbackForecast(question: ForecastQuestion): number[] | undefined {
  return meanOfLastDays(question);
}
