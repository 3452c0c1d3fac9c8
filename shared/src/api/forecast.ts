import Type, { type Static } from 'typebox';
import { CalendarEntry, MAX_FORECAST_INTERVALS, PublishedForecast } from '../forecast/events.ts';
import { FindingCause } from '../forecast/investigation-events.ts';
import { RequirementBasis, RequirementRule } from '../forecast/requirement-rule.ts';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;
const Moment = Type.Number({ description: "epoch ms of the site's clock" });
const MomentOrNull = Type.Union([Moment, Type.Null()]);
const Share = Type.Union([Type.Number(), Type.Null()]);
export const LocalDate = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'local date of the site, 2026-01-31',
});
const Who = Type.Object({ id: Type.String(), name: Type.String() });

/** What a forecast is asked by. */
export const ForecastBy = Type.Union([
  Type.Literal('queue'),
  Type.Literal('channel'),
  Type.Literal('segment'),
  Type.Literal('site'),
]);
export type ForecastBy = Static<typeof ForecastBy>;

const Series = Type.Array(Type.Number(), { maxItems: 2 * MAX_FORECAST_INTERVALS });
const KnownSeries = Type.Array(Type.Union([Type.Number(), Type.Null()]), { maxItems: 2 * MAX_FORECAST_INTERVALS });

/**
 * One local day of one series. `lowCounts` and `highCounts` are empty where too few past days were seen to measure a band. Entries are null for intervals that
 * had ended before anything was known of the site.
 */
export const ForecastDayAnswer = Type.Object({
  date: LocalDate,
  kind: Type.String({ description: 'day-ahead, intraday or horizon' }),
  method: Type.String(),
  publishedAt: Moment,
  startsAt: Moment,
  intervalMs: Type.Integer(),
  seenCount: Type.Integer(),
  offeredCounts: KnownSeries,
  lowCounts: KnownSeries,
  highCounts: KnownSeries,
  handleTimesMs: Series,
  requiredAgents: KnownSeries,
  /** How the agents were worked out; null for sums, whose queues differ. */
  requirement: Type.Union([RequirementBasis, Type.Null()]),
});
export type ForecastDayAnswer = Static<typeof ForecastDayAnswer>;

/** How forecasting stands on a site. `problem`: `no-history` where nothing can be learned yet, `closed-today` where the site is not open, `learning-cancelled` where somebody cancelled it. */
export const ForecastStatus = Type.Object({
  zone: Type.String(),
  today: LocalDate,
  intervalMinutes: Type.Integer(),
  publishedAt: MomentOrNull,
  dueAt: MomentOrNull,
  problem: Type.Union([Type.String(), Type.Null()]),
  refusedDays: Type.Integer({ description: 'days a source told that could not be of this site' }),
  /** Queues learned of how many, while methods are being chosen; null else. */
  learning: Type.Union([Type.Object({ done: Type.Integer(), total: Type.Integer() }), Type.Null()]),
});
export type ForecastStatus = Static<typeof ForecastStatus>;

/** Where a segment's handle times are from: its own as recorded, its queue's where none by segment is, or one in some queues and the other in others. */
export const HandleTimeFrom = Type.Union([Type.Literal('segment'), Type.Literal('queue'), Type.Literal('both')]);
export type HandleTimeFrom = Static<typeof HandleTimeFrom>;

export const ForecastsAnswer = Type.Object({
  status: ForecastStatus,
  by: ForecastBy,
  series: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      /** Its share of all contacts expected on the first day asked for; only by segment. */
      share: Share,
      /** Only by segment. */
      handleTimeFrom: Type.Union([HandleTimeFrom, Type.Null()]),
      /** Share of the segment's contacts that self-service ended in the last week; only by segment of one queue, null where too little is known. */
      selfServiceShare: Share,
      days: Type.Array(ForecastDayAnswer),
    }),
  ),
});
export type ForecastsAnswer = Static<typeof ForecastsAnswer>;

/** A forecast as it was published. */
export const PublishedAnswer = Type.Object({
  publishedAt: Moment,
  boundaryAt: Moment,
  leadDays: Type.Integer(),
  kind: Type.String(),
  cause: Type.String(),
  forecast: PublishedForecast,
});
export type PublishedAnswer = Static<typeof PublishedAnswer>;

export const AgeAnswer = Type.Object({
  age: Type.String(),
  days: Type.Integer(),
  intervals: Type.Integer(),
  wape: Share,
  noiseFloor: Share,
  coverage: Share,
});
export type AgeAnswer = Static<typeof AgeAnswer>;

/** What one queue's forecasts are worth: by rolling origin over the days before today, and of those published, by their age. */
export const AccuracyAnswer = Type.Object({
  status: ForecastStatus,
  from: LocalDate,
  queues: Type.Array(
    Type.Object({
      queueId: Type.String(),
      name: Type.String(),
      method: Type.String(),
      errors: Type.Record(Type.String(), Type.Number()),
      wape: Share,
      noiseFloor: Share,
      coverage: Share,
      testedDays: Type.Integer(),
      historyDays: Type.Integer(),
      errorRatio: Type.Number(),
      /** How much wider than the next day's the bands of days so many open days ahead are, and on how many past days that was measured. */
      horizon: Type.Array(
        Type.Object({ steps: Type.Integer(), width: Type.Number(), testedDays: Type.Integer({ minimum: 0 }) }),
      ),
      /** How far the mean handle time of a past day was off, weighted by contacts; and the last day's taken as it was. */
      handleTimeError: Share,
      handleTimeErrorOfLastDay: Share,
      ages: Type.Array(AgeAnswer),
    }),
  ),
  /** How long each segment's contacts take against its queue's mean contact, and what forecasting by that is worth. */
  segments: Type.Array(
    Type.Object({
      queueId: Type.String(),
      queueName: Type.String(),
      segment: Type.String({ description: '"" is none' }),
      /** Null where no handle time by segment is recorded: the queue's own is taken. */
      ratio: Share,
      /** How far what was measured is believed, 0-1; the rest is the queue's own. */
      credibility: Share,
      handledCount: Type.Integer({ minimum: 0 }),
      /** How far the mean handle time of a past day was off; and the queue's own forecast taken for it. */
      handleTimeError: Share,
      handleTimeErrorOfQueue: Share,
      testedDays: Type.Integer({ minimum: 0 }),
    }),
  ),
  ages: Type.Array(AgeAnswer),
});
export type AccuracyAnswer = Static<typeof AccuracyAnswer>;

export const CalendarAnswer = Type.Array(Type.Intersect([CalendarEntry, Type.Object({ setBy: Who, setAt: Moment })]));
export type CalendarAnswer = Static<typeof CalendarAnswer>;
export const CalendarRequest = Type.Omit(CalendarEntry, ['id'], strict);
export type CalendarRequest = Static<typeof CalendarRequest>;

/** How each queue's agents are worked out, and what people said of it. */
export const QueueRequirementsAnswer = Type.Array(
  Type.Object({
    queueId: Type.String(),
    name: Type.String(),
    channel: Type.String(),
    rule: RequirementRule,
    /** Of the rule; 0 where nobody said anything yet. */
    version: Type.Integer(),
    setBy: Type.Union([Who, Type.Null()]),
    setAt: MomentOrNull,
    /** What contacts that gave up say of patience, also where another is set; null where too few did. */
    measured: Type.Union([
      Type.Object({ patienceMs: Type.Number(), abandonedCount: Type.Integer({ minimum: 0 }) }),
      Type.Null(),
    ]),
    requirement: RequirementBasis,
  }),
);
export type QueueRequirementsAnswer = Static<typeof QueueRequirementsAnswer>;

export const InvestigationAnswer = Type.Object({
  id: Type.String(),
  queueId: Type.String(),
  queueName: Type.String(),
  date: LocalDate,
  fromAt: Moment,
  toAt: Moment,
  expectedCount: Type.Number(),
  actualCount: Type.Number(),
  standardScore: Type.Number(),
  isOver: Type.Boolean(),
  openedAt: Moment,
  closedAt: MomentOrNull,
  closedBy: Type.Union([Who, Type.Null()]),
  cause: Type.Union([FindingCause, Type.Null()]),
  finding: Type.Union([Type.String(), Type.Null()]),
});
export type InvestigationAnswer = Static<typeof InvestigationAnswer>;
export const CloseRequest = Type.Object(
  { cause: FindingCause, finding: Type.String({ minLength: 1, maxLength: 2_000 }) },
  strict,
);
export type CloseRequest = Static<typeof CloseRequest>;

const Column = Type.Integer({ minimum: 0, maximum: 199 });
const ColumnOrNull = Type.Union([Column, Type.Null()]);
/** Which column of the file holds what, by position from 0; see {@link HistoryMapping}. */
export const MappingRequest = Type.Object(
  {
    dateColumn: Column,
    startColumn: ColumnOrNull,
    countColumn: Column,
    handleTimeColumn: ColumnOrNull,
    queueColumn: ColumnOrNull,
    queueId: Type.Union([Id, Type.Null()]),
    segmentColumn: Type.Optional(ColumnOrNull),
    dateOrder: Type.Union([
      Type.Literal('year-month-day'),
      Type.Literal('day-month-year'),
      Type.Literal('month-day-year'),
    ]),
    decimal: Type.Union([Type.Literal('point'), Type.Literal('comma')]),
    hasHeader: Type.Boolean(),
  },
  strict,
);

/** Longest file that is imported at once, characters. */
export const MAX_IMPORT_CHARACTERS = 20_000_000;
/** Most repairs and refused rows named one by one in an answer; all are counted. */
export const MAX_NAMED_REPAIRS = 500;

/** A CSV file with how to read it. Without a mapping the preview guesses one. `zone` is that of the file's times; the site's unless given. */
export const HistoryImportRequest = Type.Object(
  {
    fileName: Label,
    text: Type.String({ minLength: 1, maxLength: MAX_IMPORT_CHARACTERS }),
    mapping: Type.Optional(MappingRequest),
    zone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    missingIsZero: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type HistoryImportRequest = Static<typeof HistoryImportRequest>;

export const RepairAnswer = Type.Object({
  kind: Type.String(),
  queueId: Type.Optional(Type.String()),
  date: Type.Optional(Type.String()),
  interval: Type.Optional(Type.String()),
  line: Type.Optional(Type.Integer()),
  note: Type.String(),
});
export type RepairAnswer = Static<typeof RepairAnswer>;

/** What an import would do, or did. */
export const HistoryImportAnswer = Type.Object({
  id: Type.Union([Type.String(), Type.Null()], { description: 'null for a preview' }),
  mapping: MappingRequest,
  columns: Type.Array(Type.String()),
  firstRows: Type.Array(Type.Array(Type.String())),
  rowCount: Type.Integer(),
  dayCount: Type.Integer(),
  queues: Type.Array(
    Type.Object({
      queueId: Type.String(),
      rowCount: Type.Integer(),
      dayCount: Type.Integer(),
      contactCount: Type.Integer(),
      fromDate: Type.String(),
      toDate: Type.String(),
    }),
  ),
  repairCount: Type.Integer(),
  repairsByKind: Type.Record(Type.String(), Type.Integer()),
  repairs: Type.Array(RepairAnswer),
  problem: Type.Union([Type.String(), Type.Null()], { description: 'why nothing can be imported by this mapping' }),
});
export type HistoryImportAnswer = Static<typeof HistoryImportAnswer>;

export const PastImportAnswer = Type.Object({
  id: Type.String(),
  fileName: Type.String(),
  rowCount: Type.Integer(),
  dayCount: Type.Integer(),
  queueIds: Type.Array(Type.String()),
  fromDate: Type.String(),
  toDate: Type.String(),
  repairCount: Type.Integer(),
  importedBy: Who,
  importedAt: Moment,
});
export type PastImportAnswer = Static<typeof PastImportAnswer>;
