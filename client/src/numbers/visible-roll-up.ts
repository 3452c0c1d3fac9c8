import { addCells } from '@floorwalk/shared/floor/cell';
import { AGENT_STATES } from '@floorwalk/shared/agents/events';
import { WINDOW_KEYS, type WindowKey } from '@floorwalk/shared/floor/window';
import type { Cell } from '@floorwalk/shared/floor/cell';
import type { AgentCounts, AgentRow, LiveNumbers, QueueRow, RollUpRow } from '@floorwalk/shared/floor/rows';

/** A roll-up made here, from rows a person may see. `agentsKnown` is false where agents cannot be counted once. */
export type VisibleRollUp = RollUpRow & { readonly agentsKnown: boolean };

/**
 * The site as far as this person sees it: counts and sums of the visible queues added, the longest wait taken. Percentiles and the wait
 * estimate cannot be had from parts and stay empty. Agents serve several queues, so they are counted from their own rows, or from their
 * teams' (nobody is in two); never by adding queues.
 */
export function rollUpVisible(
  id: string,
  name: string,
  queues: readonly QueueRow[],
  agents: readonly AgentRow[],
  teams: readonly RollUpRow[],
): VisibleRollUp {
  const windows: Partial<Record<WindowKey, Cell>> = {};
  for (const window of WINDOW_KEYS) {
    if (queues.some((queue) => queue.windows[window]))
      windows[window] = addCells(queues.map((queue) => queue.windows[window]));
  }
  const oldest = queues.map((queue) => queue.oldestQueuedAt).filter((at) => at !== null);
  return {
    id,
    name,
    queueCount: queues.length,
    serviceLevelTarget: Math.max(0, ...queues.map((queue) => queue.serviceLevelTarget)),
    waitingCount: sum(queues, (queue) => queue.waitingCount),
    oldestQueuedAt: oldest.length === 0 ? null : Math.min(...oldest),
    inServiceCount: sum(queues, (queue) => queue.inServiceCount),
    agentsServingCount: agents.filter((agent) => agent.contacts.length > 0).length,
    agents: countAgents(agents, teams),
    agentsKnown: agents.length > 0 || teams.length > 0,
    estimate: null,
    ...addWaiting(queues),
    windows,
  };
}

function countAgents(agents: readonly AgentRow[], teams: readonly RollUpRow[]): AgentCounts {
  const counts = AGENT_STATES.map((state, index) =>
    agents.length > 0
      ? agents.filter((agent) => agent.state === state).length
      : sum(teams, (team) => team.agents[index] ?? 0),
  );
  return counts as unknown as AgentCounts;
}

/** Minute by minute; the sum of each queue's most is an upper bound of the most at one moment. */
function addWaiting(queues: readonly QueueRow[]): Pick<LiveNumbers, 'waitingByMinute' | 'waitingMinuteAt'> {
  const last = Math.max(0, ...queues.map((queue) => queue.waitingMinuteAt));
  const minutes = Array.from({ length: 60 }, () => 0);
  for (const queue of queues) {
    const shift = Math.round((last - queue.waitingMinuteAt) / 60_000);
    queue.waitingByMinute.forEach((count, index) => {
      const place = index - shift + (60 - queue.waitingByMinute.length);
      if (place >= 0 && place < 60) minutes[place] = (minutes[place] ?? 0) + count;
    });
  }
  return { waitingByMinute: minutes, waitingMinuteAt: last };
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
