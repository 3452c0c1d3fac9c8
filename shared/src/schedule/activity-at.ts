import type { ActivityBook } from './activity-book.ts';
import { activityOf } from './activity-book.ts';
import type { ScheduledActivity } from './events.ts';
import { layActivities } from './lay-activities.ts';
import type { ScheduleRow } from './rows.ts';

const laidByRow = new WeakMap<ScheduleRow, readonly ScheduledActivity[]>();

/** All activities of an agent's known days in order of time, without overlaps. Found once for each row. */
export function activitiesOf(row: ScheduleRow): readonly ScheduledActivity[] {
  let laid = laidByRow.get(row);
  if (laid === undefined) laidByRow.set(row, (laid = layActivities(row.days.flatMap(({ activities }) => activities))));
  return laid;
}

/** What the agent is to do at a moment (epoch ms); `null` when nothing is scheduled then. */
export function activityAt(row: ScheduleRow, time: number): ScheduledActivity | null {
  const activities = activitiesOf(row);
  let low = 0;
  let high = activities.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((activities[middle]?.endAt ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  const found = activities[low];
  return found !== undefined && found.startAt <= time ? found : null;
}

/** Time in [from, to) in which the agent is to take contacts, ms: productive activities without what approved exceptions cover. */
export function productiveMs(row: ScheduleRow, book: ActivityBook, from: number, to: number): number {
  let total = 0;
  for (const { activityId, startAt, endAt } of activitiesOf(row)) {
    if (startAt >= to) break;
    if (endAt <= from || !activityOf(book, activityId).isProductive) continue;
    total += withoutExceptions(row, Math.max(from, startAt), Math.min(to, endAt));
  }
  return total;
}

function withoutExceptions(row: ScheduleRow, from: number, to: number): number {
  let left = to - from;
  // Exceptions are in order of their start; overlapping ones take nothing twice.
  let at = from;
  for (const { state, startAt, endAt } of row.exceptions) {
    if (state !== 'approved' || endAt <= at || startAt >= to) continue;
    const begin = Math.max(at, startAt);
    const end = Math.min(to, endAt);
    left -= end - begin;
    at = end;
  }
  return left;
}
