import { median } from '../numeric/median.ts';
import type { ForecastMethod, ForecastQuestion } from './forecast-method.ts';

/** The same weekday of the last week: the baseline every other method has to beat. */
export const seasonalNaive: ForecastMethod = (question) => lastSameWeekdays(question, 1, 1)?.[0];

/** The mean of the last four same weekdays: what most planning tools do. */
export const meanOfLastFour: ForecastMethod = (question) =>
  perInterval(lastSameWeekdays(question, 4, 2), (values) => values.reduce((a, b) => a + b, 0) / values.length);

/** The median of the last six same weekdays: unmoved by single holidays and outages. */
export const medianOfLastSix: ForecastMethod = (question) => perInterval(lastSameWeekdays(question, 6, 3), median);

/** The mean of the last five open days whatever their weekday: where no week has been seen yet. */
export const meanOfLastDays: ForecastMethod = ({ past }) =>
  perInterval(
    past.slice(-5).map(({ counts }) => [...counts]),
    (values) => values.reduce((a, b) => a + b, 0) / values.length,
  );

/** The counts of the last `most` days of the target's weekday, undefined when there are fewer than `least`. */
function lastSameWeekdays({ past, target }: ForecastQuestion, most: number, least: number): number[][] | undefined {
  const found: number[][] = [];
  for (let i = past.length - 1; i >= 0 && found.length < most; i--) {
    const candidate = past[i];
    if (candidate?.day.weekday === target.weekday) found.push([...candidate.counts]);
  }
  return found.length < least ? undefined : found;
}

function perInterval(
  days: readonly (readonly number[])[] | undefined,
  summarise: (values: number[]) => number,
): number[] | undefined {
  return days?.[0]?.map((_, interval) => summarise(days.map((counts) => counts[interval] ?? 0)));
}
