import type { FloorState } from '../floor/floor-state.ts';
import { BUCKET_MS } from '../floor/window.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import type { AlertState } from './alert-machine.ts';
import { AlertRun, type AlertTransition, type StandingAlert } from './alert-run.ts';
import { silenceOver, type AlertsState, type KnownAlert } from './alerts-state.ts';
import { MAX_EVIDENCE, type AlertMoved } from './events.ts';
import type { RuleSubject } from './rule.ts';
import { SubjectMeasures } from './subject-measures.ts';

/** The source that stands in the log for what alert rules decide. */
export const ALERTS_SOURCE = 'floorwalk/alerts';

type MoveType =
  | 'alert.pending'
  | 'alert.subsided'
  | 'alert.fired'
  | 'alert.recovering'
  | 'alert.relapsed'
  | 'alert.resolved';

/** What is said on the log of a change from one state to another; `null` where nothing that stands has changed. */
const MOVES: Record<AlertState, Record<AlertState, MoveType | null>> = {
  inactive: quietTo(),
  resolved: quietTo(),
  'no-data': quietTo(),
  pending: {
    inactive: 'alert.subsided',
    resolved: 'alert.subsided',
    'no-data': 'alert.subsided',
    pending: null,
    firing: 'alert.fired',
    recovering: null,
  },
  firing: {
    inactive: 'alert.resolved',
    resolved: 'alert.resolved',
    'no-data': 'alert.resolved',
    pending: null,
    firing: null,
    recovering: 'alert.recovering',
  },
  recovering: {
    inactive: 'alert.resolved',
    resolved: 'alert.resolved',
    'no-data': 'alert.resolved',
    pending: null,
    firing: 'alert.relapsed',
    recovering: null,
  },
};

function quietTo(): Record<AlertState, MoveType | null> {
  return {
    inactive: null,
    resolved: null,
    'no-data': null,
    pending: 'alert.pending',
    firing: 'alert.fired',
    recovering: null,
  };
}

/** What watches a site's floor by its rules: live, the owner of the site; in a test, the test. */
export class AlertWatch {
  private run: AlertRun | null = null;
  private measures: SubjectMeasures | null = null;
  private ruleEventCount = -1;
  private moveCount = -1;

  constructor(
    private readonly floor: FloorState,
    private readonly alerts: AlertsState,
  ) {}

  /**
   * Looks at every rule at `now` (epoch ms of the site's clock, never earlier than before) and returns what must be said on the log. What is
   * returned holds only once it was folded: until then ask no more, and if it could not be said, ask again.
   */
  evaluate(now: number): NewEvent[] {
    return this.freshRun()
      .evaluate(now)
      .flatMap((transition, index) => {
        const type = MOVES[transition.from.state][transition.to.state];
        if (type === null) return [];
        const id = `move-${this.alerts.moveCount + 1}-${index}`;
        return [{ id, source: ALERTS_SOURCE, type, time: now, data: this.moved(transition) }];
      });
  }

  /** The next moment at which time alone may change something, epoch ms. */
  nextDueAt(now: number): number {
    return this.run?.nextDueAt(now, BUCKET_MS) ?? now + BUCKET_MS;
  }

  /** Whether anything grows with every moment: somebody waits. */
  hasWaiting(): boolean {
    for (const queue of this.floor.queues.values()) if (queue.waitingContacts.size > 0) return true;
    return false;
  }

  /** Forgets what was decided and not folded. */
  forget(): void {
    this.moveCount = -1;
  }

  private freshRun(): AlertRun {
    const { alerts, floor } = this;
    if (this.run !== null && this.ruleEventCount === alerts.ruleEventCount && this.moveCount === alerts.moveCount)
      return this.run;
    this.measures ??= new SubjectMeasures(floor);
    this.ruleEventCount = alerts.ruleEventCount;
    this.moveCount = alerts.moveCount;
    this.run = new AlertRun(
      floor,
      [...alerts.rules.values()].map((one) => one.rule),
      {
        measures: this.measures,
        standing: [...alerts.alerts.values()].flatMap(standingOf),
        silenceOver: (rule, subject, at) => silenceOver(alerts, rule.id, subject.table, subject.id, at)?.id ?? null,
      },
    );
    return this.run;
  }

  private moved(transition: AlertTransition): AlertMoved {
    const known = this.alerts.rules.get(transition.ruleId);
    const last = this.alerts.alerts.get(transition.alertId);
    const { to } = transition;
    return {
      alertId: transition.alertId,
      ruleId: transition.ruleId,
      ruleVersion: known?.version ?? last?.ruleVersion ?? 1,
      ruleName: known?.rule.name ?? last?.ruleName ?? transition.ruleId,
      group: (known === undefined ? last?.group : known.rule.group) ?? null,
      severity: transition.severity,
      subject: {
        table: transition.subjectTable,
        id: transition.subject,
        name: subjectName(this.floor, transition.subjectTable, transition.subject),
      },
      pendingAt: momentOf(to.pendingAt),
      firedAt: momentOf(to.firedAt),
      clearedAt: momentOf(to.clearedAt),
      seenPosition: transition.position,
      evidence: transition.evidence.slice(0, MAX_EVIDENCE),
      paged: transition.paged,
      suppressedBy: transition.suppressedBy,
    };
  }
}

function momentOf(time: number): number | null {
  return time < 0 ? null : time;
}

function standingOf(known: KnownAlert): StandingAlert[] {
  if (known.state === 'resolved') return [];
  const { id: alertId, ruleId, severity, subjectTable, subjectId: subject } = known;
  const silenced = known.suppressedBy?.kind === 'silence';
  const { pendingAt, firedAt, clearedAt } = known;
  const alert = { state: known.state, pendingAt: pendingAt ?? -1, firedAt: firedAt ?? -1, clearedAt: clearedAt ?? -1 };
  return [{ alertId, ruleId, severity, subjectTable, subject, alert, silenced }];
}

/** What people call the subject of a rule. */
export function subjectName(floor: FloorState, table: RuleSubject['table'], id: string): string {
  if (table === 'sites') return floor.name;
  return floor[table].get(id)?.name ?? id;
}
