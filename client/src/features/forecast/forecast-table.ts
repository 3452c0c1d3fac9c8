import type { ForecastDayAnswer } from '@floorwalk/shared/api/forecast';
import type { CsvTable } from '../../ui/save-csv.ts';

type Day = Pick<
  ForecastDayAnswer,
  | 'startsAt'
  | 'intervalMs'
  | 'seenCount'
  | 'offeredCounts'
  | 'lowCounts'
  | 'highCounts'
  | 'handleTimesMs'
  | 'requiredAgents'
>;

/** The mean handle time of a day, weighted by its contacts; null where none is expected. */
export function meanHandleTime({ offeredCounts, handleTimesMs }: Pick<Day, 'offeredCounts' | 'handleTimesMs'>) {
  let [contacts, work] = [0, 0];
  for (const [i, count] of offeredCounts.entries()) {
    const handleTimeMs = handleTimesMs[i] ?? 0;
    if (count === null || handleTimeMs <= 0) continue;
    contacts += count;
    work += count * handleTimeMs;
  }
  return contacts > 0 ? work / contacts : null;
}

/** Contacts of some intervals of a day, of those of which anything is known. */
export function knownSum({ offeredCounts }: Pick<Day, 'offeredCounts'>, from: number, to?: number): number {
  return offeredCounts.slice(from, to).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** The moment since which a day is known; null where all of it is. */
export function knownSince({
  startsAt,
  intervalMs,
  offeredCounts,
}: Pick<Day, 'startsAt' | 'intervalMs' | 'offeredCounts'>): number | null {
  const unknown = offeredCounts.lastIndexOf(null) + 1;
  return unknown === 0 ? null : startsAt + unknown * intervalMs;
}

/** Days interval by interval as a table to save, empty where nothing is known, each with the name of what it is of; columns are called as over REST. */
export function forecastTable(series: readonly { readonly name: string; readonly day: Day }[]): CsvTable {
  const round = (value: number | null | undefined): number | null =>
    value == null ? null : Math.round(value * 100) / 100;
  return {
    header: ['name', 'start', 'isSeen', 'offeredCount', 'lowCount', 'highCount', 'handleTimeMs', 'requiredAgents'],
    rows: series.flatMap(({ name, day }) =>
      day.offeredCounts.map((count, i) => [
        name,
        new Date(day.startsAt + i * day.intervalMs).toISOString(),
        i < day.seenCount ? 1 : 0,
        round(count),
        round(day.lowCounts[i]),
        round(day.highCounts[i]),
        round(day.handleTimesMs[i]),
        round(day.requiredAgents[i]),
      ]),
    ),
  };
}
