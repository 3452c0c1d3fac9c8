import { AGENT_STATES, type AgentState } from '@floorwalk/shared/agents/events';
import type { AgentRow } from '@floorwalk/shared/floor/rows';
import {
  isAgentTodayMetric,
  measureAgentToday,
  type AgentTodayMetric,
  type Today,
} from '../../numbers/agent-numbers.ts';
import { compareNames } from '../../ui/compare-names.ts';
import type { GridSort } from '../../ui/grid-place.ts';

export type AgentFilter = {
  /** Words, in small letters, that a name, skill, reason or id must hold, all of them. */
  readonly words: readonly string[];
  readonly teamId: string;
  /** One state; empty for all but signed-out. */
  readonly state: AgentState | '';
};

/** States in the order in which a supervisor looks at them: who could help, who is on it, who is away. */
const STATE_RANK: Record<AgentState, number> = {
  available: 0,
  presented: 1,
  'on-contact': 2,
  'after-contact-work': 3,
  'not-ready': 4,
  'signed-out': 5,
};

export function matchesAgent(agent: AgentRow, filter: AgentFilter): boolean {
  if (filter.teamId !== '' && agent.teamId !== filter.teamId) return false;
  if (filter.state === '' ? agent.state === 'signed-out' : agent.state !== filter.state) return false;
  if (filter.words.length === 0) return true;
  const skills = agent.skills.map((skill) => skill.skill).join(' ');
  const text = `${agent.name} ${agent.reason ?? ''} ${skills} ${agent.id}`.toLowerCase();
  return filter.words.every((word) => text.includes(word));
}

/** Ids of the matching agents in order; equal ones by who has been so the longest, then by name. */
export function orderAgents(
  agents: Iterable<AgentRow>,
  filter: AgentFilter,
  sort: GridSort,
  today: Today,
): readonly string[] {
  const direction = sort.descending ? -1 : 1;
  const { column } = sort;
  const keyed: { readonly agent: AgentRow; readonly key: number }[] = [];
  for (const agent of agents) if (matchesAgent(agent, filter)) keyed.push({ agent, key: keyOf(column, agent, today) });
  keyed.sort(({ agent: left, key: leftKey }, { agent: right, key: rightKey }) => {
    const first = (column === 'agent' ? compareNames(left.name, right.name) : leftKey - rightKey) * direction;
    return first || left.since - right.since || compareNames(left.name, right.name) || (left.id < right.id ? -1 : 1);
  });
  return keyed.map(({ agent }) => agent.id);
}

/** By what number a column is sorted; worked out once for each agent and not for each pair. */
function keyOf(column: string, agent: AgentRow, today: Today): number {
  // Who has none stands below who has little.
  if (isAgentTodayMetric(column)) return todayOf(column, agent, today);
  switch (column) {
    case 'since':
      // Longer ago is more.
      return -agent.since;
    case 'contacts':
      return agent.contacts.length;
    case 'handled':
      return agent.handledTodayCount;
    default:
      return STATE_RANK[agent.state];
  }
}

function todayOf(metric: AgentTodayMetric, agent: AgentRow, today: Today): number {
  return measureAgentToday(metric, agent, today).value ?? -1;
}

/** Agents by state, of a team or of all; each once. */
export function countByState(agents: Iterable<AgentRow>, teamId: string): Readonly<Record<AgentState, number>> {
  const counts = Object.fromEntries(AGENT_STATES.map((state) => [state, 0])) as Record<AgentState, number>;
  for (const agent of agents) if (teamId === '' || agent.teamId === teamId) counts[agent.state]++;
  return counts;
}
