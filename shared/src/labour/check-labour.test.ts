import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labourViolations, refuseLabour, type WorkSpan } from './check-labour.ts';
import { EU_LABOUR_RULES } from './labour-rules.ts';

const ZONE = 'Europe/Berlin';
const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
/** Monday 4 March 2024, 00:00 in Berlin; no clock change in its three weeks. */
const MONDAY = Date.parse('2024-03-04T00:00:00+01:00');
const at = (day: number, hour: number): number => MONDAY + (day * 24 + hour) * HOUR;
const rulesBroken = (spans: readonly WorkSpan[]): string[] =>
  labourViolations(EU_LABOUR_RULES, ZONE, spans).map(({ rule }) => rule);

describe('labour rules', () => {
  it('an ordinary day with its break is allowed', () => {
    expect(
      rulesBroken([
        { from: at(0, 8), to: at(0, 12) },
        { from: at(0, 12.5), to: at(0, 16.5) },
      ]),
    ).toEqual([]);
  });

  it('each rule is named with its limit and what the plan has instead', () => {
    expect(labourViolations(EU_LABOUR_RULES, ZONE, [{ from: at(0, 8), to: at(0, 15) }])).toEqual([
      { rule: 'break-due', limitMs: 6 * HOUR, actualMs: 7 * HOUR, at: at(0, 8) },
      { rule: 'min-break', limitMs: HOUR / 2, actualMs: 0, at: at(0, 8) },
    ]);
    expect(
      labourViolations(EU_LABOUR_RULES, ZONE, [
        { from: at(0, 17), to: at(0, 22) },
        { from: at(1, 8), to: at(1, 12) },
      ]),
    ).toEqual([{ rule: 'min-daily-rest', limitMs: 11 * HOUR, actualMs: 10 * HOUR, at: at(1, 8) }]);
  });

  it('a night across midnight counts for the day on which it began, and across Sunday for both weeks', () => {
    const night = [
      { from: at(6, 20), to: at(7, 1) },
      { from: at(7, 1.75), to: at(7, 6) },
    ];
    expect(rulesBroken(night)).toEqual([]);
    expect(rulesBroken([...night, { from: at(7, 6), to: at(7, 7) }])).toContain('max-day');
  });

  it('a change that leaves an old fault as it is is allowed, and one that makes it worse is not', () => {
    const long = [{ from: at(0, 6), to: at(0, 17) }];
    expect(refuseLabour(EU_LABOUR_RULES, ZONE, long, long)).toBeNull();
    expect(refuseLabour(EU_LABOUR_RULES, ZONE, long, [{ from: at(0, 6), to: at(0, 16) }])).toBeNull();
    expect(refuseLabour(EU_LABOUR_RULES, ZONE, long, [{ from: at(0, 6), to: at(0, 18) }])?.rule).toBe('max-day');
  });

  const spans = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 4 * 24 * 7 * 2 }), fc.integer({ min: 1, max: 44 }))
      .map(([start, length]) => ({ from: MONDAY + start * QUARTER, to: MONDAY + (start + length) * QUARTER })),
    { maxLength: 24 },
  );

  it('says what a recount of every quarter of an hour says', () => {
    fc.assert(
      fc.property(spans, (work) => {
        expect(rulesBroken(work).toSorted()).toEqual(recount(work).toSorted());
      }),
      {
        numRuns: 400,
      },
    );
  });

  it('more work never breaks fewer rules of time', () => {
    fc.assert(
      fc.property(spans, spans, (work, more) => {
        const times = (broken: readonly string[]) => broken.filter((rule) => rule === 'max-week').length;
        expect(times(rulesBroken([...work, ...more]))).toBeGreaterThanOrEqual(times(rulesBroken(work)));
      }),
    );
  });
});

/** The same by brute force: every quarter of an hour is worked or not, and each rule is read off that strip. */
function recount(work: readonly WorkSpan[]): string[] {
  const rules = EU_LABOUR_RULES;
  const count = 4 * 24 * 7 * 3 + 48;
  const worked = Array.from({ length: count }, (_, index) => {
    const moment = MONDAY + index * QUARTER;
    return work.some(({ from, to }) => from <= moment && moment < to);
  });
  const broken: string[] = [];
  // Duties: from a worked quarter until four hours (16 quarters) without work.
  const duties: { from: number; to: number }[] = [];
  worked.forEach((isWorked, index) => {
    if (!isWorked) return;
    const last = duties.at(-1);
    if (last === undefined || index - last.to >= 16) duties.push({ from: index, to: index + 1 });
    else last.to = index + 1;
  });
  const sum = (from: number, to: number): number => worked.slice(from, to).filter(Boolean).length * QUARTER;
  const days = new Map<number, number>();
  for (const { from, to } of duties)
    days.set(Math.floor(from / 96), (days.get(Math.floor(from / 96)) ?? 0) + sum(from, to));
  for (const total of days.values()) if (total > rules.maxDayMs) broken.push('max-day');
  const last = worked.lastIndexOf(true);
  for (let week = 0; week * 672 <= last; week += 1) {
    const [from, to] = [week * 672, week * 672 + 672];
    if (worked.indexOf(true) >= to) continue;
    if (sum(from, to) > rules.maxWeekMs) broken.push('max-week');
    let longest = 0;
    let free = 0;
    for (let index = from; index < to; index += 1) {
      free = worked[index] ? 0 : free + 1;
      longest = Math.max(longest, free);
    }
    if (longest * QUARTER < rules.minWeeklyRestMs) broken.push('min-weekly-rest');
  }
  duties.forEach(({ from, to }, index) => {
    const before = duties[index - 1];
    if (before !== undefined && (from - before.to) * QUARTER < rules.minDailyRestMs) broken.push('min-daily-rest');
    let longest = 0;
    let stretch = 0;
    let rest = 0;
    for (let quarter = from; quarter < to; quarter += 1) {
      if (worked[quarter]) stretch += 1;
      else {
        // Every pause here is a quarter of an hour or longer, which is a break.
        stretch = 0;
        rest += QUARTER;
      }
      longest = Math.max(longest, stretch);
    }
    if (longest * QUARTER > rules.breakAfterMs) broken.push('break-due');
    const due = sum(from, to) > 9 * HOUR ? (3 * HOUR) / 4 : sum(from, to) > 6 * HOUR ? HOUR / 2 : 0;
    if (rest < due) broken.push('min-break');
  });
  return broken;
}
