import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { PublishedForecast } from '@floorwalk/shared/forecast/events';
import type { FindingCause } from '@floorwalk/shared/forecast/investigation-events';
import type { ImportRepair } from '@floorwalk/shared/forecast/build-history';
import type { ForecastAge } from '@floorwalk/shared/forecast/score-forecasts';
import type { DatedDay } from '@floorwalk/shared/forecast/intraday-update';
import type { LearnedSeries } from '@floorwalk/shared/forecast/learn-series';
import type { RequirementRule } from '@floorwalk/shared/forecast/requirement-rule';
import type { SegmentHandleTime } from '@floorwalk/shared/forecast/segment-shares';

const epochMs = (name: string) => bigint(name, { mode: 'number' });

/**
 * How far forecasting is on each site. `dueAt` is when the next forecast is due, by the site's clock, and `cause` why (decision D7); `boundaryAt` the end
 * of the last interval that the newest forecast had seen. The log is read up to `readPosition`; it holds facts from `recordedFrom` on. `learnedDate` is the
 * local date up to which methods were chosen; null has them chosen anew. `problem` says why nothing could be published.
 */
export const forecastState = pgTable('forecast_state', {
  site: text().primaryKey(),
  dueAt: epochMs('due_at').notNull(),
  cause: text().$type<PublishedForecast['cause']>().notNull(),
  boundaryAt: epochMs('boundary_at').notNull(),
  publishedAt: epochMs('published_at'),
  readPosition: bigint('read_position', { mode: 'number' }).notNull(),
  recordedFrom: epochMs('recorded_from'),
  learnedDate: text('learned_date'),
  refusedDays: integer('refused_days').notNull(),
  /** Until when somebody is taken to be at it, real epoch ms. */
  workingUntil: epochMs('working_until'),
  /** How many queues of how many are learned, while that is under way; it stays where somebody cancelled it, until queues are learned anew. */
  learning: jsonb().$type<{ readonly done: number; readonly total: number; readonly isCancelled?: boolean }>(),
  problem: text(),
});

/**
 * What came into each queue on each local day, interval by interval of real time from local midnight on: from the log by the report's own fold, or told by
 * a source (`history.day-recorded`). Contacts count where they were offered. A day of the log wins over a told one.
 */
export const recordedDay = pgTable(
  'recorded_day',
  {
    site: text().notNull(),
    queueId: text('queue_id').notNull(),
    date: text().notNull(),
    origin: text().$type<'log' | 'told'>().notNull(),
    startsAt: epochMs('starts_at').notNull(),
    intervalMs: integer('interval_ms').notNull(),
    offeredCounts: jsonb('offered_counts').$type<readonly number[]>().notNull(),
    answeredCounts: jsonb('answered_counts').$type<readonly number[]>().notNull(),
    handledCounts: jsonb('handled_counts').$type<readonly number[]>().notNull(),
    /** Sums, not means. */
    handleTimesMs: jsonb('handle_times_ms').$type<readonly number[]>().notNull(),
    /** Of the contacts offered in each interval, those that gave up, and the time that all of them waited together; empty where a source told the day. */
    abandonedCounts: jsonb('abandoned_counts').$type<readonly number[]>().notNull().default([]),
    waitTimesMs: jsonb('wait_times_ms').$type<readonly number[]>().notNull().default([]),
    toldAt: epochMs('told_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.date, table.queueId, table.origin] }),
    index('recorded_day_queue').on(table.site, table.queueId, table.date),
  ],
);

/**
 * Of which segment the contacts of each queue and local day were, and how long those of them that were handled took, by intervals of real time from local
 * midnight on; '' is none. `handledCounts` is null of days recorded or told without handle times by segment. A day of the log wins over a told one.
 */
export const recordedSegment = pgTable(
  'recorded_segment',
  {
    site: text().notNull(),
    date: text().notNull(),
    queueId: text('queue_id').notNull(),
    segment: text().notNull(),
    origin: text().$type<'log' | 'told'>().notNull().default('log'),
    intervalMs: integer('interval_ms').notNull().default(900_000),
    offeredCounts: jsonb('offered_counts').$type<readonly number[]>().notNull(),
    handledCounts: jsonb('handled_counts').$type<readonly number[]>(),
    /** Sums, not means. */
    handleTimesMs: jsonb('handle_times_ms').$type<readonly number[]>().notNull().default([]),
  },
  (table) => [primaryKey({ columns: [table.site, table.date, table.queueId, table.segment, table.origin] })],
);

/**
 * The share of each segment in what comes into a queue, learned with the queue's series: per interval of a plain day, and what it would have been worth; and
 * its handle time against the queue's, null where none by segment is known.
 */
export const segmentSeries = pgTable(
  'segment_series',
  {
    site: text().notNull(),
    queueId: text('queue_id').notNull(),
    segment: text().notNull(),
    shares: jsonb().$type<readonly number[]>().notNull(),
    past: jsonb().$type<readonly DatedDay[]>().notNull(),
    handleTime: jsonb('handle_time').$type<SegmentHandleTime>(),
  },
  (table) => [primaryKey({ columns: [table.site, table.queueId, table.segment] })],
);

/** What people said of how a queue is to be staffed, beyond what it promises. */
export const requirementRule = pgTable(
  'queue_staffing',
  {
    site: text().notNull(),
    queueId: text('queue_id').notNull(),
    rule: jsonb().$type<RequirementRule>().notNull(),
    version: integer().notNull().default(1),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
    setAt: epochMs('set_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.queueId] })],
);

/** What was learned of each queue for a local date: the method, what it was worth, and the forecast the day begins with, in plain-day intervals. */
export const forecastSeries = pgTable(
  'forecast_series',
  {
    site: text().notNull(),
    queueId: text('queue_id').notNull(),
    date: text().notNull(),
    intervalMinutes: integer('interval_minutes').notNull(),
    learned: jsonb().$type<LearnedSeries>().notNull(),
    /** Null where the site is not open on that date. */
    dayAhead: jsonb('day_ahead').$type<readonly number[]>(),
    handleTimesMs: jsonb('handle_times_ms').$type<readonly number[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.queueId] })],
);

/**
 * Every forecast that was published, and of those for later days the newest and the ones whose accuracy is followed (`kind` horizon; these are not on the
 * log). `boundaryAt` is the moment it was made for: the end of the last interval it had seen, site time.
 */
export const publishedForecast = pgTable(
  'published_forecast',
  {
    site: text().notNull(),
    forecastId: text('forecast_id').notNull(),
    queueId: text('queue_id').notNull(),
    date: text().notNull(),
    kind: text().$type<PublishedForecast['kind'] | 'horizon'>().notNull(),
    cause: text().$type<PublishedForecast['cause']>().notNull(),
    boundaryAt: epochMs('boundary_at').notNull(),
    publishedAt: epochMs('published_at').notNull(),
    /** Days from the day it was made on to the one it is for. */
    leadDays: integer('lead_days').notNull(),
    forecast: jsonb().$type<PublishedForecast>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.forecastId] }),
    index('published_forecast_day').on(table.site, table.date, table.queueId, table.publishedAt),
    index('published_forecast_lead').on(table.site, table.kind, table.leadDays),
  ],
);

/** Closures, holidays, events and campaigns of a site, as people named them. Dates are local, both included. */
export const forecastCalendar = pgTable(
  'forecast_calendar',
  {
    site: text().notNull(),
    id: text().notNull(),
    kind: text().$type<'closure' | 'holiday' | 'event' | 'campaign'>().notNull(),
    name: text().notNull(),
    fromDate: text('from_date').notNull(),
    toDate: text('to_date').notNull(),
    setBy: jsonb('set_by').$type<DecidedBy>().notNull(),
    setAt: epochMs('set_at').notNull(),
    removedAt: epochMs('removed_at'),
  },
  (table) => [primaryKey({ columns: [table.site, table.id] })],
);

/** Deviations from the plan that somebody is to explain, and what they found. Written with their events. */
export const investigation = pgTable(
  'investigation',
  {
    site: text().notNull(),
    id: text().notNull(),
    queueId: text('queue_id').notNull(),
    date: text().notNull(),
    fromAt: epochMs('from_at').notNull(),
    toAt: epochMs('to_at').notNull(),
    expectedCount: doublePrecision('expected_count').notNull(),
    actualCount: doublePrecision('actual_count').notNull(),
    standardScore: doublePrecision('standard_score').notNull(),
    /** Whether actuals are back within a tenth of the plan. */
    isOver: boolean('is_over').notNull(),
    openedAt: epochMs('opened_at').notNull(),
    closedAt: epochMs('closed_at'),
    closedBy: jsonb('closed_by').$type<DecidedBy>(),
    cause: text().$type<FindingCause>(),
    finding: text(),
  },
  (table) => [
    primaryKey({ columns: [table.site, table.id] }),
    index('investigation_time').on(table.site, table.openedAt),
  ],
);

/**
 * How good published forecasts of an age were, per queue and local day, as sums: `missed` and `actual` for the WAPE, `held` of `banded` intervals inside
 * their band, `chance` what Poisson noise alone would miss. Ages are ms from making a forecast to the start of an interval, by class.
 */
export const forecastScore = pgTable(
  'forecast_score',
  {
    site: text().notNull(),
    queueId: text('queue_id').notNull(),
    date: text().notNull(),
    age: text().$type<ForecastAge>().notNull(),
    intervals: integer().notNull(),
    missed: doublePrecision().notNull(),
    actual: doublePrecision().notNull(),
    chance: doublePrecision().notNull(),
    held: integer().notNull(),
    banded: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.date, table.queueId, table.age] })],
);

/** Histories that were imported, with everything that was not taken as it stood. */
export const historyImport = pgTable(
  'history_import',
  {
    site: text().notNull(),
    id: text().notNull(),
    fileName: text('file_name').notNull(),
    rowCount: integer('row_count').notNull(),
    dayCount: integer('day_count').notNull(),
    queueIds: jsonb('queue_ids').$type<readonly string[]>().notNull(),
    fromDate: text('from_date').notNull(),
    toDate: text('to_date').notNull(),
    repairs: jsonb().$type<readonly ImportRepair[]>().notNull(),
    repairCount: integer('repair_count').notNull(),
    importedBy: jsonb('imported_by').$type<DecidedBy>().notNull(),
    importedAt: epochMs('imported_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.site, table.id] })],
);
