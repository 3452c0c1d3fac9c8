import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA } from './erlang-a.ts';
import { erlangAWaitPercentile } from './erlang-a-wait-percentile.ts';
import { erlangB } from './erlang-b.ts';
import { erlangsForBlocking, serversForBlocking } from './erlang-b-inverse.ts';
import { erlangC, erlangCOdds, erlangCServiceLevel, erlangCWaitPercentile } from './erlang-c.ts';

/** Rounding may move a value by this much, and no more. */
const noise = 1e-12;

const servers = fc.oneof(fc.integer({ min: 0, max: 400 }), fc.double({ min: 0, max: 400, noNaN: true }));
const erlangs = fc.oneof(fc.double({ min: 0.001, max: 500, noNaN: true }), fc.constantFrom(1, 10, 100));
const aht = fc.double({ min: 1, max: 3600, noNaN: true });
const patience = fc.double({ min: -3, max: 9, noNaN: true }).map((power) => 10 ** power);
const target = fc.double({ min: 0, max: 600, noNaN: true });
const more = fc.double({ min: 0.01, max: 20, noNaN: true });

/**
 * The oracle: the chances of 0, 1, 2 … contacts in the system from the balance equations, for a whole number of servers,
 * by plain forward products. With `leaving` = 0 and `most` = servers it is the loss system.
 */
function balance(arriving: number, serving: number, leaving: number, agents: number, most: number): number[] {
  const weights = [1];
  for (let n = 1; n <= most; n++) {
    const death = Math.min(n, agents) * serving + Math.max(0, n - agents) * leaving;
    weights.push(((weights.at(-1) ?? 0) * arriving) / death);
  }
  const sum = weights.toReversed().reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

const small = fc.record({
  agents: fc.integer({ min: 1, max: 25 }),
  load: fc.double({ min: 0.05, max: 30, noNaN: true }),
  patienceInHandleTimes: fc.double({ min: 0.05, max: 3, noNaN: true }),
});

describe('Erlang B', () => {
  it('agrees with the balance equations of a loss system', () => {
    fc.assert(
      fc.property(small, ({ agents, load }) => {
        const chances = balance(load, 1, 0, agents, agents);
        expect(erlangB({ servers: agents, erlangs: load }).blocking).toBeCloseTo(chances.at(-1) ?? NaN, 12);
      }),
    );
  });

  it('blocks less with more servers and more with more load, between whole numbers too', () => {
    fc.assert(
      fc.property(servers, erlangs, more, (n, load, extra) => {
        const { blocking } = erlangB({ servers: n, erlangs: load });
        expect(erlangB({ servers: n + extra, erlangs: load }).blocking).toBeLessThanOrEqual(blocking + noise);
        expect(erlangB({ servers: n, erlangs: load + extra }).blocking).toBeGreaterThanOrEqual(blocking - noise);
      }),
    );
  });

  it('obeys the recurrence B(N) = A·B(N−1) / (N + A·B(N−1)) for real N', () => {
    fc.assert(
      fc.property(servers, erlangs, (n, load) => {
        const below = load * erlangB({ servers: n, erlangs: load }).blocking;
        const above = erlangB({ servers: n + 1, erlangs: load }).blocking;
        expect(Math.abs(above - below / (n + 1 + below))).toBeLessThanOrEqual(1e-13 + 1e-11 * above);
      }),
    );
  });

  it('its inverses undo it', () => {
    expect(serversForBlocking(10, 0.02)).toBe(17);
    expect(erlangsForBlocking(15, 0.01)).toBeCloseTo(8.108, 3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.001, max: 0.9, noNaN: true }), (n, share) => {
        const load = erlangsForBlocking(n, share);
        expect(erlangB({ servers: n, erlangs: load }).blocking).toBeCloseTo(share, 9);
        const needed = serversForBlocking(load * (1 - 1e-9), share);
        expect(needed).toBe(n);
      }),
    );
  });
});

describe('Erlang C', () => {
  it('agrees with the balance equations of an endless queue', () => {
    fc.assert(
      fc.property(small, ({ agents, load }) => {
        fc.pre(load < agents * 0.97);
        const chances = balance(load, 1, 0, agents, agents + 3000);
        const waiting = chances.slice(agents).reduce((a, b) => a + b, 0);
        const queue = chances.slice(agents).reduce((sum, chance, n) => sum + n * chance, 0);
        const { pWait, lq } = erlangC({ servers: agents, erlangs: load, ahtSec: 60, targetSec: 20 });
        expect(pWait).toBeCloseTo(waiting, 11);
        expect(Math.abs(lq - queue)).toBeLessThan(1e-9 * (1 + queue));
      }),
    );
  });

  it('is said to be unstable, never a number, when the load is at or above the servers', () => {
    fc.assert(
      fc.property(servers, erlangs, aht, target, (n, load, ahtSec, targetSec) => {
        const output = erlangC({ servers: n, erlangs: load, ahtSec, targetSec });
        expect(output.stable).toBe(n > load);
        if (output.stable) return;
        expect(output).toMatchObject({ pWait: 1, sl: 0, asa: Infinity, lq: Infinity, occupancy: 1 });
        expect(output.p90WaitSec).toBe(Infinity);
        expect(erlangCWaitPercentile({ servers: n, erlangs: load, ahtSec }, 0.5)).toBe(Infinity);
      }),
    );
  });

  it('more agents never make it worse, and a longer target never lowers the service level', () => {
    fc.assert(
      fc.property(servers, erlangs, aht, target, more, (n, load, ahtSec, targetSec, extra) => {
        const now = erlangC({ servers: n, erlangs: load, ahtSec, targetSec });
        const helped = erlangC({ servers: n + extra, erlangs: load, ahtSec, targetSec });
        const patient = erlangC({ servers: n, erlangs: load, ahtSec, targetSec: targetSec + extra });
        expect(helped.pWait).toBeLessThanOrEqual(now.pWait + noise);
        expect(helped.sl).toBeGreaterThanOrEqual(now.sl - noise);
        expect(helped.asa).toBeLessThanOrEqual(now.asa * (1 + 1e-9) + noise);
        expect(patient.sl).toBeGreaterThanOrEqual(now.sl - noise);
        const alone = erlangCServiceLevel(erlangCOdds(n, load), n, load, targetSec / ahtSec);
        expect(alone).toBeCloseTo(now.sl, 13);
      }),
    );
  });

  it('a percentile of the wait is where the service level reaches it', () => {
    fc.assert(
      fc.property(servers, erlangs, aht, fc.double({ min: 0.05, max: 0.99, noNaN: true }), (n, load, ahtSec, share) => {
        fc.pre(n > load);
        const wait = erlangCWaitPercentile({ servers: n, erlangs: load, ahtSec }, share);
        const { sl } = erlangC({ servers: n, erlangs: load, ahtSec, targetSec: wait });
        if (wait > 0) expect(sl).toBeCloseTo(share, 9);
        else expect(sl).toBeGreaterThanOrEqual(share - noise);
      }),
    );
  });
});

describe('Erlang A', () => {
  it('agrees with the balance equations of a queue people leave', () => {
    fc.assert(
      fc.property(small, ({ agents, load, patienceInHandleTimes }) => {
        const leaving = 1 / patienceInHandleTimes;
        const chances = balance(load, 1, leaving, agents, agents + 800);
        const waiting = chances.slice(agents).reduce((a, b) => a + b, 0);
        const queue = chances.slice(agents).reduce((sum, chance, n) => sum + n * chance, 0);
        const output = erlangA({
          servers: agents,
          erlangs: load,
          ahtSec: 1,
          patienceSec: patienceInHandleTimes,
          targetSec: 0,
        });
        expect(output.pWait).toBeCloseTo(waiting, 11);
        expect(Math.abs(output.lq - queue)).toBeLessThan(1e-10 * (1 + queue));
        expect(output.pAbandon).toBeCloseTo((queue * leaving) / load, 11);
        expect(output.slOffered).toBeCloseTo(1 - waiting, 11);
      }),
    );
  });

  it('lies between the loss system and Erlang C', () => {
    fc.assert(
      fc.property(servers, erlangs, aht, patience, target, (n, load, ahtSec, patienceSec, targetSec) => {
        const output = erlangA({ servers: n, erlangs: load, ahtSec, patienceSec, targetSec });
        const lost = erlangB({ servers: n, erlangs: load });
        const endless = erlangC({ servers: n, erlangs: load, ahtSec, targetSec });
        expect(output.pWait).toBeGreaterThanOrEqual(lost.blocking - noise);
        expect(output.pWait).toBeLessThanOrEqual(endless.pWait + noise);
        expect(output.pAbandon).toBeLessThanOrEqual(lost.blocking + noise);
        expect(output.meanWaitAllSec).toBeLessThanOrEqual(endless.asa * (1 + 1e-9) + noise);
        // Nobody can be answered beyond what the servers can do.
        expect(output.occupancy).toBeLessThanOrEqual(1 + noise);
        expect(output.pAbandon).toBeGreaterThanOrEqual(1 - n / load - noise);
      }),
    );
  });

  it('more agents never make it worse', () => {
    fc.assert(
      fc.property(servers, erlangs, aht, patience, target, more, (n, load, ahtSec, patienceSec, targetSec, extra) => {
        const now = erlangA({ servers: n, erlangs: load, ahtSec, patienceSec, targetSec });
        const helped = erlangA({ servers: n + extra, erlangs: load, ahtSec, patienceSec, targetSec });
        for (const name of ['pWait', 'pAbandon', 'lq', 'pVirtualWaitGtT', 'pWaitGtT'] as const) {
          expect(helped[name], name).toBeLessThanOrEqual(now[name] * (1 + 1e-9) + noise);
        }
        for (const name of ['slOffered', 'slAnswered', 'slExclShortAbandons'] as const) {
          expect(helped[name], name).toBeGreaterThanOrEqual((now[name] ?? 0) * (1 - 1e-9) - noise);
        }
      }),
    );
  });

  it('a longer target never lowers a service level, and the four levels keep their order', () => {
    fc.assert(
      fc.property(servers, erlangs, aht, patience, target, more, (n, load, ahtSec, patienceSec, targetSec, extra) => {
        const now = erlangA({ servers: n, erlangs: load, ahtSec, patienceSec, targetSec });
        const longer = erlangA({ servers: n, erlangs: load, ahtSec, patienceSec, targetSec: targetSec + extra });
        expect(longer.slOffered).toBeGreaterThanOrEqual(now.slOffered - noise);
        expect(longer.pWaitGtT).toBeLessThanOrEqual(now.pWaitGtT + noise);
        expect(now.slOffered).toBeLessThanOrEqual(now.slExclShortAbandons + noise);
        expect(now.slExclShortAbandons).toBeLessThanOrEqual(now.slAbandonWithinTCountsGood + noise);
        expect(now.slOffered).toBeLessThanOrEqual((now.slAnswered ?? 1) + noise);
        expect(now.slAbandonWithinTCountsGood).toBeCloseTo(1 - now.pWaitGtT, 9);
      }),
    );
  });

  it('the waits of answered and abandoned make up the wait of all', () => {
    fc.assert(
      fc.property(servers, erlangs, aht, patience, (n, load, ahtSec, patienceSec) => {
        const output = erlangA({ servers: n, erlangs: load, ahtSec, patienceSec, targetSec: 20 });
        const whole =
          output.pAbandon * output.meanWaitAbandonedSec + (1 - output.pAbandon) * (output.asaAnsweredSec ?? 0);
        expect(Math.abs(whole - output.meanWaitAllSec)).toBeLessThanOrEqual(1e-9 * output.meanWaitAllSec + 1e-15);
      }),
    );
  });

  it('a percentile of the wait is where the chance of waiting longer reaches it', () => {
    fc.assert(
      fc.property(servers, erlangs, aht, patience, (n, load, ahtSec, patienceSec) => {
        const queue = { servers: n, erlangs: load, ahtSec, patienceSec };
        const wait = erlangAWaitPercentile(queue, 0.9);
        const { pWaitGtT } = erlangA({ ...queue, targetSec: wait });
        if (wait > 0) expect(pWaitGtT).toBeCloseTo(0.1, 8);
        else expect(pWaitGtT).toBeLessThanOrEqual(0.1);
      }),
      { numRuns: 40 },
    );
  });

  it('changes smoothly where the sum gives way to the quadrature', () => {
    // Patience grows by a millionth of itself per step through the span in which the change of method happens.
    let before: ReturnType<typeof erlangA> | undefined;
    for (let patienceSec = 100; patienceSec < 40_000; patienceSec *= 1.02) {
      const at = (seconds: number) =>
        erlangA({ servers: 100, erlangs: 101, ahtSec: 180, patienceSec: seconds, targetSec: 20 });
      before = at(patienceSec);
      const after = at(patienceSec * (1 + 1e-9));
      expect(Math.abs(after.pAbandon - before.pAbandon)).toBeLessThan(1e-9 * before.pAbandon + 1e-13);
      expect(Math.abs(after.lq - before.lq)).toBeLessThan(3e-9 * before.lq + 1e-13);
    }
    expect(before).toBeDefined();
  });
});

describe('inputs no formula can be asked about', () => {
  it.each([
    ['servers', { servers: -1 }],
    ['servers', { servers: NaN }],
    ['servers', { servers: 2_000_000 }],
    ['erlangs', { erlangs: -0.1 }],
    ['erlangs', { erlangs: Infinity }],
    ['ahtSec', { ahtSec: 0 }],
    ['ahtSec', { ahtSec: -180 }],
    ['patienceSec', { patienceSec: 0 }],
    ['targetSec', { targetSec: -1 }],
  ])('a bad %s is refused by name (%o)', (field, wrong) => {
    const input = { servers: 10, erlangs: 8, ahtSec: 180, patienceSec: 120, targetSec: 20, ...wrong };
    expect(() => erlangA(input)).toThrow(expect.objectContaining({ field }));
    if (field !== 'patienceSec') expect(() => erlangC(input)).toThrow(expect.objectContaining({ field }));
  });
});
