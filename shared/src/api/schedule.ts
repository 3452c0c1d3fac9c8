import Type, { type Static } from 'typebox';
import { Skill } from '../agents/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { ActivityKind } from '../schedule/activity-kind.ts';
import { LocalDate, MAX_DAY_ACTIVITIES, MAX_REASONS, ReasonMeaning, ScheduledActivity } from '../schedule/events.ts';

const strict = { additionalProperties: false } as const;
const Moment = Type.Number({ description: "epoch ms of the site's clock" });
const Share = Type.Number({ minimum: 0, maximum: 0.9 });

/** Where a change stands on the log. */
export const ScheduleDecision = Type.Object({ position: Type.Integer(), time: Moment });
export type ScheduleDecision = Static<typeof ScheduleDecision>;

/** How far ahead and back a day can be set, days from today. */
export const MOST_DAYS_AHEAD = 42;
export const MOST_DAYS_BACK = 31;
/** Longest an activity may last, ms: the whole of the day on which clocks go back. */
export const MAX_ACTIVITY_MS = 25 * 3_600_000;

/** `basedOn` is the `position` of the day as the editor saw it, `null` where there was none: 409 when it was set anew since. */
export const SetDayRequest = Type.Object(
  {
    activities: Type.Array(ScheduledActivity, { maxItems: MAX_DAY_ACTIVITIES }),
    basedOn: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  },
  strict,
);
export type SetDayRequest = Static<typeof SetDayRequest>;

/** Most days set at once. */
export const MAX_DAYS_SET = 62;
/** Several days, all of them or none. */
export const SetDaysRequest = Type.Object(
  {
    days: Type.Array(Type.Object({ agentId: Id, date: LocalDate, ...SetDayRequest.properties }, strict), {
      minItems: 1,
      maxItems: MAX_DAYS_SET,
    }),
  },
  strict,
);
export type SetDaysRequest = Static<typeof SetDaysRequest>;
/** Where each day stands on the log, in the order they were named. */
export const SetDaysAnswer = Type.Object({
  time: Moment,
  days: Type.Array(Type.Object({ agentId: Id, date: LocalDate, position: Type.Integer() })),
});
export type SetDaysAnswer = Static<typeof SetDaysAnswer>;

export const DayAnswer = Type.Object({
  agentId: Id,
  date: LocalDate,
  activities: Type.Array(ScheduledActivity),
  position: Type.Integer(),
  setAt: Moment,
  setBy: Type.Union([Label, Type.Null()]),
});
export type DayAnswer = Static<typeof DayAnswer>;

export const ActivityRequest = Type.Object(
  {
    name: Type.Optional(Label),
    kind: Type.Optional(ActivityKind),
    isProductive: Type.Optional(Type.Boolean()),
    isPaid: Type.Optional(Type.Boolean()),
    isPlannedShrinkage: Type.Optional(Type.Boolean()),
  },
  { ...strict, minProperties: 1 },
);
export type ActivityRequest = Static<typeof ActivityRequest>;

export const QueueStaffingRequest = Type.Object(
  {
    minimumAgents: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    plannedShrinkage: Type.Optional(Share),
    unplannedShrinkage: Type.Optional(Share),
    skill: Type.Optional(Label),
  },
  { ...strict, minProperties: 1 },
);
export type QueueStaffingRequest = Static<typeof QueueStaffingRequest>;

export const AdherenceSettingsRequest = Type.Object(
  {
    graceMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
    reasons: Type.Optional(Type.Array(ReasonMeaning, { maxItems: MAX_REASONS })),
  },
  { ...strict, minProperties: 1 },
);
export type AdherenceSettingsRequest = Static<typeof AdherenceSettingsRequest>;

export const ExceptionRequest = Type.Object(
  {
    agentId: Id,
    startAt: Type.Integer({ minimum: 0 }),
    endAt: Type.Integer({ minimum: 0 }),
    reason: Label,
  },
  strict,
);
export type ExceptionRequest = Static<typeof ExceptionRequest>;
export const ExceptionAnswer = Type.Object({ exceptionId: Id, position: Type.Integer(), time: Moment });
export type ExceptionAnswer = Static<typeof ExceptionAnswer>;

/** A refusal says why. */
export const ExceptionDecision = Type.Union([
  Type.Object({ verdict: Type.Literal('approved'), note: Type.Optional(Label) }, strict),
  Type.Object({ verdict: Type.Literal('declined'), note: Label }, strict),
]);
export type ExceptionDecision = Static<typeof ExceptionDecision>;

export const AgentSkillsRequest = Type.Object(
  {
    skills: Type.Optional(Type.Array(Skill, { maxItems: 100 })),
    queueIds: Type.Optional(Type.Array(Id, { maxItems: 200 })),
  },
  { ...strict, minProperties: 1 },
);
export type AgentSkillsRequest = Static<typeof AgentSkillsRequest>;

/** Longest text of a file of schedules, and most lines of one. */
export const MAX_IMPORT_CHARACTERS = 4_000_000;
export const MAX_IMPORT_LINES = 50_000;
/** Mistakes answered one by one; the rest is counted. */
export const MAX_MISTAKES = 500;

/** Which column holds what; columns are named as in the file's first line. Without a mapping the usual names are looked for. */
export const ColumnMapping = Type.Partial(
  Type.Object({ agent: Label, date: Label, start: Label, end: Label, activity: Label }, strict),
);
export type ColumnMapping = Static<typeof ColumnMapping>;

export const ImportRequest = Type.Object(
  {
    format: Type.Union([Type.Literal('csv'), Type.Literal('icalendar')]),
    text: Type.String({ minLength: 1, maxLength: MAX_IMPORT_CHARACTERS }),
    /** With `true` nothing is changed. */
    preview: Type.Boolean(),
    columns: Type.Optional(ColumnMapping),
    /** Names of activities in the file, and what they are here. */
    activities: Type.Optional(Type.Record(Type.String({ maxLength: 200 }), Id)),
    /** Whose calendar it is, where an iCalendar file does not name attendees. */
    agentId: Type.Optional(Id),
  },
  strict,
);
export type ImportRequest = Static<typeof ImportRequest>;

/** A line (an event of a calendar) that was not taken, and why. `line` counts from 1, the line of names included. */
export const ImportMistake = Type.Object({
  line: Type.Integer(),
  field: Type.String(),
  value: Type.String(),
  reason: Type.Union([
    Type.Literal('missing'),
    Type.Literal('no-such-agent'),
    Type.Literal('ambiguous-agent'),
    Type.Literal('not-your-agent'),
    Type.Literal('no-such-activity'),
    Type.Literal('bad-date'),
    Type.Literal('bad-time'),
    Type.Literal('ends-before-start'),
    Type.Literal('too-long'),
    Type.Literal('too-far'),
    Type.Literal('too-many'),
    Type.Literal('repeats-too-often'),
    Type.Literal('lost-duplicate'),
    Type.Literal('unknown-zone'),
    Type.Literal('unreadable'),
    Type.Literal('cancelled'),
  ]),
});
export type ImportMistake = Static<typeof ImportMistake>;

/** Every line is in `takenCount` or among the mistakes; every day is new, changed or unchanged. */
export const ImportAnswer = Type.Object({
  preview: Type.Boolean(),
  columns: Type.Array(Type.String()),
  mapping: ColumnMapping,
  lineCount: Type.Integer(),
  takenCount: Type.Integer(),
  mistakeCount: Type.Integer(),
  mistakes: Type.Array(ImportMistake),
  unknownActivities: Type.Array(Type.String()),
  newDayCount: Type.Integer(),
  changedDayCount: Type.Integer(),
  unchangedDayCount: Type.Integer(),
  agentCount: Type.Integer(),
  firstDate: Type.Union([LocalDate, Type.Null()]),
  lastDate: Type.Union([LocalDate, Type.Null()]),
  /** Some of what it would do, for a preview. */
  sample: Type.Array(
    Type.Object({ agentId: Id, name: Type.String(), date: LocalDate, activities: Type.Array(ScheduledActivity) }),
  ),
});
export type ImportAnswer = Static<typeof ImportAnswer>;

/** What happened on a day until `asOf`, by interval: contacts offered, and agents on the floor (time average) by the queues they serve. */
export const StaffingDayAnswer = Type.Object({
  from: Moment,
  to: Moment,
  asOf: Moment,
  /** Since when anything is known of this day. */
  knownFrom: Moment,
  intervalMs: Type.Integer(),
  offered: Type.Array(Type.Object({ queueId: Id, counts: Type.Array(Type.Integer()) })),
  onFloor: Type.Array(Type.Object({ queueIds: Type.Array(Id), agents: Type.Array(Type.Number()) })),
});
export type StaffingDayAnswer = Static<typeof StaffingDayAnswer>;

const Totals = Type.Object({
  scheduledMs: Type.Number(),
  inMs: Type.Number(),
  forgivenMs: Type.Number(),
  excusedPlannedMs: Type.Number(),
  excusedUnplannedMs: Type.Number(),
  outPositiveMs: Type.Number(),
  outNegativeMs: Type.Number(),
  outNeutralMs: Type.Number(),
  scheduledWorkMs: Type.Number(),
  workedMs: Type.Number(),
  adherence: Type.Union([Type.Number(), Type.Null()]),
  conformance: Type.Union([Type.Number(), Type.Null()]),
});

/** Adherence and conformance of a local day until `asOf`, of everybody the asker sees who was scheduled. */
export const AdherenceAnswer = Type.Object({
  date: LocalDate,
  from: Moment,
  to: Moment,
  asOf: Moment,
  /** Since when anything is known of this day: what was before is judged by nobody. */
  knownFrom: Moment,
  graceMs: Type.Integer(),
  total: Totals,
  agents: Type.Array(
    Type.Object({ agentId: Id, name: Type.String(), teamId: Type.Union([Id, Type.Null()]), totals: Totals }),
  ),
  peak: Type.Object({
    intervalMs: Type.Integer(),
    /** When the customers' peaks began. */
    peakStarts: Type.Array(Moment),
    lostMs: Type.Number(),
    lostInPeakMs: Type.Number(),
    workMs: Type.Number(),
    workInPeakMs: Type.Number(),
    lostShare: Type.Union([Type.Number(), Type.Null()]),
    evenShare: Type.Union([Type.Number(), Type.Null()]),
  }),
});
export type AdherenceAnswer = Static<typeof AdherenceAnswer>;
