import type { PublishedForecast } from './events.ts';
import { bandAround } from './forecast-band.ts';
import { widthAt } from './horizon-band.ts';
import { bandStateOf, type LearnedSeries } from './learn-series.ts';
import { intradayBand } from './intraday-band.ts';
import { learnReforecast, reforecast } from './reforecast.ts';
import { type LocalDay, onDay, onPlainDay } from './local-day.ts';
import { type QueuePromise, requiredAgents, requirementBasis, staffedIntervals } from './required-agents.ts';
import { waitingWork } from './waiting-work.ts';

/** What the forecast of one queue for one local day is made of. */
export interface QueueForecastInput {
  readonly forecastId: string;
  readonly queueId: string;
  readonly cause: PublishedForecast['cause'];
  readonly day: LocalDay;
  readonly learned: LearnedSeries;
  /** The forecast made from the days before, and mean handle times, for each interval of a plain day. */
  readonly dayAhead: readonly number[];
  readonly handleTimesMs: readonly number[];
  readonly promise: QueuePromise;
  /** Open days from the last of the past to the day; 1 unless given. */
  readonly stepsAhead?: number;
  /** Since when each contact of the queue waits that nobody took yet, epoch ms; of work with a deadline it is part of what is to be done. */
  readonly waitingSince?: readonly number[];
}

/** What of the day has come. */
export interface SeenOfDay {
  /** Contacts offered in each interval that has ended, in the day's own intervals; `null` where nothing is known of it. */
  readonly counts: readonly (number | null)[];
  /** The interval that runs: what came so far, and which share of its time has passed. */
  readonly running?: { readonly count: number; readonly share: number };
}

type KnownCounts = PublishedForecast['offeredCounts'];

/** The forecast a day begins with, or one of a later day: its band is wider by as much as forecasts so far ahead missed more. */
export function dayAheadForecast(input: QueueForecastInput): PublishedForecast {
  const wider = widthAt(input.learned.horizon, input.stepsAhead ?? 1);
  const band = bandAround(bandStateOf(input.learned), input.dayAhead, wider);
  return published(input, 'day-ahead', 0, onDay(input.day, input.dayAhead, 0), {
    low: band ? onDay(input.day, band.low, 0) : [],
    high: band ? onDay(input.day, band.high, 0) : [],
  });
}

/**
 * The forecast of a day under way: what has ended as it was, the rest moved by the two learned ratios, never by the full ratio of the day so far. An interval
 * that runs and is ahead of its forecast counts as seen for the update, at what it is bound to become. Intervals of which nothing is known move nothing, and stay
 * unknown. The band is measured on what the same update at the
 * same time of day would have missed on past days.
 */
export function intradayForecast(input: QueueForecastInput, seen: SeenOfDay): PublishedForecast {
  const { day, dayAhead, learned } = input;
  const minutes = day.intervalMs / 60_000;
  const seenCount = Math.min(seen.counts.length, day.places.length);
  const seenPlace = day.places[seenCount] ?? dayAhead.length;
  const came = onPlainDay(day, seen.counts.slice(0, seenCount));
  const actual = dayAhead.slice(0, seenPlace).map((expected, place) => came[place] ?? expected);
  const update = learnReforecast(learned.past, dayAhead, seenPlace, minutes);
  let plain = reforecast(dayAhead, actual, update, minutes);
  if (seen.running !== undefined && seenPlace < dayAhead.length) {
    const { count, share } = seen.running;
    const bound = count + (1 - Math.min(1, Math.max(0, share))) * (plain[seenPlace] ?? 0);
    const ahead = reforecast(
      dayAhead,
      [...actual, bound],
      learnReforecast(learned.past, dayAhead, seenPlace + 1, minutes),
      minutes,
    );
    plain = ahead.map((value, place) => (place === seenPlace ? Math.max(bound, count) : value));
  }
  const offered = onDay(day, plain, 0).map((value, i) => (i < seenCount ? (seen.counts[i] ?? null) : value));
  const band = intradayBand(learned.past, update, seenPlace, plain, minutes);
  const edge = (values: readonly number[]): (number | null)[] =>
    offered.map((value, i) => (i < seenCount ? value : (values[(day.places[i] ?? 0) - seenPlace] ?? value)));
  return published(input, 'intraday', seenCount, offered, {
    low: band ? edge(band.low) : [],
    high: band ? edge(band.high) : [],
  });
}

function published(
  input: QueueForecastInput,
  kind: PublishedForecast['kind'],
  seenCount: number,
  offeredCounts: KnownCounts,
  band: { readonly low: KnownCounts; readonly high: KnownCounts },
): PublishedForecast {
  const { day } = input;
  const forecast = {
    forecastId: input.forecastId,
    queueId: input.queueId,
    date: day.date,
    kind,
    cause: input.cause,
    method: input.learned.method,
    startsAt: day.startsAt,
    intervalMs: day.intervalMs,
    seenCount,
    offeredCounts: roundedKnown(offeredCounts),
    lowCounts: roundedKnown(band.low),
    highCounts: roundedKnown(band.high),
    handleTimesMs: rounded(onDay(day, input.handleTimesMs, 0), 1),
    requiredAgents: [],
    errorRatio: Math.round(input.learned.errorRatio * 10_000) / 10_000,
  };
  return withRequirement(forecast, day, input.promise, {
    expected: onDay(day, input.dayAhead, 0),
    ...(input.waitingSince && { waitingSince: input.waitingSince }),
  });
}

/**
 * A forecast with its agents worked out by that promise, and how. `waitingSince` as in {@link QueueForecastInput}; `expected` is what was expected of the day, for
 * intervals of which nothing is known: work with a deadline is done hours after it came.
 */
export function withRequirement(
  forecast: PublishedForecast,
  day: LocalDay,
  promise: QueuePromise,
  {
    waitingSince = [],
    expected = [],
  }: { readonly waitingSince?: readonly number[]; readonly expected?: readonly number[] } = {},
): PublishedForecast {
  const { offeredCounts, handleTimesMs, intervalMs, seenCount } = forecast;
  const requirement = requirementBasis(promise, intervalMs);
  const startMinutes = day.places.map((place) => (place * intervalMs) / 60_000);
  const counts = offeredCounts.map((count, i) => count ?? expected[i] ?? 0);
  const work = { offeredCounts: counts, handleTimesMs, intervalMs, startMinutes };
  const known = (agents: readonly number[]) => agents.map((count, i) => (offeredCounts[i] === null ? null : count));
  if (requirement.deadlineMs === null || waitingSince.length === 0 || seenCount >= offeredCounts.length) {
    return { ...forecast, requiredAgents: known(requiredAgents(work, promise, requirement)), requirement };
  }
  const isStaffed = staffedIntervals(work, promise);
  const waits = waitingWork(day, seenCount, waitingSince, requirement.deadlineMs, isStaffed);
  const counted = { waitingCount: waits.dueIn.length, lateCount: waits.dueIn.filter((dueIn) => dueIn < 0).length };
  return {
    ...forecast,
    requiredAgents: known(requiredAgents(work, promise, requirement, waits)),
    requirement: { ...requirement, ...counted },
  };
}

function roundedKnown(counts: KnownCounts): (number | null)[] {
  return counts.map((count) => (count === null ? null : Math.round(count * 100) / 100));
}

function rounded(values: readonly number[], parts: number): number[] {
  return values.map((value) => Math.round(value * parts) / parts);
}
