import type { Agent } from '../floor/agent.ts';
import { agentReadings } from '../floor/agent-readings.ts';
import { STATE_INDEX } from '../floor/agent.ts';
import type { AgentCounts } from '../floor/agent-counts.ts';
import type { WindowSpan } from '../floor/window-reader.ts';
import type { AgentMetricId } from './agent-metric.ts';
import type { Measured } from './metric.ts';
import { measure } from './registry.ts';

/** One number of one agent with its evidence, by the same formula as a queue's. `asOf` is epoch ms of the site's clock. */
export function measureOfAgent(id: AgentMetricId, agent: Agent, span: WindowSpan, asOf: number): Measured {
  const { state, contacts } = agent.posture;
  const counts = [0, 0, 0, 0, 0, 0];
  counts[STATE_INDEX[state]] = 1;
  const now = {
    waitingCount: 0,
    oldestQueuedAt: null,
    inServiceCount: contacts.filter(({ phase }) => phase === 'talking' || phase === 'on-hold').length,
    agents: counts as unknown as AgentCounts, // one slot a state
    estimateP50Ms: null,
    estimateP80Ms: null,
  };
  return measure(id, { now, readings: agentReadings(agent, span, asOf), asOf });
}
