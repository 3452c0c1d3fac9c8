import { bandAround, type BandState, rootErrors } from './forecast-band.ts';
import type { DatedDay } from './intraday-update.ts';

/** LIST: open days ahead at which forecasts of past days are made to see how much more they miss than the one of the day before. */
export const HORIZON_STEPS = [2, 5, 10, 20, 30] as const;

/** A past day as it was forecast several open days ahead; `madeBefore` is the date of the first day that was not known then. */
export interface AheadDay extends DatedDay {
  readonly madeBefore: string;
}

/** How much wider than the next day's the band is so many open days ahead, and on how many past days that was measured. */
export interface HorizonWidth {
  readonly steps: number;
  readonly width: number;
  readonly testedDays: number;
}

/** Fewest past days of a horizon; before that it is taken to be as the one before it. */
const FEWEST_DAYS = 5;

/**
 * How much wider bands of later days are: by as much as forecasts made so many open days ahead missed more, on the mean of absolute errors on the scale of
 * square roots, than those of the day before for the same days. A later day is never taken for surer than an earlier one. `ahead` are past days as forecast so
 * many open days ahead, `next` the same as forecast the day before.
 */
export function horizonWidths(
  ahead: ReadonlyMap<number, readonly DatedDay[]>,
  next: readonly DatedDay[],
): readonly HorizonWidth[] {
  const nextOn = new Map(next.map((day) => [day.date, day]));
  let width = 1;
  return HORIZON_STEPS.map((steps) => {
    const days = (ahead.get(steps) ?? []).filter(({ date }) => nextOn.has(date));
    const missed = sumOf(days.map(missedOf));
    const missedNext = sumOf(days.map(({ date }) => missedOf(nextOn.get(date))));
    if (days.length >= FEWEST_DAYS && missedNext > 0) width = Math.max(width, missed / missedNext);
    return { steps, width: Math.round(width * 1000) / 1000, testedDays: days.length };
  });
}

/** The width so many open days ahead, between the measured ones in proportion; 1 for the next day, and where nothing was measured. */
export function widthAt(widths: readonly HorizonWidth[] | undefined, stepsAhead: number): number {
  let before = { steps: 1, width: 1 };
  for (const at of widths ?? []) {
    if (stepsAhead <= at.steps) {
      const part = (stepsAhead - before.steps) / (at.steps - before.steps);
      return before.width + Math.max(0, part) * (at.width - before.width);
    }
    before = at;
  }
  return before.width;
}

/** The share of intervals that bands so many open days ahead held; each of days forecast and measured before the day it was made on. Null where none was. */
export function horizonCoverage(
  days: readonly AheadDay[],
  stateBefore: (date: string) => BandState,
  widthBefore: (date: string) => number,
): number | null {
  let [held, asked] = [0, 0];
  for (const { forecast, actual, madeBefore } of days) {
    const band = bandAround(stateBefore(madeBefore), forecast, widthBefore(madeBefore));
    if (band === undefined) continue;
    asked += actual.length;
    held += actual.filter((count, i) => count >= (band.low[i] ?? 0) && count <= (band.high[i] ?? 0)).length;
  }
  return asked === 0 ? null : held / asked;
}

function missedOf(day: DatedDay | undefined): number {
  return day === undefined ? 0 : sumOf(rootErrors(day.forecast, day.actual).map(Math.abs));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
