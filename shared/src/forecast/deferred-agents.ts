import { capacityForDeadline } from '../staffing/deferred-backlog.ts';

const HOUR_MS = 3_600_000;
/** Deadlines further away than this ask for the same agents. */
const LONGEST_DEADLINE_MS = 6 * 24 * HOUR_MS;

/**
 * Agents for work with a deadline (e-mail, back office): the fewest, the same in every staffed interval, with which everything is done in time when days like
 * this one follow each other. Work that comes while nobody is there counts from the next staffed interval on. `deadlineMs` is longer than an interval.
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
): number[] {
  const { offeredCounts, handleTimesMs, intervalMs } = work;
  const count = offeredCounts.length;
  const day = offeredCounts.map((items, i) => (items * (handleTimesMs[i] ?? 0)) / intervalMs);
  const open = day.map((_, i) => isStaffed(i));
  if (!open.includes(true)) return day.map(() => 0);
  const deadline = Math.min(deadlineMs, LONGEST_DEADLINE_MS);
  const days = 2 + Math.ceil(deadline / Math.max(HOUR_MS, count * intervalMs));
  const arrivals = Array.from({ length: days * count }, () => 0);
  for (let i = 0; i < arrivals.length; i++) {
    let at = i;
    while (at < arrivals.length && !open[at % count]) at++;
    if (at < arrivals.length) arrivals[at] = (arrivals[at] ?? 0) + (day[i % count] ?? 0);
  }
  const needed = capacityForDeadline({
    backlog: [],
    arrivals,
    intervalHours: intervalMs / HOUR_MS,
    deadlineHours: Math.max(deadline, 1.5 * intervalMs) / HOUR_MS,
    open: arrivals.map((_, i) => open[i % count] ?? false),
  });
  // Over more and more days only what comes against what is staffed still counts.
  const sustained = day.reduce((a, b) => a + b, 0) / open.filter(Boolean).length;
  const agents = Math.ceil(Math.max(needed, sustained) / maxOccupancy - 1e-9);
  return open.map((isOpen) => (isOpen ? agents : 0));
}
