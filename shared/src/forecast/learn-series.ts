import { median } from '../numeric/median.ts';
import { addErrors, type ErrorSums, noErrors, noiseFloor, wape } from './accuracy.ts';
import type { CalendarDay } from './calendar-day.ts';
import { bandAround, type BandState, noBandYet, observeDay, rootErrors } from './forecast-band.ts';
import type { ForecastQuestion } from './forecast-method.ts';
import type { HandleTimeBacktest } from './handle-time-backtest.ts';
import { type HorizonWidth, horizonWidths } from './horizon-band.ts';
import type { History, HistoryDay, KnownCalendar } from './history.ts';
import type { ComparedDay, DatedDay } from './intraday-update.ts';
import { askMethods, fallbackForecast, methodNames, methods } from './methods.ts';
import type { MeasuredPatience } from './required-agents.ts';
import { askMethod, type RolledAhead, rollAhead } from './roll-ahead.ts';
import type { SeriesMethod } from './series-method.ts';
import { forecastByShare, SMALL_INTERVAL } from './share-forecast.ts';

/** A whole that a series may be forecast through: its own past, and what it forecast for past days and forecasts for days to come. */
export interface SeriesWhole {
  readonly name: 'shareOfChannel' | 'shareOfSite';
  readonly history: History;
  /** Its forecast of a past date from the days before, by date. */
  readonly rolled: ReadonlyMap<string, readonly number[]>;
  readonly forecastOf: (target: CalendarDay) => readonly number[] | undefined;
  /** Its forecasts of past dates made so many open days ahead, by steps and date. */
  readonly ahead: RolledAhead;
}

/** What was learned of one series: how to forecast it, and what that was worth on the days before. Plain JSON. */
export interface LearnedSeries {
  readonly method: SeriesMethod;
  /** WAPE of every method over the tested days, as shares; absent where a method had too little past. */
  readonly errors: Readonly<Partial<Record<SeriesMethod, number>>>;
  /** WAPE of what was chosen day by day, as it would have been known then; `null` before there are days to test. */
  readonly wape: number | null;
  /** The WAPE that chance alone makes. */
  readonly noiseFloor: number | null;
  /** Share of intervals that fell into the 80 % band given the day before; `null` before there was one. */
  readonly coverage: number | null;
  readonly testedDays: number;
  readonly historyDays: number;
  /** Relative error beyond chance: the median day's coefficient of variation. */
  readonly errorRatio: number;
  /** The quantile of past errors the band aims at. */
  readonly bandLevel: number;
  /** How much wider the bands of later days are; absent in what was learned before that was measured. */
  readonly horizon?: readonly HorizonWidth[];
  /** The tested days, oldest first: what updates and bands are learned from. */
  readonly past: readonly DatedDay[];
  /** How long its contacts wait before they give up; where enough did to say. */
  readonly patience?: MeasuredPatience | null;
  /** What forecasts of its handle time were worth; where that could be tested. */
  readonly handleTime?: HandleTimeBacktest | null;
}

/** Days rolled over to choose a method, to measure bands and to learn updates. */
export const ROLLED_DAYS = 40;

/** Days of history before the first one rolled. */
const FEWEST_DAYS = 5;

/** Fewest rolled days on which methods are compared. */
const FEWEST_COMPARED = 5;

/** Where nothing was measured yet: what day-ahead forecasts of contact centres miss by beyond chance. */
const FIRST_ERROR_RATIO = 0.1;

/**
 * Learns how to forecast a series: forecasts each of the last days from those before it by every method (rolling origin), its share of the wholes among
 * them, and takes for each day the one that had done best before. Below SMALL_INTERVAL contacts an interval the share goes first until it is beaten.
 */
export function learnSeries(
  history: History,
  wholes: readonly SeriesWhole[] = [],
  calendar: KnownCalendar = {},
): LearnedSeries {
  return learnAhead(history, wholes, calendar).learned;
}

/** The same, with the forecasts of past days made several open days ahead, for series that are forecast as a share of this one. */
export function learnAhead(
  history: History,
  wholes: readonly SeriesWhole[] = [],
  calendar: KnownCalendar = {},
): { readonly learned: LearnedSeries; readonly ahead: RolledAhead } {
  const candidates: {
    readonly date: string;
    readonly byMethod: Partial<Record<SeriesMethod, readonly number[]>>;
    readonly actual: readonly number[];
    readonly past: readonly HistoryDay[];
  }[] = [];
  for (let index = Math.max(FEWEST_DAYS, history.days.length - ROLLED_DAYS); index < history.days.length; index++) {
    const past = history.days.slice(0, index);
    const question = questionOf(past, index, history, calendar);
    const byMethod: Partial<Record<SeriesMethod, readonly number[]>> = { ...askMethods(question) };
    const fallback = fallbackForecast(question);
    if (fallback !== undefined) byMethod.meanOfLastDays = fallback;
    for (const whole of wholes) {
      const wholeForecast = whole.rolled.get(question.target.date);
      const byShare = wholeForecast && shareOf(past, whole, wholeForecast);
      if (byShare) byMethod[whole.name] = byShare;
    }
    candidates.push({ date: question.target.date, byMethod, actual: history.days[index]?.counts ?? [], past });
  }
  const order = preferenceOf(history, wholes);
  const sums = new Map<SeriesMethod, { sums: ErrorSums; days: number }>();
  const past: DatedDay[] = [];
  for (const { date, byMethod, actual } of candidates) {
    const chosen = bestOf(sums, order, (name) => byMethod[name] !== undefined);
    past.push({ date, forecast: byMethod[chosen] ?? actual.map(() => 0), actual });
    for (const name of order) {
      const forecast = byMethod[name];
      if (forecast === undefined) continue;
      const before = sums.get(name) ?? { sums: noErrors, days: 0 };
      sums.set(name, { sums: addErrors(before.sums, forecast, actual), days: before.days + 1 });
    }
  }
  const available = availableMethods(history, wholes);
  const method = bestOf(sums, order, (name) => available.has(name));
  const byMethod = candidates.flatMap((day) => {
    const forecast = day.byMethod[method];
    return forecast === undefined ? [] : [{ forecast, actual: day.actual }];
  });
  const whole = wholes.find(({ name }) => name === method);
  const pasts = candidates.map((candidate) => candidate.past);
  const ahead = rollAhead(history, pasts, calendar, (question) => {
    if (method !== 'shareOfChannel' && method !== 'shareOfSite') return askMethod(method)(question);
    const { date } = question.target;
    const ofWhole = whole?.ahead.get(question.stepsAhead)?.find((day) => day.date === date)?.forecast;
    return whole && ofWhole && shareOf(question.past, whole, ofWhole);
  });
  const next = candidates.flatMap(({ date, byMethod: forecasts, actual }): DatedDay[] => {
    const forecast = forecasts[method];
    return forecast === undefined ? [] : [{ date, forecast, actual }];
  });
  const learned: LearnedSeries = {
    method,
    horizon: horizonWidths(ahead, next),
    errors: errorsOf(sums),
    wape: wape(past.reduce((total, day) => addErrors(total, day.forecast, day.actual), noErrors)),
    noiseFloor: noiseFloor(past.flatMap(({ forecast }) => [...forecast])),
    ...bandOf(past),
    testedDays: past.length,
    historyDays: history.days.length,
    errorRatio: errorRatioOf(byMethod),
    past,
  };
  return { learned, ahead };
}

/** The forecast of an open day to come by what was learned; undefined without a single day of history. */
export function forecastSeries(
  learned: Pick<LearnedSeries, 'method'>,
  history: History,
  wholes: readonly SeriesWhole[],
  target: CalendarDay,
  stepsAhead: number,
  calendar: KnownCalendar = {},
): readonly number[] | undefined {
  const question = { past: history.days, target, stepsAhead, calendar };
  const { method } = learned;
  if (method === 'meanOfLastDays') return fallbackForecast(question);
  if (method === 'shareOfChannel' || method === 'shareOfSite') {
    const whole = wholes.find(({ name }) => name === method);
    const wholeForecast = whole?.forecastOf(target);
    const byShare = whole && wholeForecast ? shareOf(history.days, whole, wholeForecast) : null;
    return byShare ?? fallbackForecast(question);
  }
  return methods[method](question) ?? fallbackForecast(question);
}

/** What of a series the band remembers. */
export function bandStateOf({ past, bandLevel }: Pick<LearnedSeries, 'past' | 'bandLevel'>): BandState {
  return { errors: past.map(({ forecast, actual }) => rootErrors(forecast, actual)), level: bandLevel };
}

type Sums = ReadonlyMap<SeriesMethod, { readonly sums: ErrorSums; readonly days: number }>;

/** The least error among those compared on enough days; before that the first of `order` that can be had. */
function bestOf(sums: Sums, order: readonly SeriesMethod[], isThere: (name: SeriesMethod) => boolean): SeriesMethod {
  let best = order.find(isThere) ?? 'meanOfLastDays';
  let least = Infinity;
  for (const name of order) {
    const known = sums.get(name);
    const error = known && known.days >= FEWEST_COMPARED ? wape(known.sums) : null;
    if (error === null || !isThere(name) || error >= least) continue;
    least = error;
    best = name;
  }
  return best;
}

function preferenceOf(history: History, wholes: readonly SeriesWhole[]): SeriesMethod[] {
  const own: SeriesMethod[] = [...methodNames.toReversed(), 'meanOfLastDays'];
  const shares = wholes.map(({ name }) => name);
  const recent = history.days.slice(-ROLLED_DAYS).flatMap(({ counts }) => counts.filter((count) => count > 0));
  const mean = recent.reduce((a, b) => a + b, 0) / Math.max(1, recent.length);
  return mean < SMALL_INTERVAL ? [...shares, ...own] : [...own, ...shares];
}

function availableMethods(history: History, wholes: readonly SeriesWhole[]): Set<SeriesMethod> {
  const last = history.days.at(-1);
  const available = new Set<SeriesMethod>(['meanOfLastDays']);
  if (last === undefined) return available;
  // A week on from the last day every method is asked about a weekday it has seen.
  const question = questionOf(history.days, history.days.length - 1, history, {});
  for (const name of methodNames) if (methods[name](question) !== undefined) available.add(name);
  for (const { name, history: whole } of wholes) if (whole.days.length > 0) available.add(name);
  return available;
}

function questionOf(
  past: readonly HistoryDay[],
  index: number,
  history: History,
  calendar: KnownCalendar,
): ForecastQuestion {
  const target = history.days[index]?.day;
  if (target === undefined) throw new Error('there is no such day in the history');
  return { past, target, stepsAhead: 1, calendar };
}

/** The part's days against the same days of the whole. */
function shareOf(part: readonly HistoryDay[], whole: SeriesWhole, wholeForecast: readonly number[]): number[] | null {
  const byDate = new Map(whole.history.days.map((day) => [day.day.date, day]));
  const both = part.flatMap((day) => {
    const same = byDate.get(day.day.date);
    return same === undefined ? [] : [{ part: day, whole: same }];
  });
  return forecastByShare(
    both.map((pair) => pair.part),
    both.map((pair) => pair.whole),
    wholeForecast,
  );
}

function errorsOf(sums: Sums): Partial<Record<SeriesMethod, number>> {
  const errors: Partial<Record<SeriesMethod, number>> = {};
  for (const [name, { sums: total, days }] of sums) {
    const error = days < FEWEST_COMPARED ? null : wape(total);
    if (error !== null) errors[name] = error;
  }
  return errors;
}

function bandOf(past: readonly ComparedDay[]): { coverage: number | null; bandLevel: number } {
  let state = noBandYet;
  let held = 0;
  let asked = 0;
  for (const { forecast, actual } of past) {
    const band = bandAround(state, forecast);
    if (band !== undefined) {
      asked += actual.length;
      held += actual.filter((count, i) => count >= (band.low[i] ?? 0) && count <= (band.high[i] ?? 0)).length;
    }
    state = observeDay(state, forecast, actual);
  }
  return { coverage: asked === 0 ? null : held / asked, bandLevel: state.level };
}

/**
 * The relative error beyond Poisson noise, c in `variance = μ + (cμ)²`: of each of the last days by `Σ((actual − μ)² − μ) ÷ Σμ²` with the method in use, then the median of the days, so that
 * one holiday nobody named does not make every deviation look ordinary.
 */
function errorRatioOf(past: readonly ComparedDay[]): number {
  const days = past.slice(-20).flatMap(({ forecast, actual }) => {
    let beyond = 0;
    let squares = 0;
    for (const [i, count] of actual.entries()) {
      const mean = forecast[i] ?? 0;
      beyond += (count - mean) ** 2 - mean;
      squares += mean ** 2;
    }
    return squares > 0 ? [Math.sqrt(Math.max(0, beyond / squares))] : [];
  });
  return days.length < FEWEST_COMPARED ? FIRST_ERROR_RATIO : median(days);
}
