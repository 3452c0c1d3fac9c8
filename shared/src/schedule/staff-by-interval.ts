import type { AgentRow } from '../floor/rows.ts';
import { productiveMs } from './activity-at.ts';
import type { ActivityBook } from './activity-book.ts';
import type { ScheduleRow } from './rows.ts';

/** Equal intervals one after another; epoch ms. */
export type Intervals = { readonly startsAt: number; readonly intervalMs: number; readonly count: number };

/** What each queue needs by interval (agents), whatever it is measured in: only the proportions matter. */
export type NeedByQueue = ReadonlyMap<string, readonly number[]>;

/**
 * How an agent who serves several queues counts in each, by interval: in proportion to what those queues need then (rule "by need"), evenly when none
 * of them needs anything or nothing is known. The parts of an agent add up to 1, so nobody is counted twice.
 */
export function shareByNeed(queueIds: readonly string[], needs: NeedByQueue, interval: number): number[] {
  const weights = queueIds.map((queueId) => Math.max(0, needs.get(queueId)?.[interval] ?? 0));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return whole > 0 ? weights.map((weight) => weight / whole) : weights.map(() => 1 / queueIds.length);
}

export type StaffInput = {
  readonly schedules: Iterable<ScheduleRow>;
  readonly agents: ReadonlyMap<string, AgentRow>;
  readonly book: ActivityBook;
  readonly needs: NeedByQueue;
  readonly intervals: Intervals;
};

/**
 * Scheduled agents of every queue by interval: the part of the interval each is to take contacts (a break of 15 minutes in half an hour leaves half an
 * agent), shared among the agent's queues by need. Agents whose queues are not known count nowhere.
 */
export function scheduledByQueue({
  schedules,
  agents,
  book,
  needs,
  intervals,
}: StaffInput): ReadonlyMap<string, number[]> {
  const { startsAt, intervalMs, count } = intervals;
  const found = new Map<string, number[]>();
  for (const row of schedules) {
    const queueIds = agents.get(row.id)?.queueIds ?? [];
    if (queueIds.length === 0) continue;
    for (let interval = 0; interval < count; interval += 1) {
      const from = startsAt + interval * intervalMs;
      const present = productiveMs(row, book, from, from + intervalMs) / intervalMs;
      if (present > 0) add(found, queueIds, needs, interval, count, present, interval);
    }
  }
  return found;
}

/** Whether the agent takes contacts now: signed in, and ready or with one in hand. */
export function isOnFloor({ state }: AgentRow): boolean {
  return state !== 'signed-out' && state !== 'not-ready';
}

/** Agents on the floor now by queue, shared by the needs of that interval as {@link scheduledByQueue} does. */
export function onFloorByQueue(
  agents: Iterable<AgentRow>,
  needs: NeedByQueue,
  interval: number,
): ReadonlyMap<string, number> {
  const found = new Map<string, number[]>();
  for (const agent of agents) {
    if (agent.queueIds.length > 0 && isOnFloor(agent)) add(found, agent.queueIds, needs, 0, 1, 1, interval);
  }
  return new Map([...found].map(([queueId, [count = 0]]) => [queueId, count]));
}

function add(
  found: Map<string, number[]>,
  queueIds: readonly string[],
  needs: NeedByQueue,
  place: number,
  length: number,
  present: number,
  interval: number,
): void {
  const shares = shareByNeed(queueIds, needs, interval);
  queueIds.forEach((queueId, index) => {
    let counts = found.get(queueId);
    if (counts === undefined) found.set(queueId, (counts = Array.from({ length }, () => 0)));
    counts[place] = (counts[place] ?? 0) + present * (shares[index] ?? 0);
  });
}
