import { median } from '../numeric/median.ts';
import { stableHash } from '../kit/stable-hash.ts';
import { betaTail } from './beta-tail.ts';
import type { JudgedDay } from './events.ts';
import type { AlertRule, Condition, DayTest } from './rule.ts';

/** Names a day test by what it asks. */
export function dayTestId(test: DayTest): string {
  return stableHash(
    JSON.stringify([
      test.metric,
      test.is,
      test.threshold,
      test.minimumSample ?? null,
      test.rise ?? null,
      ...(test.weekdays === undefined ? [] : [test.weekdays.toSorted((left, right) => left - right)]),
    ]),
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

/** How often a day that is as usual may be called bad, of all that are: a day alone must be worse than usual with 90 % certainty. */
const CHANCE = 0.1;
const MOST_WEEKS = 8;
const LEAST_WEEKS = 3;
/** Fewest that make a day worth judging, unless the test says otherwise. */
const USUAL_SAMPLE = 30;

/**
 * Whether a day was bad. `before` are the days judged so far, the oldest first; those of a run of bad days are no part of what is usual. `level` is
 * the greatest chance at which a share above its usual one is called bad: that of one day alone unless {@link levelOf} knows of its family.
 */
export function judgeDay(
  test: DayTest,
  day: Day,
  weekday: number,
  before: readonly JudgedDay[],
  level = CHANCE,
): JudgedDay['verdict'] {
  if (day.value === null || isTooFew(test, day)) return 'neutral';
  if (test.rise === undefined) return passes(test, day.value) ? 'bad' : 'normal';
  const chance = chanceOf(test, day, weekday, before);
  if (chance === null) return 'neutral';
  return chance <= level && passes(test, day.value) ? 'bad' : 'normal';
}

function isTooFew(test: DayTest, { value, numerator, denominator }: Day): boolean {
  const sample = denominator ?? numerator ?? value ?? 0;
  return sample < (test.minimumSample ?? (denominator === null ? 0 : USUAL_SAMPLE));
}

/** The chance that a day's share did not rise over its usual one by so much; `null` where that cannot be judged, or the test asks no such thing. */
export function chanceOf(test: DayTest, day: Day, weekday: number, before: readonly JudgedDay[]): number | null {
  const { value, numerator, denominator } = day;
  if (test.rise === undefined || value === null || numerator === null || isTooFew(test, day)) return null;
  const usual = usualShare(weekday, before);
  return usual === null ? null : 1 - betaTail(numerator, denominator ?? numerator, usual + test.rise);
}

/**
 * The greatest chance at which one of a family is called bad, so that of those called bad no more than one in ten is expected to be as usual
 * (Benjamini and Hochberg): many queues judged on one day would otherwise find a bad one every day. -1 where none is.
 */
export function levelOf(chances: readonly number[]): number {
  const sorted = chances.toSorted((left, right) => left - right);
  return sorted.findLast((chance, index) => chance <= (CHANCE * (index + 1)) / sorted.length) ?? -1;
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
