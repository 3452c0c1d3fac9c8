import type { FloorState } from '../floor/floor-state.ts';
import { BUCKET_MS } from '../floor/window.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { inWords } from '../words/say-notice.ts';
import type { AlertState } from './alert-machine.ts';
import { AlertRun } from './alert-run.ts';
import type { AlertTransition, StandingAlert } from './alert-transition.ts';
import { silenceOver, type AlertsState, type KnownAlert } from './alerts-state.ts';
import { MAX_EVIDENCE, type AlertDayJudged, type AlertHalfHourKept, type AlertMoved } from './events.ts';
import { newLimits } from './new-limits.ts';
import { PastKeeper } from './past-keeper.ts';
import type { PlannedForecast } from './planned-forecast.ts';
import { stableHash } from '../kit/stable-hash.ts';
import { SubjectMeasures } from './subject-measures.ts';
import { subjectHome, subjectName } from './subject.ts';

/** The source that stands in the log for what alert rules decide. */
export const ALERTS_SOURCE = 'floorwalk/alerts';

type MoveType =
  | 'alert.pending'
  | 'alert.subsided'
  | 'alert.fired'
  | 'alert.recovering'
  | 'alert.relapsed'
  | 'alert.resolved'
  | 'alert.no-data';

/** What is said on the log of a change from one state to another; `null` where nothing that stands has changed. */
const MOVES: Record<AlertState, Record<AlertState, MoveType | null>> = {
  inactive: quietTo('alert.no-data'),
  resolved: quietTo('alert.no-data'),
  'no-data': { ...quietTo(null), inactive: 'alert.subsided' },
  pending: {
    inactive: 'alert.subsided',
    resolved: 'alert.subsided',
    'no-data': 'alert.no-data',
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

function quietTo(noData: MoveType | null): Record<AlertState, MoveType | null> {
  return {
    inactive: null,
    resolved: null,
    'no-data': noData,
    pending: 'alert.pending',
    firing: 'alert.fired',
    recovering: null,
  };
}

/** Who set a silence is told this long before it ends; of one that lasts hardly longer nobody needs to be told. */
export const SILENCE_WARNING_MS = 600_000;
const WORTH_WARNING_MS = 2 * SILENCE_WARNING_MS;

/** What watches a site's floor by its rules: live, the owner of the site; in a test, the test. */
export class AlertWatch {
  private run: AlertRun | null = null;
  private keeper: PastKeeper | null = null;
  readonly measures: SubjectMeasures;
  private ruleKey = '';
  private moveCount = -1;

  constructor(
    private readonly floor: FloorState,
    private readonly alerts: AlertsState,
    forecasts: ReadonlyMap<string, PlannedForecast> = new Map(),
  ) {
    this.measures = new SubjectMeasures(floor, { memory: alerts.memory, forecasts });
  }

  /**
   * Looks at every rule at `now` (epoch ms of the site's clock, never earlier than before) and returns what must be said on the log. What is
   * returned holds only once it was folded: until then ask no more, and if it could not be said, ask again.
   */
  evaluate(now: number): NewEvent[] {
    const run = this.freshRun();
    const kept = this.keeper?.keep(now);
    const moves = run.evaluate(now).flatMap((transition, index): NewEvent[] => {
      const type = this.typeOf(transition);
      if (type === null) return [];
      const id = `move-${this.alerts.moveCount + 1}-${index}`;
      return [{ id, source: ALERTS_SOURCE, type, time: now, data: this.moved(transition) }];
    });
    return [
      ...moves,
      ...(kept?.days ?? []).map((day) => dayEvent(day, now)),
      ...(kept?.halfHours ?? []).map((halfHour, index) => halfHourEvent(halfHour, index, now)),
      ...this.limitsHit(run, now),
      ...this.endingSilences(now),
    ];
  }

  /** What is said of a transition: that nothing can be measured only where the rule asks for that to be shown. */
  private typeOf({ alertId, ruleId, from, to }: AlertTransition): MoveType | null {
    const type = MOVES[from.state][to.state];
    const stood = this.alerts.alerts.get(alertId)?.state;
    if (from.state === 'no-data' && type === 'alert.subsided') return stood === 'no-data' ? type : null;
    if (type !== 'alert.no-data') return type;
    const rule = this.alerts.rules.get(ruleId)?.rule;
    if (rule?.noData === 'mark' || rule?.sourceSilent?.do === 'mark') return type;
    return from.state === 'pending' ? 'alert.subsided' : null;
  }

  private limitsHit(run: AlertRun, now: number): NewEvent[] {
    const { keeper } = this;
    if (keeper === null) return [];
    const leftOut = {
      contacts: run.leftOut,
      days: keeper.leftOut('days'),
      'half-hours': keeper.leftOut('half-hours'),
    };
    return newLimits(this.alerts.rules, leftOut, now).map((data, index): NewEvent => ({
      id: `limit-${this.alerts.moveCount}-${now}-${index}`,
      source: ALERTS_SOURCE,
      type: 'alert.rule-limited',
      time: now,
      data,
    }));
  }

  /** Silences about to end, of which who set them has not been told. */
  private endingSilences(now: number): NewEvent[] {
    const found: NewEvent[] = [];
    for (const { id, until, at, by, reason, warnedAt } of this.alerts.silences.values()) {
      if (warnedAt !== null || until <= now || until - now > SILENCE_WARNING_MS || until - at < WORTH_WARNING_MS)
        continue;
      found.push(
        {
          id: `silence-ending-${id}`,
          source: ALERTS_SOURCE,
          type: 'alert.silence-ending',
          time: now,
          data: { silenceId: id, until },
        },
        {
          id: `silence-ending-notice-${id}`,
          source: ALERTS_SOURCE,
          type: 'notice.requested',
          time: now,
          data: {
            noticeId: `silence-ending-${id}`,
            about: { kind: 'alert', id },
            to: [{ kind: 'person', personId: by.id }],
            urgency: 'inform',
            ...inWords({ key: 'silence.ending', values: {} }, [
              { key: 'silence.ends-in', values: { reason, minutes: Math.ceil((until - now) / 60_000) } },
            ]),
            path: 'alerts',
            until,
          },
        },
      );
    }
    return found;
  }

  /** The next moment at which time alone may change something, epoch ms. */
  nextDueAt(now: number): number {
    let due = Math.min(this.run?.nextDueAt(now, BUCKET_MS) ?? now + BUCKET_MS, this.keeper?.nextAt(now) ?? Infinity);
    for (const { until, warnedAt } of this.alerts.silences.values()) {
      const at = until - SILENCE_WARNING_MS;
      if (warnedAt === null && at > now && at < due) due = at;
    }
    return due;
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
    const { alerts, floor, measures } = this;
    const ruleKey = `${alerts.ruleEventCount}/${alerts.windowVersion}/${floor.zone}`;
    if (this.run === null || this.ruleKey !== ruleKey) {
      const rules = [...alerts.rules.values()].map((one) => one.rule);
      this.run = new AlertRun(floor, rules, {
        measures,
        windows: [...alerts.windows.values()].map((one) => one.window),
        silenceOver: (rule, subject, at) => silenceOver(alerts, rule.id, subject.table, subject.id, at)?.id ?? null,
      });
      this.keeper = new PastKeeper(floor, rules, measures);
      this.ruleKey = ruleKey;
      this.moveCount = -1;
    }
    if (this.moveCount !== alerts.moveCount) {
      this.moveCount = alerts.moveCount;
      this.run.takeOver([...alerts.alerts.values()].flatMap(standingOf), (alertId) => alerts.spans.get(alertId) ?? []);
    }
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
        name: subjectName(this.floor, transition.subjectTable, transition.subject).slice(0, MAX_NAME),
        ...subjectHome(this.floor, transition.subjectTable, transition.subject),
      },
      pendingAt: momentOf(to.pendingAt),
      firedAt: momentOf(to.firedAt),
      clearedAt: momentOf(to.clearedAt),
      seenPosition: transition.position,
      evidence: transition.evidence.slice(0, MAX_EVIDENCE),
      paged: transition.paged,
      suppressedBy: transition.suppressedBy,
      ...(transition.gates.length > 0 && { gates: [...transition.gates] }),
      ...(transition.contactIds.length > 0 && { contactIds: [...transition.contactIds] }),
      ...(transition.endedBy !== null && { endedBy: transition.endedBy }),
    };
  }
}

function momentOf(time: number): number | null {
  return time < 0 ? null : time;
}

function standingOf(known: KnownAlert): StandingAlert[] {
  if (known.state === 'resolved') return [];
  const { id: alertId, ruleId, severity, subjectTable, subjectId: subject } = known;
  const silenced = known.suppressedBy?.kind === 'silence' || known.suppressedBy?.kind === 'mute';
  const { pendingAt, firedAt, clearedAt } = known;
  const alert = { state: known.state, pendingAt: pendingAt ?? -1, firedAt: firedAt ?? -1, clearedAt: clearedAt ?? -1 };
  return [{ alertId, ruleId, severity, subjectTable, subject, alert, silenced }];
}

/** Longest name that fits a label. */
const MAX_NAME = 200;

function dayEvent(day: AlertDayJudged, now: number): NewEvent {
  const id = `day-${day.testId}-${stableHash(`${day.subject.table}/${day.subject.id}`)}-${day.dayStartAt}`;
  return { id, source: ALERTS_SOURCE, type: 'alert.day-judged', time: now, data: day };
}

function halfHourEvent(halfHour: AlertHalfHourKept, index: number, now: number): NewEvent {
  const id = `half-hour-${halfHour.startAt}-${index}`;
  return { id, source: ALERTS_SOURCE, type: 'alert.half-hour-kept', time: now, data: halfHour };
}
