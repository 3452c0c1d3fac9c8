import { emptySet } from '../kit/empty-set.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { pickThings } from '../live/pick-things.ts';
import type { Slice } from '../live/slice.ts';
import { decodeMemory, encodeMemory, rememberOffered, type EncodedMemory } from './alert-memory.ts';
import type { BreachSpans } from './breach-spans.ts';
import {
  createAlertsState,
  foldAlerts,
  silenceOver,
  type AlertsState,
  type KnownAlert,
  type RuleInForce,
  type Silence,
  type WindowInForce,
} from './alerts-state.ts';
import type { AlertRow, AlertRuleRow, AlertSilenceRow, AlertWindowRow } from './rows.ts';

type EncodedAlerts = {
  readonly rules: readonly RuleInForce[];
  readonly alerts: readonly KnownAlert[];
  readonly silences: readonly Silence[];
  readonly windows: readonly WindowInForce[];
  readonly spans: readonly (readonly [string, BreachSpans])[];
  readonly memory: EncodedMemory;
  readonly ruleEventCount: number;
  readonly moveCount: number;
};

/** Rules, alerts, silences and windows, as the log tells them. Nothing here depends on time alone: rows hold moments. */
export const alertsSlice: Slice<AlertsState> = {
  name: 'alerts',
  tables: ['alerts', 'alertRules', 'alertSilences', 'alertWindows'],
  folds: (type) =>
    type.startsWith('alert.') ||
    type === 'contact.queued' ||
    type === 'survey.answered' ||
    type === 'forecast.calendar-set' ||
    type === 'forecast.calendar-removed',
  create: createAlertsState,
  fold: foldAlerts,
  foldOf: (type) =>
    type === 'contact.queued'
      ? (state, event) => rememberOffered(state.memory, event as LoggedEvent<'contact.queued'>) // of this type
      : foldAlerts,
  rows(state, _asOf, which) {
    const { changed } = state;
    const all = which === 'all';
    const alerts = pickThings(state.alerts, all ? state.alerts.keys() : changed.alerts);
    const rules = pickThings(state.rules, all ? state.rules.keys() : changed.rules);
    const silences = pickThings(state.silences, all ? state.silences.keys() : changed.silences);
    const windows = pickThings(state.windows, all ? state.windows.keys() : changed.windows);
    return {
      tables: {
        alerts: alerts.found.map(([, alert]) => alertRow(state, alert)),
        alertRules: rules.found.map(([id, rule]) => ruleRow(id, rule)),
        alertSilences: silences.found.map(([, silence]) => silenceRow(silence)),
        alertWindows: windows.found.map(([id, window]) => windowRow(id, window)),
      },
      removed: {
        alerts: alerts.gone,
        alertRules: rules.gone,
        alertSilences: silences.gone,
        alertWindows: windows.gone,
      },
    };
  },
  clearChanged({ changed }) {
    emptySet(changed.alerts);
    emptySet(changed.rules);
    emptySet(changed.silences);
    emptySet(changed.windows);
  },
  encode: (state): EncodedAlerts => ({
    rules: [...state.rules.values()],
    alerts: [...state.alerts.values()],
    silences: [...state.silences.values()],
    windows: [...state.windows.values()],
    spans: [...state.spans],
    memory: encodeMemory(state.memory),
    ruleEventCount: state.ruleEventCount,
    moveCount: state.moveCount,
  }),
  decode(siteId, encoded) {
    const { rules, alerts, silences, windows, spans, memory, ruleEventCount, moveCount } = encoded as EncodedAlerts;
    const state: AlertsState = { ...createAlertsState(siteId), memory: decodeMemory(memory) };
    for (const rule of rules) state.rules.set(rule.rule.id, rule);
    for (const alert of alerts) state.alerts.set(alert.id, alert);
    for (const silence of silences) state.silences.set(silence.id, silence);
    for (const window of windows) state.windows.set(window.window.id, window);
    for (const [alertId, moments] of spans) state.spans.set(alertId, moments);
    state.ruleEventCount = ruleEventCount;
    state.moveCount = moveCount;
    return state;
  },
};

function alertRow(state: AlertsState, alert: KnownAlert): AlertRow {
  const { clearedAt: _, ...row } = alert;
  const silence = silenceOver(state, alert.ruleId, alert.subjectTable, alert.subjectId, -Infinity);
  return { ...row, silencedUntil: silence?.until ?? null };
}

function ruleRow(id: string, { rule, version, by, at, limits }: RuleInForce): AlertRuleRow {
  return { id, rule, limits, version, setBy: by, setAt: at };
}

function windowRow(id: string, { window, version, by, at }: WindowInForce): AlertWindowRow {
  return { id, window, version, setBy: by, setAt: at };
}

function silenceRow({ id, scope, until, reason, by, at, warnedAt }: Silence): AlertSilenceRow {
  return {
    id,
    ruleId: scope.ruleId ?? null,
    subjectTable: scope.subject?.table ?? null,
    subjectId: scope.subject?.id ?? null,
    until,
    reason,
    by,
    at,
    warnedAt,
  };
}
