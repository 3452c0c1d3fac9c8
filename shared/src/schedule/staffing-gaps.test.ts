import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentRow } from '../floor/rows.ts';
import type { ForecastRow } from '../forecast/rows.ts';
import { activityBook } from './activity-book.ts';
import { coverNeed, type AgentGroup } from './coverage.ts';
import { crossTraining, groupByQueues } from './cross-training.ts';
import type { ScheduleRow } from './rows.ts';
import { onFloorByQueue, scheduledByQueue } from './staff-by-interval.ts';
import { staffingGaps, sumGaps } from './staffing-gaps.ts';

const QUEUES = ['q1', 'q2', 'q3'];
const BOOK = activityBook([]);
const INTERVALS = { startsAt: 0, intervalMs: 30, count: 4 };

const agentOf = (id: string, queueIds: readonly string[], state: AgentRow['state'] = 'available') =>
  ({ id, name: id, queueIds, state, skills: [] }) as unknown as AgentRow;
const scheduleOf = (id: string, from: number, to: number): ScheduleRow => ({
  id,
  days: [
    { date: '', activities: [{ activityId: 'work', startAt: from, endAt: to }], setAt: 0, position: 0, setBy: null },
  ],
  exceptions: [],
  leftOutDayCount: 0,
  presence: null,
});
const forecastOf = (queueId: string, requiredAgents: (number | null)[], startsAt = 0) =>
  ({
    id: queueId,
    queueId,
    startsAt,
    intervalMs: 30,
    offeredCounts: requiredAgents,
    requiredAgents,
  }) as unknown as ForecastRow;

const rosters = fc.array(
  fc.record({
    queueIds: fc.subarray(QUEUES),
    from: fc.integer({ min: -20, max: 120 }),
    length: fc.integer({ min: 1, max: 90 }),
    state: fc.constantFrom<AgentRow['state']>('available', 'on-contact', 'not-ready', 'signed-out'),
  }),
  { maxLength: 8 },
);
const needs = fc.dictionary(fc.constantFrom(...QUEUES), fc.array(fc.nat(6), { minLength: 4, maxLength: 4 }));

describe('staff by interval', () => {
  it('counts every scheduled minute of an agent once, however many queues the agent serves', () => {
    fc.assert(
      fc.property(rosters, needs, (roster, needed) => {
        const agents = new Map(
          roster.map(({ queueIds, state }, index) => [`a${index}`, agentOf(`a${index}`, queueIds, state)]),
        );
        const schedules = roster.map(({ from, length }, index) => scheduleOf(`a${index}`, from, from + length));
        const needByQueue = new Map(Object.entries(needed));
        const found = scheduledByQueue({ schedules, agents, book: BOOK, needs: needByQueue, intervals: INTERVALS });
        for (let interval = 0; interval < 4; interval += 1) {
          let minutes = 0;
          for (let minute = interval * 30; minute < interval * 30 + 30; minute += 1)
            minutes += roster.filter(
              ({ queueIds, from, length }) => queueIds.length > 0 && from <= minute && minute < from + length,
            ).length;
          const total = [...found.values()].reduce((sum, series) => sum + (series[interval] ?? 0), 0);
          expect(total).toBeCloseTo(minutes / 30, 9);
        }
        const onFloor = onFloorByQueue(agents.values(), needByQueue, 0);
        const here = roster.filter(
          ({ queueIds, state }) => queueIds.length > 0 && (state === 'available' || state === 'on-contact'),
        );
        expect([...onFloor.values()].reduce((sum, count) => sum + count, 0)).toBeCloseTo(here.length, 9);
      }),
    );
  });

  it('shares an agent by need: twice the need, twice the share; no need at all, evenly', () => {
    const input = {
      schedules: [scheduleOf('ada', 0, 60)],
      agents: new Map([['ada', agentOf('ada', ['q1', 'q2'])]]),
      book: BOOK,
      intervals: INTERVALS,
      needs: new Map([
        ['q1', [4, 0, 0, 0]],
        ['q2', [2, 0, 0, 0]],
      ]),
    };
    const found = scheduledByQueue(input);
    expect(found.get('q1')).toEqual([4 / 6, 0.5, 0, 0]);
    expect(found.get('q2')).toEqual([2 / 6, 0.5, 0, 0]);
  });
});

describe('staffing gaps', () => {
  const gapsOf = (
    forecasts: ForecastRow[],
    staffing: { id: string; minimumAgents: number; unplannedShrinkage: number }[] = [],
  ) =>
    staffingGaps({
      queueIds: ['q1', 'q2'],
      forecasts: new Map(forecasts.map((row) => [row.id, row])),
      queueStaffing: new Map(staffing.map((row) => [row.id, { ...row, plannedShrinkage: 0, skill: null }])),
      schedules: [scheduleOf('ada', 0, 60), scheduleOf('bob', 0, 120)],
      agents: new Map([
        ['ada', agentOf('ada', ['q1'])],
        ['bob', agentOf('bob', ['q1'], 'not-ready')],
      ]),
      book: BOOK,
      intervals: INTERVALS,
      asOf: 10,
    });

  it('need what the forecast requires over what shrinkage leaves, and compare the floor with what is needed now', () => {
    const gaps = gapsOf(
      [forecastOf('q1', [1, 1, 3, 0])],
      [{ id: 'q1', minimumAgents: 0, unplannedShrinkage: 0.3 }],
    ).get('q1');
    expect(gaps).toMatchObject({
      required: [1, 1, 3, 0],
      requiredScheduled: [2, 2, 5, 0],
      scheduled: [2, 2, 1, 1],
      gaps: [0, 0, -4, 1],
      onFloor: 1,
      gapNow: 0,
      lack: null,
    });
  });

  it('a critical queue needs its minimum whatever the forecast says, even without one', () => {
    const minimum = [{ id: 'q1', minimumAgents: 2, unplannedShrinkage: 0 }];
    expect(gapsOf([forecastOf('q1', [1, 3, 0, 0])], minimum).get('q1')?.required).toEqual([2, 3, 2, 2]);
    expect(gapsOf([], minimum).get('q1')).toMatchObject({ required: [2, 2, 2, 2], lack: 'no-forecast' });
  });

  it('without a forecast nothing is made up, and it is said why', () => {
    expect(gapsOf([]).get('q1')).toMatchObject({ gaps: [null, null, null, null], gapNow: null, lack: 'no-forecast' });
    expect(gapsOf([forecastOf('q1', [1], 9_000)]).get('q1')).toMatchObject({ gapNow: null, lack: 'other-day' });
    const all = gapsOf([forecastOf('q1', [1, 1, 1, 1])]);
    expect(sumGaps('all', [...all.values()], 4).gaps).toEqual([null, null, null, null]);
    expect(sumGaps('all', [...all.values()].slice(0, 1), 4).gaps).toEqual([1, 1, 0, 0]);
  });

  it('of hours of which nothing is known nobody says that more are there than needed, not even where a minimum is set', () => {
    const unknown = forecastOf('q1', [null, null, 1, 1]);
    for (const minimumAgents of [0, 1]) {
      const gaps = gapsOf([unknown], [{ id: 'q1', minimumAgents, unplannedShrinkage: 0 }]).get('q1');
      expect(gaps).toMatchObject({ required: [null, null, 1, 1], gaps: [null, null, 0, 0], gapNow: null, lack: null });
    }
  });
});

/** Every way to put every agent on one of its queues or none, the best of them: what can be covered. */
function bestCover(groups: readonly AgentGroup[], needed: ReadonlyMap<string, number>): number {
  const hands = groups.flatMap(({ queueIds, agents }) => Array.from({ length: agents }, () => queueIds));
  const left = new Map(needed);
  const place = (index: number): number => {
    const queueIds = hands[index];
    if (queueIds === undefined) return 0;
    let best = place(index + 1);
    for (const queueId of queueIds) {
      const unmet = left.get(queueId) ?? 0;
      if (unmet < 1) continue;
      left.set(queueId, unmet - 1);
      best = Math.max(best, 1 + place(index + 1));
      left.set(queueId, unmet);
    }
    return best;
  };
  return place(0);
}

const smallFloors = fc.record({
  groups: fc.array(
    fc.record({ queueIds: fc.subarray(QUEUES, { minLength: 1 }), agents: fc.integer({ min: 1, max: 2 }) }),
    { maxLength: 3 },
  ),
  needed: fc.dictionary(fc.constantFrom(...QUEUES), fc.nat(4)).map((found) => new Map(Object.entries(found))),
});

describe('cross-training', () => {
  it('covers as much as the best of all assignments, between the siloed and the pooled bound', () => {
    fc.assert(
      fc.property(smallFloors, ({ groups, needed }) => {
        const { covered, siloed, pooled } = crossTraining(groups, needed);
        expect(covered).toBeCloseTo(bestCover(groups, needed), 9);
        expect(siloed).toBeCloseTo(
          bestCover(
            groups.map((group) => ({ ...group, queueIds: group.queueIds.slice(0, 1) })),
            needed,
          ),
          9,
        );
        expect(siloed).toBeLessThanOrEqual(covered + 1e-9);
        expect(covered).toBeLessThanOrEqual(pooled + 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('names exactly the trainings that help, each with the gain and the fewest agents that a search through all assignments finds', () => {
    fc.assert(
      fc.property(smallFloors, ({ groups, needed }) => {
        const { covered, trainings } = crossTraining(groups, needed, 100);
        const found = new Map(trainings.map((one) => [`${one.group} ${one.queueId}`, one]));
        groups.forEach((group, index) => {
          for (const queueId of QUEUES) {
            if (group.queueIds.includes(queueId)) continue;
            const gainOf = (taught: number) =>
              bestCover(
                groups.flatMap((one, place) =>
                  place === index
                    ? [
                        { ...one, agents: one.agents - taught },
                        { queueIds: [...one.queueIds, queueId], agents: taught },
                      ]
                    : [one],
                ),
                needed,
              ) - covered;
            const gain = gainOf(group.agents);
            const training = found.get(`${index} ${queueId}`);
            expect(training?.gain ?? 0).toBeCloseTo(gain, 9);
            if (training === undefined) continue;
            expect(gainOf(training.agents)).toBeCloseTo(gain, 9);
            if (training.agents > 1) expect(gainOf(training.agents - 1)).toBeLessThan(gain - 1e-9);
            expect(gainOf(1)).toBeCloseTo(Math.min(1, gain), 9);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  it('moves others along where that frees the right hands', () => {
    // Ada serves q1 and q2, Bob q1 alone; q1 and q3 need one each: teaching Ada q3 lets Bob keep q1.
    const groups = groupByQueues([
      { queueIds: ['q1', 'q2'], present: 1 },
      { queueIds: ['q1'], present: 1 },
    ]);
    const needed = new Map([
      ['q1', 1],
      ['q3', 1],
    ]);
    expect(coverNeed(groups, needed).covered).toBe(1);
    expect(
      crossTraining(groups, needed).trainings.map(({ queueIds, queueId, gain }) => [queueIds, queueId, gain]),
    ).toEqual(
      expect.arrayContaining([
        [['q1', 'q2'], 'q3', 1],
        [['q1'], 'q3', 1],
      ]),
    );
  });
});
