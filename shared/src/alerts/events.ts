import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';
import { AlertWindow } from './alert-window.ts';
import { Evidence } from './evidence.ts';
import { Gate } from './gates.ts';
import { AlertRule, Comparison, RuleSubject, Severity } from './rule.ts';
import { SilenceScope } from './silence-scope.ts';

const strict = { additionalProperties: false } as const;

/** Who decided: a principal's id and name as they were then. */
export const DecidedBy = Type.Object({ id: Id, name: Label }, strict);
export type DecidedBy = Static<typeof DecidedBy>;

/** Most comparisons whose findings are kept with a transition. */
export const MAX_EVIDENCE = 64;

/** Names one alert of a site: what it is about, and how bad. A hash, so that it fits into addresses. */
const AlertId = Type.String({ pattern: '^[0-9a-f]{16}$' });

/** Most contacts named with a transition. */
export const MAX_EVIDENCE_CONTACTS = 20;

/**
 * What kept an alert from paging: a silence, a mute window, another alert of its group that fires already, or one that inhibits it (the critical
 * level of the same rule for its warning, or a rule named in `inhibitedBy`).
 */
export const SuppressedBy = Type.Union([
  Type.Object({ kind: Type.Literal('silence'), silenceId: Id }, strict),
  Type.Object({ kind: Type.Literal('mute'), windowId: Id }, strict),
  Type.Object({ kind: Type.Literal('group'), alertId: AlertId }, strict),
  Type.Object({ kind: Type.Literal('inhibition'), alertId: AlertId }, strict),
]);
export type SuppressedBy = Static<typeof SuppressedBy>;

/**
 * An alert moved, with everything that decided it. The event's `time` is the moment on the site's clock. `seenPosition` is the last
 * position of the log that was folded when it was decided: opening that moment shows what the rule saw.
 */
export const AlertMoved = Type.Object(
  {
    alertId: AlertId,
    ruleId: Id,
    ruleVersion: Type.Integer({ minimum: 1 }),
    ruleName: Label,
    group: Type.Union([Label, Type.Null()]),
    severity: Severity,
    /** `queueId` and `teamId` are those an agent, bot or contact belongs to: who sees it follows them. */
    subject: Type.Object(
      {
        table: RuleSubject.properties.table,
        id: Id,
        name: Label,
        queueId: Type.Optional(Id),
        teamId: Type.Optional(Id),
      },
      strict,
    ),
    /** Since when the condition held, when it began to fire, and since when it has been over; epoch ms, `null` for not now. */
    pendingAt: Type.Union([Type.Number(), Type.Null()]),
    firedAt: Type.Union([Type.Number(), Type.Null()]),
    clearedAt: Type.Union([Type.Number(), Type.Null()]),
    seenPosition: Type.Integer({ minimum: 0 }),
    evidence: Type.Array(Evidence, { maxItems: MAX_EVIDENCE }),
    paged: Type.Boolean(),
    suppressedBy: Type.Union([SuppressedBy, Type.Null()]),
    gates: Type.Optional(Type.Array(Gate, { maxItems: 20 })),
    /** Contacts that made the numbers, those that matter most first. */
    contactIds: Type.Optional(Type.Array(Id, { maxItems: MAX_EVIDENCE_CONTACTS })),
    /** Why it ended, where that was not its numbers: its schedule closed, maintenance began, or its subject is watched no more. */
    endedBy: Type.Optional(
      Type.Union([Type.Literal('schedule'), Type.Literal('maintenance'), Type.Literal('subject')]),
    ),
  },
  strict,
);
export type AlertMoved = Static<typeof AlertMoved>;

/** A rule is in force from now on, new or in the place of its former version. */
export const AlertRuleSet = Type.Object(
  { rule: Type.Unsafe<AlertRule>(AlertRule), version: Type.Integer({ minimum: 1 }), by: DecidedBy },
  strict,
);

/** A rule is no longer in force; what it had firing ends. */
export const AlertRuleRemoved = Type.Object({ ruleId: Id, by: DecidedBy }, strict);

/** Somebody takes care of it. Counts for the firing that began at `firedAt` alone. */
export const AlertAcknowledged = Type.Object(
  { alertId: AlertId, firedAt: Type.Number(), by: DecidedBy, note: Type.Optional(Label) },
  strict,
);

/** Alerts in scope page nobody until `until`, epoch ms of the site's clock. They still fire and are still shown. */
export const AlertSilenced = Type.Object(
  { silenceId: Id, scope: SilenceScope, until: Type.Number(), reason: Label, by: DecidedBy },
  strict,
);

/** A silence ends before its time. */
export const AlertUnsilenced = Type.Object({ silenceId: Id, by: DecidedBy }, strict);

/** A silence ends soon, and who set it was told. */
export const AlertSilenceEnding = Type.Object({ silenceId: Id, until: Type.Number() }, strict);

/** A window is in force from now on, new or in the place of its former version. */
export const AlertWindowSet = Type.Object(
  { window: AlertWindow, version: Type.Integer({ minimum: 1 }), by: DecidedBy },
  strict,
);
export const AlertWindowRemoved = Type.Object({ windowId: Id, by: DecidedBy }, strict);

const OfSubject = Type.Object({ table: RuleSubject.properties.table, id: Id }, strict);
const TestId = Type.String({ pattern: '^[0-9a-f]{16}$' });
const NumberOrNull = Type.Union([Type.Number(), Type.Null()]);

/** What a day was: `neutral` had too few to judge, on a `closed` one nobody was expected to work. Neither breaks a run nor counts. */
const DayVerdict = Type.Union([
  Type.Literal('bad'),
  Type.Literal('normal'),
  Type.Literal('neutral'),
  Type.Literal('closed'),
]);
const dayShape = {
  /** When the day began, and the day of its week, 1 is Monday. */
  dayStartAt: Type.Number(),
  weekday: Type.Integer({ minimum: 1, maximum: 7 }),
  value: NumberOrNull,
  numerator: NumberOrNull,
  denominator: NumberOrNull,
  verdict: DayVerdict,
};
export const JudgedDay = Type.Object(dayShape, strict);
export type JudgedDay = Readonly<Static<typeof JudgedDay>>;

/** A local day of a subject was judged by a day test. `testId` names the test by what it asks, so that days are kept when a rule counts them anew. */
export const AlertDayJudged = Type.Object({ testId: TestId, subject: OfSubject, ...dayShape }, strict);
export type AlertDayJudged = Static<typeof AlertDayJudged>;

/** What a metric was over one half hour: its value, and how many are behind it (`null` for a count). `null` where there was nothing to measure. */
export const HalfHourPoint = Type.Union([Type.Tuple([Type.Number(), NumberOrNull]), Type.Null()]);
export type HalfHourPoint = Static<typeof HalfHourPoint>;

/** Most series in one event. */
export const MAX_KEPT_AT_ONCE = 200;
const Metric = Comparison.properties.metric;

/** A half hour is over, and what it was is kept for rules that compare with past weeks. */
export const AlertHalfHourKept = Type.Object(
  {
    startAt: Type.Number(),
    series: Type.Array(Type.Object({ metric: Metric, subject: OfSubject, point: HalfHourPoint }, strict), {
      maxItems: MAX_KEPT_AT_ONCE,
    }),
  },
  strict,
);
export type AlertHalfHourKept = Static<typeof AlertHalfHourKept>;

/** What the log already knew of the past when a rule began to ask for it: days as they are judged, half hours from `startAt` on. */
export const AlertPastLearned = Type.Object(
  {
    ruleId: Id,
    days: Type.Array(
      Type.Object({ testId: TestId, subject: OfSubject, days: Type.Array(JudgedDay, { maxItems: 100 }) }, strict),
      { maxItems: MAX_KEPT_AT_ONCE },
    ),
    halfHours: Type.Array(
      Type.Object(
        {
          metric: Metric,
          subject: OfSubject,
          startAt: Type.Number(),
          points: Type.Array(HalfHourPoint, { maxItems: 48 }),
        },
        strict,
      ),
      { maxItems: MAX_KEPT_AT_ONCE },
    ),
  },
  strict,
);
export type AlertPastLearned = Static<typeof AlertPastLearned>;

/** What a rule watches or compares with at most. */
export const RuleLimit = Type.Union([Type.Literal('contacts'), Type.Literal('half-hours'), Type.Literal('days')]);
export type RuleLimit = Static<typeof RuleLimit>;

/** A rule asks for more than is watched or kept: so many are left out; 0 when none are any more. */
export const AlertRuleLimited = Type.Object(
  { ruleId: Id, limit: RuleLimit, leftOutCount: Type.Integer({ minimum: 0 }) },
  strict,
);

export const alertEvents = {
  'alert.rule-set': AlertRuleSet,
  'alert.rule-removed': AlertRuleRemoved,
  'alert.pending': AlertMoved,
  'alert.subsided': AlertMoved,
  'alert.fired': AlertMoved,
  'alert.recovering': AlertMoved,
  'alert.relapsed': AlertMoved,
  'alert.resolved': AlertMoved,
  'alert.no-data': AlertMoved,
  'alert.acknowledged': AlertAcknowledged,
  'alert.silenced': AlertSilenced,
  'alert.unsilenced': AlertUnsilenced,
  'alert.silence-ending': AlertSilenceEnding,
  'alert.window-set': AlertWindowSet,
  'alert.window-removed': AlertWindowRemoved,
  'alert.day-judged': AlertDayJudged,
  'alert.half-hour-kept': AlertHalfHourKept,
  'alert.past-learned': AlertPastLearned,
  'alert.rule-limited': AlertRuleLimited,
} as const;
export type AlertEventType = keyof typeof alertEvents;
export type AlertEventData = { [K in AlertEventType]: Static<(typeof alertEvents)[K]> };

/** Whether a type is one of alerts: decided by Floorwalk and its people, never sent by a source. */
export function isAlertType(type: string): type is AlertEventType {
  return type.startsWith('alert.');
}
