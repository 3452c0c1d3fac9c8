import type { Channel } from '../kit/channel.ts';
import { deferredBacklog, workableItems, type Cohort } from '../staffing/deferred-backlog.ts';
import type { Outcome } from './outcome.ts';

/** Work that waits on purpose (e-mail, back office): what waits now, and how busy people are kept at most. */
export type DeferredWork = { readonly waiting: readonly Cohort[]; readonly maxOccupancy: number };

export type DeferredInterval = {
  readonly agents: number;
  readonly offeredCount: number;
  readonly handleTimeMs: number;
};

export type DeferredDay = {
  readonly intervals: DeferredInterval[];
  readonly intervalMs: number;
  /** Within which an item should be done, ms. */
  readonly deadlineMs: number;
  readonly hourCost: number;
};

const HOUR_MS = 3_600_000;

/** E-mail and back office whose target is longer than an interval: nobody waits on the line for it. */
export function isDeferred(channel: Channel, targetMs: number, intervalMs: number): boolean {
  return (channel === 'email' || channel === 'task') && targetMs > intervalMs;
}

/**
 * Intervals one after another: what is not done in one waits for the next, so none of them can be told by itself. In time are items done within the
 * deadline, of those done and those that have just passed it; the wait is that of an item that comes at the end of the interval, behind all others.
 * Nobody leaves. All together: items in time of all that were done or are overdue, and the wait at the end.
 */
export function deferredOutcomes(
  { waiting, maxOccupancy }: DeferredWork,
  { intervals, intervalMs, deadlineMs, hourCost }: DeferredDay,
): { readonly each: readonly Outcome[]; readonly together: Outcome } {
  const intervalHours = intervalMs / HOUR_MS;
  const capacity = intervals.map(({ agents, handleTimeMs }) =>
    handleTimeMs > 0 ? workableItems(agents, intervalHours, maxOccupancy, handleTimeMs / 1_000) : 0,
  );
  const plan = deferredBacklog({
    backlog: waiting,
    arrivals: intervals.map(({ offeredCount }) => offeredCount),
    capacity,
    intervalHours,
    deadlineHours: deadlineMs / HOUR_MS,
  });
  let overdueBefore = 0;
  let inTime = 0;
  let due = 0;
  let workMs = 0;
  let agentMs = 0;
  const each = plan.map(({ done, doneInTime, overdue, backlog }, index): Outcome => {
    const { agents = 0, offeredCount = 0, handleTimeMs = 0 } = intervals[index] ?? {};
    const ofThese = done * (doneInTime ?? 1);
    // What was late when it was done has been counted when it became so.
    const becameLate = Math.max(0, overdue - overdueBefore) + (done - ofThese);
    overdueBefore = overdue;
    inTime += ofThese;
    due += ofThese + becameLate;
    workMs += done * handleTimeMs;
    agentMs += agents * intervalMs;
    const rate = capacity[index] ?? 0;
    return {
      offeredCount,
      serviceLevel: ofThese + becameLate > 0 ? ofThese / (ofThese + becameLate) : 1,
      asaMs: backlog === 0 ? 0 : rate > 0 ? (backlog / rate) * intervalMs : null,
      abandonRate: 0,
      occupancy: agents > 0 ? (done * handleTimeMs) / (agents * intervalMs) : 0,
      cost: agents * intervalHours * hourCost,
    };
  });
  const lastWait = each.at(-1)?.asaMs;
  return {
    each,
    together: {
      offeredCount: each.reduce((sum, { offeredCount }) => sum + offeredCount, 0),
      serviceLevel: due > 0 ? inTime / due : 1,
      asaMs: lastWait === undefined ? 0 : lastWait,
      abandonRate: 0,
      occupancy: agentMs > 0 ? workMs / agentMs : 0,
      cost: each.reduce((sum, { cost }) => sum + cost, 0),
    },
  };
}
