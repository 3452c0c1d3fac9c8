import { ALERT_MACHINE, type AlertInput, type AlertState } from './alert-machine.ts';
import type { Finding } from './evidence.ts';
import type { RuleLevel } from './rule.ts';

/** One level of a rule on one subject. Moments are epoch ms of the site's clock, -1 for "not now". */
export type Alert = {
  readonly state: AlertState;
  /** When the condition began to hold without a break. */
  readonly pendingAt: number;
  readonly firedAt: number;
  /** When it began to be over. */
  readonly clearedAt: number;
};

export const QUIET: Alert = { state: 'inactive', pendingAt: -1, firedAt: -1, clearedAt: -1 };

/** Moves an alert by what was found at `now`. The same object comes back when nothing changed. */
export function advanceAlert(alert: Alert, level: RuleLevel, finding: Finding, now: number): Alert {
  const breached = finding === 'breached';
  const held = alert.state === 'pending' ? alert.pendingAt : now;
  const over = alert.state === 'recovering' ? alert.clearedAt : now;
  const state =
    ALERT_MACHINE[alert.state][inputOf(finding, now - held >= level.forMs, now - over >= level.keepFiringMs)];
  const active = state === 'firing' || state === 'recovering';
  const was = alert.state === 'firing' || alert.state === 'recovering';
  const next: Alert = {
    state,
    pendingAt: state === 'pending' ? held : active || state === 'resolved' ? (was ? alert.pendingAt : held) : -1,
    firedAt: active || state === 'resolved' ? (was ? alert.firedAt : now) : -1,
    clearedAt: state === 'recovering' ? over : -1,
  };
  const same =
    next.state === alert.state &&
    next.pendingAt === alert.pendingAt &&
    next.firedAt === alert.firedAt &&
    next.clearedAt === alert.clearedAt;
  return same || (state === 'inactive' && alert.state === 'inactive' && !breached) ? alert : next;
}

function inputOf(finding: Finding, heldLong: boolean, overLong: boolean): AlertInput {
  if (finding === 'breached') return heldLong ? 'breached-long' : 'breached';
  if (finding === 'cleared') return overLong ? 'cleared-long' : 'cleared';
  return finding;
}

/** When time alone will move the alert, if what was found stays; `null` when only a new finding can. */
export function dueAt(alert: Alert, level: RuleLevel): number | null {
  if (alert.state === 'pending') return alert.pendingAt + level.forMs;
  if (alert.state === 'recovering') return alert.clearedAt + level.keepFiringMs;
  return null;
}
