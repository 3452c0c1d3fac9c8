import { createFloorState, type FloorState } from '../floor/floor-state.ts';
import { foldFloor } from '../floor/fold-floor.ts';
import { BUCKET_MS } from '../floor/window.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { endAlarm, noteAlarm } from './alarm-spans.ts';
import { createAlertMemory, foldMemory, noteDay, type AlertMemory } from './alert-memory.ts';
import { AlertRun } from './alert-run.ts';
import type { AlertTransition } from './alert-transition.ts';
import type { AlertWindow } from './alert-window.ts';
import { isFiring } from './firings.ts';
import { PastKeeper } from './past-keeper.ts';
import type { PlannedForecast } from './planned-forecast.ts';
import type { AlertRule, Severity } from './rule.ts';
import { SubjectMeasures } from './subject-measures.ts';

/** One time an alert would have stood. Moments are epoch ms; `resolvedAt` is `null` when it still stood at the end. */
export type BacktestFiring = {
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly pendingAt: number;
  readonly firedAt: number;
  readonly resolvedAt: number | null;
  /** What the last comparison of the condition, its point, measured when it fired. */
  readonly value: number | null;
  readonly paged: boolean;
};

/** A rule about things that are not there: those it names, or all of a table (`ids` is empty then). */
export type UnwatchedRule = { readonly rule: AlertRule; readonly ids: readonly string[] };

export type Backtest = {
  /** Events in order of their time. */
  readonly fold: (event: LoggedEvent) => void;
  /** Lets time pass after the last event, at most to `until` where that is given, then closes. */
  readonly end: (until?: number) => BacktestFiring[];
  /** Rules that have watched nothing, or not all that they name. */
  readonly unwatched: () => UnwatchedRule[];
};

/** How long after the last event time is let pass, so that what was over can be seen to be over. */
const AFTERMATH_MS = 3_600_000;

/** Forecasts as they were published, followed by whoever knows how. */
export type BacktestForecasts = {
  readonly byQueue: ReadonlyMap<string, PlannedForecast>;
  readonly fold: (event: LoggedEvent) => void;
};

/** What else was known where the past begins; it is folded on. */
export type BacktestPast = {
  readonly memory?: AlertMemory;
  readonly forecasts?: BacktestForecasts;
  /** Mute and maintenance windows in force where the past begins; those set and removed later are among the events. */
  readonly windows?: readonly AlertWindow[];
  /** Before this moment, epoch ms, days and half hours are kept and no rule is evaluated: what rules compare with comes to be known. */
  readonly judgeFrom?: number;
};

/**
 * Runs rules over a past by the same code that runs them live: after every moment's events, and at every moment in between at which time
 * alone could change something. `state` is where the past begins, and is folded on; without it, with nothing known.
 */
export function createBacktest(
  rules: readonly AlertRule[],
  state: FloorState = createFloorState('backtest'),
  past: BacktestPast = {},
): Backtest {
  state.changes.on = false;
  const memory = past.memory ?? createAlertMemory();
  const measures = new SubjectMeasures(state, {
    memory,
    ...(past.forecasts !== undefined && { forecasts: past.forecasts.byQueue }),
  });
  const windows = new Map(past.windows?.map((window) => [window.id, window]));
  const run = new AlertRun(state, rules, { measures, windows: [...windows.values()] });
  const keeper = new PastKeeper(state, rules, measures);
  const judgeFrom = past.judgeFrom ?? -Infinity;
  const standing = new Map<string, BacktestFiring>();
  const done: BacktestFiring[] = [];
  let now = -1;
  let due = Infinity;
  let pendingMoment = false;

  const note = (transition: AlertTransition): void => {
    const key = `${transition.ruleId}/${transition.severity}/${transition.subject}`;
    const was = standing.get(key);
    const { from, to, subjectTable: table, subject: id } = transition;
    if (to.state === 'firing' && from.state !== 'recovering')
      noteAlarm(memory, { ...transition, firedAt: to.firedAt, subject: { table, id } });
    else if (!isFiring(to)) endAlarm(memory, transition.alertId, transition.at);
    if (was === undefined && isFiring(to)) {
      standing.set(key, {
        rule: transition.ruleId,
        severity: transition.severity,
        subject: transition.subject,
        pendingAt: to.pendingAt,
        firedAt: to.firedAt,
        resolvedAt: null,
        value: transition.evidence.at(-1)?.value ?? null,
        paged: transition.paged,
      });
    } else if (was !== undefined && !isFiring(to)) {
      standing.delete(key);
      done.push({ ...was, resolvedAt: transition.at });
    }
  };
  const keepPast = (at: number): void => {
    for (;;) {
      const { days, halfHours } = keeper.keep(at);
      for (const day of days) noteDay(memory, day);
      for (const one of halfHours) {
        memory.halfHours.keep(one);
        memory.version++;
      }
      if (days.length === 0) return;
    }
  };
  const look = (at: number): void => {
    now = at;
    keepPast(at);
    due = keeper.nextAt(at);
    if (at < judgeFrom) return;
    for (const transition of run.evaluate(at)) note(transition);
    due = Math.min(due, run.nextDueAt(at, BUCKET_MS));
  };
  const passTo = (time: number): void => {
    if (pendingMoment) look(now);
    pendingMoment = false;
    let quiet = 0;
    while (due < time) {
      look(due);
      // With nobody waiting and nothing standing, only windows emptying can still change anything: an hour of that is enough.
      quiet = run.isBusy() ? 0 : quiet + 1;
      if (quiet > AFTERMATH_MS / BUCKET_MS) due = keeper.nextAt(now);
    }
  };

  return {
    fold(event) {
      const time = Math.max(event.time, now);
      if (time > now) {
        if (now >= 0) passTo(time);
        now = time;
      }
      foldFloor(state, event);
      foldMemory(memory, event);
      if (event.type === 'alert.window-set') windows.set(event.data.window.id, event.data.window);
      if (event.type === 'alert.window-removed') windows.delete(event.data.windowId);
      if (event.type === 'alert.window-set' || event.type === 'alert.window-removed')
        run.useWindows([...windows.values()]);
      past.forecasts?.fold(event);
      pendingMoment = true;
    },
    end(until = Infinity) {
      // While a past is only learned, days end that nothing happened on.
      if (now >= 0) passTo(now < judgeFrom && until < Infinity ? until : Math.min(now + AFTERMATH_MS, until));
      return [...done, ...standing.values()].sort((a, b) => a.firedAt - b.firedAt);
    },
    unwatched() {
      const { subjects } = measures;
      subjects.refresh();
      return rules.flatMap((rule): UnwatchedRule[] => {
        // Single contacts come and go: that none is there at the end says nothing.
        if (rule.subject.table === 'contacts') return [];
        const { ids, table } = rule.subject;
        if (ids === undefined) return subjects.of(rule.subject).length === 0 ? [{ rule, ids: [] }] : [];
        const missing = ids.filter((id) => subjects.find(table, id) === null);
        return missing.length === 0 ? [] : [{ rule, ids: missing }];
      });
    },
  };
}
