import type { DecidedBy, RuleLimit, SuppressedBy } from './events.ts';
import type { AlertWindow } from './alert-window.ts';
import type { Evidence } from './evidence.ts';
import type { Gate } from './gates.ts';
import type { AlertRule, RuleSubject, Severity } from './rule.ts';

/** An alert that stands or stood lately. Moments are epoch ms of the site's clock. */
export type AlertRow = {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleName: string;
  readonly ruleVersion: number;
  readonly group: string | null;
  readonly severity: Severity;
  readonly subjectTable: RuleSubject['table'];
  readonly subjectId: string;
  readonly subjectName: string;
  /** Where an agent, bot or contact belongs: who sees the alert follows it. */
  readonly subjectQueueId: string | null;
  readonly subjectTeamId: string | null;
  /** `no-data` only of rules that ask for it to be shown. */
  readonly state: 'no-data' | 'pending' | 'firing' | 'recovering' | 'resolved';
  readonly pendingAt: number | null;
  readonly firedAt: number | null;
  readonly resolvedAt: number | null;
  /** What the rule found when it last began to hold or fire. */
  readonly evidence: readonly Evidence[];
  readonly paged: boolean;
  readonly suppressedBy: SuppressedBy | null;
  readonly gates: readonly Gate[];
  readonly contactIds: readonly string[];
  readonly endedBy: 'schedule' | 'maintenance' | 'subject' | null;
  readonly acknowledgedBy: DecidedBy | null;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedNote: string | null;
  /** End of the longest silence that covers it; past moments mean none does now. */
  readonly silencedUntil: number | null;
  /** Last position of the log that was folded when it last began to hold or fire. */
  readonly seenPosition: number;
};

/** So many of what a rule watches or compares with are left out, since `at`. */
export type RuleLimitHit = { readonly limit: RuleLimit; readonly leftOutCount: number; readonly at: number };

/** A rule in force. */
export type AlertRuleRow = {
  readonly id: string;
  readonly rule: AlertRule;
  /** What it asks for beyond what is watched or kept. */
  readonly limits: readonly RuleLimitHit[];
  readonly version: number;
  readonly setBy: DecidedBy;
  readonly setAt: number;
};

/** A silence that was not ended before its time. */
export type AlertSilenceRow = {
  readonly id: string;
  readonly ruleId: string | null;
  readonly subjectTable: RuleSubject['table'] | null;
  readonly subjectId: string | null;
  readonly until: number;
  readonly reason: string;
  readonly by: DecidedBy;
  readonly at: number;
  /** When who set it was told that it ends soon. */
  readonly warnedAt: number | null;
};

/** A mute or maintenance window in force. */
export type AlertWindowRow = {
  readonly id: string;
  readonly window: AlertWindow;
  readonly version: number;
  readonly setBy: DecidedBy;
  readonly setAt: number;
};
