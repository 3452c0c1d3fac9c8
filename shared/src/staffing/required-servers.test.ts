import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA } from './erlang-a.ts';
import { erlangC } from './erlang-c.ts';
import { requiredServers, type RequiredServersInput } from './required-servers.ts';
import { scheduledHeadcount, shrinkageOf } from './shrinkage.ts';

const requirement = fc.record({
  calls: fc.double({ min: 0.5, max: 800, noNaN: true }),
  intervalSec: fc.constantFrom(900, 1800, 3600),
  ahtSec: fc.double({ min: 10, max: 900, noNaN: true }),
  patienceSec: fc.option(fc.double({ min: 1, max: 5000, noNaN: true })),
  targetSec: fc.double({ min: 0, max: 300, noNaN: true }),
  targetSL: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
  maxOccupancy: fc.constantFrom(0.7, 0.85, 1),
  shrinkage: fc.constantFrom(0, 0.3),
});

/** The oracle: counts agents up from none, one by one, until every condition holds. */
function countUp(input: RequiredServersInput): number {
  const erlangs = (input.calls * input.ahtSec) / input.intervalSec;
  for (let servers = 0; ; servers++) {
    const queue = { servers, erlangs, ahtSec: input.ahtSec, targetSec: input.targetSec };
    const patienceSec = input.patienceSec ?? null;
    if (patienceSec === null) {
      const { sl, occupancy } = erlangC(queue);
      if (sl >= input.targetSL && occupancy <= (input.maxOccupancy ?? 1)) return servers;
    } else if (servers > 0) {
      const { slOffered, occupancy, pAbandon } = erlangA({ ...queue, patienceSec });
      if (
        slOffered >= input.targetSL &&
        occupancy <= (input.maxOccupancy ?? 1) &&
        pAbandon <= (input.maxAbandon ?? 1)
      ) {
        return servers;
      }
    }
  }
}

describe('required servers', () => {
  it('are what counting up one by one finds', () => {
    fc.assert(
      fc.property(requirement, fc.constantFrom(null, 0.01, 0.05), (input, maxAbandon) => {
        const asked = input.patienceSec === null ? input : { ...input, maxAbandon };
        expect(requiredServers(asked).servers).toBe(countUp(asked));
      }),
      { numRuns: 300 },
    );
  });

  it('the published 80/20 example needs 14 at work and 20 scheduled', () => {
    const answer = requiredServers({
      calls: 100,
      intervalSec: 1800,
      ahtSec: 180,
      targetSec: 20,
      targetSL: 0.8,
      maxOccupancy: 0.85,
      shrinkage: 0.3,
    });
    expect(answer).toMatchObject({ model: 'C', servers: 14, scheduledHeadcount: 20, decidedBy: 'service-level' });
  });

  it('name the condition that decided', () => {
    const input = { calls: 60000, intervalSec: 1800, ahtSec: 300, patienceSec: 180, targetSec: 20, targetSL: 0.8 };
    expect(requiredServers(input).decidedBy).toBe('service-level');
    expect(requiredServers({ ...input, maxAbandon: 0.03 })).toMatchObject({ decidedBy: 'abandonment' });
    expect(requiredServers({ ...input, maxOccupancy: 0.8 })).toMatchObject({ decidedBy: 'occupancy' });
    expect(requiredServers({ ...input, calls: 1, minimumServers: 4 })).toMatchObject({
      decidedBy: 'minimum',
      servers: 4,
    });
  });

  it('no calls need nobody, except the minimum of a critical queue', () => {
    const idle = { calls: 0, intervalSec: 1800, ahtSec: 300, targetSec: 20, targetSL: 0.8 };
    expect(requiredServers(idle)).toMatchObject({ servers: 0, slAtServers: 1, slAtServersForSLMinus1: null });
    expect(requiredServers({ ...idle, patienceSec: 60, maxOccupancy: 0.8 }).servers).toBe(0);
    expect(requiredServers({ ...idle, minimumServers: 3 }).servers).toBe(3);
  });

  it.each([
    ['ahtSec', { ahtSec: -180 }],
    ['ahtSec', { ahtSec: 0 }],
    ['calls', { calls: -1 }],
    ['intervalSec', { intervalSec: 0 }],
    ['targetSL', { targetSL: 0 }],
    ['targetSL', { targetSL: 1 }],
    ['targetSec', { targetSec: -1 }],
    ['maxOccupancy', { maxOccupancy: 0 }],
    ['maxOccupancy', { maxOccupancy: 1.2 }],
    ['shrinkage', { shrinkage: 1 }],
    ['maxAbandon', { maxAbandon: 0 }],
    ['maxAbandon', { maxAbandon: 0.05, patienceSec: null }],
    ['patienceSec', { patienceSec: 0 }],
  ])('a bad %s is refused by name (%o)', (field, wrong) => {
    const input = {
      calls: 100,
      intervalSec: 1800,
      ahtSec: 180,
      patienceSec: 300,
      targetSec: 20,
      targetSL: 0.8,
      ...wrong,
    };
    expect(() => requiredServers(input)).toThrow(expect.objectContaining({ field }));
  });
});

describe('shrinkage', () => {
  it('adds up within a cause and multiplies across causes, planned and unplanned apart', () => {
    const shrinkage = shrinkageOf([
      { cause: 'leave', kind: 'planned', share: 0.06 },
      { cause: 'leave', kind: 'planned', share: 0.04 },
      { cause: 'training', kind: 'planned', share: 0.1 },
      { cause: 'sickness', kind: 'unplanned', share: 0.05 },
    ]);
    expect(shrinkage.planned).toBeCloseTo(1 - 0.9 * 0.9, 14);
    expect(shrinkage.unplanned).toBeCloseTo(0.05, 14);
    expect(shrinkage.total).toBeCloseTo(1 - 0.9 * 0.9 * 0.95, 14);
    expect(shrinkageOf([]).total).toBe(0);
  });

  it('is divided out and rounded up, but not for a rounding error', () => {
    expect(scheduledHeadcount(14, 0.3)).toBe(20);
    expect(scheduledHeadcount(7, 0.3)).toBe(10);
    expect(scheduledHeadcount(0, 0.3)).toBe(0);
  });

  it('that loses everything is refused by name', () => {
    const all = [
      { cause: 'leave', kind: 'planned' as const, share: 0.5 },
      { cause: 'leave', kind: 'planned' as const, share: 0.5 },
    ];
    expect(() => shrinkageOf(all)).toThrow(/shrinkage/);
    expect(() => shrinkageOf([{ cause: 'x', kind: 'planned', share: -0.1 }])).toThrow(/shrinkage/);
  });
});
