import type { ExplainAnswer, Verdict } from '../api/alerts.ts';
import type { LiveState } from '../live/live-state.ts';
import { QUIET } from './advance-alert.ts';
import { alertIdOf } from './alert-id.ts';
import type { SubjectTable } from './alert-metric.ts';
import { silenceOver, type AlertsState, type KnownAlert } from './alerts-state.ts';
import { countBreaches } from './breach-spans.ts';
import { contributors } from './contributors.ts';
import { evaluateCondition, type Evaluated } from './evaluate-condition.ts';
import type { SuppressedBy } from './events.ts';
import { Firings, isFiring } from './firings.ts';
import { gatesOf } from './gates-of.ts';
import type { AlertRule, RuleLevel } from './rule.ts';
import { scheduleClock } from './stretches.ts';
import { silentSource } from './silent-source.ts';
import { SubjectMeasures } from './subject-measures.ts';
import { subjectName, type Subject } from './subject.ts';
import { WindowClocks } from './window-clocks.ts';

/**
 * What a rule finds on a subject at `at` (epoch ms of the site's clock), with every value and gate: why it fires, or why it does not. `null`
 * where the state has no such rule, or the rule does not watch the subject.
 */
export function explainRule(
  state: LiveState,
  ruleId: string,
  asked: { readonly table: SubjectTable; readonly id: string },
  at: number,
): ExplainAnswer | null {
  const { floor, alerts } = state;
  const known = alerts.rules.get(ruleId);
  if (known === undefined || known.rule.subject.table !== asked.table) return null;
  const measures = new SubjectMeasures(floor, { memory: alerts.memory, forecasts: state.forecasts.forecasts });
  measures.subjects.refresh();
  const { subject: watched } = known.rule;
  const candidates =
    asked.table === 'contacts' ? measures.subjects.contactsOf(watched).subjects : measures.subjects.of(watched);
  const subject = candidates.find((one) => one.id === asked.id);
  if (subject === undefined) return null;
  return {
    ruleId,
    ruleVersion: known.version,
    subject: { ...asked, name: subjectName(floor, asked.table, asked.id) },
    at,
    position: state.position,
    levels: known.rule.levels.map((level) => explainLevel(state, measures, known.rule, level, subject, at)),
  };
}

function explainLevel(
  { floor, alerts }: LiveState,
  measures: SubjectMeasures,
  rule: AlertRule,
  level: RuleLevel,
  subject: Subject,
  at: number,
): ExplainAnswer['levels'][number] {
  const alertId = alertIdOf(rule.id, level.severity, subject.table, subject.id);
  const alert = alerts.alerts.get(alertId);
  const evaluated = evaluateCondition(level.when, measures.at(subject, at));
  const silence = silenceOver(alerts, rule.id, subject.table, subject.id, at);
  const windows = new WindowClocks(
    [...alerts.windows.values()].map((one) => one.window),
    floor.zone,
  );
  const clock = rule.schedule === undefined ? null : scheduleClock(rule.schedule, floor.zone);
  const maintenanceId = windows.over('maintenance', rule.id, subject, at);
  const closed = clock !== null && clock.at(at) === null ? 'schedule' : maintenanceId === null ? null : 'maintenance';
  const silent = rule.sourceSilent === undefined ? null : silentSource(floor, rule.sourceSilent, at);
  const suppressedBy =
    alert?.suppressedBy ??
    (silence !== null
      ? ({ kind: 'silence', silenceId: silence.id } as const)
      : suppression(alerts, windows, rule, level, subject, alertId, at));
  const stands = alert === undefined ? QUIET : { ...QUIET, state: alert.state, pendingAt: alert.pendingAt ?? -1 };
  const begunAt = stands.state === 'pending' ? stands.pendingAt : at;
  const heldMs =
    level.count?.heldMs === undefined
      ? null
      : countBreaches(alerts.spans.get(alertId) ?? [], begunAt, at, level.count).heldMs;
  return {
    severity: level.severity,
    verdict: verdictOf(alert, evaluated, closed, silent),
    finding: evaluated.finding,
    forMs: level.forMs,
    pendingAt: alert?.pendingAt ?? null,
    firedAt: alert?.firedAt ?? null,
    silence: silence === null ? null : { reason: silence.reason, until: silence.until, by: silence.by },
    evidence: [...evaluated.evidence],
    gates: gatesOf({
      rule,
      level,
      evidence: evaluated.evidence,
      alert: stands,
      suppressedBy,
      fires: true,
      closed,
      maintenanceId,
      silentSource: silent,
      opensAt: clock?.until(at) ?? null,
      durationAt:
        stands.state !== 'pending'
          ? null
          : heldMs === null
            ? begunAt + level.forMs
            : at + Math.max(0, (level.count?.heldMs ?? 0) - heldMs),
    }),
    contactIds: [...contributors(floor, subject, evaluated.evidence, at)],
  };
}

/** What would keep it from paging, if it fired now. */
function suppression(
  alerts: AlertsState,
  windows: WindowClocks,
  rule: AlertRule,
  level: RuleLevel,
  subject: Subject,
  alertId: string,
  at: number,
): SuppressedBy | null {
  const windowId = windows.over('mute', rule.id, subject, at);
  if (windowId !== null) return { kind: 'mute', windowId };
  const firings = new Firings();
  for (const one of alerts.alerts.values()) {
    const other = alerts.rules.get(one.ruleId)?.rule;
    const quiet = one.suppressedBy?.kind === 'silence' || one.suppressedBy?.kind === 'mute';
    if (other === undefined || quiet || (one.state !== 'firing' && one.state !== 'recovering')) continue;
    firings.add(other, { ...one, alertId: one.id, subject: one.subjectId });
  }
  const own = { alertId, severity: level.severity, subjectTable: subject.table, subject: subject.id };
  const inhibitor = firings.inhibitorOf(rule, own);
  if (inhibitor !== null) return { kind: 'inhibition', alertId: inhibitor };
  const mate = level.severity === 'critical' ? firings.mateOf(rule, alertId) : null;
  return mate === null ? null : { kind: 'group', alertId: mate };
}

function verdictOf(
  alert: KnownAlert | undefined,
  { finding, evidence }: Evaluated,
  closed: 'schedule' | 'maintenance' | null,
  silent: string | null,
): Verdict {
  if (alert !== undefined && isFiring({ ...QUIET, state: alert.state })) return 'firing';
  if (closed !== null) return closed === 'schedule' ? 'outside-schedule' : 'maintenance';
  if (silent !== null) return 'source-silent';
  if (finding === 'breached') return 'pending';
  const held = evidence.find((one) => one.heldBy !== null)?.heldBy;
  if (held !== undefined && held !== null) return held;
  return finding === 'cleared' ? 'not-met' : finding;
}
