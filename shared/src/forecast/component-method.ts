import { dot, leadingComponents } from '../numeric/leading-components.ts';
import { median } from '../numeric/median.ts';
import { weightedRidge } from '../numeric/weighted-ridge.ts';
import { calendarCovariates, usualWeekdays } from './calendar-covariates.ts';
import { type CalendarDay, daysAfter } from './calendar-day.ts';
import type { ForecastMethod } from './forecast-method.ts';
import type { HistoryDay, KnownCalendar } from './history.ts';

/** The shapes a day is made of; more add little. */
const COMPONENTS = 6;

/** Fewest open days a fit is tried on: four working weeks. */
const FEWEST_DAYS = 20;

/** Most open days a fit looks back on. */
const MOST_DAYS = 400;

/** Open days after which a day counts half. */
const HALF_LIFE_DAYS = 200;

/** Ridge penalty of every calendar effect, in days of evidence for "no effect". */
const PENALTY = 0.5;

/** A day further from the others than this many robust standard deviations counts less. */
const OUTLYING = 3;

/** How much of yesterday's surprise may carry over, in robust standard deviations. */
const CARRY_LIMIT = 2.5;

/** Days of evidence for "no carry-over" against which the autocorrelation is shrunk. */
const CARRY_SHRINKAGE = 5;

/**
 * The day as a sum of a few shapes. The square roots of the counts (which have about the same noise at every level) form a
 * matrix of days by intervals; its leading singular vectors are the shapes, and a day's weights on them are regressed on the
 * calendar, with an AR(1) on what the calendar leaves over. The forecast is the mean day plus the forecast weights times the
 * shapes, squared. Days unlike all others (half holidays, outages) are weighted down.
 * Source: H. Shen, J. Z. Huang, "Interday forecasting and intraday updating of call center arrivals" (M&SOM 10, 2008); the
 * square root: L. Brown and others (JASA 100, 2005).
 */
export const componentMethod: ForecastMethod = ({ past, target, stepsAhead, calendar }) => {
  if (past.length < FEWEST_DAYS) return undefined;
  const { recent, middle, shapes, scores, effects, covariates, weights } = fitted(past, calendar);
  const before = stepsAhead > 1 ? openDayBefore(target, recent, calendar) : undefined;
  const days = [...recent.map(({ day }) => day), ...(before === undefined ? [] : [before]), target];
  const asked = calendarCovariates(days, calendar).at(-1) ?? [];
  const forecast = [...middle];
  for (const [k, shape] of shapes.entries()) {
    const effect = effects[k] ?? [];
    const surprises = scores.map((row, i) => (row[k] ?? 0) - dot(covariates[i] ?? [], effect));
    const score = dot(asked, effect) + carriedOver(surprises, weights, stepsAhead);
    for (let i = 0; i < forecast.length; i++) forecast[i] = (forecast[i] ?? 0) + score * (shape[i] ?? 0);
  }
  return forecast.map((root) => Math.max(0, root) ** 2);
};

type Fit = ReturnType<typeof fit>;

/** The last fits, by what they were made of: six weeks to come are forecast from one past. */
const fits = new WeakMap<readonly HistoryDay[], { readonly calendar: KnownCalendar; readonly fit: Fit }>();

function fitted(past: readonly HistoryDay[], calendar: KnownCalendar): Fit {
  const known = fits.get(past);
  if (known?.calendar === calendar) return known.fit;
  const made = fit(past.slice(-MOST_DAYS), calendar);
  fits.set(past, { calendar, fit: made });
  return made;
}

function fit(recent: readonly HistoryDay[], calendar: KnownCalendar) {
  const covariates = calendarCovariates(
    recent.map(({ day }) => day),
    calendar,
  );
  const penalties = (covariates[0] ?? []).map((_, i) => (i === 0 ? 1e-6 : PENALTY));
  const roots = recent.map(({ counts }) => counts.map((count) => Math.sqrt(count + 0.25)));

  const age = recent.map((_, i) => 0.5 ** ((recent.length - 1 - i) / HALF_LIFE_DAYS));
  const trust = trustInDays(roots, covariates, age, penalties);
  const weights = age.map((weight, i) => weight * (trust[i] ?? 1));

  const middle = weightedMean(roots, weights);
  const centred = roots.map((row) => row.map((value, i) => value - (middle[i] ?? 0)));
  const shapes = leadingComponents(
    centred.map((row, i) => row.map((value) => value * Math.sqrt(trust[i] ?? 1))),
    COMPONENTS,
  );
  const scores = centred.map((row) => shapes.map((shape) => dot(row, shape)));
  const effects = weightedRidge(covariates, scores, weights, penalties);
  return { recent, middle, shapes, scores, effects, covariates, weights };
}

/**
 * The open day before a target several days ahead: the days between the past and it are not missing, they have not come yet. The nearest usual weekday that no
 * closure names; undefined where that is the past's own last day.
 */
function openDayBefore(
  target: CalendarDay,
  recent: readonly HistoryDay[],
  calendar: KnownCalendar,
): CalendarDay | undefined {
  const days = recent.map(({ day }) => day);
  const last = days.at(-1);
  if (last === undefined) return undefined;
  const usual = usualWeekdays(days);
  const closed = new Set(calendar.closedDates);
  return daysAfter(last.date, target.epochDay - last.epochDay - 1).findLast(
    ({ weekday, date }) => usual.has(weekday) && !closed.has(date),
  );
}

/** How far each day is to be trusted, 0-1: 1 unless its level is far from what the calendar explains. */
function trustInDays(
  roots: readonly (readonly number[])[],
  covariates: readonly (readonly number[])[],
  age: readonly number[],
  penalties: readonly number[],
): number[] {
  const levels = roots.map((row) => [row.reduce((a, b) => a + b, 0) / row.length]);
  let trust = roots.map(() => 1);
  // Reweighting settles within a few rounds; the number of rounds is part of the method.
  for (let round = 0; round < 8; round++) {
    const weights = age.map((weight, i) => weight * (trust[i] ?? 1));
    const [effect = []] = weightedRidge(covariates, levels, weights, penalties);
    const misses = levels.map(([level = 0], i) => level - dot(covariates[i] ?? [], effect));
    const limit = OUTLYING * robustDeviation(misses);
    trust = misses.map((miss) => Math.min(1, limit / Math.max(Math.abs(miss), 1e-12)) ** 2);
  }
  return trust;
}

/** What is left of the last surprise after `steps` days: its AR(1) coefficient to that power, times the surprise within limits. */
function carriedOver(surprises: readonly number[], weights: readonly number[], steps: number): number {
  const limit = CARRY_LIMIT * robustDeviation(surprises);
  const within = surprises.map((value) => Math.max(-limit, Math.min(limit, value)));
  let shared = 0;
  let total = 0;
  let evidence = 0;
  for (let i = 1; i < within.length; i++) {
    const [before = 0, now = 0] = [within[i - 1], within[i]];
    const weight = weights[i] ?? 0;
    shared += weight * now * before;
    total += weight * before * before;
    evidence += weight;
  }
  if (total <= 0) return 0;
  const correlation = (shared / total) * (evidence / (evidence + CARRY_SHRINKAGE));
  return Math.max(0, Math.min(0.98, correlation)) ** steps * (within.at(-1) ?? 0);
}

/** The standard deviation of the bulk of the values: 1.4826 × the median distance from the median. */
function robustDeviation(values: readonly number[]): number {
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre))) + 1e-9;
}

function weightedMean(rows: readonly (readonly number[])[], weights: readonly number[]): number[] {
  const sum = (rows[0] ?? []).map(() => 0);
  let total = 0;
  for (const [index, row] of rows.entries()) {
    const weight = weights[index] ?? 0;
    total += weight;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + weight * (row[i] ?? 0);
  }
  return sum.map((value) => value / total);
}
