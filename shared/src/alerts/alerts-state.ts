import { isAlertType, type AlertEventType, type DecidedBy, type SilenceScope } from './events.ts';
import type { EventData } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import type { AlertRow } from './rows.ts';
import type { AlertRule, RuleSubject } from './rule.ts';

/** A rule in force, with the event that set it. */
export type RuleInForce = {
  readonly rule: AlertRule;
  readonly version: number;
  readonly by: DecidedBy;
  readonly at: number;
};

/** An alert as the log tells it. */
export type KnownAlert = Omit<AlertRow, 'silencedUntil'> & {
  /** Since when it has been over, while it recovers. */
  readonly clearedAt: number | null;
};

export type Silence = {
  readonly id: string;
  readonly scope: SilenceScope;
  readonly until: number;
  readonly reason: string;
  readonly by: DecidedBy;
  readonly at: number;
};

/** Everything the log says about a site's alerts. */
export type AlertsState = {
  readonly siteId: string;
  readonly rules: Map<string, RuleInForce>;
  readonly alerts: Map<string, KnownAlert>;
  readonly silences: Map<string, Silence>;
  /** Events about rules, and moves of alerts, folded so far. */
  ruleEventCount: number;
  moveCount: number;
  /** Touched since the last cut; no part of the state proper. */
  readonly changed: { readonly alerts: Set<string>; readonly rules: Set<string>; readonly silences: Set<string> };
};

/** Resolved alerts and silences kept, the newest of each; the history has all of them. */
export const KEPT_RESOLVED = 200;
export const KEPT_SILENCES = 500;

export function createAlertsState(siteId: string): AlertsState {
  return {
    siteId,
    rules: new Map(),
    alerts: new Map(),
    silences: new Map(),
    ruleEventCount: 0,
    moveCount: 0,
    changed: { alerts: new Set(), rules: new Set(), silences: new Set() },
  };
}

/** Folds what is about alerts and leaves everything else aside. Total: what does not fit what stands changes nothing. */
export function foldAlerts(state: AlertsState, event: LoggedEvent): void {
  if (!isAlertType(event.type)) return;
  FOLDS[event.type](state, event as never);
}

type Fold<T extends AlertEventType> = (state: AlertsState, event: LoggedEvent<T>) => void;

const FOLDS: { readonly [T in AlertEventType]: Fold<T> } = {
  'alert.rule-set': foldRuleSet,
  'alert.rule-removed': foldRuleRemoved,
  'alert.pending': (state, event) => foldMove(state, event, 'pending'),
  'alert.subsided': (state, event) => foldMove(state, event, null),
  'alert.fired': (state, event) => foldMove(state, event, 'firing'),
  'alert.recovering': (state, event) => foldMove(state, event, 'recovering'),
  'alert.relapsed': (state, event) => foldMove(state, event, 'firing'),
  'alert.resolved': (state, event) => foldMove(state, event, 'resolved'),
  'alert.acknowledged': foldAcknowledged,
  'alert.silenced': foldSilenced,
  'alert.unsilenced': foldUnsilenced,
};

function foldRuleSet(state: AlertsState, { data, time }: LoggedEvent<'alert.rule-set'>): void {
  state.ruleEventCount++;
  state.rules.set(data.rule.id, { rule: data.rule, version: data.version, by: data.by, at: time });
  state.changed.rules.add(data.rule.id);
}

function foldRuleRemoved(state: AlertsState, { data, time }: LoggedEvent<'alert.rule-removed'>): void {
  state.ruleEventCount++;
  if (!state.rules.delete(data.ruleId)) return;
  state.changed.rules.add(data.ruleId);
  for (const alert of state.alerts.values()) {
    if (alert.ruleId !== data.ruleId || alert.state === 'resolved') continue;
    if (alert.firedAt === null) drop(state, alert.id);
    else put(state, { ...alert, state: 'resolved', clearedAt: null, resolvedAt: time });
  }
  forgetOldest(state);
}

/** `to` is the state it is in now; `null` when it only had been pending. */
function foldMove(
  state: AlertsState,
  event: { readonly data: EventData['alert.fired']; readonly time: number; readonly type: string },
  to: KnownAlert['state'] | null,
): void {
  state.moveCount++;
  const { data } = event;
  if (to === null) {
    drop(state, data.alertId);
    return;
  }
  const last = state.alerts.get(data.alertId);
  const same = last !== undefined && last.firedAt !== null && last.firedAt === data.firedAt ? last : undefined;
  const ending = to === 'recovering' || to === 'resolved';
  put(state, {
    id: data.alertId,
    ruleId: data.ruleId,
    ruleName: data.ruleName,
    ruleVersion: data.ruleVersion,
    group: data.group,
    severity: data.severity,
    subjectTable: data.subject.table,
    subjectId: data.subject.id,
    subjectName: data.subject.name,
    state: to,
    pendingAt: data.pendingAt,
    firedAt: data.firedAt,
    clearedAt: to === 'recovering' ? data.clearedAt : null,
    resolvedAt: to === 'resolved' ? event.time : null,
    evidence: ending && last !== undefined ? last.evidence : data.evidence,
    seenPosition: ending && last !== undefined ? last.seenPosition : data.seenPosition,
    paged: data.paged || (same?.paged ?? false),
    suppressedBy: same === undefined ? data.suppressedBy : same.suppressedBy,
    acknowledgedBy: same?.acknowledgedBy ?? null,
    acknowledgedAt: same?.acknowledgedAt ?? null,
    acknowledgedNote: same?.acknowledgedNote ?? null,
  });
  if (to === 'resolved') forgetOldest(state);
}

function foldAcknowledged(state: AlertsState, { data, time }: LoggedEvent<'alert.acknowledged'>): void {
  const alert = state.alerts.get(data.alertId);
  if (alert === undefined || alert.firedAt !== data.firedAt || alert.acknowledgedBy !== null) return;
  put(state, {
    ...alert,
    acknowledgedBy: data.by,
    acknowledgedAt: time,
    acknowledgedNote: data.note ?? null,
  });
}

function foldSilenced(state: AlertsState, { data, time }: LoggedEvent<'alert.silenced'>): void {
  const { silenceId, scope, until, reason, by } = data;
  state.silences.set(silenceId, { id: silenceId, scope, until, reason, by, at: time });
  touchSilence(state, silenceId, scope);
  while (state.silences.size > KEPT_SILENCES) {
    const soonest = [...state.silences.values()].reduce((left, right) => (right.until < left.until ? right : left));
    state.silences.delete(soonest.id);
    touchSilence(state, soonest.id, soonest.scope);
  }
}

function foldUnsilenced(state: AlertsState, { data }: LoggedEvent<'alert.unsilenced'>): void {
  const silence = state.silences.get(data.silenceId);
  if (silence === undefined) return;
  state.silences.delete(data.silenceId);
  touchSilence(state, silence.id, silence.scope);
}

function touchSilence(state: AlertsState, silenceId: string, scope: SilenceScope): void {
  state.changed.silences.add(silenceId);
  for (const alert of state.alerts.values()) {
    if (covers(scope, alert.ruleId, alert.subjectTable, alert.subjectId)) state.changed.alerts.add(alert.id);
  }
}

function put(state: AlertsState, alert: KnownAlert): void {
  // Anew at the end, so that the order of the map is the order of the last move.
  state.alerts.delete(alert.id);
  state.alerts.set(alert.id, alert);
  state.changed.alerts.add(alert.id);
}

function drop(state: AlertsState, alertId: string): void {
  if (state.alerts.delete(alertId)) state.changed.alerts.add(alertId);
}

function forgetOldest(state: AlertsState): void {
  const resolved = [...state.alerts.values()].filter((alert) => alert.state === 'resolved');
  for (const alert of resolved.slice(0, Math.max(0, resolved.length - KEPT_RESOLVED))) drop(state, alert.id);
}

/** Whether a silence's scope covers alerts of a rule on a subject. */
export function covers(scope: SilenceScope, ruleId: string, table: RuleSubject['table'], subjectId: string): boolean {
  if (scope.ruleId !== undefined && scope.ruleId !== ruleId) return false;
  return scope.subject === undefined || (scope.subject.table === table && scope.subject.id === subjectId);
}

/** The silence that covers alerts of a rule on a subject the longest, of those that still last at `now`; epoch ms. */
export function silenceOver(
  state: AlertsState,
  ruleId: string,
  table: RuleSubject['table'],
  subjectId: string,
  now: number,
): Silence | null {
  let longest: Silence | null = null;
  for (const silence of state.silences.values()) {
    if (silence.until <= now || !covers(silence.scope, ruleId, table, subjectId)) continue;
    if (longest === null || silence.until > longest.until) longest = silence;
  }
  return longest;
}
