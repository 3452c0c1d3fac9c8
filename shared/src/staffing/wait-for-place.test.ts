import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimatePatience } from './estimate-patience.ts';
import { estimatedWait } from './estimated-wait.ts';
import { waitForPlace, waitForPlaceBeyond, waitForPlacePercentile } from './wait-for-place.ts';

const queue = fc.record({
  aheadInQueue: fc.integer({ min: 0, max: 60 }),
  servers: fc.double({ min: 0.5, max: 80, noNaN: true }),
  ahtSec: fc.double({ min: 5, max: 900, noNaN: true }),
  patienceSec: fc.option(fc.double({ min: 1, max: 1e6, noNaN: true })),
});

/** The oracle: the chance not to have moved up n + 1 steps by time t, by integrating the equations of the steps in small steps. */
function integrate(
  q: { aheadInQueue: number; servers: number; ahtSec: number; patienceSec: number | null },
  t: number,
): number {
  const leaving = q.patienceSec === null ? 0 : 1 / q.patienceSec;
  const rates = Array.from(
    { length: q.aheadInQueue + 1 },
    (_, i) => q.servers / q.ahtSec + (q.aheadInQueue - i) * leaving,
  );
  const slope = (p: number[]): number[] =>
    p.map((x, i) => (i === 0 ? 0 : (p[i - 1] ?? 0) * (rates[i - 1] ?? 0)) - x * (rates[i] ?? 0));
  let p: number[] = rates.map((_, i) => (i === 0 ? 1 : 0));
  const steps = 4000;
  const h = t / steps;
  for (let s = 0; s < steps; s++) {
    const k1 = slope(p);
    const k2 = slope(p.map((x, i) => x + (h / 2) * (k1[i] ?? 0)));
    const k3 = slope(p.map((x, i) => x + (h / 2) * (k2[i] ?? 0)));
    const k4 = slope(p.map((x, i) => x + h * (k3[i] ?? 0)));
    p = p.map((x, i) => x + (h / 6) * ((k1[i] ?? 0) + 2 * (k2[i] ?? 0) + 2 * (k3[i] ?? 0) + (k4[i] ?? 0)));
  }
  return p.reduce((a, b) => a + b, 0);
}

describe('the wait for a place', () => {
  it('agrees with the equations of a queue moving up, integrated step by step', () => {
    for (const q of [
      { aheadInQueue: 0, servers: 3, ahtSec: 100, patienceSec: null },
      { aheadInQueue: 6, servers: 3.5, ahtSec: 100, patienceSec: 80 },
      { aheadInQueue: 12, servers: 5, ahtSec: 60, patienceSec: null },
      { aheadInQueue: 9, servers: 2, ahtSec: 200, patienceSec: 30 },
    ]) {
      const { mean } = waitForPlace(q);
      for (const t of [mean / 3, mean, mean * 2]) expect(waitForPlaceBeyond(q, t)).toBeCloseTo(integrate(q, t), 9);
    }
  });

  it('a percentile is where the chance of waiting longer reaches it', () => {
    fc.assert(
      fc.property(queue, fc.double({ min: 0.01, max: 0.999, noNaN: true }), (q, share) => {
        expect(waitForPlaceBeyond(q, waitForPlacePercentile(q, share))).toBeCloseTo(1 - share, 10);
      }),
    );
  });

  it('grows with the place and shrinks with every agent and every impatient contact ahead', () => {
    fc.assert(
      fc.property(queue, (q) => {
        const { p80, mean } = waitForPlace(q);
        expect(waitForPlace({ ...q, aheadInQueue: q.aheadInQueue + 1 }).p80).toBeGreaterThan(p80);
        expect(waitForPlace({ ...q, servers: q.servers + 1 }).p80).toBeLessThan(p80);
        const shorter = q.patienceSec === null ? 500 : q.patienceSec / 2;
        expect(waitForPlace({ ...q, patienceSec: shorter }).mean).toBeLessThanOrEqual(mean * (1 + 1e-12));
      }),
    );
  });

  it('holds for a hundred thousand ahead', () => {
    const { mean, sd, p50, p90 } = waitForPlace({
      aheadInQueue: 99_999,
      servers: 1000,
      ahtSec: 300,
      patienceSec: null,
    });
    expect(mean).toBeCloseTo(30_000, 6);
    expect(sd).toBeCloseTo(Math.sqrt(100_000) * 0.3, 6);
    // An Erlang distribution this long is almost normal; its median lies a third of a step below the mean.
    expect(p50).toBeCloseTo(mean - 0.1, 3);
    expect(p90).toBeCloseTo(mean + 1.2816 * sd, 0);
  });
});

describe('the estimated wait on a board', () => {
  const floor = { waitingCount: 5, agentsServing: 10, availableAgents: 0, meanHandleTimeMs: 180_000 };

  it('is the distribution for the place behind those waiting, in milliseconds', () => {
    const { p50, p80, p90 } = waitForPlace({ aheadInQueue: 5, servers: 10, ahtSec: 180, patienceSec: null });
    expect(estimatedWait(floor)).toEqual({ p50Ms: p50 * 1000, p80Ms: p80 * 1000, p90Ms: p90 * 1000 });
    const patient = waitForPlace({ aheadInQueue: 5, servers: 10, ahtSec: 180, patienceSec: 120 });
    expect(estimatedWait({ ...floor, meanPatienceMs: 120_000 })?.p80Ms).toBe(patient.p80 * 1000);
  });

  it('is nothing while more agents are available than contacts wait', () => {
    expect(estimatedWait({ ...floor, waitingCount: 0, availableAgents: 1 })).toEqual({ p50Ms: 0, p80Ms: 0, p90Ms: 0 });
    expect(estimatedWait({ ...floor, waitingCount: 1, availableAgents: 1 })?.p50Ms).toBeGreaterThan(0);
  });

  it('is unknown, not a number, when nobody serves or an input makes no sense', () => {
    for (const wrong of [
      { agentsServing: 0 },
      { agentsServing: NaN },
      { waitingCount: -1 },
      { meanHandleTimeMs: 0 },
      { meanHandleTimeMs: -5 },
      { meanHandleTimeMs: Infinity },
      { meanPatienceMs: 0 },
    ]) {
      expect(estimatedWait({ ...floor, ...wrong }), JSON.stringify(wrong)).toBeNull();
    }
  });
});

describe('patience', () => {
  it('is the wait of everybody per abandonment, and unknown without one', () => {
    expect(estimatePatience(9_370, 100)).toBe(93.7);
    expect(estimatePatience(50, 0)).toBeNull();
    expect(() => estimatePatience(-1, 2)).toThrow(/totalWait/);
  });
});
