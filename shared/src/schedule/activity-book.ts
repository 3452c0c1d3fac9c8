import { ACTIVITY_KINDS, TRAITS_BY_KIND, type ActivityKind } from './activity-kind.ts';
import { LENT } from './lent.ts';
import type { ActivityRow } from './rows.ts';

/** What every activity is, by its id. */
export type ActivityBook = ReadonlyMap<string, ActivityRow>;

/** Known everywhere without being configured: one for each kind, named by it. */
export const STANDARD_ACTIVITIES: readonly ActivityRow[] = ACTIVITY_KINDS.map((kind) => ({
  id: kind,
  name: kind,
  kind,
  ...TRAITS_BY_KIND[kind],
}));

/** Put into a day by what is lent, never planned by hand. */
const LENT_ACTIVITY: ActivityRow = {
  id: LENT,
  name: LENT,
  kind: 'other',
  isProductive: false,
  isPaid: true,
  isPlannedShrinkage: false,
};

/** The configured activities, and the standard ones that are not configured otherwise. */
export function activityBook(rows: Iterable<ActivityRow>): ActivityBook {
  return new Map([...STANDARD_ACTIVITIES, LENT_ACTIVITY, ...rows].map((row) => [row.id, row]));
}

/** What an activity is; one that nobody configured is `other` and no work. */
export function activityOf(book: ActivityBook, activityId: string): ActivityRow {
  return book.get(activityId) ?? { id: activityId, name: activityId, kind: 'other', ...TRAITS_BY_KIND.other };
}

export function kindOf(book: ActivityBook, activityId: string): ActivityKind {
  return activityOf(book, activityId).kind;
}
