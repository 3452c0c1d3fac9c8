import type { ExplainAnswer, Verdict } from '../api/alerts.ts';
import type { LiveState } from '../live/live-state.ts';
import { alertIdOf } from './alert-id.ts';
import { subjectName } from './alert-watch.ts';
import { silenceOver, type KnownAlert } from './alerts-state.ts';
import { evaluateCondition, type Evaluated } from './evaluate-condition.ts';
import type { RuleSubject } from './rule.ts';
import { SubjectMeasures } from './subject-measures.ts';

/**
 * What a rule finds on a subject at `at` (epoch ms of the site's clock), with every value and gate: why it fires, or why it does not. `null`
 * where the state has no such rule, or the rule does not watch the subject.
 */
export function explainRule(
  state: LiveState,
  ruleId: string,
  subject: { readonly table: RuleSubject['table']; readonly id: string },
  at: number,
): ExplainAnswer | null {
  const { floor, alerts } = state;
  const known = alerts.rules.get(ruleId);
  if (known === undefined) return null;
  const measures = new SubjectMeasures(floor);
  const found = measures.subjectsOf(known.rule).find((one) => one.table === subject.table && one.id === subject.id);
  if (found === undefined) return null;
  const measureOf = measures.at(found, at);
  const silence = silenceOver(alerts, ruleId, subject.table, subject.id, at);
  return {
    ruleId,
    ruleVersion: known.version,
    subject: { ...subject, name: subjectName(floor, subject.table, subject.id) },
    at,
    position: state.position,
    levels: known.rule.levels.map((level) => {
      const alert = alerts.alerts.get(alertIdOf(ruleId, level.severity, subject.table, subject.id));
      const evaluated = evaluateCondition(level.when, measureOf);
      return {
        severity: level.severity,
        verdict: verdictOf(alert, evaluated),
        finding: evaluated.finding,
        forMs: level.forMs,
        pendingAt: alert?.pendingAt ?? null,
        firedAt: alert?.firedAt ?? null,
        silence: silence === null ? null : { reason: silence.reason, until: silence.until, by: silence.by },
        evidence: [...evaluated.evidence],
      };
    }),
  };
}

function verdictOf(alert: KnownAlert | undefined, { finding, evidence }: Evaluated): Verdict {
  if (alert?.state === 'firing' || alert?.state === 'recovering') return 'firing';
  if (finding === 'breached') return 'pending';
  const held = evidence.find((one) => one.heldBy !== null)?.heldBy;
  if (held !== undefined && held !== null) return held;
  return finding === 'cleared' ? 'not-met' : finding;
}
