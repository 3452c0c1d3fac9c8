import type { ActivityKind } from './activity-kind.ts';
import { activityOf, type ActivityBook } from './activity-book.ts';
import type { ReasonMeaning } from './events.ts';
import { LENT } from './lent.ts';
import type { Presence } from './rows.ts';

/** What an agent does, in the words of a schedule. A reason that nobody gave a meaning is `other`. */
export type Doing = ActivityKind | 'signed-out';
/** What an agent is to do; `none` outside of the schedule, `lent` for another site, where it is not this one's to judge. */
export type Expected = ActivityKind | 'none' | 'lent';

/** How a departure from the schedule touches the customers: more hands than planned, fewer, or as many. */
export type Impact = 'positive' | 'negative' | 'neutral';
/** `in` is what the schedule says. */
export type Judgement = 'in' | Impact;

/**
 * What doing something else than expected means. Work at any other time is more hands than planned; anything else at the time of work is fewer; all
 * the rest leaves the floor as it was planned. To sign out for a break, a meal or an absence is to take it.
 */
const JUDGEMENTS: Readonly<Record<Expected, Readonly<Record<Doing, Judgement>>>> = {
  none: row('positive', 'neutral', 'neutral', 'neutral', 'neutral', 'in', 'positive', 'neutral', 'in'),
  work: row('in', 'negative', 'negative', 'negative', 'negative', 'negative', 'in', 'negative', 'negative'),
  break: row('positive', 'in', 'neutral', 'neutral', 'neutral', 'neutral', 'positive', 'neutral', 'in'),
  meal: row('positive', 'neutral', 'in', 'neutral', 'neutral', 'neutral', 'positive', 'neutral', 'in'),
  training: row('positive', 'neutral', 'neutral', 'in', 'neutral', 'neutral', 'positive', 'neutral', 'neutral'),
  meeting: row('positive', 'neutral', 'neutral', 'neutral', 'in', 'neutral', 'positive', 'neutral', 'neutral'),
  absence: row('positive', 'neutral', 'neutral', 'neutral', 'neutral', 'in', 'positive', 'neutral', 'in'),
  overtime: row('in', 'negative', 'negative', 'negative', 'negative', 'negative', 'in', 'negative', 'negative'),
  other: row('positive', 'in', 'in', 'in', 'in', 'in', 'positive', 'in', 'neutral'),
  lent: row('in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', 'in'),
};

function row(
  work: Judgement,
  pause: Judgement,
  meal: Judgement,
  training: Judgement,
  meeting: Judgement,
  absence: Judgement,
  overtime: Judgement,
  other: Judgement,
  signedOut: Judgement,
): Record<Doing, Judgement> {
  return { work, break: pause, meal, training, meeting, absence, overtime, other, 'signed-out': signedOut };
}

export function judge(expected: Expected, doing: Doing): Judgement {
  return JUDGEMENTS[expected][doing];
}

/** What an agent is to do during an activity (`null` for none): work where it is productive, whatever it is called. */
export function expectedOf(book: ActivityBook, activityId: string | null): Expected {
  if (activityId === null) return 'none';
  if (activityId === LENT) return 'lent';
  const { kind, isProductive } = activityOf(book, activityId);
  if (isProductive) return kind === 'overtime' ? 'overtime' : 'work';
  return kind === 'work' || kind === 'overtime' ? 'other' : kind;
}

/** What being there like this is. Reasons are compared without regard to case and outer spaces. */
export function doingOf({ state, reason }: Presence, reasons: readonly ReasonMeaning[]): Doing {
  if (state === 'ready') return 'work';
  if (state === 'signed-out') return 'signed-out';
  const said = (reason ?? '').trim().toLowerCase();
  return reasons.find((one) => one.reason.trim().toLowerCase() === said)?.kind ?? 'other';
}
