import type { LocalDay } from './local-day.ts';

/** Work that waits already, by when it is due: in intervals from the one that planning starts with on; 0 or less is due before that one ends. */
export interface WaitingWork {
  /** The interval that planning starts with. */
  readonly from: number;
  /** For each contact that waits: intervals of real time from the start of `from` to its deadline. */
  readonly dueIn: readonly number[];
}

/**
 * Contacts of a queue that wait when interval `from` of a day starts, by their deadlines. `waitingSince` is when each was offered, epoch ms; one offered from
 * then on is part of what is expected. A deadline counts from the next staffed interval on, as for work to come. `isStaffed` is told of intervals of the day.
 */
export function waitingWork(
  day: LocalDay,
  from: number,
  waitingSince: readonly number[],
  deadlineMs: number,
  isStaffed: (interval: number) => boolean,
): WaitingWork {
  const count = day.places.length;
  const startsAt = day.startsAt + from * day.intervalMs;
  const dueIn = waitingSince
    .filter((since) => since < startsAt)
    .map((since) => {
      const first = Math.floor((since - day.startsAt) / day.intervalMs);
      let at = first;
      // The day's hours hold for the days around it: where nobody is ever there, the work is due when it is due.
      while (at < first + count && !isStaffed(((at % count) + count) % count)) at++;
      const countsFrom = at === first || at === first + count ? since : day.startsAt + at * day.intervalMs;
      return (countsFrom + deadlineMs - startsAt) / day.intervalMs;
    });
  return { from, dueIn };
}
