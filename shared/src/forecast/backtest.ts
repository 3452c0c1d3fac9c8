import { addErrors, type ErrorSums, noErrors, noiseFloor, wape } from './accuracy.ts';
import { bandAround, noBandYet, observeDay } from './forecast-band.ts';
import { intradayBand } from './intraday-band.ts';
import { clockTime, type History, type KnownCalendar } from './history.ts';
import { horizonCoverage, horizonWidths, widthAt } from './horizon-band.ts';
import { type MethodName, methodNames } from './methods.ts';
import { askMethod, rollAhead } from './roll-ahead.ts';
import { learnReforecast, reforecast } from './reforecast.ts';
import { type RolledDay, rollOrigin } from './rolling-origin.ts';
import { InputError } from '../numeric/input-error.ts';

/** The error of the rest of the day after an update, and of other ways to go on from the same moment. All WAPE as shares. */
export interface RestOfDayErrors {
  /** The learned update. */
  readonly wape: number | null;
  /** The morning's forecast left as it was. */
  readonly none: number | null;
  /** The morning's forecast times the full ratio of the day so far. */
  readonly fullRatio: number | null;
  readonly seasonalNaive: number | null;
  readonly meanOfLastFour: number | null;
}

/** What forecasts of past days would have been worth. Errors are WAPE as shares: 0.05 is 5 %. */
export interface BacktestReport {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly intervals: number;
  readonly intervalMinutes: number;
  /** The method chosen for the last day, and on how many days each was. */
  readonly method: RolledDay['chosen'];
  readonly daysByMethod: Readonly<Partial<Record<RolledDay['chosen'], number>>>;
  readonly dayAheadWape: number | null;
  readonly oneAheadWape: number | null;
  readonly restOfDayWape: Readonly<Record<string, RestOfDayErrors>>;
  /** Share of intervals inside the 80 % band given the day before. */
  readonly bandCoverage: number | null;
  /** The same of the band given with the update of the rest of the day, at each time of update. */
  readonly restOfDayCoverage: Readonly<Record<string, number | null>>;
  /** Forecasts made so many open days ahead: their error, and the share of intervals inside the 80 % band of such a forecast. */
  readonly horizons: readonly {
    readonly steps: number;
    readonly wape: number | null;
    readonly bandCoverage: number | null;
  }[];
  /** The WAPE that Poisson noise alone causes. */
  readonly noiseFloor: number | null;
  readonly baselines: {
    readonly dayAhead: Readonly<Record<MethodName, number | null>>;
    readonly oneAhead: Omit<RestOfDayErrors, 'wape'>;
  };
}

/** Days before the tested ones on which updates and bands are learned and methods compared. */
const LEARNING_DAYS = 120;

/** Days before each on which the bands of later days are measured, as the running console does. */
const HORIZON_LEARNING_DAYS = 40;

/** Days the band within a day is measured on. */
const BAND_DAYS = 60;

/** Fewest days needed before the first one tested. */
const FEWEST_DAYS = 10;

/**
 * Forecasts the last `testDays` days of a history as if each were still to come (rolling origin: choice of method, band and
 * update included, from the days before it only), and compares. `updateAt` are the times of day, in minutes, at which the
 * rest of the day is forecast anew. Throws InputError when the history is too short.
 */
export function backtest(
  history: History,
  testDays: number,
  updateAt: readonly number[],
  calendar: KnownCalendar = {},
): BacktestReport {
  if (!Number.isInteger(testDays) || testDays < 1) throw new InputError('backtest', 'must be at least one day');
  const firstTested = history.days.length - testDays;
  if (firstTested < FEWEST_DAYS) {
    const needed = testDays + FEWEST_DAYS;
    throw new InputError(
      'backtest',
      `needs ${needed} days for ${testDays} tested, the history holds ${history.days.length}`,
    );
  }
  const rolled = rollOrigin(history, Math.max(5, firstTested - LEARNING_DAYS), calendar);
  const tested = rolled.filter(({ index }) => index >= firstTested);
  const before = (day: RolledDay): RolledDay[] => rolled.filter(({ index }) => index < day.index);
  const last = tested.at(-1);

  const restOfDay = updateAt.flatMap((minutes): [string, RestOfDayErrors][] => {
    const seen = history.startMinutes.findIndex((start) => start >= minutes);
    return seen < 1 ? [] : [[clockTime(minutes), restErrors(tested, before, seen, history)]];
  });
  return {
    from: history.days[firstTested]?.day.date ?? '',
    to: history.days.at(-1)?.day.date ?? '',
    days: tested.length,
    intervals: history.startMinutes.length,
    intervalMinutes: history.intervalMinutes,
    method: last?.chosen ?? 'meanOfLastDays',
    daysByMethod: countMethods(tested),
    dayAheadWape: wape(tested.reduce((sums, day) => addErrors(sums, day.forecast, day.actual), noErrors)),
    oneAheadWape: wape(oneAheadErrors(tested, before, history)),
    restOfDayWape: Object.fromEntries(restOfDay),
    bandCoverage: coverage(rolled, firstTested),
    restOfDayCoverage: Object.fromEntries(
      updateAt.flatMap((minutes): [string, number | null][] => {
        const seen = history.startMinutes.findIndex((start) => start >= minutes);
        return seen < 1 ? [] : [[clockTime(minutes), restCoverage(rolled, firstTested, seen, history)]];
      }),
    ),
    horizons: horizonErrors(history, rolled, firstTested, calendar),
    noiseFloor: noiseFloor(tested.flatMap(({ forecast }) => forecast)),
    baselines: { dayAhead: methodErrors(tested), oneAhead: oneAheadBaselines(tested) },
  };
}

type Before = (day: RolledDay) => RolledDay[];

function restErrors(tested: readonly RolledDay[], before: Before, seen: number, history: History): RestOfDayErrors {
  const over = (forecastOf: (day: RolledDay) => readonly number[] | undefined): number | null =>
    wape(
      tested.reduce((sums, day) => {
        const forecast = forecastOf(day);
        return forecast === undefined ? sums : addErrors(sums, forecast, day.actual, seen);
      }, noErrors),
    );
  return {
    wape: over((day) => {
      const learned = learnReforecast(before(day), day.forecast, seen, history.intervalMinutes);
      return reforecast(day.forecast, day.actual.slice(0, seen), learned, history.intervalMinutes);
    }),
    none: over(({ forecast }) => forecast),
    fullRatio: over((day) => byFullRatio(day, seen)),
    seasonalNaive: over(({ forecasts }) => forecasts.seasonalNaive),
    meanOfLastFour: over(({ forecasts }) => forecasts.meanOfLastFour),
  };
}

/** Every interval forecast at the end of the one before it; the first of a day by the day-ahead forecast. */
function oneAheadErrors(tested: readonly RolledDay[], before: Before, history: History): ErrorSums {
  let sums = noErrors;
  for (const day of tested) {
    const past = before(day);
    for (let seen = 0; seen < day.actual.length; seen++) {
      const learned = learnReforecast(past, day.forecast, seen, history.intervalMinutes);
      const forecast = reforecast(day.forecast, day.actual.slice(0, seen), learned, history.intervalMinutes);
      sums = addErrors(sums, forecast, day.actual, seen, seen + 1);
    }
  }
  return sums;
}

function oneAheadBaselines(tested: readonly RolledDay[]): Omit<RestOfDayErrors, 'wape'> {
  let fullRatio = noErrors;
  for (const day of tested) {
    for (let seen = 0; seen < day.actual.length; seen++) {
      fullRatio = addErrors(fullRatio, byFullRatio(day, seen), day.actual, seen, seen + 1);
    }
  }
  const { seasonalNaive, meanOfLastFour } = methodErrors(tested);
  const none = wape(tested.reduce((sums, day) => addErrors(sums, day.forecast, day.actual), noErrors));
  return { none, fullRatio: wape(fullRatio), seasonalNaive, meanOfLastFour };
}

function byFullRatio({ forecast, actual }: RolledDay, seen: number): number[] {
  const sum = (values: readonly number[]): number => values.slice(0, seen).reduce((a, b) => a + b, 0);
  const expected = sum(forecast);
  const ratio = expected > 0 ? sum(actual) / expected : 1;
  return forecast.map((count) => count * ratio);
}

function methodErrors(tested: readonly RolledDay[]): Record<MethodName, number | null> {
  const errors = { seasonalNaive: null, meanOfLastFour: null, medianOfLastSix: null, components: null };
  return Object.fromEntries(
    methodNames.map((name) => {
      const known = tested.filter(({ forecasts }) => forecasts[name] !== undefined);
      const sums = known.reduce((total, day) => addErrors(total, day.forecasts[name] ?? [], day.actual), noErrors);
      return [name, wape(sums)];
    }),
  ) as typeof errors & Record<MethodName, number | null>;
}

/** The share of tested intervals that fell inside the band made the day before. */
function coverage(rolled: readonly RolledDay[], firstTested: number): number | null {
  let state = noBandYet;
  let held = 0;
  let asked = 0;
  for (const { index, forecast, actual } of rolled) {
    const band = index >= firstTested ? bandAround(state, forecast) : undefined;
    if (band !== undefined) {
      asked += actual.length;
      held += actual.filter((count, i) => count >= (band.low[i] ?? 0) && count <= (band.high[i] ?? 0)).length;
    }
    state = observeDay(state, forecast, actual);
  }
  return asked === 0 ? null : held / asked;
}

/** What forecasts of the tested days made several open days ahead by the method in use were worth, each with the band as it would have been made then. */
function horizonErrors(
  history: History,
  rolled: readonly RolledDay[],
  firstTested: number,
  calendar: KnownCalendar,
): BacktestReport['horizons'] {
  const dateAt = (index: number): string => history.days[index]?.day.date ?? '';
  const next = rolled.map(({ index, forecast, actual }) => ({ date: dateAt(index), forecast, actual }));
  const pasts = rolled.map(({ past }) => past);
  const ahead = rollAhead(history, pasts, calendar, askMethod(rolled.at(-1)?.chosen ?? 'meanOfLastDays'));
  const known = <T extends { readonly date: string }>(days: readonly T[], before: string): T[] =>
    days.filter(({ date }) => date < before).slice(-HORIZON_LEARNING_DAYS);
  return [...ahead].map(([steps, days]) => {
    const tested = days.filter(({ date }) => date >= dateAt(firstTested));
    return {
      steps,
      wape: wape(tested.reduce((sums, day) => addErrors(sums, day.forecast, day.actual), noErrors)),
      bandCoverage: horizonCoverage(
        tested,
        (before) => known(next, before).reduce((state, day) => observeDay(state, day.forecast, day.actual), noBandYet),
        (before) =>
          widthAt(
            horizonWidths(new Map([...ahead].map(([each, all]) => [each, known(all, before)])), known(next, before)),
            steps,
          ),
      ),
    };
  });
}

/** The share of the tested intervals after `seen` that fell inside the band given with the update then. */
function restCoverage(
  rolled: readonly RolledDay[],
  firstTested: number,
  seen: number,
  history: History,
): number | null {
  let held = 0;
  let asked = 0;
  const past: RolledDay[] = [];
  for (const day of rolled) {
    if (day.index >= firstTested) {
      const update = learnReforecast(past, day.forecast, seen, history.intervalMinutes);
      const anew = reforecast(day.forecast, day.actual.slice(0, seen), update, history.intervalMinutes);
      const band = intradayBand(past.slice(-BAND_DAYS), update, seen, anew, history.intervalMinutes);
      const came = day.actual.slice(seen);
      if (band !== undefined) {
        asked += came.length;
        held += came.filter((count, i) => count >= (band.low[i] ?? 0) && count <= (band.high[i] ?? 0)).length;
      }
    }
    past.push(day);
  }
  return asked === 0 ? null : held / asked;
}

function countMethods(tested: readonly RolledDay[]): Partial<Record<RolledDay['chosen'], number>> {
  const counts: Partial<Record<RolledDay['chosen'], number>> = {};
  for (const { chosen } of tested) counts[chosen] = (counts[chosen] ?? 0) + 1;
  return counts;
}
