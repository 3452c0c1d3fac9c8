import type { PreviewAnswer } from '../api/alerts.ts';
import type { LiveState } from '../live/live-state.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import type { AlertRule } from './rule.ts';
import { scheduleClock } from './stretches.ts';
import { SubjectMeasures } from './subject-measures.ts';
import { subjectName } from './subject.ts';

/** Most subjects listed for which it holds. */
const MOST_LISTED = 50;

/** For what a rule holds at `at` (epoch ms of the site's clock), its pending periods left aside. */
export function previewRule(state: LiveState, rule: AlertRule, at: number): PreviewAnswer {
  const { floor, alerts, forecasts } = state;
  const measures = new SubjectMeasures(floor, { memory: alerts.memory, forecasts: forecasts.forecasts });
  measures.subjects.refresh();
  const { table } = rule.subject;
  const { subjects, leftOutCount: unwatchedCount } =
    table === 'contacts'
      ? measures.subjects.contactsOf(rule.subject)
      : { subjects: measures.subjects.of(rule.subject), leftOutCount: 0 };
  const holds: PreviewAnswer['holds'] = [];
  let holdCount = 0;
  let noDataCount = 0;
  for (const subject of subjects) {
    const found = rule.levels.map((level) => ({
      severity: level.severity,
      ...evaluateCondition(level.when, measures.at(subject, at)),
    }));
    if (found.every(({ finding }) => finding === 'no-data')) noDataCount++;
    for (const { severity, finding, evidence } of found) {
      if (finding !== 'breached') continue;
      holdCount++;
      if (holds.length >= MOST_LISTED) continue;
      const { id } = subject;
      holds.push({ severity, subject: { table, id, name: subjectName(floor, table, id) }, evidence: [...evidence] });
    }
  }
  return {
    at,
    holds,
    leftOutCount: holdCount - holds.length,
    subjectCount: subjects.length,
    unwatchedCount,
    noDataCount,
    isOpen: rule.schedule === undefined || scheduleClock(rule.schedule, floor.zone).at(at) !== null,
  };
}
