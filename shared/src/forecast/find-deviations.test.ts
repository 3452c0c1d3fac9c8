import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviationSign, findDeviations, type SeenInterval, standardScore } from './find-deviations.ts';

const QUARTER = 900_000;
const intervals = (pairs: readonly (readonly [expected: number, actual: number])[]): SeenInterval[] =>
  pairs.map(([expected, actual], i) => ({ startsAt: i * QUARTER, expected, actual }));

describe('deviations', () => {
  it('begin with two intervals in a row beyond chance on the same side, and are over within a tenth', () => {
    const found = findDeviations(
      intervals([
        [100, 101],
        [100, 160],
        [100, 150],
        [100, 125],
        [100, 105],
        [100, 99],
      ]),
      QUARTER,
      0.02,
    );
    expect(found).toMatchObject([
      { fromAt: QUARTER, toAt: 4 * QUARTER, isOver: true, expectedCount: 300, actualCount: 435 },
    ]);
    expect(found[0]?.standardScore).toBeGreaterThan(3);
  });

  it('one interval alone, a share below 15 %, or what chance explains, is none', () => {
    expect(
      findDeviations(
        intervals([
          [100, 100],
          [100, 200],
          [100, 100],
        ]),
        QUARTER,
        0,
      ),
    ).toEqual([]);
    expect(
      findDeviations(
        intervals([
          [10_000, 11_400],
          [10_000, 11_400],
        ]),
        QUARTER,
        0,
      ),
    ).toEqual([]);
    expect(
      findDeviations(
        intervals([
          [10, 13],
          [10, 13],
          [10, 14],
        ]),
        QUARTER,
        0,
      ),
    ).toEqual([]);
    // The same share, with an error of the forecast that makes it ordinary.
    expect(
      findDeviations(
        intervals([
          [1_000, 1_300],
          [1_000, 1_300],
        ]),
        QUARTER,
        0.2,
      ),
    ).toEqual([]);
    expect(
      findDeviations(
        intervals([
          [1_000, 1_300],
          [1_000, 1_300],
        ]),
        QUARTER,
        0.05,
      ),
    ).toHaveLength(1);
  });

  it('to the other side begins anew, and one that lasts is not over', () => {
    const found = findDeviations(
      intervals([
        [50, 5],
        [50, 4],
        [50, 120],
        [50, 110],
      ]),
      QUARTER,
      0,
    );
    expect(found).toMatchObject([
      { fromAt: 0, toAt: 2 * QUARTER, isOver: true },
      { fromAt: 2 * QUARTER, toAt: 4 * QUARTER, isOver: false },
    ]);
  });

  it('every one found is, recounted: apart from the others, long enough, significant, and on one side', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 400 })), { maxLength: 60 }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        (pairs, errorRatio) => {
          const all = intervals(pairs);
          let before = -Infinity;
          for (const { fromAt, toAt, expectedCount, actualCount, standardScore: score } of findDeviations(
            all,
            QUARTER,
            errorRatio,
          )) {
            expect(fromAt).toBeGreaterThanOrEqual(before);
            before = toAt;
            const members = all.filter(({ startsAt }) => startsAt >= fromAt && startsAt < toAt);
            const signs = members.map((one) => deviationSign(one, errorRatio));
            expect(signs.slice(0, 2)).toEqual([Math.sign(score), Math.sign(score)]);
            expect(members.every(({ expected, actual }) => Math.sign(actual - expected) === Math.sign(score))).toBe(
              true,
            );
            expect(members.reduce((sum, one) => sum + one.expected, 0)).toBe(expectedCount);
            expect(members.reduce((sum, one) => sum + one.actual, 0)).toBe(actualCount);
            expect(Math.abs(score)).toBeGreaterThanOrEqual(3);
          }
        },
      ),
    );
  });

  it('what is found of a part of a day stays found as the day goes on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 400 })), { maxLength: 40 }),
        fc.nat(40),
        (pairs, seen) => {
          const all = intervals(pairs);
          const early = findDeviations(all.slice(0, seen), QUARTER, 0.05);
          const late = findDeviations(all, QUARTER, 0.05);
          for (const { fromAt } of early) expect(late.map((one) => one.fromAt)).toContain(fromAt);
        },
      ),
    );
  });

  it('scores grow with distance, are 0 at the forecast and never beyond either scale alone', () => {
    expect(standardScore(100, 100, 0.1)).toBe(0);
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1_000, noNaN: true }),
        fc.integer({ min: 0, max: 5_000 }),
        (expected, actual) => {
          const plain = (actual - expected) / Math.sqrt(expected);
          expect(Math.abs(standardScore(expected, actual, 0))).toBeLessThanOrEqual(Math.abs(plain) + 1e-9);
          if (actual > expected)
            expect(standardScore(expected, actual + 1, 0)).toBeGreaterThanOrEqual(standardScore(expected, actual, 0));
        },
      ),
    );
  });
});
