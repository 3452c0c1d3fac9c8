import { createAlertMemory, foldMemory, type AlertMemory } from './alert-memory.ts';
import type { SubjectTable } from './alert-metric.ts';
import type { AlertWindow } from './alert-window.ts';
import { noteMove, type BreachSpans } from './breach-spans.ts';
import { isAlertType, type AlertEventType, type DecidedBy } from './events.ts';
import type { EventData } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import type { AlertRow, RuleLimitHit } from './rows.ts';
import type { AlertRule } from './rule.ts';
import { covers, type SilenceScope } from './silence-scope.ts';

/** A rule in force, with the event that set it. */
export type RuleInForce = {
  readonly rule: AlertRule;
  readonly version: number;
  readonly by: DecidedBy;
  readonly at: number;
  /** What it asks for beyond what is watched or kept. */
  readonly limits: readonly RuleLimitHit[];
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
  readonly warnedAt: number | null;
};

/** A window in force, with the event that set it. */
export type WindowInForce = {
  readonly window: AlertWindow;
  readonly version: number;
  readonly by: DecidedBy;
  readonly at: number;
};

/** Everything the log says about a site's alerts. */
export type AlertsState = {
  readonly siteId: string;
  readonly rules: Map<string, RuleInForce>;
  readonly alerts: Map<string, KnownAlert>;
  readonly silences: Map<string, Silence>;
  readonly windows: Map<string, WindowInForce>;
  /** When counted levels held, by alert. */
  readonly spans: Map<string, BreachSpans>;
  readonly memory: AlertMemory;
  /** Events about rules, and moves of alerts, folded so far. */
  ruleEventCount: number;
  moveCount: number;
  /** Raised with every change of a window, so that readers know. Not part of the state proper. */
  windowVersion: number;
  /** Touched since the last cut; no part of the state proper. */
  readonly changed: {
    readonly alerts: Set<string>;
    readonly rules: Set<string>;
    readonly silences: Set<string>;
    readonly windows: Set<string>;
  };
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
    windows: new Map(),
    spans: new Map(),
    memory: createAlertMemory(),
    ruleEventCount: 0,
    moveCount: 0,
    windowVersion: 0,
    changed: { alerts: new Set(), rules: new Set(), silences: new Set(), windows: new Set() },
  };
}

/**
 * Folds what is about alerts, remembers what rules compare with, and leaves everything else aside. Total: what does not fit what stands changes
 * nothing.
 */
export function foldAlerts(state: AlertsState, event: LoggedEvent): void {
  foldMemory(state.memory, event);
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
  'alert.no-data': (state, event) => foldMove(state, event, 'no-data'),
  'alert.acknowledged': foldAcknowledged,
  'alert.silenced': foldSilenced,
  'alert.unsilenced': foldUnsilenced,
  'alert.silence-ending': foldSilenceEnding,
  'alert.window-set': foldWindowSet,
  'alert.window-removed': foldWindowRemoved,
  // What it says is remembered, see foldMemory.
  'alert.day-judged': () => undefined,
  'alert.half-hour-kept': () => undefined,
  'alert.past-learned': () => undefined,
  'alert.rule-limited': foldRuleLimited,
};

function foldRuleSet(state: AlertsState, { data, time }: LoggedEvent<'alert.rule-set'>): void {
  state.ruleEventCount++;
  state.rules.set(data.rule.id, { rule: data.rule, version: data.version, by: data.by, at: time, limits: [] });
  state.changed.rules.add(data.rule.id);
}

function foldRuleRemoved(state: AlertsState, { data, time }: LoggedEvent<'alert.rule-removed'>): void {
  state.ruleEventCount++;
  if (!state.rules.delete(data.ruleId)) return;
  state.changed.rules.add(data.ruleId);
  for (const alert of state.alerts.values()) {
    if (alert.ruleId !== data.ruleId || alert.state === 'resolved') continue;
    state.spans.delete(alert.id);
    if (alert.firedAt === null) drop(state, alert.id);
    else put(state, { ...alert, state: 'resolved', clearedAt: null, resolvedAt: time });
  }
  forgetOldest(state);
}

function foldRuleLimited(state: AlertsState, { data, time }: LoggedEvent<'alert.rule-limited'>): void {
  const known = state.rules.get(data.ruleId);
  if (known === undefined) return;
  const { limit, leftOutCount } = data;
  const limits = known.limits.filter((one) => one.limit !== limit);
  if (leftOutCount > 0) limits.push({ limit, leftOutCount, at: time });
  state.rules.set(data.ruleId, { ...known, limits });
  state.changed.rules.add(data.ruleId);
}

/** `to` is the state it is in now; `null` when it only had been pending. */
function foldMove(
  state: AlertsState,
  event: { readonly data: EventData['alert.fired']; readonly time: number; readonly type: string },
  to: KnownAlert['state'] | null,
): void {
  state.moveCount++;
  const { data } = event;
  noteSpans(state, data, to, event.time);
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
    subjectQueueId: data.subject.queueId ?? null,
    subjectTeamId: data.subject.teamId ?? null,
    state: to,
    pendingAt: data.pendingAt,
    firedAt: data.firedAt,
    clearedAt: to === 'recovering' ? data.clearedAt : null,
    resolvedAt: to === 'resolved' ? event.time : null,
    evidence: ending && last !== undefined ? last.evidence : data.evidence,
    seenPosition: ending && last !== undefined ? last.seenPosition : data.seenPosition,
    paged: data.paged || (same?.paged ?? false),
    suppressedBy: same === undefined ? data.suppressedBy : same.suppressedBy,
    gates: ending && last !== undefined ? last.gates : (data.gates ?? []),
    contactIds: ending && last !== undefined ? last.contactIds : (data.contactIds ?? []),
    endedBy: data.endedBy ?? null,
    acknowledgedBy: same?.acknowledgedBy ?? null,
    acknowledgedAt: same?.acknowledgedAt ?? null,
    acknowledgedNote: same?.acknowledgedNote ?? null,
  });
  if (to === 'resolved') forgetOldest(state);
}

/** Most alerts whose spans are kept; the one that moved longest ago goes first. */
const KEPT_SPANS = 2_000;

function noteSpans(
  state: AlertsState,
  data: EventData['alert.fired'],
  to: KnownAlert['state'] | null,
  time: number,
): void {
  const level = state.rules.get(data.ruleId)?.rule.levels.find((one) => one.severity === data.severity);
  if (level?.count === undefined) return;
  const from = state.alerts.get(data.alertId)?.state ?? 'inactive';
  const spans = state.spans.get(data.alertId) ?? [];
  const next = noteMove(spans, from, to ?? 'inactive', time, level.count);
  state.spans.delete(data.alertId);
  if (next.length > 0) state.spans.set(data.alertId, next);
  const [oldest] = state.spans.keys();
  if (state.spans.size > KEPT_SPANS && oldest !== undefined) state.spans.delete(oldest);
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
  state.silences.set(silenceId, { id: silenceId, scope, until, reason, by, at: time, warnedAt: null });
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

function foldSilenceEnding(state: AlertsState, { data, time }: LoggedEvent<'alert.silence-ending'>): void {
  const silence = state.silences.get(data.silenceId);
  if (silence === undefined || silence.warnedAt !== null) return;
  state.silences.set(silence.id, { ...silence, warnedAt: time });
  state.changed.silences.add(silence.id);
}

function foldWindowSet(state: AlertsState, { data, time }: LoggedEvent<'alert.window-set'>): void {
  state.windowVersion++;
  state.windows.set(data.window.id, { window: data.window, version: data.version, by: data.by, at: time });
  state.changed.windows.add(data.window.id);
}

function foldWindowRemoved(state: AlertsState, { data }: LoggedEvent<'alert.window-removed'>): void {
  state.windowVersion++;
  if (state.windows.delete(data.windowId)) state.changed.windows.add(data.windowId);
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

/** The silence that covers alerts of a rule on a subject the longest, of those that still last at `now`; epoch ms. */
export function silenceOver(
  state: AlertsState,
  ruleId: string,
  table: SubjectTable,
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
