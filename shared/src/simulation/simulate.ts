import { RandomStream } from './random-stream.ts';
import { samplerOf } from './sampler.ts';
import { type Plan, planOf } from './plan.ts';
import type { QueueTally } from './queue-tally.ts';
import { asSingleQueue, simulateSingleQueue } from './simulate-single-queue.ts';
import { simulateFloor } from './simulate-floor.ts';
import { type SimulationResult, summarise } from './simulation-result.ts';
import { dayOf } from './streams.ts';

/** How far a simulation is. */
export interface SimulationProgress {
  readonly done: number;
  readonly replications: number;
  readonly contacts: number;
}

/**
 * Lives through a scenario replication by replication, telling how far it is after each; the generator's return value is the
 * result. Whoever runs it decides where (a worker) and whether to go on: to cancel, stop asking. The same scenario with the
 * same seed gives the same result to the last digit. Throws InputError, naming the path of what is wrong, before it begins.
 */
export function* simulate(scenario: unknown): Generator<SimulationProgress, SimulationResult, void> {
  const plan = planOf(scenario);
  const replicate = replicator(plan);
  const tallies: QueueTally[][] = [];
  let contacts = 0;
  for (let replication = 0; replication < plan.replications; replication++) {
    const day = replicate(replication);
    tallies.push(day);
    for (const tally of day) contacts += tally.offered.reduce((a, b) => a + b, 0);
    yield { done: replication + 1, replications: plan.replications, contacts };
  }
  return summarise(plan, tallies);
}

/** The same in one go, for those who can wait. */
export function simulateAll(scenario: unknown): SimulationResult {
  const run = simulate(scenario);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

/** Runs single replications of a plan: by the fast loop where the plan is a single queue, else by the whole floor. */
export function replicator(plan: Plan): (replication: number) => QueueTally[] {
  const samplers = plan.queues.map(({ handleTime, patience }) => ({
    handleTime: samplerOf(handleTime),
    patience: patience === undefined ? undefined : samplerOf(patience),
  }));
  const single = asSingleQueue(plan, samplers);
  return (replication) => {
    const busyness = busynessOf(plan, new RandomStream(plan.seed, replication, 0xffff, 0));
    const days = plan.queues.map((_, queue) => dayOf(plan.seed, replication, queue, busyness));
    const [first] = days;
    if (single !== undefined && first !== undefined) return [simulateSingleQueue(single, first)];
    return simulateFloor(plan, samplers, days);
  };
}

/** A lognormal factor of mean 1 on all arrivals of the replication. */
function busynessOf({ busynessCv }: Plan, stream: RandomStream): number {
  return busynessCv === 0 ? 1 : samplerOf({ kind: 'lognormal', meanSec: 1, cv: busynessCv })(stream);
}
