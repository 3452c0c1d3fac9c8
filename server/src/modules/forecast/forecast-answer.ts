import type { ForecastDayAnswer, ForecastsAnswer } from '@floorwalk/shared/api/forecast';
import { localDay } from '@floorwalk/shared/forecast/local-day';
import type { publishedForecast } from './tables.ts';

type Row = typeof publishedForecast.$inferSelect;
/** `null` where nothing is known of an interval. */
type KnownCounts = readonly (number | null)[];

/** A published day as it stands. */
export function dayAnswer({ kind, publishedAt, forecast }: Row): ForecastDayAnswer {
  const { date, method, startsAt, intervalMs, seenCount } = forecast;
  const { offeredCounts, lowCounts, highCounts, handleTimesMs, requiredAgents, requirement } = forecast;
  return {
    date,
    kind,
    method,
    publishedAt,
    startsAt,
    intervalMs,
    seenCount,
    offeredCounts,
    lowCounts,
    highCounts,
    handleTimesMs,
    requiredAgents,
    requirement: requirement ?? null,
  };
}

/** A day in intervals of so many minutes: halves of longer ones, sums of shorter ones. */
export function inMinutes(day: ForecastDayAnswer, minutes: number | undefined): ForecastDayAnswer {
  const wanted = (minutes ?? day.intervalMs / 60_000) * 60_000;
  if (wanted === day.intervalMs) return day;
  return wanted < day.intervalMs ? halved(day) : paired(day);
}

/** Each interval as two: half its contacts, with a band wider by √2 for its size, as chance is; as many agents. */
function halved(day: ForecastDayAnswer): ForecastDayAnswer {
  const twice = (values: KnownCounts, of: (value: number, i: number) => number): (number | null)[] =>
    values.flatMap((value, i) => (value === null ? [null, null] : [of(value, i), of(value, i)]));
  const edge = (value: number, i: number): number => {
    const middle = day.offeredCounts[i] ?? 0;
    return Math.max(0, middle / 2 + (value - middle) / Math.SQRT2);
  };
  return {
    ...day,
    intervalMs: day.intervalMs / 2,
    seenCount: day.seenCount * 2,
    offeredCounts: twice(day.offeredCounts, (value) => value / 2),
    lowCounts: twice(day.lowCounts, edge),
    highCounts: twice(day.highCounts, edge),
    handleTimesMs: day.handleTimesMs.flatMap((value) => [value, value]),
    requiredAgents: twice(day.requiredAgents, (value) => value),
  };
}

/** Two intervals as one: their contacts, a band as wide as both together (their errors go the same way), the more agents of the two. */
function paired(day: ForecastDayAnswer): ForecastDayAnswer {
  const two = (values: KnownCounts, of: (left: number, right: number, i: number) => number): (number | null)[] =>
    Array.from({ length: Math.ceil(values.length / 2) }, (_, i) => {
      const [left, right = 0] = values.slice(2 * i, 2 * i + 2);
      return left == null || right === null ? null : of(left, right, 2 * i);
    });
  const sum = (left: number, right: number): number => left + right;
  return {
    ...day,
    intervalMs: day.intervalMs * 2,
    seenCount: Math.floor(day.seenCount / 2),
    offeredCounts: two(day.offeredCounts, sum),
    lowCounts: two(day.lowCounts, sum),
    highCounts: two(day.highCounts, sum),
    handleTimesMs: two(day.handleTimesMs, (left, right, i) =>
      weighted([left, right], day.offeredCounts.slice(i, i + 2)),
    ).map((mean) => mean ?? 0),
    requiredAgents: two(day.requiredAgents, Math.max),
  };
}

function weighted(values: readonly number[], weights: KnownCounts): number {
  const total = weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0);
  if (total <= 0) return values[0] ?? 0;
  return values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0) / total;
}

/**
 * One queue's part in a series of several: its days, and which share of each interval of a plain day counts; all of it where no shares are given. Handle times
 * are the queue's times `handleFactors`, where those are known.
 */
export type ForecastPart = {
  readonly days: readonly ForecastDayAnswer[];
  readonly shares?: readonly number[];
  readonly handleFactors?: readonly number[];
};

/** Several queues' days as one series: contacts and agents added up (unknown where those of one are), handle times weighted by contacts. Bands are for {@link withBands} to add. */
export function summedDays(zone: string, parts: readonly ForecastPart[]): ForecastDayAnswer[] {
  const byDate = new Map<string, (Omit<ForecastPart, 'days'> & { readonly day: ForecastDayAnswer })[]>();
  for (const { days, ...part } of parts) {
    for (const day of days) byDate.set(day.date, [...(byDate.get(day.date) ?? []), { ...part, day }]);
  }
  return [...byDate.values()].flatMap((members) => {
    const first = members[0]?.day;
    if (first === undefined) return [];
    const { places } = localDay(zone, first.date, first.intervalMs / 60_000);
    const isKnown = first.offeredCounts.map((_, i) => members.every(({ day }) => day.offeredCounts[i] !== null));
    const known = (values: readonly number[]) => values.map((value, i) => (isKnown[i] === true ? value : null));
    const offered = first.offeredCounts.map((_, i) =>
      members.reduce(
        (total, { shares, day }) => total + (shares?.[places[i] ?? i] ?? 1) * (day.offeredCounts[i] ?? 0),
        0,
      ),
    );
    const workSum = (of: (day: ForecastDayAnswer, i: number) => number): number[] =>
      first.offeredCounts.map((_, i) =>
        members.reduce((total, { shares, handleFactors, day }) => {
          const place = places[i] ?? i;
          return total + (shares?.[place] ?? 1) * (handleFactors?.[place] ?? 1) * of(day, i);
        }, 0),
      );
    const work = workSum((day, i) => (day.offeredCounts[i] ?? 0) * (day.handleTimesMs[i] ?? 0));
    return [
      {
        ...first,
        method: 'sum',
        publishedAt: Math.max(...members.map(({ day }) => day.publishedAt)),
        seenCount: Math.min(...members.map(({ day }) => day.seenCount)),
        offeredCounts: known(offered),
        lowCounts: [],
        highCounts: [],
        handleTimesMs: work.map((each, i) => ((offered[i] ?? 0) > 0 ? each / (offered[i] ?? 1) : 0)),
        // Agents go with the work, not with the contacts.
        requiredAgents: known(workSum((day, i) => day.requiredAgents[i] ?? 0)),
        requirement: null,
      },
    ];
  });
}

/** An answer as flat rows, one for each interval. */
export function intervalRows({ series, by }: ForecastsAnswer): object[] {
  return series.flatMap(({ id, name, handleTimeFrom, days }) =>
    days.flatMap((day) =>
      day.offeredCounts.map((offeredCount, i) => ({
        by,
        id,
        name,
        date: day.date,
        startAt: day.startsAt + i * day.intervalMs,
        isSeen: i < day.seenCount,
        offeredCount,
        lowCount: day.lowCounts[i] ?? null,
        highCount: day.highCounts[i] ?? null,
        handleTimeMs: day.handleTimesMs[i] ?? null,
        handleTimeFrom,
        requiredAgents: day.requiredAgents[i] ?? null,
        method: day.method,
        kind: day.kind,
      })),
    ),
  );
}
