import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, type PastSession } from './calibration.ts';
import { findDrift, kolmogorovDistance, kolmogorovTail } from './find-drift.ts';
import { adviseThresholds, thresholdCosts } from './threshold-cost.ts';

const past = (confidences: readonly number[], outcome: PastSession['outcome'], intent = 'a'): PastSession => ({
  sessionId: 's',
  endedAt: 0,
  outcome,
  language: null,
  turns: confidences.map((confidence) => ({ confidence, intent, understood: null })),
});
const anySession = fc
  .tuple(
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
    fc.constantFrom('contained', 'handed-off', 'abandoned', 'failed'),
  )
  .map(([confidences, outcome]) => past(confidences, outcome));
const FACTS = { hours: 2, handleSec: 300, targetShare: 0.8, targetSec: 60 };

describe('calibration', () => {
  it('counts every turn once, in the bin of its confidence', () => {
    fc.assert(
      fc.property(fc.array(anySession, { maxLength: 40 }), (sessions) => {
        const { bins, turnCount, expectedError } = calibrate(sessions, 'outcome');
        const turns = sessions.flatMap((one) => one.turns.map((turn) => ({ ...turn, outcome: one.outcome })));
        expect(turnCount).toBe(turns.length);
        for (const [index, bin] of bins.entries()) {
          const own = turns.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === index);
          expect([bin.count, bin.rightCount]).toEqual([
            own.length,
            own.filter(({ outcome }) => outcome === 'contained').length,
          ]);
          expect(bin.outcomes.abandoned).toBe(own.filter(({ outcome }) => outcome === 'abandoned').length);
        }
        expect(expectedError === null).toBe(turns.length === 0);
      }),
    );
  });

  it('finds no error in a bot that is right as often as it says, and all of it in one that is always sure and never right', () => {
    const honest = [...Array.from({ length: 9 }, () => past([0.9], 'contained')), past([0.9], 'failed')];
    expect(calibrate(honest, 'outcome').expectedError).toBeCloseTo(0, 12);
    expect(calibrate([past([1], 'failed')], 'outcome').expectedError).toBe(1);
    expect(calibrate([past([1], 'failed')], 'understood')).toMatchObject({ turnCount: 0, unknownCount: 1 });
  });
});

describe('the cost of a threshold', () => {
  it('hands over more the higher it is, and leaves fewer lost customers with the bot', () => {
    fc.assert(
      fc.property(fc.array(anySession, { minLength: 1, maxLength: 40 }), (sessions) => {
        const costs = thresholdCosts(sessions, FACTS);
        for (const [index, cost] of costs.entries()) {
          const before = costs[index - 1];
          if (before === undefined) continue;
          expect(cost.handoverCount).toBeGreaterThanOrEqual(before.handoverCount);
          expect(cost.missedCount).toBeLessThanOrEqual(before.missedCount);
          expect(cost.agents ?? Infinity).toBeGreaterThanOrEqual(before.agents ?? 0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('advises the line between what the bot serves and what it loses, and nothing on too few sessions', () => {
    const sessions = [
      ...Array.from({ length: 40 }, () => past([0.72], 'abandoned')),
      ...Array.from({ length: 40 }, () => past([0.78], 'contained')),
      ...Array.from({ length: 3 }, () => past([0.5], 'abandoned', 'rare')),
    ];
    expect(adviseThresholds(sessions, FACTS)).toMatchObject([
      { intent: null, threshold: 0.75 },
      { intent: 'a', sessionCount: 80, threshold: 0.75, cost: 0 },
      { intent: 'rare', sessionCount: 3, threshold: null },
    ]);
  });
});

describe('drift', () => {
  it('measures the distance of two distributions as a plain count of both does', () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, values, (left, right) => {
        const share = (list: readonly number[], at: number) => list.filter((value) => value <= at).length / list.length;
        const plain = Math.max(...[...left, ...right].map((at) => Math.abs(share(left, at) - share(right, at))));
        const sorted = (list: readonly number[]) => list.toSorted((one, other) => one - other);
        expect(kolmogorovDistance(sorted(left), sorted(right))).toBeCloseTo(plain, 12);
      }),
    );
  });

  it('has the tail of the Kolmogorov distribution: 0.05 at 1.3581, 0.01 at 1.6276, and no jump between its two series', () => {
    expect(kolmogorovTail(1.3581)).toBeCloseTo(0.05, 4);
    expect(kolmogorovTail(1.6276)).toBeCloseTo(0.01, 4);
    expect(kolmogorovTail(1.179999)).toBeCloseTo(kolmogorovTail(1.180001), 5);
    expect(kolmogorovTail(0.1)).toBe(1);
  });

  it('is found when a bot is less sure than it was, not in its own halves, and never on too few', () => {
    const sure = (from: number) =>
      Array.from({ length: 200 }, (_, index) => past([from + (index % 20) / 200], 'contained'));
    expect(findDrift(sure(0.6), sure(0.8))?.isDrifting).toBe(true);
    expect(findDrift(sure(0.8), sure(0.8))).toMatchObject({ isDrifting: false, statistic: 0 });
    expect(findDrift(sure(0.6).slice(0, 10), sure(0.8))).toBeNull();
  });
});
