import { InputError } from '../numeric/input-error.ts';
import { type CalendarDay, daysAfter } from './calendar-day.ts';
import { usualWeekdays } from './calendar-covariates.ts';
import { bandAround, noBandYet, observeDay } from './forecast-band.ts';
import { horizonWidths, widthAt } from './horizon-band.ts';
import { clockTime, type History, type KnownCalendar } from './history.ts';
import { askMethods, fallbackForecast } from './methods.ts';
import { askMethod, rollAhead } from './roll-ahead.ts';
import { chooseMethod, type RolledDay, rollOrigin } from './rolling-origin.ts';

export interface ForecastInterval {
  /** Local time the interval starts at, `07:30`. */
  readonly start: string;
  readonly expected: number;
  /** Lower and upper edge of the 80 % band; null before there is enough past to measure it on. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface ForecastDay {
  readonly date: string;
  readonly method: RolledDay['chosen'];
  readonly intervals: readonly ForecastInterval[];
}

/** The longest horizon: six weeks. */
export const MAX_HORIZON_DAYS = 42;

/** Past days rolled over to choose the method and measure the band. */
const ROLLED_DAYS = 90;

/**
 * Forecasts the `horizonDays` days after the history: closed dates and weekdays that are never open are left out. The method
 * is the one with the smallest error in a rolling-origin test on the last days; the bands of later days are wider by as much as they miss more. Throws InputError for an empty history or a
 * horizon outside 1-42 days.
 */
export function forecastDays(history: History, horizonDays: number, calendar: KnownCalendar = {}): ForecastDay[] {
  if (!Number.isInteger(horizonDays) || horizonDays < 1 || horizonDays > MAX_HORIZON_DAYS) {
    throw new InputError('horizon', `must be 1 to ${MAX_HORIZON_DAYS} days, not ${horizonDays}`);
  }
  const last = history.days.at(-1);
  if (last === undefined) throw new InputError('history', 'holds no day');
  const rolled = rollOrigin(history, Math.max(5, history.days.length - ROLLED_DAYS), calendar);
  const band = rolled.reduce((state, day) => observeDay(state, day.forecast, day.actual), noBandYet);
  const targets = openDaysAfter(history, last.day.date, horizonDays, calendar);
  const next = rolled.map(({ index, forecast, actual }) => ({
    date: history.days[index]?.day.date ?? '',
    forecast,
    actual,
  }));
  const pasts = rolled.map(({ past }) => past);
  const inUse = askMethod(rolled.at(-1)?.chosen ?? 'meanOfLastDays');
  const widths = horizonWidths(rollAhead(history, pasts, calendar, inUse), next);
  return targets.flatMap((target, index) => {
    const question = { past: history.days, target, stepsAhead: index + 1, calendar };
    const forecasts = askMethods(question);
    const method = chooseMethod(rolled, forecasts);
    const expected = method === 'meanOfLastDays' ? fallbackForecast(question) : forecasts[method];
    if (expected === undefined) return [];
    const edges = bandAround(band, expected, widthAt(widths, index + 1));
    const intervals = expected.map((count, i) => ({
      start: clockTime(history.startMinutes[i] ?? 0),
      expected: count,
      low: edges?.low[i] ?? null,
      high: edges?.high[i] ?? null,
    }));
    return [{ date: target.date, method, intervals }];
  });
}

/** The days after `date`, `count` at most, on which the series will be open: no named closure, and a weekday that usually is. */
export function openDaysAfter(history: History, date: string, count: number, calendar: KnownCalendar): CalendarDay[] {
  const days = history.days.map(({ day }) => day);
  const usual = usualWeekdays(days);
  const closed = new Set(calendar.closedDates);
  // A history shorter than a week cannot tell that a weekday is never open.
  const span = (days.at(-1)?.epochDay ?? 0) - (days[0]?.epochDay ?? 0) + 1;
  const firstWeekday = days[0]?.weekday ?? 1;
  const isUnseen = (weekday: number): boolean => (weekday - firstWeekday + 7) % 7 >= span;
  return daysAfter(date, count).filter(
    (day) => (usual.has(day.weekday) || isUnseen(day.weekday)) && !closed.has(day.date),
  );
}
