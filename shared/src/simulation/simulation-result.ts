import { type Estimate, meanEstimate, ratioEstimate } from './estimate.ts';
import type { Plan } from './plan.ts';
import { LONGEST_WAIT, type QueueTally } from './queue-tally.ts';

/** The measures of a queue, for one interval or the whole day. Null where nothing was counted. */
export interface QueueMeasures {
  /** Contacts that arrived, per replication. */
  readonly offered: Estimate | null;
  /** Answered within the target / offered (without those called back). */
  readonly slOffered: Estimate | null;
  /** Share of those offered that waited or left, as above. */
  readonly pWait: Estimate | null;
  /** Abandoned / offered, as above. */
  readonly abandonRate: Estimate | null;
  /** Mean wait of the answered, in seconds. */
  readonly asaSec: Estimate | null;
  /** Time averages: contacts waiting, and contacts being handled. */
  readonly meanQueue: Estimate | null;
  readonly meanBusy: Estimate | null;
  /** Contacts that left in the interval / contacts that arrived in it: leaving is counted when it happens. */
  readonly leftDuringRate: Estimate | null;
}

export interface QueueResult {
  readonly id: string;
  readonly day: QueueMeasures & {
    /** Waits of the answered not exceeded by 50, 80, 90 and 95 %, in whole seconds, over all replications; null beyond two hours. */
    readonly p50WaitSec: number | null;
    readonly p80WaitSec: number | null;
    readonly p90WaitSec: number | null;
    readonly p95WaitSec: number | null;
    /** Contacts that chose to be called back, per replication. */
    readonly callbacks: Estimate | null;
    /** Contacts nobody ever served or let go, over all replications: the scenario leaves a queue without agents. */
    readonly unresolved: number;
  };
  readonly intervals: readonly QueueMeasures[];
}

export interface SimulationResult {
  readonly seed: number;
  readonly replications: number;
  readonly confidence: number;
  readonly intervalSec: number;
  readonly contacts: number;
  readonly queues: readonly QueueResult[];
}

type Column = (tally: QueueTally) => Float64Array;

/** Turns the tallies of all replications (by replication, then queue) into estimates with confidence intervals. */
export function summarise(plan: Plan, tallies: readonly (readonly QueueTally[])[]): SimulationResult {
  const queues = plan.queues.map(({ id, handleTime }, queue): QueueResult => {
    const own = tallies.flatMap((day) => day[queue] ?? []);
    const over = (from: number, to: number): QueueMeasures => measures(plan, own, handleTime.meanSec, from, to);
    return {
      id,
      day: {
        ...over(0, plan.intervals),
        p50WaitSec: waitPercentile(own, 0.5),
        p80WaitSec: waitPercentile(own, 0.8),
        p90WaitSec: waitPercentile(own, 0.9),
        p95WaitSec: waitPercentile(own, 0.95),
        callbacks: meanEstimate(
          sums(own, (tally) => tally.callbacks, 0, plan.intervals),
          plan.confidence,
        ),
        unresolved: own.reduce((sum, { unresolved }) => sum + unresolved, 0),
      },
      intervals: Array.from({ length: plan.intervals }, (_, i) => over(i, i + 1)),
    };
  });
  const { seed, replications, confidence, intervalSec } = plan;
  const contacts = tallies.flat().reduce((sum, { offered }) => sum + offered.reduce((a, b) => a + b, 0), 0);
  return { seed, replications, confidence, intervalSec, contacts, queues };
}

/** A wait nobody happened to have would have been about a handle time long: `handleSec` bounds waits where none was seen. */
function measures(
  plan: Plan,
  tallies: readonly QueueTally[],
  handleSec: number,
  from: number,
  to: number,
): QueueMeasures {
  const { confidence } = plan;
  const column = (of: Column): number[] => sums(tallies, of, from, to);
  const offered = column((tally) => tally.offered);
  const callbacks = column((tally) => tally.callbacks);
  const served = offered.map((count, i) => count - (callbacks[i] ?? 0));
  const seconds = offered.map(() => (to - from) * plan.intervalSec);
  const share = (of: Column): Estimate | null => ratioEstimate(column(of), served, confidence, 1);
  return {
    offered: meanEstimate(offered, confidence),
    slOffered: share((tally) => tally.inTime),
    pWait: share((tally) => tally.delayed),
    abandonRate: share((tally) => tally.abandoned),
    asaSec: ratioEstimate(
      column((tally) => tally.answeredWait),
      column((tally) => tally.answered),
      confidence,
      handleSec,
    ),
    meanQueue: ratioEstimate(
      column((tally) => tally.queueSeconds),
      seconds,
      confidence,
      handleSec,
    ),
    meanBusy: ratioEstimate(
      column((tally) => tally.handleSeconds),
      seconds,
      confidence,
    ),
    leftDuringRate: share((tally) => tally.leftDuring),
  };
}

/** One sum over the intervals per replication. */
function sums(tallies: readonly QueueTally[], column: Column, from: number, to: number): number[] {
  return tallies.map((tally) => {
    const values = column(tally);
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i] ?? 0;
    return sum;
  });
}

function waitPercentile(tallies: readonly QueueTally[], share: number): number | null {
  const waits = new Float64Array(LONGEST_WAIT + 1);
  let total = 0;
  for (const tally of tallies) {
    for (const [second, count] of tally.waits.entries()) {
      waits[second] = (waits[second] ?? 0) + count;
      total += count;
    }
  }
  let seen = 0;
  for (const [second, count] of waits.entries()) {
    seen += count;
    if (total > 0 && seen >= share * total) return second === LONGEST_WAIT ? null : second;
  }
  return null;
}
