import { checkNumber } from '../numeric/check-number.ts';
import { InputError } from '../numeric/input-error.ts';

/** Work that arrived together: e-mails, back-office cases. */
export interface Cohort {
  /** Hours it has already waited when the plan begins. */
  readonly ageHours: number;
  readonly items: number;
}

export interface BacklogInput {
  /** What is waiting at the start. */
  readonly backlog: readonly Cohort[];
  /** Items arriving in each interval. */
  readonly arrivals: readonly number[];
  /** Items that can be worked in each interval: `workableItems`. */
  readonly capacity: readonly number[];
  readonly intervalHours: number;
  /** Hours within which an item should be done. */
  readonly deadlineHours: number;
}

export interface BacklogInterval {
  /** Items waiting at the end of the interval. */
  readonly backlog: number;
  readonly done: number;
  /** Of those done, the share done within the deadline; null when none was done. */
  readonly doneInTime: number | null;
  /** Items waiting at the end that are beyond the deadline. */
  readonly overdue: number;
  /** Age of the oldest item waiting at the end, in hours; 0 when none is. */
  readonly oldestHours: number;
}

/** The most cohorts that are kept apart; a plan of six weeks in quarter hours has 4,032 intervals. */
const MAX_INTERVALS = 50_000;

/**
 * Deferred work interval by interval, first come first done: `B' = max(0, B + arrivals − capacity)` with the age of everything
 * in it, so that "done in time" and "oldest" are exact and not averages. Work arriving in an interval counts from its middle
 * and may be done in it. Erlang's formulas say nothing about such work: it waits for hours on purpose. Throws InputError.
 */
export function deferredBacklog(input: BacklogInput): BacklogInterval[] {
  const { intervalHours, deadlineHours } = checkBacklog(input);
  // Each cohort by the hour it arrived at, the oldest first; the plan starts at hour 0.
  const waiting = input.backlog
    .filter(({ items }) => items > 0)
    .map(({ ageHours, items }) => ({ at: -ageHours, items }))
    .toSorted((a, b) => a.at - b.at);
  let first = 0;
  return input.arrivals.map((arriving, index) => {
    const start = index * intervalHours;
    const end = start + intervalHours;
    if (arriving > 0) waiting.push({ at: start + intervalHours / 2, items: arriving });
    let capacity = input.capacity[index] ?? 0;
    let done = 0;
    let inTime = 0;
    while (capacity > 0 && first < waiting.length) {
      const cohort = waiting[first];
      if (cohort === undefined) break;
      const worked = Math.min(capacity, cohort.items);
      cohort.items -= worked;
      capacity -= worked;
      done += worked;
      if (end - cohort.at <= deadlineHours) inTime += worked;
      if (cohort.items > 0) break;
      first++;
    }
    const left = waiting.slice(first);
    const backlog = left.reduce((sum, { items }) => sum + items, 0);
    const overdue = left.reduce((sum, { at, items }) => sum + (end - at > deadlineHours ? items : 0), 0);
    const oldest = left[0];
    return {
      backlog,
      done,
      doneInTime: done > 0 ? inTime / done : null,
      overdue,
      oldestHours: oldest === undefined ? 0 : end - oldest.at,
    };
  });
}

/** Items that `agents` can work in an interval: agents × time × occupancy cap ÷ mean handle time. */
export function workableItems(agents: number, intervalHours: number, maxOccupancy: number, ahtSec: number): number {
  checkNumber('agents', agents, { atLeast: 0 });
  checkNumber('intervalHours', intervalHours, { above: 0 });
  checkNumber('maxOccupancy', maxOccupancy, { above: 0, atMost: 1 });
  checkNumber('ahtSec', ahtSec, { above: 0 });
  return (agents * intervalHours * 3600 * maxOccupancy) / ahtSec;
}

/**
 * The fewest items per open interval with which everything is done by its deadline, the same in every open interval: the
 * largest, over spans of intervals i..j, of the work that arrives in the span and is due within it, divided by the open
 * intervals of the span (the demand bound of earliest-deadline-first scheduling; J. A. Stankovic and others, "Deadline
 * Scheduling for Real-Time Systems", 1998). `open` says which intervals are worked. Work due after the end is not counted.
 * Infinity when work falls due before any open interval. Throws InputError.
 */
export function capacityForDeadline(
  input: Omit<BacklogInput, 'capacity'> & { readonly open: readonly boolean[] },
): number {
  const { arrivals, backlog, intervalHours, deadlineHours, open } = {
    ...input,
    ...checkBacklog({ ...input, capacity: [] }),
  };
  const count = arrivals.length;
  // Work by the interval it may begin in and the last interval that ends by its deadline.
  const work = backlog.map(({ ageHours, items }) => ({ from: 0, to: lastBefore(deadlineHours - ageHours), items }));
  for (const [index, items] of arrivals.entries()) {
    work.push({ from: index, to: lastBefore((index + 0.5) * intervalHours + deadlineHours), items });
  }
  function lastBefore(hour: number): number {
    return Math.floor(hour / intervalHours + 1e-9) - 1;
  }
  let needed = 0;
  for (let i = 0; i < count; i++) {
    const due = Array.from({ length: count }, () => 0);
    for (const { from, to, items } of work) {
      if (from < i || to >= count || items <= 0) continue;
      const at = Math.max(to, i);
      if (to < from) return Infinity;
      due[at] = (due[at] ?? 0) + items;
    }
    let sum = 0;
    let openIntervals = 0;
    for (let j = i; j < count; j++) {
      sum += due[j] ?? 0;
      if (open[j]) openIntervals++;
      if (sum > 0) needed = Math.max(needed, openIntervals === 0 ? Infinity : sum / openIntervals);
    }
  }
  return needed;
}

function checkBacklog(input: BacklogInput): { intervalHours: number; deadlineHours: number } {
  const intervalHours = checkNumber('intervalHours', input.intervalHours, { above: 0, atMost: 1000 });
  const deadlineHours = checkNumber('deadlineHours', input.deadlineHours, { above: 0, atMost: 1e6 });
  if (input.arrivals.length > MAX_INTERVALS) {
    throw new InputError('arrivals', `has ${input.arrivals.length} intervals, at most ${MAX_INTERVALS} are worked out`);
  }
  for (const items of input.arrivals) checkNumber('arrivals', items, { atLeast: 0 });
  for (const items of input.capacity) checkNumber('capacity', items, { atLeast: 0 });
  for (const { ageHours, items } of input.backlog) {
    checkNumber('backlog', items, { atLeast: 0 });
    checkNumber('backlog', ageHours, { atLeast: 0 });
  }
  return { intervalHours, deadlineHours };
}
