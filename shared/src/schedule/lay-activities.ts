import type { ScheduledActivity } from './events.ts';

/**
 * Activities in order of time without overlaps. Where some overlap the shorter holds, of equally long ones the later of the list: a break lies in
 * a shift, whichever was named first. What ends before it begins is left out; pieces of one activity that touch become one.
 */
export function layActivities(activities: readonly ScheduledActivity[]): ScheduledActivity[] {
  const valid = activities.filter(({ startAt, endAt }) => endAt > startAt);
  if (isLaid(valid)) return valid.length === activities.length ? [...activities] : valid;
  const edges = [...new Set(valid.flatMap(({ startAt, endAt }) => [startAt, endAt]))].toSorted((a, b) => a - b);
  const laid: ScheduledActivity[] = [];
  edges.forEach((startAt, index) => {
    const endAt = edges[index + 1];
    if (endAt === undefined) return;
    const holder = holderOf(valid, startAt);
    if (holder === undefined) return;
    const last = laid.at(-1);
    if (last?.endAt === startAt && last.activityId === holder.activityId) laid[laid.length - 1] = { ...last, endAt };
    else laid.push({ activityId: holder.activityId, startAt, endAt });
  });
  return laid;
}

function isLaid(activities: readonly ScheduledActivity[]): boolean {
  return activities.every(({ startAt, activityId }, index) => {
    const before = activities[index - 1];
    if (before === undefined) return true;
    return before.endAt < startAt || (before.endAt === startAt && before.activityId !== activityId);
  });
}

function holderOf(activities: readonly ScheduledActivity[], at: number): ScheduledActivity | undefined {
  let holder: ScheduledActivity | undefined;
  for (const activity of activities) {
    if (activity.startAt > at || activity.endAt <= at) continue;
    if (holder === undefined || activity.endAt - activity.startAt <= holder.endAt - holder.startAt) holder = activity;
  }
  return holder;
}
