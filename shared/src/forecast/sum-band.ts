import type { DatedDay } from './intraday-update.ts';
import { type BandState, levelOf, rootErrors } from './forecast-band.ts';

/** Past days a sum's band is measured on. */
const WINDOW_DAYS = 60;

/**
 * What the band around the sum of several series is measured on, from interval `from` of a plain day on: what the sum of the parts' forecasts missed on past
 * days. How the parts' errors hang together is in it, for they are added up before they are looked at. A part that was not there yet on a day adds nothing to
 * it.
 */
export function bandStateOfSum(parts: readonly (readonly DatedDay[])[], from = 0): BandState {
  const byDate = new Map<string, { readonly forecast: number[]; readonly actual: number[] }>();
  for (const part of parts) {
    for (const day of part) {
      let sum = byDate.get(day.date);
      if (sum === undefined) byDate.set(day.date, (sum = { forecast: [], actual: [] }));
      addTo(sum.forecast, day.forecast);
      addTo(sum.actual, day.actual);
    }
  }
  const dates = [...byDate.keys()].toSorted().slice(-WINDOW_DAYS);
  const errors = dates.map((date) => {
    const { forecast, actual } = byDate.get(date) ?? { forecast: [], actual: [] };
    return rootErrors(forecast, actual).slice(from);
  });
  return { errors, level: levelOf(errors) };
}

function addTo(sum: number[], values: readonly number[]): void {
  for (const [i, value] of values.entries()) sum[i] = (sum[i] ?? 0) + value;
}
