import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';
import { RequirementBasis, RequirementRule } from './requirement-rule.ts';

const strict = { additionalProperties: false } as const;

/** Most intervals one published forecast holds: a day of 15 minutes, and the hour a clock change adds. */
export const MAX_FORECAST_INTERVALS = 100;
const Amount = Type.Number({ minimum: 0 });
const Series = Type.Array(Amount, { maxItems: MAX_FORECAST_INTERVALS });
/** `null` for intervals that had ended before anything was known of the site: nobody can say what came in them. */
const KnownSeries = Type.Array(Type.Union([Amount, Type.Null()]), { maxItems: MAX_FORECAST_INTERVALS });

/**
 * The forecast of one queue for one local day, as published then. All series have one entry for each interval from `startsAt` on; a later one for
 * the same queue and day takes its place on the glass, and every one is kept.
 */
export const PublishedForecast = Type.Object(
  {
    forecastId: Id,
    queueId: Id,
    /** Local date of the site, ISO. */
    date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    kind: Type.Union([Type.Literal('day-ahead'), Type.Literal('intraday')]),
    /** Why it was made: on schedule, because actuals left the band, or because somebody asked. */
    cause: Type.Union([Type.Literal('schedule'), Type.Literal('left-band'), Type.Literal('asked')]),
    method: Label,
    startsAt: Type.Number(),
    intervalMs: Type.Integer({ minimum: 60_000 }),
    /** Intervals that had ended when it was made: their entries are actual counts, and `null` where nothing is known of them. */
    seenCount: Type.Integer({ minimum: 0 }),
    /** Contacts expected to be offered. */
    offeredCounts: KnownSeries,
    /** The band that holds 80 % of actuals; empty before enough days were seen to measure one. */
    lowCounts: KnownSeries,
    highCounts: KnownSeries,
    handleTimesMs: Series,
    /** Agents needed on the floor (without shrinkage), by the queue's own target. */
    requiredAgents: KnownSeries,
    /** How these were worked out. */
    requirement: Type.Optional(RequirementBasis),
    /** Recent relative error of the forecast beyond Poisson noise (a coefficient of variation): what significance is measured against. */
    errorRatio: Type.Number({ minimum: 0 }),
  },
  strict,
);
export type PublishedForecast = Static<typeof PublishedForecast>;

/** Forecasts made together are published together. */
export const ForecastPublished = Type.Object(
  { forecasts: Type.Array(PublishedForecast, { minItems: 1, maxItems: 50 }) },
  strict,
);

const LocalDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const By = Type.Object({ id: Id, name: Label }, strict);

/** Days that are not like others, from one local date to another, both included. On a closure nothing is open; the rest are learned from by name. */
export const CalendarEntry = Type.Object(
  {
    id: Id,
    kind: Type.Union([
      Type.Literal('closure'),
      Type.Literal('holiday'),
      Type.Literal('event'),
      Type.Literal('campaign'),
    ]),
    name: Label,
    fromDate: LocalDate,
    toDate: LocalDate,
  },
  strict,
);
export type CalendarEntry = Static<typeof CalendarEntry>;
export const CalendarSet = Type.Object({ entry: CalendarEntry, by: By }, strict);
export const CalendarRemoved = Type.Object({ entryId: Id, by: By }, strict);

/** How a queue is to be staffed from now on; an empty rule takes back what was said. */
export const RequirementSet = Type.Object({ queueId: Id, rule: RequirementRule, by: By }, strict);

export const forecastEvents = {
  'forecast.published': ForecastPublished,
  'forecast.calendar-set': CalendarSet,
  'forecast.calendar-removed': CalendarRemoved,
  'forecast.requirement-set': RequirementSet,
} as const;
export type ForecastEventType = keyof typeof forecastEvents;
export type ForecastEventData = { [K in ForecastEventType]: Static<(typeof forecastEvents)[K]> };
