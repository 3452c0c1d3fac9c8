import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatConcurrency } from '../staffing/chat-concurrency.ts';
import { erlangA } from '../staffing/erlang-a.ts';
import { compareScenarios } from './compare.ts';
import type { Estimate } from './estimate.ts';
import { planOf } from './plan.ts';
import type { QueueTally } from './queue-tally.ts';
import { samplerOf } from './sampler.ts';
import type { Scenario } from './scenario.ts';
import { replicator, simulate, simulateAll } from './simulate.ts';
import { simulateFloor } from './simulate-floor.ts';
import { dayOf } from './streams.ts';

const exponential = (meanSec: number) => ({ kind: 'exponential' as const, meanSec });

const base: Scenario = {
  seed: 5,
  replications: 10,
  intervalMinutes: 30,
  queues: [
    {
      id: 'sales',
      arrivals: [100, 100, 100, 100],
      handleTime: exponential(180),
      patience: exponential(120),
      targetSec: 20,
    },
  ],
  groups: [{ id: 'team', agents: 11, skills: [{ queue: 'sales' }] }],
};

/** A scenario with more going on. */
const floor: Scenario = {
  seed: 9,
  replications: 6,
  intervalMinutes: 15,
  queues: [
    {
      id: 'gold',
      arrivals: [20, 40, 30],
      handleTime: { kind: 'lognormal', meanSec: 200, cv: 1.2 },
      patience: exponential(300),
      targetSec: 10,
      priority: 0,
    },
    {
      id: 'base',
      arrivals: [40, 60, 50],
      handleTime: exponential(160),
      patience: { kind: 'weibull', meanSec: 100, shape: 0.7 },
      targetSec: 30,
      priority: 1,
      callback: { whenWaiting: 3, acceptShare: 0.4, reachShare: 0.7, attemptSec: 25 },
    },
    { id: 'chat', arrivals: [30, 30, 30], handleTime: exponential(300), targetSec: 60, priority: 1 },
  ],
  groups: [
    {
      id: 'a',
      agents: [8, 12, 9],
      skills: [{ queue: 'gold' }, { queue: 'base', preference: 1 }],
      notAnswering: { share: 0.05, ringSec: 20, awaySec: 60 },
    },
    { id: 'b', agents: [6, 9, 6], skills: [{ queue: 'base' }] },
    {
      id: 'c',
      agents: [5, 3, 5],
      skills: [{ queue: 'chat' }, { queue: 'base', preference: 2 }],
      stretch: [1, 1.3, 1.7],
      notAnswering: { share: 0.1, ringSec: 15, awaySec: 30 },
    },
  ],
};

const sum = (row: Float64Array) => row.reduce((a, b) => a + b, 0);
const rows = (tally: QueueTally) => [
  tally.offered,
  tally.answered,
  tally.abandoned,
  tally.inTime,
  tally.delayed,
  tally.leftDuring,
];

function expectHolds(estimate: Estimate | null | undefined, truth: number, name: string): void {
  expect(estimate, name).toBeTruthy();
  expect(
    Math.abs((estimate?.value ?? Number.NaN) - truth),
    `${name}: ${estimate?.value} ± ${estimate?.half}, not ${truth}`,
  ).toBeLessThanOrEqual((estimate?.half ?? 0) + 1e-12);
}

describe('a simulation', () => {
  it('gives the same result for the same seed, another for another', () => {
    expect(simulateAll(floor)).toEqual(simulateAll(floor));
    expect(simulateAll({ ...floor, seed: 10 })).not.toEqual(simulateAll(floor));
  });

  it('loses no contact: offered = answered + abandoned + called back + unresolved, in every queue and replication', () => {
    for (const scenario of [base, floor, { ...floor, seed: 77 }]) {
      const run = replicator(planOf(scenario));
      for (let replication = 0; replication < 6; replication++) {
        for (const tally of run(replication)) {
          const ended = sum(tally.answered) + sum(tally.abandoned) + sum(tally.callbacks) + tally.unresolved;
          expect(sum(tally.offered) + tally.unresolved).toBe(ended);
          expect(tally.unresolved).toBe(0);
          expect(tally.waits.reduce((a, b) => a + b, 0)).toBe(sum(tally.answered));
        }
      }
    }
  });

  it('of one queue is contact for contact the same by the fast loop and by the whole floor', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ arrivals: fc.integer({ min: 0, max: 60 }), agents: fc.integer({ min: 0, max: 12 }) }), {
          minLength: 1,
          maxLength: 5,
        }),
        fc.integer({ min: 0, max: 1e9 }),
        fc.boolean(),
        (intervals, seed, patient) => {
          const [queue] = base.queues;
          const [group] = base.groups;
          if (queue === undefined || group === undefined) return;
          const { patience, ...endless } = queue;
          const plan = planOf({
            ...base,
            seed,
            queues: [
              {
                ...(patient ? endless : { ...endless, patience }),
                arrivals: intervals.map(({ arrivals }) => arrivals),
              },
            ],
            groups: [{ ...group, agents: intervals.map(({ agents }) => agents) }],
          });
          const samplers = plan.queues.map((planned) => ({
            handleTime: samplerOf(planned.handleTime),
            patience: planned.patience === undefined ? undefined : samplerOf(planned.patience),
          }));
          const [fast] = replicator(plan)(3);
          const [whole] = simulateFloor(plan, samplers, [dayOf(seed, 3, 0, 1)]);
          if (fast === undefined || whole === undefined) throw new Error('no tally');
          expect(rows(whole)).toEqual(rows(fast));
          expect(whole.waits).toEqual(fast.waits);
          expect(whole.unresolved).toBe(fast.unresolved);
          for (const name of ['queueSeconds', 'handleSeconds', 'answeredWait', 'abandonedWait'] as const) {
            fast[name].forEach((seconds, i) => expect(whole[name][i], name).toBeCloseTo(seconds, 6));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of a steady queue holds Erlang A in its confidence intervals', () => {
    const result = simulateAll({
      ...base,
      replications: 60,
      confidence: 0.999,
      queues: [{ ...base.queues[0], arrivals: Array.from({ length: 60 }, () => 100) }],
    });
    const truth = erlangA({ servers: 11, erlangs: 10, ahtSec: 180, patienceSec: 120, targetSec: 20 });
    // The day starts empty: leave the first hours out.
    const [queue] = result.queues;
    const late = queue?.intervals.slice(10) ?? [];
    const mean = (of: (m: (typeof late)[number]) => number | undefined) =>
      late.reduce((total, measures) => total + (of(measures) ?? Number.NaN), 0) / late.length;
    expect(mean(({ slOffered }) => slOffered?.value)).toBeCloseTo(truth.slOffered, 1.9);
    expect(mean(({ abandonRate }) => abandonRate?.value)).toBeCloseTo(truth.pAbandon, 1.9);
    expect(mean(({ meanQueue }) => meanQueue?.value)).toBeCloseTo(truth.lq, 1.2);
    expect(
      late.filter(({ slOffered }) => Math.abs((slOffered?.value ?? 0) - truth.slOffered) <= (slOffered?.half ?? 0))
        .length,
    ).toBeGreaterThan(45);
    expectHolds(queue?.day.offered, 6000, 'offered');
  });

  it('of chats held at once holds the birth-death model in its confidence intervals', () => {
    const chat = { arrivalsPerSec: 22 / 600, ahtSec: 600, stretch: [1, 1.25, 1.5], patienceSec: 120, targetSec: 30 };
    const result = simulateAll({
      seed: 3,
      replications: 60,
      confidence: 0.999,
      intervalMinutes: 600,
      queues: [
        { id: 'chat', arrivals: [1320, 1320], handleTime: exponential(600), patience: exponential(120), targetSec: 30 },
      ],
      groups: [{ id: 'team', agents: 10, skills: [{ queue: 'chat' }], stretch: chat.stretch }],
    });
    const truth = chatConcurrency({ ...chat, agents: 10 });
    const second = result.queues[0]?.intervals[1];
    expectHolds(second?.slOffered, truth.slOffered, 'service level');
    expectHolds(second?.pWait, truth.pWait, 'waiting');
    expectHolds(second?.abandonRate, truth.pAbandon, 'abandonment');
  });

  it('with one agent more is better, and far more surely so for meeting the same contacts', () => {
    const run = compareScenarios(base, { ...base, groups: [{ ...base.groups[0], agents: 12 }] });
    let step = run.next();
    while (!step.done) step = run.next();
    const [change] = step.value;
    expect(change?.slOffered?.value).toBeGreaterThan(0.03);
    // Common random numbers: the difference is known far better than either service level.
    const alone = simulateAll(base).queues[0]?.day.slOffered?.half ?? 0;
    expect(change?.slOffered?.half).toBeLessThan(alone);
    expect(change?.abandonRate?.value).toBeLessThan(0);
  });

  it('of shared skills lies between silos and one pool', () => {
    const queue = (id: string) => ({
      id,
      arrivals: [60, 60, 60, 60],
      handleTime: exponential(240),
      patience: exponential(200),
      targetSec: 20,
    });
    const scenario = (skills: [string[], string[]]): Scenario => ({
      seed: 4,
      replications: 40,
      intervalMinutes: 30,
      queues: [queue('x'), queue('y')],
      groups: skills.map((own, i) => ({
        id: `g${i}`,
        agents: 9,
        skills: own.map((id, k) => ({ queue: id, preference: k })),
      })),
    });
    const level = (skills: [string[], string[]]) => {
      const { queues } = simulateAll(scenario(skills));
      return queues.reduce((total, { day }) => total + (day.slOffered?.value ?? 0), 0) / 2;
    };
    const silos = level([['x'], ['y']]);
    const chained = level([['x', 'y'], ['y']]);
    const pool = level([
      ['x', 'y'],
      ['y', 'x'],
    ]);
    expect(chained).toBeGreaterThan(silos);
    expect(pool).toBeGreaterThan(chained);
  });

  it('serves queues of higher priority first', () => {
    const queue = { arrivals: [60, 60, 60], handleTime: exponential(240), patience: exponential(200), targetSec: 20 };
    const { queues } = simulateAll({
      replications: 20,
      intervalMinutes: 30,
      queues: [
        { ...queue, id: 'later', priority: 2 },
        { ...queue, id: 'first', priority: 1 },
      ],
      groups: [{ id: 'g', agents: 15, skills: [{ queue: 'later' }, { queue: 'first' }] }],
    });
    expect(queues[1]?.day.slOffered?.value).toBeGreaterThan((queues[0]?.day.slOffered?.value ?? 1) + 0.15);
  });

  it('shows what agents who do not answer and callbacks do', () => {
    const { queues } = simulateAll({
      ...base,
      groups: [{ ...base.groups[0], notAnswering: { share: 0.3, ringSec: 20, awaySec: 60 } }],
    });
    expect(queues[0]?.day.slOffered?.value).toBeLessThan(
      (simulateAll(base).queues[0]?.day.slOffered?.value ?? 0) - 0.1,
    );
    const callback = { whenWaiting: 2, acceptShare: 1, reachShare: 1, attemptSec: 20 };
    const called = simulateAll({ ...base, queues: [{ ...base.queues[0], callback }] }).queues[0]?.day;
    expect(called?.callbacks?.value).toBeGreaterThan(10);
    expect(called?.abandonRate?.value).toBeLessThan(simulateAll(base).queues[0]?.day.abandonRate?.value ?? 0);
  });

  it('tells how far it is after every replication, and can be left at any', () => {
    const run = simulate(base);
    const first = run.next();
    expect(first.value).toMatchObject({ done: 1, replications: 10 });
    expect(run.next().value).toMatchObject({ done: 2 });
    run.return(simulateAll(base));
    expect(run.next().done).toBe(true);
  });

  it('with an unsure forecast spreads further', () => {
    const spread = (busynessCv: number) =>
      simulateAll({ ...base, replications: 40, busynessCv }).queues[0]?.day.offered?.half ?? 0;
    expect(spread(0.3)).toBeGreaterThan(3 * spread(0));
  });

  it('leaves contacts unresolved, and says so, where nobody ever serves them', () => {
    const { patience: _, ...endless } = base.queues[0] ?? { id: '', patience: undefined };
    const { queues } = simulateAll({ ...base, queues: [endless], groups: [{ ...base.groups[0], agents: 0 }] });
    expect(queues[0]?.day.unresolved).toBeGreaterThan(3000);
    expect(queues[0]?.day.slOffered).toBeNull();
  });
});

describe('a scenario', () => {
  it.each<[string, unknown]>([
    ['queues', { ...base, queues: [] }],
    ['queues/0/arrivals/1', { ...base, queues: [{ ...base.queues[0], arrivals: [1, -2] }] }],
    ['queues/0/handleTime/meanSec', { ...base, queues: [{ ...base.queues[0], handleTime: exponential(0) }] }],
    ['groups/0/skills/0/queue', { ...base, groups: [{ ...base.groups[0], skills: [{ queue: 'nowhere' }] }] }],
    ['groups/0/agents', { ...base, groups: [{ ...base.groups[0], agents: [1, 2] }] }],
    ['groups/0/stretch/1', { ...base, groups: [{ ...base.groups[0], stretch: [1.5, 1.2] }] }],
    ['queues/1/id', { ...base, queues: [base.queues[0], base.queues[0]] }],
    [
      'replications',
      {
        ...base,
        replications: 10_000,
        queues: [{ ...base.queues[0], arrivals: [1e6] }],
        groups: [{ ...base.groups[0], agents: 5 }],
      },
    ],
    ['replications', { ...base, replications: 1 }],
    ['scenario', 5],
  ])('with a bad %s is refused by its path', (field, scenario) => {
    expect(() => planOf(scenario)).toThrow(expect.objectContaining({ field }));
  });
});
