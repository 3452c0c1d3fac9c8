import { median } from '../numeric/median.ts';
import { weightedRidge } from '../numeric/weighted-ridge.ts';

/** How strongly the rest of a day follows what has been seen of it: exponents of two ratios of actual to forecast. */
export interface UpdateCoefficients {
  /** Exponent of the ratio over the whole day so far. */
  readonly dayToDate: number;
  /** Exponent of the ratio over the last hour. */
  readonly lastHour: number;
}

/** A day of which forecast and actual are both known, interval by interval. */
export interface ComparedDay {
  readonly forecast: readonly number[];
  readonly actual: readonly number[];
}

/** The same with its date. */
export interface DatedDay extends ComparedDay {
  readonly date: string;
}

/** Which coming intervals coefficients are learned for: the next one alone, or all that remain. */
export type UpdateReach = 'next' | 'rest';

/** Days of evidence the default counts for. */
const PRIOR_DAYS = 30;

/** A ratio further from 1 than this many robust standard deviations counts less in what is learned. */
const OUTLYING = 3;

/** No ratio moves a forecast by more than this factor, whatever happens. */
const LARGEST_RATIO = 5;

/**
 * What is used before anything is learned: nothing for the day so far, and nearly the square root of the ratio of the last
 * hour, less where the hour is expected to hold so few contacts that its ratio is mostly noise.
 */
export function defaultCoefficients(expectedInLastHour: number): UpdateCoefficients {
  return { dayToDate: 0, lastHour: (0.54 * expectedInLastHour) / (expectedInLastHour + 200) };
}

/**
 * The two coefficients for an update after `seen` intervals, by ridge regression of the logarithm of what came against what
 * was forecast on the two ratios known at that time, shrunk towards the default. `perHour` is the number of intervals in the
 * last hour. The full ratio of the day so far (exponent 1) is never used: it does worse than no update on real days, because
 * forecast errors fade within hours.
 */
export function learnUpdate(
  days: readonly ComparedDay[],
  seen: number,
  perHour: number,
  reach: UpdateReach,
  expectedInLastHour: number,
): UpdateCoefficients {
  const prior = defaultCoefficients(expectedInLastHour);
  const rows: number[][] = [];
  const targets: number[][] = [];
  for (const { forecast, actual } of days) {
    const ratios = ratiosSoFar(forecast, actual, seen, perHour);
    const until = reach === 'next' ? seen + 1 : actual.length;
    const came = logRatio(sumOf(actual, seen, until), sumOf(forecast, seen, until));
    rows.push([ratios.dayToDate, ratios.lastHour]);
    targets.push([came - prior.dayToDate * ratios.dayToDate - prior.lastHour * ratios.lastHour]);
  }
  if (rows.length === 0) return prior;
  const spread = rows.reduce((sum, [, lastHour = 0]) => sum + lastHour ** 2, 0) / rows.length + 1e-9;
  const weights = trustInDays(rows, targets);
  const [[dayToDate = 0, lastHour = 0] = []] = weightedRidge(rows, targets, weights, [
    PRIOR_DAYS * spread,
    PRIOR_DAYS * spread,
  ]);
  return { dayToDate: prior.dayToDate + dayToDate, lastHour: prior.lastHour + lastHour };
}

/**
 * How far each day is to be learned from, 0-1. On a half holiday or an outage everything that follows keeps its ratio; such
 * days would teach ordinary ones to overreact.
 */
function trustInDays(rows: readonly (readonly number[])[], targets: readonly (readonly number[])[]): number[] {
  const all = rows.map((row, i) => [...row, ...(targets[i] ?? [])]);
  const limits = (all[0] ?? []).map(
    (_, column) => OUTLYING * 1.4826 * median(all.map((row) => Math.abs(row[column] ?? 0))),
  );
  return all.map(
    (row) =>
      row.reduce((trust, value, i) => Math.min(trust, (limits[i] ?? 0) / Math.max(Math.abs(value), 1e-12)), 1) ** 2,
  );
}

/** The factor by which coming intervals are to be multiplied after `seen` intervals of `actual`. */
export function updateFactor(
  coefficients: UpdateCoefficients,
  forecast: readonly number[],
  actual: readonly number[],
  seen: number,
  perHour: number,
): number {
  const ratios = ratiosSoFar(forecast, actual, seen, perHour);
  return Math.exp(coefficients.dayToDate * ratios.dayToDate + coefficients.lastHour * ratios.lastHour);
}

/** Logarithms of actual to forecast, over the day so far and the last hour. */
function ratiosSoFar(
  forecast: readonly number[],
  actual: readonly number[],
  seen: number,
  perHour: number,
): { dayToDate: number; lastHour: number } {
  if (seen === 0) return { dayToDate: 0, lastHour: 0 };
  const from = Math.max(0, seen - perHour);
  return {
    dayToDate: logRatio(sumOf(actual, 0, seen), sumOf(forecast, 0, seen)),
    lastHour: logRatio(sumOf(actual, from, seen), sumOf(forecast, from, seen)),
  };
}

/** One contact more on both sides, so that an empty hour has a ratio too. */
function logRatio(actual: number, forecast: number): number {
  const limit = Math.log(LARGEST_RATIO);
  return Math.max(-limit, Math.min(limit, Math.log((actual + 1) / (forecast + 1))));
}

function sumOf(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] ?? 0;
  return sum;
}
