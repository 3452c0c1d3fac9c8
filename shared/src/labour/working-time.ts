import { kindOf, type ActivityBook } from '../schedule/activity-book.ts';
import type { ScheduledActivity } from '../schedule/events.ts';
import type { WorkSpan } from './check-labour.ts';

/** What of a schedule is working time: everything but breaks, meals and absences. */
export function workOf(activities: readonly ScheduledActivity[], book: ActivityBook): WorkSpan[] {
  return activities.flatMap(({ activityId, startAt, endAt }) => {
    const kind = kindOf(book, activityId);
    return kind === 'break' || kind === 'meal' || kind === 'absence' ? [] : [{ from: startAt, to: endAt }];
  });
}
