import Type, { type Static } from 'typebox';
import { AlertWindow } from '../alerts/alert-window.ts';
import { DecidedBy, SuppressedBy } from '../alerts/events.ts';
import { Evidence, Finding, HeldBy } from '../alerts/evidence.ts';
import { Gate } from '../alerts/gates.ts';
import { RuleSubject, Severity } from '../alerts/rule.ts';
import { SilenceScope } from '../alerts/silence-scope.ts';
import { Id, Label } from '../kit/ids.ts';
import { epochMs } from '../kit/moment.ts';

const strict = { additionalProperties: false } as const;
const Moment = Type.Number({ description: "epoch ms of the site's clock" });
const MomentOrNull = Type.Union([Moment, Type.Null()]);

/** A rule in force. `rule` is as described in docs/alerts.md. */
export const RuleAnswer = Type.Object({
  id: Id,
  version: Type.Integer(),
  rule: Type.Unknown(),
  setBy: DecidedBy,
  setAt: Moment,
});
export type RuleAnswer = Static<typeof RuleAnswer>;

/** One time an alert fired. */
export const FiringAnswer = Type.Object({
  alertId: Type.String(),
  ruleId: Type.String(),
  ruleVersion: Type.Integer(),
  ruleName: Type.String(),
  severity: Severity,
  subject: Type.Object({ table: RuleSubject.properties.table, id: Type.String(), name: Type.String() }),
  pendingAt: MomentOrNull,
  firedAt: Moment,
  resolvedAt: MomentOrNull,
  evidence: Type.Array(Evidence),
  seenPosition: Type.Integer(),
  paged: Type.Boolean(),
  suppressedBy: Type.Union([SuppressedBy, Type.Null()]),
  acknowledgedBy: Type.Union([DecidedBy, Type.Null()]),
  acknowledgedAt: MomentOrNull,
  acknowledgedNote: Type.Union([Type.String(), Type.Null()]),
  gates: Type.Array(Gate),
  contactIds: Type.Array(Type.String()),
});
export type FiringAnswer = Static<typeof FiringAnswer>;

export const AcknowledgeRequest = Type.Object(
  { firedAt: epochMs('of the firing'), note: Type.Optional(Label) },
  strict,
);
export type AcknowledgeRequest = Static<typeof AcknowledgeRequest>;

/** Longest a silence may last, ms: thirty days. */
export const MAX_SILENCE_MS = 30 * 86_400_000;
export const SilenceRequest = Type.Object({ scope: SilenceScope, until: Moment, reason: Label }, strict);
export type SilenceRequest = Static<typeof SilenceRequest>;

/** Where a decision stands on the log. */
export const DecisionAnswer = Type.Object({ position: Type.Integer(), time: Moment });
export const SilenceAnswer = Type.Object({ id: Type.String(), position: Type.Integer(), time: Moment });

/** Most rules in force on one site. */
export const MAX_SITE_RULES = 5_000;
/** Most mute and maintenance windows of one site. */
export const MAX_SITE_WINDOWS = 200;

/** A mute or maintenance window in force. */
export const WindowAnswer = Type.Object({
  id: Id,
  version: Type.Integer(),
  window: AlertWindow,
  setBy: DecidedBy,
  setAt: Moment,
});
export type WindowAnswer = Static<typeof WindowAnswer>;

/**
 * What a rule found at a moment, and why it did or did not fire. `verdict` is the first of these that holds: it fires; its schedule is closed; it is
 * in maintenance; a source of its numbers is silent; it waits out its pending period; a comparison would have spoken but for a gate that is named;
 * nothing was there to measure; between the threshold and its clear threshold; the condition does not hold.
 */
export const Verdict = Type.Union([
  Type.Literal('firing'),
  Type.Literal('outside-schedule'),
  Type.Literal('maintenance'),
  Type.Literal('source-silent'),
  Type.Literal('pending'),
  ...HeldBy.anyOf,
  Type.Literal('no-data'),
  Type.Literal('between'),
  Type.Literal('not-met'),
]);
export type Verdict = Static<typeof Verdict>;
export const ExplainAnswer = Type.Object({
  ruleId: Type.String(),
  ruleVersion: Type.Integer(),
  subject: Type.Object({ table: RuleSubject.properties.table, id: Type.String(), name: Type.String() }),
  at: Moment,
  position: Type.Integer(),
  levels: Type.Array(
    Type.Object({
      severity: Severity,
      verdict: Verdict,
      finding: Finding,
      forMs: Type.Integer(),
      pendingAt: MomentOrNull,
      firedAt: MomentOrNull,
      silence: Type.Union([Type.Object({ reason: Type.String(), until: Moment, by: DecidedBy }), Type.Null()]),
      evidence: Type.Array(Evidence),
      /** Every gate between the number and a page, in order: those of the rule alone. */
      gates: Type.Array(Gate),
      contactIds: Type.Array(Type.String()),
    }),
  ),
});
export type ExplainAnswer = Static<typeof ExplainAnswer>;

/** Longest past a backtest may run over, ms: 92 days. */
export const MAX_BACKTEST_MS = 92 * 86_400_000;
/** Most firings in a result; the totals count all. */
export const MAX_BACKTEST_FIRINGS = 2_000;

const BacktestFiring = Type.Object({
  rule: Type.String(),
  severity: Severity,
  subject: Type.String(),
  pendingAt: Moment,
  firedAt: Moment,
  resolvedAt: MomentOrNull,
  value: Type.Union([Type.Number(), Type.Null()]),
  paged: Type.Boolean(),
});
const Totals = Type.Object({
  firingCount: Type.Integer(),
  pageCount: Type.Integer(),
  firingMs: Type.Number({ description: 'time during which it fired, all firings together' }),
});
export const BacktestResult = Type.Object({
  firings: Type.Array(BacktestFiring),
  leftOutCount: Type.Integer(),
  totals: Totals,
  /** The same for the versions of these rules that were in force when it was asked; `null` where there were none. */
  current: Type.Union([Totals, Type.Null()]),
  /** What those would have fired, as far as it is listed; absent in results of before it was kept. */
  currentFirings: Type.Optional(Type.Array(BacktestFiring)),
  eventCount: Type.Integer(),
});
export type BacktestResult = Static<typeof BacktestResult>;

/** What a rule that is not in force yet would say now, by subject: what fires or waits out its pending period, and how many are quiet. */
export const PreviewAnswer = Type.Object({
  at: Moment,
  holds: Type.Array(
    Type.Object({
      severity: Severity,
      subject: Type.Object({ table: RuleSubject.properties.table, id: Type.String(), name: Type.String() }),
      evidence: Type.Array(Evidence),
    }),
  ),
  /** More that hold than are listed; subjects watched in all; those without anything to measure. */
  leftOutCount: Type.Integer(),
  subjectCount: Type.Integer(),
  noDataCount: Type.Integer(),
  /** Single contacts beyond what one rule watches at once. */
  unwatchedCount: Type.Integer(),
  isOpen: Type.Boolean(),
});
export type PreviewAnswer = Static<typeof PreviewAnswer>;

export const BacktestAnswer = Type.Object({
  id: Type.String(),
  status: Type.Union([Type.Literal('queued'), Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  progress: Type.Integer({ minimum: 0, maximum: 100 }),
  from: Moment,
  to: Moment,
  result: Type.Union([BacktestResult, Type.Null()]),
  problem: Type.Union([Type.String(), Type.Null()]),
});
export type BacktestAnswer = Static<typeof BacktestAnswer>;
