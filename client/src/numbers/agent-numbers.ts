import type { AgentRow } from '@floorwalk/shared/floor/rows';
import type { Measured, MetricId } from '@floorwalk/shared/metrics/metric';

/** What an agent's row tells of today, by the same formulas as a queue's numbers. */
export const AGENT_TODAY_METRICS = [
  'average-handle-time',
  'not-answered',
  'occupancy',
] as const satisfies readonly MetricId[];
export type AgentTodayMetric = (typeof AGENT_TODAY_METRICS)[number];

const MEASURE: Record<AgentTodayMetric, (agent: AgentRow) => Measured> = {
  'average-handle-time': (agent) => share(agent.handleTodayMs, agent.handledTodayCount),
  'not-answered': (agent) => ({ value: agent.notAnsweredTodayCount, numerator: null, denominator: null }),
  occupancy: (agent) => share(agent.busyTodayMs, agent.busyTodayMs + agent.availableTodayMs),
};

export function measureAgentToday(metric: AgentTodayMetric, agent: AgentRow): Measured {
  return MEASURE[metric](agent);
}

export function isAgentTodayMetric(metric: string): metric is AgentTodayMetric {
  return Object.hasOwn(MEASURE, metric);
}

function share(numerator: number, denominator: number): Measured {
  return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator };
}
