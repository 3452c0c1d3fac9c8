import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';
import { Evidence } from './evidence.ts';
import { AlertRule, RuleSubject, Severity } from './rule.ts';

const strict = { additionalProperties: false } as const;

/** Who decided: a principal's id and name as they were then. */
export const DecidedBy = Type.Object({ id: Id, name: Label }, strict);
export type DecidedBy = Static<typeof DecidedBy>;

/** Most comparisons whose findings are kept with a transition. */
export const MAX_EVIDENCE = 64;

/** Names one alert of a site: what it is about, and how bad. A hash, so that it fits into addresses. */
const AlertId = Type.String({ pattern: '^[0-9a-f]{16}$' });

/** What kept a critical alert from paging: a silence, or another alert of its group that fires already. */
export const SuppressedBy = Type.Union([
  Type.Object({ kind: Type.Literal('silence'), silenceId: Id }, strict),
  Type.Object({ kind: Type.Literal('group'), alertId: AlertId }, strict),
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
    subject: Type.Object({ table: RuleSubject.properties.table, id: Id, name: Label }, strict),
    /** Since when the condition held, when it began to fire, and since when it has been over; epoch ms, `null` for not now. */
    pendingAt: Type.Union([Type.Number(), Type.Null()]),
    firedAt: Type.Union([Type.Number(), Type.Null()]),
    clearedAt: Type.Union([Type.Number(), Type.Null()]),
    seenPosition: Type.Integer({ minimum: 0 }),
    evidence: Type.Array(Evidence, { maxItems: MAX_EVIDENCE }),
    paged: Type.Boolean(),
    suppressedBy: Type.Union([SuppressedBy, Type.Null()]),
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

/** What a silence covers: alerts that fit all it names. */
export const SilenceScope = Type.Object(
  {
    ruleId: Type.Optional(Id),
    subject: Type.Optional(Type.Object({ table: RuleSubject.properties.table, id: Id }, strict)),
  },
  { ...strict, minProperties: 1 },
);
export type SilenceScope = Static<typeof SilenceScope>;

/** Alerts in scope page nobody until `until`, epoch ms of the site's clock. They still fire and are still shown. */
export const AlertSilenced = Type.Object(
  { silenceId: Id, scope: SilenceScope, until: Type.Number(), reason: Label, by: DecidedBy },
  strict,
);

/** A silence ends before its time. */
export const AlertUnsilenced = Type.Object({ silenceId: Id, by: DecidedBy }, strict);

export const alertEvents = {
  'alert.rule-set': AlertRuleSet,
  'alert.rule-removed': AlertRuleRemoved,
  'alert.pending': AlertMoved,
  'alert.subsided': AlertMoved,
  'alert.fired': AlertMoved,
  'alert.recovering': AlertMoved,
  'alert.relapsed': AlertMoved,
  'alert.resolved': AlertMoved,
  'alert.acknowledged': AlertAcknowledged,
  'alert.silenced': AlertSilenced,
  'alert.unsilenced': AlertUnsilenced,
} as const;
export type AlertEventType = keyof typeof alertEvents;
export type AlertEventData = { [K in AlertEventType]: Static<(typeof alertEvents)[K]> };

/** Whether a type is one of alerts: decided by Floorwalk and its people, never sent by a source. */
export function isAlertType(type: string): type is AlertEventType {
  return type.startsWith('alert.');
}
