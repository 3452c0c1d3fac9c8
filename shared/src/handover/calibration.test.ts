import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, type PastSession } from './calibration.ts';
import { findDrift, isDrifting, kolmogorovDistance, kolmogorovTail } from './find-drift.ts';
import { activeHours, adviseThresholds, CANDIDATES, DEFAULT_MISS_WEIGHT, thresholdCosts } from './threshold-cost.ts';

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

  /** Share answered within the target, Erlang C by its sums as Erlang wrote them. */
  function answeredShare(agents: number, perHour: number): number {
    const load = (perHour * FACTS.handleSec) / 3_600;
    if (agents <= load) return 0;
    let [term, sum] = [1, 1];
    for (let count = 1; count < agents; count++) {
      term *= load / count;
      sum += term;
    }
    const top = ((term * load) / agents) * (agents / (agents - load));
    return 1 - (top / (sum + top)) * Math.exp((-(agents - load) * FACTS.targetSec) / FACTS.handleSec);
  }

  it('is what a plain recount of each candidate gives: handovers, the busiest hour, the fewest agents, needless, missed, cheapest', () => {
    const spread = fc
      .array(fc.tuple(anySession, fc.integer({ min: 0, max: 40 * 3_600_000 })), { minLength: 30, maxLength: 80 })
      .map((list) => list.map(([session, endedAt]) => ({ ...session, endedAt })));
    fc.assert(
      fc.property(spread, (sessions) => {
        const hours = activeHours(sessions);
        expect(hours).toBe(new Set(sessions.map(({ endedAt }) => Math.floor(endedAt / 3_600_000))).size);
        const plain = CANDIDATES.map((threshold) => {
          const handed = sessions.filter(({ turns }) => turns.some(({ confidence }) => confidence < threshold));
          const kept = sessions.filter((session) => !handed.includes(session));
          const inHour = Array.from(
            { length: 41 },
            (_, hour) => handed.filter(({ endedAt }) => Math.floor(endedAt / 3_600_000) === hour).length,
          );
          const needless = handed.filter(({ outcome }) => outcome === 'contained').length;
          const missed = kept.filter(({ outcome }) => outcome !== 'contained').length;
          return { threshold, handed, busiest: Math.max(...inHour), needless, missed };
        });
        const costs = thresholdCosts(sessions, { ...FACTS, hours });
        for (const [index, cost] of costs.entries()) {
          const { handed, busiest, needless, missed } = plain[index] ?? expect.fail();
          expect(cost).toMatchObject({
            handoverCount: handed.length,
            handoversPerHour: handed.length / hours,
            busiestHandoverCount: busiest,
            needlessCount: needless,
            missedCount: missed,
            cost: needless + DEFAULT_MISS_WEIGHT * missed,
          });
          for (const [agents, perHour] of [
            [cost.agents ?? 0, handed.length / hours],
            [cost.busiestAgents ?? 0, busiest],
          ] as const) {
            if (perHour === 0) expect(agents).toBe(0);
            else {
              expect(answeredShare(agents, perHour)).toBeGreaterThanOrEqual(FACTS.targetShare);
              expect(answeredShare(agents - 1, perHour)).toBeLessThan(FACTS.targetShare);
            }
          }
        }
        const [all] = adviseThresholds(sessions, { ...FACTS, hours });
        const least = Math.min(...costs.map(({ cost }) => cost));
        expect(all).toMatchObject({
          cost: least,
          threshold: costs.find(({ cost }) => cost === least)?.threshold,
          lostCount: sessions.filter(({ outcome }) => outcome !== 'contained').length,
        });
      }),
      { numRuns: 40 },
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

  it('is not found in a bot that stays as it is, however often somebody looks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
        let state = seed;
        const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
        // Forty sessions of twelve hours each, looked at every two hours: the last day against the fortnight before.
        const told = Array.from({ length: 80 * 25 }, () => past([1 - next() ** 2 / 2], 'contained'));
        let alarms = 0;
        let was = false;
        for (let end = 80 * 15; end <= told.length; end += 7) {
          const [lately, before] = [told.slice(end - 80, end), told.slice(end - 80 * 15, end - 80)];
          const is: boolean = findDrift(lately, before, was)?.isDrifting === true;
          if (is && !was) alarms++;
          was = is;
        }
        return alarms <= 3;
      }),
      { numRuns: 4 },
    );
  });

  it('is found when a bot is less sure than it was, not in its own halves, and never on too few', () => {
    const sure = (from: number) =>
      Array.from({ length: 200 }, (_, index) => past([from + (index % 20) / 200], 'contained'));
    expect(findDrift(sure(0.6), sure(0.8), false)?.isDrifting).toBe(true);
    expect(findDrift(sure(0.8), sure(0.8), true)).toMatchObject({ isDrifting: false, statistic: 0 });
    expect(findDrift(sure(0.6).slice(0, 10), sure(0.8), true)).toBeNull();
  });

  it('goes on until it is well past: a bot on the edge is told of once', () => {
    const edge = [
      [0.0005, 0.2],
      [0.002, 0.09],
      [0.0005, 0.2],
      [0.009, 0.05],
      [0.02, 0.2],
      [0.002, 0.2],
      [0.0005, 0.04],
    ] as const;
    let was = false;
    const found = edge.map(([pValue, index]) => (was = isDrifting(pValue, index, was)));
    expect(found).toEqual([true, true, true, true, false, false, false]);
  });
});
