import type { ActivityBook } from '../schedule/activity-book.ts';
import type { ScheduledActivity } from '../schedule/events.ts';
import { layActivities } from '../schedule/lay-activities.ts';
import { newViolations, type LabourViolation } from './check-labour.ts';
import type { LabourRules } from './labour-rules.ts';
import { workOf } from './working-time.ts';

/** What should be looked at before a day is set: two of its activities in each other's way, a shift of another day, a labour rule. */
export type DayFault =
  | { readonly kind: 'overlap'; readonly first: number; readonly second: number }
  | { readonly kind: 'other-day'; readonly date: string }
  | { readonly kind: 'labour'; readonly violation: LabourViolation };

export type DayToCheck = {
  readonly activities: readonly ScheduledActivity[];
  /** The days around it, as far as they count: a week back and ahead. */
  readonly others: readonly { readonly date: string; readonly activities: readonly ScheduledActivity[] }[];
  readonly book: ActivityBook;
  readonly rules: LabourRules;
  readonly zone: string;
};

/**
 * What is wrong with a day as it is about to be set. A break within a shift is no overlap; two activities of which neither lies within the other are, and
 * two at the same time. Of the labour rules those are named that hold without this day and would not with it.
 */
export function dayFaults({ activities, others, book, rules, zone }: DayToCheck): DayFault[] {
  const laid = layActivities(activities);
  const around = others.flatMap((other) => layActivities(other.activities));
  return [
    ...activities.flatMap((one, first) =>
      activities.flatMap((other, second): DayFault[] =>
        second > first && isInTheWay(one, other) ? [{ kind: 'overlap', first, second }] : [],
      ),
    ),
    ...others
      .filter((other) => other.activities.some((theirs) => laid.some((own) => overlaps(own, theirs))))
      .map(({ date }): DayFault => ({ kind: 'other-day', date })),
    ...newViolations(rules, zone, workOf(around, book), workOf([...around, ...laid], book)).map(
      (violation): DayFault => ({ kind: 'labour', violation }),
    ),
  ];
}

function overlaps(one: ScheduledActivity, other: ScheduledActivity): boolean {
  return one.startAt < other.endAt && other.startAt < one.endAt;
}

function isInTheWay(one: ScheduledActivity, other: ScheduledActivity): boolean {
  if (!overlaps(one, other)) return false;
  const isWithin = one.startAt >= other.startAt && one.endAt <= other.endAt;
  const isAround = one.startAt <= other.startAt && one.endAt >= other.endAt;
  return isWithin === isAround;
}
