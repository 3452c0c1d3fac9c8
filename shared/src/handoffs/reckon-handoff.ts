import type { BusinessCalendar } from './business-calendar.ts';
import { countedMs, dueAt } from './business-clock.ts';
import { isOpen, type Handoff } from './handoff.ts';

/** What a handoff's clock says by the hours of its department; epoch ms of the site's clock. */
export type Reckoning = {
  /** When people are warned, and when the promise is broken, as far as is known now; `null` while the clock stands without an end, and when it is over. */
  readonly warnAt: number | null;
  readonly dueAt: number | null;
  /** The same for the promise to accept it; `null` where nothing is promised, and once somebody accepted it or the promise was broken. */
  readonly acceptWarnAt: number | null;
  readonly acceptDueAt: number | null;
  /** When the clock itself will have something to say next: a pause ends, a warning, the breach. */
  readonly wakeAt: number | null;
};

export function reckonHandoff(handoff: Handoff, calendar: BusinessCalendar): Reckoning {
  if (!isOpen(handoff)) return { warnAt: null, dueAt: null, ...NOT_AWAITED, wakeAt: null };
  const { pauses, openedAt, promiseMs, warnShare } = handoff;
  const warn = dueAt(calendar, pauses, openedAt, Math.ceil(promiseMs * warnShare));
  const due = dueAt(calendar, pauses, openedAt, promiseMs);
  const until = pauses.find(({ to }) => to === null)?.until ?? null;
  const stands = pauses.some(({ to }) => to === null);
  const next = handoff.breachedAt !== null ? null : handoff.warnedAt === null ? (warn ?? due) : due;
  const acceptance = reckonAcceptance(handoff, calendar);
  const acceptNext = handoff.acceptWarnedAt === null ? acceptance.acceptWarnAt : acceptance.acceptDueAt;
  const wakes = [stands ? until : next, acceptNext].filter((at) => at !== null);
  return { warnAt: warn, dueAt: due, ...acceptance, wakeAt: wakes.length === 0 ? null : Math.min(...wakes) };
}

const NOT_AWAITED = { acceptWarnAt: null, acceptDueAt: null } as const;

/** Until somebody has accepted it there is nothing to pause for: this clock knows open hours alone. */
function reckonAcceptance(
  { state, acceptMs, acceptMissedAt, waitingSince, warnShare }: Handoff,
  calendar: BusinessCalendar,
): Pick<Reckoning, 'acceptWarnAt' | 'acceptDueAt'> {
  // Rows that were kept before there was such a promise have none of these.
  if (state !== 'opened' || acceptMs == null || acceptMissedAt !== null) return NOT_AWAITED;
  return {
    acceptWarnAt: dueAt(calendar, [], waitingSince, Math.ceil(acceptMs * warnShare)),
    acceptDueAt: dueAt(calendar, [], waitingSince, acceptMs),
  };
}

/** Business time that has passed for it at a moment, ms. */
export function passedMs(handoff: Handoff, calendar: BusinessCalendar, at: number): number {
  return countedMs(calendar, handoff.pauses, handoff.openedAt, Math.min(at, handoff.endedAt ?? at));
}
