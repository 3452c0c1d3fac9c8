import type { FloorState } from '../floor/floor-state.ts';
import { advanceAlert, dueAt, QUIET, type Alert } from './advance-alert.ts';
import { alertIdOf } from './alert-id.ts';
import { evaluateCondition, findCondition } from './evaluate-condition.ts';
import type { SuppressedBy } from './events.ts';
import type { Evidence, Finding } from './evidence.ts';
import type { AlertRule, RuleLevel, RuleSubject, Severity } from './rule.ts';
import { SubjectMeasures, type Subject } from './subject-measures.ts';

/** A change of one alert's state, with what was found. */
export type AlertTransition = {
  readonly alertId: string;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly subjectTable: RuleSubject['table'];
  readonly subject: string;
  readonly from: Alert;
  readonly to: Alert;
  readonly at: number;
  readonly position: number;
  readonly evidence: readonly Evidence[];
  /** Whether this transition pages: a critical alert began to fire while nothing else of its group did. */
  readonly paged: boolean;
  /** What kept a critical alert that began to fire from paging. */
  readonly suppressedBy: SuppressedBy | null;
};

/** An alert that stands when a run begins, as another run left it. */
export type StandingAlert = {
  readonly alertId: string;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly subjectTable: RuleSubject['table'];
  readonly subject: string;
  readonly alert: Alert;
  /** Whether it fires under a silence, so that it keeps no other alert of its group from paging. */
  readonly silenced: boolean;
};

export type AlertRunOptions = {
  readonly measures?: SubjectMeasures;
  readonly standing?: readonly StandingAlert[];
  /** The id of the silence that covers alerts of a rule on a subject at a moment. */
  readonly silenceOver?: (rule: AlertRule, subject: Subject, now: number) => string | null;
};

type Watched = {
  readonly alertId: string;
  readonly rule: AlertRule;
  readonly level: RuleLevel;
  readonly subjectTable: RuleSubject['table'];
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
  /** Critical alerts that fire, and not under a silence, by group. */
  private readonly groupFiring = new Map<string, Set<string>>();
  /** What stood when the run began and has not been looked at yet. */
  private readonly standing: Map<string, StandingAlert>;
  private readonly silenceOver: NonNullable<AlertRunOptions['silenceOver']>;

  constructor(
    private readonly state: FloorState,
    private readonly rules: readonly AlertRule[],
    options: AlertRunOptions = {},
  ) {
    this.measures = options.measures ?? new SubjectMeasures(state);
    this.silenceOver = options.silenceOver ?? (() => null);
    this.standing = new Map((options.standing ?? []).map((one) => [one.alertId, one]));
    const groups = new Map(rules.map((rule) => [rule.id, groupOf(rule)]));
    for (const { alertId, ruleId, severity, alert, silenced } of this.standing.values()) {
      const group = groups.get(ruleId);
      if (group !== undefined && severity === 'critical' && isFiring(alert) && !silenced)
        this.firingIn(group).add(alertId);
    }
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
          transitions.push(this.transition(watched, subject, next, evidence, now));
          watched.alert = next;
        }
      }
    }
    for (const left of this.standing.values()) transitions.push(this.end(left, now));
    this.standing.clear();
    return transitions;
  }

  private watch(rule: AlertRule, level: RuleLevel, subject: Subject): Watched {
    const key = `${rule.id}/${level.severity}/${subject.key}`;
    let watched = this.watched.get(key);
    if (watched === undefined) {
      const alertId = alertIdOf(rule.id, level.severity, subject.table, subject.id);
      const alert = this.standing.get(alertId)?.alert ?? QUIET;
      this.standing.delete(alertId);
      const { table: subjectTable, id: subjectId } = subject;
      watched = { alertId, rule, level, subjectTable, subjectId, alert, finding: 'no-data', stamp: '' };
      this.watched.set(key, watched);
    }
    return watched;
  }

  /** Ends what stands although no rule watches its subject any more. */
  private end(left: StandingAlert, now: number): AlertTransition {
    const { alertId, ruleId, severity, subjectTable, subject, alert } = left;
    for (const firing of this.groupFiring.values()) firing.delete(alertId);
    return {
      alertId,
      ruleId,
      severity,
      subjectTable,
      subject,
      from: alert,
      to: isFiring(alert) ? { ...alert, state: 'resolved', clearedAt: -1 } : QUIET,
      at: now,
      position: this.state.position,
      evidence: [],
      paged: false,
      suppressedBy: null,
    };
  }

  private firingIn(group: string): Set<string> {
    let firing = this.groupFiring.get(group);
    if (firing === undefined) this.groupFiring.set(group, (firing = new Set()));
    return firing;
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

  private transition(
    watched: Watched,
    subject: Subject,
    next: Alert,
    evidence: readonly Evidence[],
    now: number,
  ): AlertTransition {
    const { alertId, rule, level, alert } = watched;
    const firing = this.firingIn(groupOf(rule));
    let suppressedBy: SuppressedBy | null = null;
    const fires = isFiring(next) && !isFiring(alert) && level.severity === 'critical';
    if (fires) {
      const silenceId = this.silenceOver(rule, subject, now);
      const [first] = firing;
      if (silenceId !== null) suppressedBy = { kind: 'silence', silenceId };
      else {
        if (first !== undefined) suppressedBy = { kind: 'group', alertId: first };
        firing.add(alertId);
      }
    }
    if (!isFiring(next)) firing.delete(alertId);
    return {
      alertId,
      ruleId: rule.id,
      severity: level.severity,
      subjectTable: watched.subjectTable,
      subject: watched.subjectId,
      from: alert,
      to: next,
      at: now,
      position: this.state.position,
      evidence,
      paged: fires && suppressedBy === null,
      suppressedBy,
    };
  }
}

/** Rules without a group are a group of their own, which no group's name can be mistaken for. */
function groupOf(rule: AlertRule): string {
  return rule.group === undefined ? `rule/${rule.id}` : `group/${rule.group}`;
}

function isFiring(alert: Alert): boolean {
  return alert.state === 'firing' || alert.state === 'recovering';
}
