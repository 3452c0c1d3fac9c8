import { seriesKey, type AlertMemory } from './alert-memory.ts';
import { dayTestId } from './day-test.ts';
import { NOTHING, type MeasuredPast } from './measured-past.ts';
import type { Comparison } from './rule.ts';
import type { Subject } from './subject.ts';

const DAY_MS = 86_400_000;
/** Neutral days that may lie between without ending a run. */
const MOST_GAPS = 2;
/** More closed days in a row are a gap in the record, not a holiday. */
const MOST_CLOSED = 10;

/**
 * Bad days in a row; with `ofDays` how many of the last so many. A day with too few to judge is neutral, as is one that was never judged: it neither
 * breaks nor counts, two of them at most. Closed days are as if they were not there. Over after two normal days.
 */
export function measureBadDays(
  comparison: Comparison,
  subject: Subject,
  memory: AlertMemory,
  asOf: number,
): MeasuredPast {
  if (comparison.day === undefined) return NOTHING;
  const days = memory.days.get(seriesKey(dayTestId(comparison.day), subject.table, subject.id)) ?? [];
  let bad = 0;
  let seen = 0;
  let neutral = 0;
  let closed = 0;
  let closedInARow = 0;
  let normal = 0;
  const most = comparison.ofDays ?? Infinity;
  // The day that ended last may not be judged yet.
  let after = asOf - DAY_MS;
  for (const day of days.toReversed()) {
    neutral += daysBetween(day.dayStartAt, after);
    after = day.dayStartAt;
    if (day.verdict === 'neutral') neutral++;
    if (day.verdict === 'closed') {
      closed++;
      closedInARow++;
    } else closedInARow = 0;
    if (neutral > MOST_GAPS || closedInARow > MOST_CLOSED || seen >= most) break;
    if (day.verdict === 'neutral' || day.verdict === 'closed') continue;
    seen++;
    if (day.verdict === 'bad') bad++;
    else {
      if (bad === 0) normal++;
      if (comparison.ofDays === undefined) break;
    }
  }
  if (seen === 0) return NOTHING;
  const normalDays = comparison.ofDays === undefined ? normalSince(days) : normal;
  const detail = { count: seen, normalDays, neutralDays: Math.min(neutral, MOST_GAPS), closedDays: closed };
  return { value: bad, numerator: bad, denominator: seen, detail };
}

/** Whole days that lie between the end of one and the beginning of another; clocks change by an hour or two at most. */
function daysBetween(startAt: number, nextAt: number): number {
  return Math.max(0, Math.round((nextAt - startAt) / DAY_MS) - 1);
}

function normalSince(days: readonly { readonly verdict: string }[]): number {
  let normal = 0;
  for (const { verdict } of days.toReversed()) {
    if (verdict === 'bad') break;
    if (verdict === 'normal') normal++;
  }
  return normal;
}
