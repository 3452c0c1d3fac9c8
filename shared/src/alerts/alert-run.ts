import type { FloorState } from '../floor/floor-state.ts';
import { advanceAlert, dueAt, QUIET, type Alert } from './advance-alert.ts';
import { evaluateCondition, findCondition, type Evidence, type Finding } from './evaluate-condition.ts';
import type { AlertRule, RuleLevel, Severity } from './rule.ts';
import { SubjectMeasures, type Subject } from './subject-measures.ts';

/** A change of one alert's state, with what was found. */
export type AlertTransition = {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly from: Alert;
  readonly to: Alert;
  readonly at: number;
  readonly position: number;
  readonly evidence: readonly Evidence[];
  /** Whether this transition pages: a critical alert began to fire while nothing else of its group did. */
  readonly paged: boolean;
};

type Watched = {
  readonly rule: AlertRule;
  readonly level: RuleLevel;
  readonly subjectId: string;
  alert: Alert;
  finding: Finding;
  /** What the numbers stood on when `finding` was found; equal again, it holds again. */
  stamp: string;
};

/**
 * Runs rules over a floor: live, in a backtest and in a test the same. Call {@link evaluate} after events were folded and at
 * {@link AlertRun.nextDueAt}; time is the site's and only goes forward.
 */
export class AlertRun {
  private readonly measures: SubjectMeasures;
  private readonly watched = new Map<string, Watched>();
  private readonly groupFiring = new Map<string, number>();

  constructor(
    private readonly state: FloorState,
    private readonly rules: readonly AlertRule[],
  ) {
    this.measures = new SubjectMeasures(state);
  }

  /** Evaluates every rule on every subject at `now` and returns what changed. */
  evaluate(now: number): AlertTransition[] {
    const transitions: AlertTransition[] = [];
    for (const rule of this.rules) {
      for (const subject of this.measures.subjectsOf(rule)) {
        const measureOf = this.measures.at(subject, now);
        const stamp = this.measures.stampOf(subject, now);
        for (const level of rule.levels) {
          const watched = this.watch(rule, level, subject);
          if (stamp === null || watched.stamp !== stamp) watched.finding = findCondition(level.when, measureOf);
          watched.stamp = stamp ?? '';
          const next = advanceAlert(watched.alert, level, watched.finding, now);
          if (next === watched.alert) continue;
          const { evidence } = evaluateCondition(level.when, measureOf);
          transitions.push(this.transition(watched, next, evidence, now));
          watched.alert = next;
        }
      }
    }
    return transitions;
  }

  private watch(rule: AlertRule, level: RuleLevel, subject: Subject): Watched {
    const key = `${rule.id}/${level.severity}/${subject.key}`;
    let watched = this.watched.get(key);
    if (watched === undefined) {
      watched = { rule, level, subjectId: subject.id, alert: QUIET, finding: 'no-data', stamp: '' };
      this.watched.set(key, watched);
    }
    return watched;
  }

  /** The next moment at which time alone may change an alert, a window or a wait; epoch ms. */
  nextDueAt(now: number, bucketMs: number): number {
    let due = (Math.floor(now / bucketMs) + 1) * bucketMs;
    for (const { alert, level } of this.watched.values()) {
      const at = dueAt(alert, level);
      if (at !== null && at > now && at < due) due = at;
    }
    return due;
  }

  /** Whether anything stands that time could change although no event comes. */
  isBusy(): boolean {
    for (const { alert } of this.watched.values()) {
      if (alert.state === 'pending' || alert.state === 'firing' || alert.state === 'recovering') return true;
    }
    for (const queue of this.state.queues.values()) if (queue.waitingContacts.size > 0) return true;
    return false;
  }

  private transition(watched: Watched, next: Alert, evidence: readonly Evidence[], now: number): AlertTransition {
    const { rule, level, alert } = watched;
    const group = rule.group ?? rule.id;
    const fires = isFiring(next) && !isFiring(alert);
    const ends = isFiring(alert) && !isFiring(next);
    const critical = level.severity === 'critical';
    const standing = this.groupFiring.get(group) ?? 0;
    if (critical && fires) this.groupFiring.set(group, standing + 1);
    if (critical && ends) this.groupFiring.set(group, standing - 1);
    return {
      ruleId: rule.id,
      severity: level.severity,
      subject: watched.subjectId,
      from: alert,
      to: next,
      at: now,
      position: this.state.position,
      evidence,
      paged: critical && fires && standing === 0,
    };
  }
}

function isFiring(alert: Alert): boolean {
  return alert.state === 'firing' || alert.state === 'recovering';
}
