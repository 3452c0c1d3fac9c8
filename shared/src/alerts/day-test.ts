import { median } from '../numeric/median.ts';
import { stableHash } from '../kit/stable-hash.ts';
import type { JudgedDay } from './alert-memory.ts';
import { betaTail } from './beta-tail.ts';
import type { AlertRule, Condition, DayTest } from './rule.ts';

/** Names a day test by what it asks. */
export function dayTestId(test: DayTest): string {
  return stableHash(
    JSON.stringify([test.metric, test.is, test.threshold, test.minimumSample ?? null, test.rise ?? null]),
  );
}

/** Day tests of a rule, each once. */
export function dayTestsOf(rule: AlertRule): readonly DayTest[] {
  const found = new Map<string, DayTest>();
  const look = (condition: Condition): void => {
    if ('all' in condition) condition.all.forEach(look);
    else if ('any' in condition) condition.any.forEach(look);
    else if (condition.day !== undefined) found.set(dayTestId(condition.day), condition.day);
  };
  for (const level of rule.levels) look(level.when);
  return [...found.values()];
}

type Day = { readonly value: number | null; readonly numerator: number | null; readonly denominator: number | null };

const CERTAIN = 0.9;
const MOST_WEEKS = 8;
const LEAST_WEEKS = 3;
/** Fewest that make a day worth judging, unless the test says otherwise. */
const USUAL_SAMPLE = 30;

/** Whether a day was bad. `before` are the days judged so far, the oldest first; those of a run of bad days are no part of what is usual. */
export function judgeDay(test: DayTest, day: Day, weekday: number, before: readonly JudgedDay[]): JudgedDay['verdict'] {
  const { value, numerator, denominator } = day;
  const sample = denominator ?? numerator ?? value;
  if (value === null || sample === null || sample < (test.minimumSample ?? (denominator === null ? 0 : USUAL_SAMPLE)))
    return 'neutral';
  if (test.rise === undefined) return passes(test, value) ? 'bad' : 'normal';
  const usual = usualShare(weekday, before);
  if (usual === null || numerator === null) return 'neutral';
  return betaTail(numerator, sample, usual + test.rise) >= CERTAIN && passes(test, value) ? 'bad' : 'normal';
}

/** The median share of up to eight normal days of that weekday; `null` before there were three. */
function usualShare(weekday: number, before: readonly JudgedDay[]): number | null {
  const values = before.flatMap((day) =>
    day.weekday === weekday && day.verdict !== 'bad' && day.value !== null ? [day.value] : [],
  );
  return values.length < LEAST_WEEKS ? null : median(values.slice(-MOST_WEEKS));
}

function passes({ is, threshold }: DayTest, value: number): boolean {
  if (is === 'above') return value > threshold;
  if (is === 'at-least') return value >= threshold;
  return is === 'below' ? value < threshold : value <= threshold;
}
