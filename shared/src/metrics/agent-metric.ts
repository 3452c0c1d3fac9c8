import type { MetricId } from './metric.ts';

/** The metrics of the registry that say something of one agent. Those over a window count a service where it ended, a miss where it happened. */
export const AGENT_METRIC_IDS = [
  'in-service',
  'transferred',
  'average-handle-time',
  'average-talk-time',
  'average-hold-time',
  'average-after-contact-work',
  'not-answered',
  'not-answered-rate',
  'occupancy',
  'first-contact-resolution',
] as const satisfies readonly MetricId[];
export type AgentMetricId = (typeof AGENT_METRIC_IDS)[number];
