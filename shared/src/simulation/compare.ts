import { meanEstimate, type Estimate } from './estimate.ts';
import { type Plan, planOf } from './plan.ts';
import type { QueueTally } from './queue-tally.ts';
import { replicator } from './simulate.ts';
import { InputError } from '../numeric/input-error.ts';

/** What a change does to one queue, as the difference after − before, with its confidence interval. */
export interface QueueChange {
  readonly id: string;
  readonly slOffered: Estimate | null;
  readonly abandonRate: Estimate | null;
  readonly asaSec: Estimate | null;
}

/**
 * Lives through both scenarios with the same contacts (common random numbers: same arrivals, handle times and patience) and
 * estimates the differences replication by replication, which is far surer than comparing two separate results. Both must
 * have the same queues, seed and replications. Yields the number of replications done. Throws InputError.
 */
export function* compareScenarios(before: unknown, after: unknown): Generator<number, QueueChange[], void> {
  const [first, second] = [planOf(before), planOf(after)];
  checkComparable(first, second);
  const [runFirst, runSecond] = [replicator(first), replicator(second)];
  const differences = first.queues.map(() => ({
    slOffered: [] as number[],
    abandonRate: [] as number[],
    asaSec: [] as number[],
  }));
  for (let replication = 0; replication < first.replications; replication++) {
    const [was, is] = [runFirst(replication), runSecond(replication)];
    for (const [queue, lists] of differences.entries()) {
      const [from, to] = [dayMeasures(was[queue]), dayMeasures(is[queue])];
      if (from === undefined || to === undefined) continue;
      lists.slOffered.push(to.slOffered - from.slOffered);
      lists.abandonRate.push(to.abandonRate - from.abandonRate);
      if (from.asaSec !== undefined && to.asaSec !== undefined) lists.asaSec.push(to.asaSec - from.asaSec);
    }
    yield replication + 1;
  }
  return first.queues.map(({ id }, queue) => ({
    id,
    slOffered: meanEstimate(differences[queue]?.slOffered ?? [], first.confidence),
    abandonRate: meanEstimate(differences[queue]?.abandonRate ?? [], first.confidence),
    asaSec: meanEstimate(differences[queue]?.asaSec ?? [], first.confidence),
  }));
}

function checkComparable(first: Plan, second: Plan): void {
  const ids = (plan: Plan): string => plan.queues.map(({ id }) => id).join('\n');
  if (ids(first) !== ids(second)) throw new InputError('queues', 'must be the same in both scenarios');
  if (first.seed !== second.seed) throw new InputError('seed', 'must be the same in both scenarios');
  if (first.replications !== second.replications)
    throw new InputError('replications', 'must be the same in both scenarios');
}

function dayMeasures(
  tally: QueueTally | undefined,
): { slOffered: number; abandonRate: number; asaSec: number | undefined } | undefined {
  if (tally === undefined) return undefined;
  const sum = (row: Float64Array): number => row.reduce((a, b) => a + b, 0);
  const served = sum(tally.offered) - sum(tally.callbacks);
  if (served <= 0) return undefined;
  const answered = sum(tally.answered);
  return {
    slOffered: sum(tally.inTime) / served,
    abandonRate: sum(tally.abandoned) / served,
    asaSec: answered > 0 ? sum(tally.answeredWait) / answered : undefined,
  };
}
