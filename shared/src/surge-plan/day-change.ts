import type { ScheduledActivity } from '../schedule/events.ts';
import { layActivities } from '../schedule/lay-activities.ts';

/** A day with something else in [from, to): what lies there now is cut away. */
export function putActivity(
  activities: readonly ScheduledActivity[],
  put: ScheduledActivity,
): readonly ScheduledActivity[] {
  return joined([...cutActivities(activities, put.startAt, put.endAt), put]);
}

/** A day without what lies in [from, to). */
export function cutActivities(
  activities: readonly ScheduledActivity[],
  from: number,
  to: number,
): readonly ScheduledActivity[] {
  return activities.flatMap((activity) => {
    if (activity.endAt <= from || activity.startAt >= to) return [activity];
    return [
      { ...activity, endAt: Math.min(activity.endAt, from) },
      { ...activity, startAt: Math.max(activity.startAt, to) },
    ].filter(({ startAt, endAt }) => endAt > startAt);
  });
}

/**
 * The day as it was before for all that is still to come, and as it is now for what has passed: who is returned keeps what they have done, and the
 * rest of their day is exactly what it was.
 */
export function returnDay(
  current: readonly ScheduledActivity[],
  before: readonly ScheduledActivity[],
  now: number,
): readonly ScheduledActivity[] {
  return joined([...cutActivities(current, now, Infinity), ...cutActivities(before, -Infinity, now)]);
}

/** In order of time, and what touches and is the same as one. */
function joined(activities: readonly ScheduledActivity[]): readonly ScheduledActivity[] {
  const found: ScheduledActivity[] = [];
  for (const activity of layActivities(activities)) {
    const last = found.at(-1);
    if (last !== undefined && last.activityId === activity.activityId && last.endAt === activity.startAt) {
      found[found.length - 1] = { ...last, endAt: activity.endAt };
    } else found.push(activity);
  }
  return found;
}

/** Whether two days say the same, however they are cut into pieces. */
export function sameDay(left: readonly ScheduledActivity[], right: readonly ScheduledActivity[]): boolean {
  return JSON.stringify(joined(left)) === JSON.stringify(joined(right));
}
