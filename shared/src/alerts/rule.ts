import Type, { type Static } from 'typebox';
import { AgentState } from '../agents/events.ts';
import { ALERT_METRIC_IDS, SUBJECT_TABLES, type AlertMetricId, type SubjectTable } from './alert-metric.ts';
import { WindowKey } from '../floor/window.ts';
import { Id, Label } from '../kit/ids.ts';
import { Schedule } from './schedule.ts';

const strict = { additionalProperties: false } as const;

/** How bad: a warning is shown, a critical alert pages. */
export const Severity = Type.Union([Type.Literal('warning'), Type.Literal('critical')]);
export type Severity = Static<typeof Severity>;

const Is = Type.Union([
  Type.Literal('above'),
  Type.Literal('below'),
  Type.Literal('at-least'),
  Type.Literal('at-most'),
]);

const Metric = Type.Unsafe<AlertMetricId>(Type.Union(ALERT_METRIC_IDS.map((id) => Type.Literal(id))));

/**
 * What makes a local day a bad one: a metric of the whole day against a threshold, or with `rise` a share that is above what its weekday usually
 * has (the median of up to eight of them) by so much with 90 % certainty. A day with fewer than `minimumSample` is neither good nor bad. `weekdays`
 * (1 is Monday) are those judged; on others, and on closures and holidays of the site's calendar, nobody is expected to work.
 */
export const DayTest = Type.Object(
  {
    metric: Metric,
    is: Is,
    threshold: Type.Number(),
    minimumSample: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    rise: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    weekdays: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
    ),
  },
  strict,
);
export type DayTest = Static<typeof DayTest>;

/**
 * One comparison of a metric with a threshold. `clearAt` is where it counts as over again, so that a value hovering at the threshold does
 * not flap; without it the threshold itself. `minimumSample` is the least denominator (or count) that may decide. With `proof` a ratio is
 * compared by its 95 % Wilson bound on the side that favours quiet, so that three calls never make an alarm. The others belong to some metrics:
 * `state` to `time-in-state`; `significance` (least |z|), `intervals` (so many finished ones in a row) and `side` to `forecast-deviation` and
 * `weeks-anomaly`; `of` (the metric compared, contacts offered unless given) and `weeks` (least to compare with) to `weeks-anomaly`; `day` and
 * `ofDays` to `bad-days`; `words`, `themes` and `withinHours` to `feedback-mentions`.
 */
export const Comparison = Type.Object(
  {
    metric: Metric,
    window: Type.Optional(WindowKey),
    is: Is,
    threshold: Type.Number(),
    clearAt: Type.Optional(Type.Number()),
    minimumSample: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    proof: Type.Optional(Type.Literal('wilson')),
    state: Type.Optional(AgentState),
    significance: Type.Optional(Type.Number({ minimum: 0, maximum: 10 })),
    intervals: Type.Optional(Type.Integer({ minimum: 1, maximum: 12 })),
    of: Type.Optional(Metric),
    weeks: Type.Optional(Type.Integer({ minimum: 1, maximum: 8 })),
    side: Type.Optional(Type.Union([Type.Literal('more'), Type.Literal('less')])),
    day: Type.Optional(DayTest),
    ofDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 31 })),
    words: Type.Optional(Type.Array(Type.String({ minLength: 2, maxLength: 60 }), { minItems: 1, maxItems: 20 })),
    themes: Type.Optional(Type.Array(Label, { minItems: 1, maxItems: 20 })),
    withinHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168 })),
  },
  strict,
);
export type Comparison = Static<typeof Comparison>;

/** A comparison, or several together. Nested at most `MAX_CONDITION_DEPTH` deep. */
export type Condition = Comparison | { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] };

export const Condition = Type.Cyclic(
  {
    Condition: Type.Union([
      Comparison,
      Type.Object({ all: Type.Array(Type.Ref('Condition'), { minItems: 1, maxItems: 20 }) }, strict),
      Type.Object({ any: Type.Array(Type.Ref('Condition'), { minItems: 1, maxItems: 20 }) }, strict),
    ]),
  },
  'Condition',
);

/**
 * What an alert rule watches: each thing of a table on its own, or the site as a whole. `ids` narrows it to some; `queueIds` narrows single
 * contacts to those of some queues.
 */
export const RuleSubject = Type.Object(
  {
    table: Type.Unsafe<SubjectTable>(Type.Union(SUBJECT_TABLES.map((table) => Type.Literal(table)))),
    ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 500 })),
    queueIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 500 })),
  },
  strict,
);
export type RuleSubject = Static<typeof RuleSubject>;

/** Longest that breaches are counted over, ms: a day. */
export const MAX_COUNT_MS = 86_400_000;
/** Fires when the condition began to hold `times` times, or held for `heldMs` in all, within the last `withinMs`. */
export const BreachCount = Type.Object(
  {
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    heldMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: MAX_COUNT_MS })),
    withinMs: Type.Integer({ minimum: 1_000, maximum: MAX_COUNT_MS }),
  },
  strict,
);
export type BreachCount = Static<typeof BreachCount>;

/** One severity of a rule, with its own condition and times. */
export const RuleLevel = Type.Object(
  {
    severity: Severity,
    when: Condition,
    /** How long the condition must hold before the alert fires. */
    forMs: Type.Integer({ minimum: 0, maximum: 86_400_000 }),
    /** How long it must be over before the alert resolves. */
    keepFiringMs: Type.Integer({ minimum: 0, maximum: 86_400_000 }),
    /** Instead of `forMs`: how often or how long within a while. */
    count: Type.Optional(BreachCount),
  },
  strict,
);
export type RuleLevel = Omit<Static<typeof RuleLevel>, 'when'> & { readonly when: Condition };

/** `keep`: stays as it is; `fire`: as if the condition held; `mark`: shown as a state of its own. None of them ends what fires. */
export const NoDataPolicy = Type.Union([Type.Literal('keep'), Type.Literal('fire'), Type.Literal('mark')]);
export type NoDataPolicy = Static<typeof NoDataPolicy>;

/** What a rule does while a source its numbers come from is silent: any that ever sent a heartbeat, unless some are named. */
export const SilentPolicy = Type.Object(
  { do: NoDataPolicy, sourceIds: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 20 })) },
  strict,
);
export type SilentPolicy = Static<typeof SilentPolicy>;

export const AlertRule = Type.Object(
  {
    id: Id,
    name: Label,
    subject: RuleSubject,
    levels: Type.Array(RuleLevel, { minItems: 1, maxItems: 2 }),
    /** Alerts of one group page once while any of them fires. Without it the rule groups alone. */
    group: Type.Optional(Label),
    /** When it is in force; always, unless given. */
    schedule: Type.Optional(Schedule),
    /** What it does where there is nothing to measure; unless given it begins anew when there is, and keeps what fires. */
    noData: Type.Optional(NoDataPolicy),
    sourceSilent: Type.Optional(SilentPolicy),
    /** Rules that, while they fire on the same subject or the whole site, keep this one from paging. */
    inhibitedBy: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 20 })),
  },
  strict,
);
export type AlertRule = Omit<Static<typeof AlertRule>, 'levels'> & { readonly levels: readonly RuleLevel[] };
