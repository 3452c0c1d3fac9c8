import { ALERT_MACHINE, type AlertInput, type AlertState } from './alert-machine.ts';
import { countBreaches, isCounted, type BreachSpans } from './breach-spans.ts';
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

/** What was found, or that nothing was to be found now: see {@link AlertInput}. */
export type Found = Finding | 'kept' | 'closed';
type Times = Pick<RuleLevel, 'forMs' | 'keepFiringMs' | 'count'>;

/** Moves an alert by what was found at `now`. The same object comes back when nothing changed. */
export function advanceAlert(alert: Alert, level: Times, found: Found, now: number, spans: BreachSpans = []): Alert {
  const breached = found === 'breached';
  const held = alert.state === 'pending' ? alert.pendingAt : now;
  const over = alert.state === 'recovering' ? alert.clearedAt : now;
  const heldLong =
    level.count === undefined ? now - held >= level.forMs : breached && isCounted(spans, held, now, level.count);
  const state = ALERT_MACHINE[alert.state][inputOf(found, heldLong, now - over >= level.keepFiringMs)];
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

function inputOf(found: Found, heldLong: boolean, overLong: boolean): AlertInput {
  if (found === 'breached') return heldLong ? 'breached-long' : 'breached';
  if (found === 'cleared') return overLong ? 'cleared-long' : 'cleared';
  return found;
}

/** When time alone will move the alert, if what was found stays; `null` when only a new finding can. */
export function dueAt(alert: Alert, level: Times, now: number, spans: BreachSpans = []): number | null {
  if (alert.state === 'recovering') return alert.clearedAt + level.keepFiringMs;
  if (alert.state !== 'pending') return null;
  if (level.count === undefined) return alert.pendingAt + level.forMs;
  if (level.count.heldMs === undefined) return null;
  return now + Math.max(1, level.count.heldMs - countBreaches(spans, alert.pendingAt, now, level.count).heldMs);
}
