import type { BusinessCalendar } from './business-calendar.ts';
import { countedMs, dueAt } from './business-clock.ts';
import { isOpen, type Handoff } from './handoff.ts';

/** What a handoff's clock says by the hours of its department; epoch ms of the site's clock. */
export type Reckoning = {
  /** When people are warned, and when the promise is broken, as far as is known now; `null` while the clock stands without an end, and when it is over. */
  readonly warnAt: number | null;
  readonly dueAt: number | null;
  /** When the clock itself will have something to say next: a pause ends, a warning, the breach. */
  readonly wakeAt: number | null;
};

export function reckonHandoff(handoff: Handoff, calendar: BusinessCalendar): Reckoning {
  if (!isOpen(handoff)) return { warnAt: null, dueAt: null, wakeAt: null };
  const { pauses, openedAt, promiseMs, warnShare } = handoff;
  const warn = dueAt(calendar, pauses, openedAt, Math.ceil(promiseMs * warnShare));
  const due = dueAt(calendar, pauses, openedAt, promiseMs);
  const until = pauses.find(({ to }) => to === null)?.until ?? null;
  const stands = pauses.some(({ to }) => to === null);
  const next = handoff.breachedAt !== null ? null : handoff.warnedAt === null ? (warn ?? due) : due;
  return { warnAt: warn, dueAt: due, wakeAt: stands ? until : next };
}

/** Business time that has passed for it at a moment, ms. */
export function passedMs(handoff: Handoff, calendar: BusinessCalendar, at: number): number {
  return countedMs(calendar, handoff.pauses, handoff.openedAt, Math.min(at, handoff.endedAt ?? at));
}
