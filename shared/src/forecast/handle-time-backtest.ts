import { forecastHandleTime, type HandledDay } from './handle-time-forecast.ts';

/**
 * What forecasts of a queue's handle time were worth: how far the mean of a past day was off as a share of it, weighted by contacts, each day forecast from the
 * days before alone; beside the same for the mean of the last day before, taken as it was.
 */
export interface HandleTimeBacktest {
  readonly error: number;
  readonly errorOfLastDay: number;
  readonly testedDays: number;
}

/** The last `testDays` days of `past` are tested; null where on none of them, or none before, a contact was handled. */
export function backtestHandleTime(past: readonly HandledDay[], testDays: number): HandleTimeBacktest | null {
  let [missed, missedByLastDay, total, testedDays] = [0, 0, 0, 0];
  let lastMean: number | null = null;
  for (const [index, { day, handled, handleSec }] of past.entries()) {
    const count = sum(handled);
    const seconds = sum(handleSec);
    if (count <= 0 || seconds <= 0) continue;
    const forecast = index < past.length - testDays ? null : forecastHandleTime(past.slice(0, index), day);
    if (forecast !== null && lastMean !== null) {
      missed += Math.abs(sum(handled.map((each, i) => each * (forecast[i] ?? 0))) - seconds);
      missedByLastDay += Math.abs(count * lastMean - seconds);
      total += seconds;
      testedDays++;
    }
    lastMean = seconds / count;
  }
  return testedDays === 0 ? null : { error: missed / total, errorOfLastDay: missedByLastDay / total, testedDays };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
