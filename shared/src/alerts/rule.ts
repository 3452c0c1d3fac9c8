import Type, { type Static } from 'typebox';
import { METRIC_IDS, type MetricId } from '../metrics/metric.ts';
import { WindowKey } from '../floor/window.ts';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;

/** How bad: a warning is shown, a critical alert pages. */
export const Severity = Type.Union([Type.Literal('warning'), Type.Literal('critical')]);
export type Severity = Static<typeof Severity>;

/**
 * One comparison of a metric with a threshold. `clearAt` is where it counts as over again, so that a value hovering at the threshold does
 * not flap; without it the threshold itself. `minimumSample` is the least denominator (or count) that may decide. With `proof` a ratio is
 * compared by its 95 % Wilson bound on the side that favours quiet, so that three calls never make an alarm.
 */
export const Comparison = Type.Object(
  {
    metric: Type.Unsafe<MetricId>(Type.Union(METRIC_IDS.map((id) => Type.Literal(id)))),
    window: Type.Optional(WindowKey),
    is: Type.Union([Type.Literal('above'), Type.Literal('below'), Type.Literal('at-least'), Type.Literal('at-most')]),
    threshold: Type.Number(),
    clearAt: Type.Optional(Type.Number()),
    minimumSample: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    proof: Type.Optional(Type.Literal('wilson')),
  },
  strict,
);
export type Comparison = Static<typeof Comparison>;

/** A comparison, or several together. Nested at most {@link MAX_CONDITION_DEPTH} deep. */
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
export const MAX_CONDITION_DEPTH = 8;

/** What an alert rule watches: each queue, group or team on its own, or the site as a whole. `ids` narrows it to some. */
export const RuleSubject = Type.Object(
  {
    table: Type.Union([Type.Literal('sites'), Type.Literal('groups'), Type.Literal('teams'), Type.Literal('queues')]),
    ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 500 })),
  },
  strict,
);

export type RuleSubject = Static<typeof RuleSubject>;

/** One severity of a rule, with its own condition and times. */
export const RuleLevel = Type.Object(
  {
    severity: Severity,
    when: Condition,
    /** How long the condition must hold before the alert fires. */
    forMs: Type.Integer({ minimum: 0, maximum: 86_400_000 }),
    /** How long it must be over before the alert resolves. */
    keepFiringMs: Type.Integer({ minimum: 0, maximum: 86_400_000 }),
  },
  strict,
);
export type RuleLevel = Static<typeof RuleLevel> & { readonly when: Condition };

export const AlertRule = Type.Object(
  {
    id: Id,
    name: Label,
    subject: RuleSubject,
    levels: Type.Array(RuleLevel, { minItems: 1, maxItems: 2 }),
    /** Alerts of one group page once while any of them fires. Without it the rule groups alone. */
    group: Type.Optional(Label),
  },
  strict,
);
export type AlertRule = Omit<Static<typeof AlertRule>, 'levels'> & { readonly levels: readonly RuleLevel[] };
