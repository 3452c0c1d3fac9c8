import { ArrivalProcess } from './arrival-process.ts';
import type { Plan } from './plan.ts';
import { QueueTally } from './queue-tally.ts';
import type { Day } from './streams.ts';
import type { Sampler } from './sampler.ts';

/** What the fast loop needs to know of one queue served by one group, one contact at a time. */
export interface SingleQueue {
  readonly arrivals: readonly number[];
  readonly agents: readonly number[];
  readonly intervalSec: number;
  readonly targetSec: number;
  readonly handleTime: Sampler;
  readonly patience: Sampler | undefined;
}

/** The plan as a single queue when it is one: one queue, one group, one contact at a time, nothing else. */
export function asSingleQueue(
  plan: Plan,
  samplers: readonly { handleTime: Sampler; patience: Sampler | undefined }[],
): SingleQueue | undefined {
  const [queue] = plan.queues;
  const [group] = plan.groups;
  const [sampler] = samplers;
  if (queue === undefined || group === undefined || sampler === undefined) return undefined;
  if (plan.queues.length > 1 || plan.groups.length > 1) return undefined;
  if (group.stretch.length > 1 || group.notAnswering !== undefined || queue.callback !== undefined) return undefined;
  const { arrivals, targetSec } = queue;
  return { arrivals, targetSec, agents: group.agents, intervalSec: plan.intervalSec, ...sampler };
}

/**
 * One day of one queue, first come first served. Only arrivals, ends of contacts and changes of staff are events; who gave up
 * is found out when the turn comes. Who is to leave finishes the contact in hand.
 */
export function simulateSingleQueue(queue: SingleQueue, day: Day): QueueTally {
  const { agents, intervalSec, handleTime, patience } = queue;
  const intervals = queue.arrivals.length;
  const tally = new QueueTally(intervals, intervalSec, queue.targetSec);
  const arrivals = new ArrivalProcess(queue.arrivals, intervalSec, day.arrivals, day.busyness);
  const ends = new EndTimes(Math.max(1, ...agents));
  const waiting = new WaitingLine();
  let present = agents[0] ?? 0;
  let interval = 0;
  let nextChange = nextStaffChange(agents, 0, intervalSec);

  for (;;) {
    const arriving = arrivals.nextAt;
    const ending = ends.first;
    if (arriving < ending && arriving < nextChange) {
      const work = handleTime(day.handleTimes);
      const limit = patience === undefined ? Infinity : patience(day.patience);
      if (ends.size < present) {
        ends.push(arriving + work);
        tally.recordAnswered(arriving, arriving, arriving + work);
      } else waiting.push(arriving, arriving + limit, work);
      arrivals.advance();
      continue;
    }
    let now = ending;
    if (nextChange <= ending) {
      if (nextChange === Infinity) break;
      now = nextChange;
      interval = Math.round(now / intervalSec);
      present = agents[interval] ?? 0;
      nextChange = nextStaffChange(agents, interval, intervalSec);
    } else ends.pop();
    while (ends.size < present && waiting.size > 0) {
      const { arrivedAt, leavesAt, work } = waiting;
      waiting.shift();
      if (leavesAt <= now) tally.recordAbandoned(arrivedAt, leavesAt);
      else {
        ends.push(now + work);
        tally.recordAnswered(arrivedAt, now, now + work);
      }
    }
  }
  // Nobody is left to serve them: they leave when their patience ends, or wait for ever.
  for (; waiting.size > 0; waiting.shift()) {
    if (waiting.leavesAt < Infinity) tally.recordAbandoned(waiting.arrivedAt, waiting.leavesAt);
    else tally.unresolved++;
  }
  return tally;
}

/** The start of the next interval with another number of agents, in seconds; Infinity when it stays. */
function nextStaffChange(agents: readonly number[], interval: number, intervalSec: number): number {
  for (let next = interval + 1; next < agents.length; next++) {
    if (agents[next] !== agents[interval]) return next * intervalSec;
  }
  return Infinity;
}

/** The moments at which contacts in hand end, the first on top: a binary heap. */
class EndTimes {
  size = 0;
  first = Infinity;
  private times: Float64Array;

  constructor(capacity: number) {
    this.times = new Float64Array(capacity + 1);
  }

  push(time: number): void {
    const { times } = this;
    let hole = this.size;
    this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = times[parent] ?? 0;
      if (above <= time) break;
      times[hole] = above;
      hole = parent;
    }
    times[hole] = time;
    this.first = times[0] ?? 0;
  }

  pop(): void {
    const { times } = this;
    this.size--;
    const last = times[this.size] ?? 0;
    const { size } = this;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      if (child + 1 < size && (times[child + 1] ?? 0) < (times[child] ?? 0)) child++;
      const below = times[child] ?? 0;
      if (below >= last) break;
      times[hole] = below;
      hole = child;
    }
    times[hole] = last;
    this.first = size === 0 ? Infinity : (times[0] ?? 0);
  }
}

/** Contacts waiting in their order: a ring that grows. The first is read from its fields. */
class WaitingLine {
  size = 0;
  private head = 0;
  private mask = 1023;
  private arrived = new Float64Array(1024);
  private leaves = new Float64Array(1024);
  private works = new Float64Array(1024);

  get arrivedAt(): number {
    return this.arrived[this.head] ?? 0;
  }
  get leavesAt(): number {
    return this.leaves[this.head] ?? 0;
  }
  get work(): number {
    return this.works[this.head] ?? 0;
  }

  push(arrivedAt: number, leavesAt: number, work: number): void {
    if (this.size > this.mask) this.grow();
    const at = (this.head + this.size) & this.mask;
    this.size++;
    this.arrived[at] = arrivedAt;
    this.leaves[at] = leavesAt;
    this.works[at] = work;
  }

  shift(): void {
    this.head = (this.head + 1) & this.mask;
    this.size--;
  }

  private grow(): void {
    const unrolled = (ring: Float64Array): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(2 * ring.length);
      larger.set(ring.subarray(this.head));
      larger.set(ring.subarray(0, this.head), ring.length - this.head);
      return larger;
    };
    this.arrived = unrolled(this.arrived);
    this.leaves = unrolled(this.leaves);
    this.works = unrolled(this.works);
    this.mask = 2 * this.mask + 1;
    this.head = 0;
  }
}
