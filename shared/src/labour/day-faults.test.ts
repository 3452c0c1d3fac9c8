import { describe, expect, it } from 'vitest';
import { activityBook } from '../schedule/activity-book.ts';
import { dayFaults } from './day-faults.ts';
import { EU_LABOUR_RULES } from './labour-rules.ts';

const HOUR = 3_600_000;
/** Monday, 4 May 2026, in UTC. */
const MONDAY = Date.UTC(2026, 4, 4);
const at = (day: number, from: number, to: number, activityId = 'work') => ({
  activityId,
  startAt: MONDAY + (day * 24 + from) * HOUR,
  endAt: MONDAY + (day * 24 + to) * HOUR,
});
const date = (day: number) => `2026-05-0${4 + day}`;
const check = (activities: ReturnType<typeof at>[], others: [number, ReturnType<typeof at>[]][] = []) =>
  dayFaults({
    activities,
    others: others.map(([day, list]) => ({ date: date(day), activities: list })),
    book: activityBook([]),
    rules: EU_LABOUR_RULES,
    zone: 'UTC',
  });
const shift = (day: number) => [at(day, 9, 17.5), at(day, 12, 12.5, 'meal')];

describe('a day about to be set', () => {
  it('with its break inside the shift has no fault', () => {
    expect(check(shift(0))).toEqual([]);
    expect(check([])).toEqual([]);
  });

  it('names activities in each other’s way, and a night of the day before that reaches into it', () => {
    expect(check([at(0, 9, 12), at(0, 11, 14)])).toEqual([{ kind: 'overlap', first: 0, second: 1 }]);
    expect(check([at(0, 9, 10), at(0, 9, 10, 'training')])).toEqual([{ kind: 'overlap', first: 0, second: 1 }]);
    const night = check([at(1, 5, 9)], [[0, [at(0, 22, 30)]]]);
    expect(night).toContainEqual({ kind: 'other-day', date: date(0) });
  });

  it('names the labour rule it breaks with both figures: a long day, a short rest, a sixth long day of the week', () => {
    expect(check([at(0, 8, 15)])).toEqual([
      {
        kind: 'labour',
        violation: { rule: 'break-due', limitMs: 6 * HOUR, actualMs: 7 * HOUR, at: MONDAY + 8 * HOUR },
      },
      { kind: 'labour', violation: { rule: 'min-break', limitMs: HOUR / 2, actualMs: 0, at: MONDAY + 8 * HOUR } },
    ]);
    expect(check([at(1, 6, 9)], [[0, [at(0, 17, 23)]]])).toEqual([
      {
        kind: 'labour',
        violation: { rule: 'min-daily-rest', limitMs: 11 * HOUR, actualMs: 7 * HOUR, at: MONDAY + 30 * HOUR },
      },
    ]);
    const long = (day: number) => [at(day, 8, 13), at(day, 14, 18.5)];
    const week = [0, 1, 2, 3, 4].map((day): [number, ReturnType<typeof at>[]] => [day, long(day)]);
    expect(check([at(5, 8, 9)], week)).toEqual([
      { kind: 'labour', violation: { rule: 'max-week', limitMs: 48 * HOUR, actualMs: 48.5 * HOUR, at: MONDAY } },
    ]);
    // What the other days break by themselves is not this day's fault.
    expect(check([at(3, 10, 11)], [[0, [at(0, 5, 19)]]])).toEqual([]);
  });
});
