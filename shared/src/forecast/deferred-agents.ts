import { capacityForDeadline } from '../staffing/deferred-backlog.ts';
import type { WaitingWork } from './waiting-work.ts';

const HOUR_MS = 3_600_000;
/** Deadlines further away than this ask for the same agents. */
const LONGEST_DEADLINE_MS = 6 * 24 * HOUR_MS;

/** What is late already is to be done within this share of the deadline. */
const LATE_SHARE = 0.25;

/**
 * Agents for work with a deadline (e-mail, back office): the fewest, the same in every staffed interval, with which everything is done in time when days like
 * this one follow each other. Work that comes while nobody is there counts from the next staffed interval on. `deadlineMs` is longer than an interval.
 *
 * With work that `waits` already, from its interval on as many more as are needed for that to be done by its own deadlines too: the least concave majorant of
 * what they would not get done, so that the most needed is as low as it can be and falls from then on (F. Yao, A. Demers, S. Shenker, "A scheduling model for
 * reduced CPU energy", FOCS 1995, for work that is all there at the start).
 */
export function deferredAgents(
  work: {
    readonly offeredCounts: readonly number[];
    readonly handleTimesMs: readonly number[];
    readonly intervalMs: number;
  },
  deadlineMs: number,
  maxOccupancy: number,
  isStaffed: (interval: number) => boolean,
  waits: WaitingWork = { from: 0, dueIn: [] },
): number[] {
  const { offeredCounts, handleTimesMs, intervalMs } = work;
  const count = offeredCounts.length;
  const day = offeredCounts.map((items, i) => (items * (handleTimesMs[i] ?? 0)) / intervalMs);
  const open = day.map((_, i) => isStaffed(i));
  if (!open.includes(true)) return day.map(() => 0);
  const deadline = Math.min(deadlineMs, LONGEST_DEADLINE_MS);
  const days = 2 + Math.ceil(deadline / Math.max(HOUR_MS, count * intervalMs));
  const isOpen = (at: number): boolean => open[at % count] ?? false;
  /** What comes from an interval on, day after day; what comes while nobody is there, when somebody is. */
  const arrivalsFrom = (first: number): number[] => {
    const arrivals = Array.from({ length: days * count }, () => 0);
    for (let i = first; i < arrivals.length; i++) {
      let at = i;
      while (at < arrivals.length && !isOpen(at)) at++;
      if (at < arrivals.length) arrivals[at] = (arrivals[at] ?? 0) + (day[i % count] ?? 0);
    }
    return arrivals;
  };
  const arrivals = arrivalsFrom(0);
  const needed = capacityForDeadline({
    backlog: [],
    arrivals,
    intervalHours: intervalMs / HOUR_MS,
    deadlineHours: Math.max(deadline, 1.5 * intervalMs) / HOUR_MS,
    open: arrivals.map((_, i) => isOpen(i)),
  });
  // Over more and more days only what comes against what is staffed still counts.
  const sustained = day.reduce((a, b) => a + b, 0) / open.filter(Boolean).length;
  const agents = Math.ceil(Math.max(needed, sustained) / maxOccupancy - 1e-9);
  const steady = open.map((isStaffedThen) => (isStaffedThen ? agents : 0));
  if (waits.dueIn.length === 0) return steady;
  const { from } = waits;
  const coming = arrivalsFrom(from);
  /** Work due by the end of each interval. */
  const due = coming.map(() => 0);
  for (const [at, arriving] of coming.entries()) {
    const dueAt = Math.floor(at + 0.5 + deadline / intervalMs + 1e-9) - 1;
    if (dueAt < due.length) due[dueAt] = (due[dueAt] ?? 0) + arriving;
  }
  const lastOpenBy = (end: number): number => {
    let last = Math.min(due.length, Math.floor(end + 1e-9)) - 1;
    while (last >= from && !isOpen(last)) last--;
    return last;
  };
  let firstOpen = from;
  while (!isOpen(firstOpen)) firstOpen++;
  const lateBy = Math.max(firstOpen, lastOpenBy(firstOpen + Math.max(1, (LATE_SHARE * deadline) / intervalMs)));
  const itemWork = meanWork(work);
  for (const dueIn of waits.dueIn) {
    const inTime = lastOpenBy(from + dueIn);
    const at = inTime >= firstOpen ? inTime : lateBy;
    due[at] = (due[at] ?? 0) + itemWork;
  }
  const more = leastMore(due, agents * maxOccupancy, from, isOpen);
  return steady.map((usual, i) =>
    i < from || !isOpen(i) ? usual : usual + Math.max(0, Math.ceil((more[i] ?? 0) / maxOccupancy - 1e-9)),
  );
}

/** The work of one item, in agents for an interval: the mean of the day's. */
function meanWork({
  offeredCounts,
  handleTimesMs,
  intervalMs,
}: {
  readonly offeredCounts: readonly number[];
  readonly handleTimesMs: readonly number[];
  readonly intervalMs: number;
}): number {
  let [items, workMs] = [0, 0];
  for (const [i, handleTimeMs] of handleTimesMs.entries()) {
    if (handleTimeMs <= 0) continue;
    // An interval in which nothing is expected says something of handle times too, if little.
    const weight = (offeredCounts[i] ?? 0) + 1e-6;
    items += weight;
    workMs += weight * handleTimeMs;
  }
  return items > 0 ? workMs / items / intervalMs : 0;
}

/** What is needed beyond `usual` in each open interval for all of `due` to be done by the end of its interval: never more later than earlier. */
function leastMore(
  due: readonly number[],
  usual: number,
  first: number,
  isOpen: (interval: number) => boolean,
): number[] {
  const more = due.map(() => 0);
  let from = first;
  while (from < due.length) {
    let [missing, openCount, steepest, until] = [0, 0, 0, -1];
    for (let at = from; at < due.length; at++) {
      missing += due[at] ?? 0;
      if (isOpen(at)) {
        missing -= usual;
        openCount++;
      }
      const slope = openCount > 0 ? missing / openCount : 0;
      if (slope > steepest + 1e-12) [steepest, until] = [slope, at];
    }
    if (until < 0) break;
    for (let at = from; at <= until; at++) if (isOpen(at)) more[at] = steepest;
    from = until + 1;
  }
  return more;
}
