import type { AgentRow, QueueRow } from '../floor/rows.ts';
import type { ForecastRow } from '../forecast/rows.ts';
import type { ActivityBook } from '../schedule/activity-book.ts';
import { productiveMs } from '../schedule/activity-at.ts';
import type { ScheduleRow } from '../schedule/rows.ts';
import { shareByNeed } from '../schedule/staff-by-interval.ts';
import { MAX_GAP_INTERVALS, type SurgeGap } from '../surge/surge.ts';

/** What is known of an agent who may be moved. */
export type StaffedAgent = Pick<AgentRow, 'id' | 'name' | 'teamId' | 'queueIds' | 'skills' | 'state' | 'signedInAt'> & {
  /** When a source last said that they signed out, where that is how they stand; epoch ms. */
  readonly leftAt?: number | undefined;
};

/** What is known of a queue that may be short. `patienceMs` is `null` while it is not known. */
export type StaffedQueue = Pick<QueueRow, 'id' | 'name' | 'teamId' | 'channel' | 'serviceLevelThresholdMs'> & {
  readonly patienceMs: number | null;
};

/** Everything a gap is told from, at a moment (`now`, epoch ms of the site's clock). */
export type StaffingPicture = {
  readonly now: number;
  readonly zone: string;
  readonly queues: ReadonlyMap<string, StaffedQueue>;
  readonly agents: ReadonlyMap<string, StaffedAgent>;
  readonly forecasts: ReadonlyMap<string, ForecastRow>;
  readonly schedules: ReadonlyMap<string, ScheduleRow>;
  readonly book: ActivityBook;
};

export function isOnFloor({ state }: Pick<StaffedAgent, 'state'>): boolean {
  return state !== 'signed-out' && state !== 'not-ready';
}

/** The interval of a forecast that a moment lies in, from 0; `null` where it lies outside. */
export function intervalAt(forecast: ForecastRow, time: number): number | null {
  const index = Math.floor((time - forecast.startsAt) / forecast.intervalMs);
  return index >= 0 && index < forecast.requiredAgents.length ? index : null;
}

/**
 * Agents a queue needs and has, for the interval in progress and those that come (at most `count`). In progress: who is on the floor now. To come:
 * who has a schedule as it says, and who has none as long as they are on the floor now. An agent who serves several queues counts in each by what
 * they need. `null` without a forecast for now, and where what is needed then is not known.
 */
export function gapOf(picture: StaffingPicture, queueId: string, count = MAX_GAP_INTERVALS): SurgeGap | null {
  const forecast = picture.forecasts.get(queueId);
  const first = forecast === undefined ? null : intervalAt(forecast, picture.now);
  if (forecast === undefined || first === null) return null;
  const { intervalMs, requiredAgents } = forecast;
  const startsAt = forecast.startsAt + first * intervalMs;
  const length = Math.min(count, MAX_GAP_INTERVALS, requiredAgents.length - first);
  const required = requiredAgents.slice(first, first + length).filter((agents) => agents !== null);
  if (required.length < length) return null;
  const of = agentsOf(picture, queueId);
  const onFloorNow = of.filter(isOnFloor);
  return {
    startsAt,
    intervalMs,
    requiredAgents: required,
    staffedAgents: Array.from({ length }, (_, index) => {
      const from = startsAt + index * intervalMs;
      const share = (agent: StaffedAgent) => shareOf(picture, agent, queueId, from);
      if (index === 0) return onFloorNow.reduce((sum, agent) => sum + share(agent), 0);
      return of.reduce((sum, agent) => {
        const isPlanned = hasDayAt(picture, agent.id, from);
        if (!isPlanned) return isOnFloor(agent) ? sum + share(agent) : sum;
        return sum + share(agent) * presenceOf(picture, agent.id, from, intervalMs);
      }, 0);
    }),
  };
}

const agentsByQueue = new WeakMap<StaffingPicture, ReadonlyMap<string, readonly StaffedAgent[]>>();

/** The agents who serve a queue. Found for all queues at once, the first time a picture is asked. */
function agentsOf(picture: StaffingPicture, queueId: string): readonly StaffedAgent[] {
  let known = agentsByQueue.get(picture);
  if (known === undefined) {
    const found = new Map<string, StaffedAgent[]>();
    for (const agent of picture.agents.values()) {
      for (const id of agent.queueIds) {
        const of = found.get(id);
        if (of === undefined) found.set(id, [agent]);
        else of.push(agent);
      }
    }
    agentsByQueue.set(picture, (known = found));
  }
  return known.get(queueId) ?? [];
}

/** Which part of an agent a queue has at a moment, by what the agent's queues need then. */
export function shareOf(picture: StaffingPicture, agent: StaffedAgent, queueId: string, time: number): number {
  const needs = new Map(
    agent.queueIds.map((id) => {
      const forecast = picture.forecasts.get(id);
      const index = forecast === undefined ? null : intervalAt(forecast, time);
      return [id, index === null ? [] : [forecast?.requiredAgents[index] ?? 0]] as const;
    }),
  );
  const place = agent.queueIds.indexOf(queueId);
  return place < 0 ? 0 : (shareByNeed(agent.queueIds, needs, 0)[place] ?? 0);
}

function presenceOf(picture: StaffingPicture, agentId: string, from: number, intervalMs: number): number {
  const row = picture.schedules.get(agentId);
  return row === undefined ? 0 : productiveMs(row, picture.book, from, from + intervalMs) / intervalMs;
}

/** Whether anything was said of the agent for the hours around that moment. */
function hasDayAt(picture: StaffingPicture, agentId: string, time: number): boolean {
  const row = picture.schedules.get(agentId);
  return (
    row?.days.some(({ activities }) =>
      activities.some(({ startAt, endAt }) => startAt <= time + 43_200_000 && endAt >= time - 43_200_000),
    ) ?? false
  );
}

/** Whether a queue is short (or over, for `release`) in the first `count` intervals of a gap. Fewer known intervals than that decide nothing. */
export function isShort(
  gap: SurgeGap,
  policy: { readonly minGapAgents: number; readonly minGapShare: number },
  count: number,
  direction: 'add' | 'release' = 'add',
): boolean {
  if (gap.requiredAgents.length < count) return false;
  return gap.requiredAgents.slice(0, count).every((required, index) => {
    const missing = required - (gap.staffedAgents[index] ?? 0);
    const least = Math.max(policy.minGapAgents, required * policy.minGapShare);
    return direction === 'add' ? missing >= least : -missing >= Math.max(2, 2 * least);
  });
}

/** Whether nothing is missing in the first `count` intervals, as far as they are known. */
export function isClosed(gap: SurgeGap, count: number): boolean {
  return gap.requiredAgents
    .slice(0, count)
    .every((required, index) => (gap.staffedAgents[index] ?? 0) >= required - 1e-9);
}
