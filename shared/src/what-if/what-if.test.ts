import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA } from '../staffing/erlang-a.ts';
import { containmentAt } from './bot-threshold.ts';
import { compareSegments } from './compare-segments.ts';
import { segmentLoads, selfServiceShare } from './segment-loads.ts';
import { whatIf, type QueueOutlook } from './what-if.ts';

const HALF_HOUR = 1_800_000;
const outlook = (more: Partial<QueueOutlook> = {}): QueueOutlook => ({
  intervalMs: HALF_HOUR,
  intervals: [
    { startsAt: 0, offeredCount: 100, lowCount: 90, highCount: 112, handleTimeMs: 180_000, agents: 12 },
    { startsAt: HALF_HOUR, offeredCount: 130, lowCount: 115, highCount: 147, handleTimeMs: 190_000, agents: 14 },
  ],
  thresholdMs: 20_000,
  patienceMs: 120_000,
  concurrency: 1,
  stretchPerContact: 0.2,
  botShare: 0.5,
  containment: 0.4,
  hourCost: 30,
  abandonCost: 4,
  ...more,
});

describe('what-if', () => {
  it('says for each interval what Erlang A says, and adds them up by contacts', () => {
    const { intervals, expected } = whatIf(outlook(), {});
    const answers = [
      erlangA({ servers: 12, erlangs: 10, ahtSec: 180, patienceSec: 120, targetSec: 20 }),
      erlangA({ servers: 14, erlangs: (130 * 190) / 1800, ahtSec: 190, patienceSec: 120, targetSec: 20 }),
    ];
    answers.forEach((answer, index) => {
      expect(intervals[index]?.expected.serviceLevel).toBeCloseTo(answer.slOffered, 12);
      expect(intervals[index]?.expected.abandonRate).toBeCloseTo(answer.pAbandon, 12);
    });
    const [first, second] = answers;
    expect(expected.serviceLevel).toBeCloseTo(
      ((first?.slOffered ?? 0) * 100 + (second?.slOffered ?? 0) * 130) / 230,
      12,
    );
    const left = (first?.pAbandon ?? 0) * 100 + (second?.pAbandon ?? 0) * 130;
    expect(expected.cost).toBeCloseTo((12 + 14) * 15 + left * 4, 9);
  });

  it('an interval with nobody there takes nothing from the wait of those who were answered in the others', () => {
    const [first, second] = outlook().intervals;
    if (first === undefined || second === undefined) throw new Error('there are two');
    const alone = whatIf(outlook({ intervals: [first] }), {}).expected;
    const withEmpty = whatIf(outlook({ intervals: [first, { ...second, agents: 0 }] }), {}).expected;
    expect(withEmpty.asaMs).toBeCloseTo(alone.asaMs ?? -1, 9);
    expect(withEmpty.abandonRate).toBeGreaterThan(alone.abandonRate);
    expect(whatIf(outlook({ intervals: [{ ...first, agents: 0 }] }), {}).expected.asaMs).toBe(null);
  });

  it('work that waits on purpose is told by its backlog: what is not done in one interval waits for the next', () => {
    const mail = outlook({ thresholdMs: 2 * HALF_HOUR, deferred: { waiting: [], maxOccupancy: 1 }, botShare: 0 });
    // 12 and 14 agents work 120 and 132.6 items of the 100 and 130 that come.
    const enough = whatIf(mail, {}).expected;
    expect(enough).toMatchObject({ serviceLevel: 1, asaMs: 0, abandonRate: 0 });
    expect(enough.occupancy).toBeCloseTo((100 * 180_000 + 130 * 190_000) / (26 * HALF_HOUR), 12);
    // With two agents, then four, 20 and 37.9 are done; the rest waits.
    const few = whatIf(mail, { agentsMore: -10 });
    expect(few.intervals[0]?.expected).toMatchObject({ serviceLevel: 1, asaMs: (80 / 20) * HALF_HOUR });
    const done = (4 * 1_800) / 190;
    expect(few.expected.asaMs).toBeCloseTo(((80 + 130 - done) / done) * HALF_HOUR, 6);
    expect(few.expected.cost).toBeCloseTo((2 + 4) * 15, 9);
    // What waits since long ago is late whether it is done or not.
    const late = whatIf({ ...mail, deferred: { waiting: [{ ageHours: 9, items: 50 }], maxOccupancy: 1 } }, {});
    expect(late.expected.serviceLevel).toBeLessThan(1);
    expect(whatIf(mail, { agentsMore: -99 }).expected.asaMs).toBe(null);
  });

  it('more contained by the bot means fewer contacts, and only of those that met it', () => {
    const { expected } = whatIf(outlook(), { containment: 0.7 });
    // Half of 230 met the bot, which now hands over 30 % of its sessions where it handed over 60 %.
    expect(expected.offeredCount).toBeCloseTo(115 + 115 * 0.5, 9);
  });

  it('more agents are never worse, more contacts never better, at both ends of the band', () => {
    const lever = fc.record({
      agents: fc.integer({ min: 0, max: 60 }),
      volume: fc.double({ min: 0, max: 3, noNaN: true }),
      handle: fc.double({ min: 0.3, max: 3, noNaN: true }),
      concurrency: fc.integer({ min: 1, max: 3 }),
      patienceMs: fc.option(fc.integer({ min: 5_000, max: 600_000 })),
    });
    fc.assert(
      fc.property(lever, ({ agents, volume, handle, concurrency, patienceMs }) => {
        const of = (agentsMore: number, volumeFactor: number) =>
          whatIf(outlook({ concurrency, patienceMs }), { agentsMore, volumeFactor, handleTimeFactor: handle });
        const here = of(agents, volume);
        const staffed = of(agents + 1, volume);
        const busier = of(agents, volume * 1.1 + 0.01);
        for (const end of ['low', 'expected', 'high'] as const) {
          expect(staffed[end].serviceLevel).toBeGreaterThanOrEqual(here[end].serviceLevel - 1e-9);
          expect(staffed[end].abandonRate).toBeLessThanOrEqual(here[end].abandonRate + 1e-9);
        }
        for (const [index, interval] of here.intervals.entries()) {
          const then = busier.intervals[index];
          expect(then?.expected.serviceLevel ?? 0).toBeLessThanOrEqual(interval.expected.serviceLevel + 1e-9);
          expect(interval.high.serviceLevel).toBeLessThanOrEqual(interval.low.serviceLevel + 1e-9);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('an overloaded queue that nobody leaves has no wait to name', () => {
    const { expected } = whatIf(outlook({ patienceMs: null }), { agentsMore: -10 });
    expect(expected).toMatchObject({ serviceLevel: 0, asaMs: null, abandonRate: 0 });
  });

  it('a remembered answer is the same answer', () => {
    const memo = new Map();
    const first = whatIf(outlook(), { agentsMore: 2 }, memo);
    expect(whatIf(outlook(), { agentsMore: 2 }, memo)).toEqual(first);
    expect(whatIf(outlook(), { agentsMore: 2, thresholdMs: 60_000 }, memo).expected.serviceLevel).toBeGreaterThan(
      first.expected.serviceLevel,
    );
  });
});

describe('bots and agents', () => {
  it('a higher threshold contains less, in proportion to the sessions that fall below it', () => {
    const bot = { histogram: [0, 0, 0, 0, 10, 10, 20, 20, 20, 20], threshold: 0.5, containment: 0.6 };
    expect(containmentAt(bot, 0.5)).toBeCloseTo(0.6, 12);
    // Of the 90 at or above 0.5, 70 lie at or above 0.65.
    expect(containmentAt(bot, 0.65)).toBeCloseTo((0.6 * 70) / 90, 12);
    expect(containmentAt(bot, 1)).toBe(0);
    expect(containmentAt({ ...bot, histogram: [] }, 0.7)).toBeNull();
  });

  it('agents shared by segments are never more than agents kept apart', () => {
    const segments = ['gold', 'silver', 'new'].map((segment, index) => ({
      segment,
      sessionCount: 60 + 40 * index,
      containment: 0.3,
      triedContainment: 0.3 + 0.1 * index,
      handleTimeMs: 200_000,
      sessionCost: 0.1,
    }));
    const asked = { intervalMs: HALF_HOUR, thresholdMs: 20_000, target: 0.8, patienceMs: null, hourCost: 30, segments };
    const { segments: apart, together } = compareSegments(asked);
    expect(together.agents).toBeLessThanOrEqual(apart.reduce((sum, one) => sum + one.agents, 0));
    expect(together.triedAgents).toBeLessThan(together.agents);
    expect(apart[0]).toMatchObject({ handoverCount: 42, triedHandoverCount: 42 });
    expect(together.triedHandoverCount).toBeCloseTo(42 + 60 + 70, 9);
  });

  it('what reaches agents of each segment is what was forecast, whatever the bot contains; trying another share moves it in proportion', () => {
    // Of 100 offered, 40 were handed over by a bot that ends 60 of its 100 sessions.
    const contained = selfServiceShare(0.4, 0.6);
    expect(contained).toBeCloseTo(60 / 160, 12);
    expect([selfServiceShare(0, 0.6), selfServiceShare(0.4, 0)]).toEqual([0, 0]);
    const expected = [
      { segment: 'gold', offeredCounts: [30, 10], handleTimesMs: [100_000, 300_000] },
      { segment: '', offeredCounts: [80, 80], handleTimesMs: [200_000, 200_000] },
      { segment: 'gone', offeredCounts: [0, 0], handleTimesMs: [200_000, 200_000] },
    ];
    const segments = segmentLoads(expected, contained, (segment) => (segment === '' ? 0.6875 : undefined));
    expect(segments.map(({ segment, handleTimeMs }) => [segment, handleTimeMs])).toEqual([
      ['gold', 150_000],
      ['', 200_000],
    ]);
    const asked = { intervalMs: HALF_HOUR, thresholdMs: 20_000, target: 0.8, patienceMs: null, hourCost: 30, segments };
    const [gold, others] = compareSegments(asked).segments;
    expect([gold?.handoverCount, gold?.triedHandoverCount, others?.handoverCount]).toEqual([20, 20, 80]);
    expect(others?.triedHandoverCount).toBeCloseTo(40, 9);
    expect(segmentLoads(expected, 1, () => undefined)).toEqual([]);
    // What is known of a segment by itself goes before what the bot ends of all.
    const [known, unknown] = segmentLoads(
      expected.map((one) => ({ ...one, contained: one.segment === 'gold' ? 0.5 : null })),
      contained,
      () => undefined,
    );
    expect(known).toMatchObject({ sessionCount: 40, containment: 0.5, triedContainment: 0.5 });
    expect(unknown).toMatchObject({ sessionCount: 128, containment: contained });
  });
});
