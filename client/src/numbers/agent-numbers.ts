import type { AgentState } from '@floorwalk/shared/agents/events';
import type { AgentRow } from '@floorwalk/shared/floor/rows';
import type { Measured, MetricId } from '@floorwalk/shared/metrics/metric';
import { live } from '../connection/live-session.ts';

/** What an agent's row tells of today, by the same formulas as a queue's numbers. */
export const AGENT_TODAY_METRICS = [
  'average-handle-time',
  'not-answered',
  'occupancy',
] as const satisfies readonly MetricId[];
export type AgentTodayMetric = (typeof AGENT_TODAY_METRICS)[number];

/** The moment that numbers of today are read at, and where the site's day began; epoch ms of the site's clock. */
export type Today = { readonly now: number; readonly startAt: number };

/** Now, on the site that is shown. */
export function siteToday(now: number = live().siteTime()): Today {
  const { store } = live();
  const { siteId } = store.shown;
  return { now, startAt: (siteId === null ? undefined : store.tables.sites.row(siteId))?.todayStartAt ?? now };
}

/** What time in each state counts as, for the row's sums as well. */
const TIME_KIND: Readonly<Record<AgentState, 'busy' | 'available' | 'neither'>> = {
  available: 'available',
  presented: 'available',
  'on-contact': 'busy',
  'after-contact-work': 'busy',
  'not-ready': 'neither',
  'signed-out': 'neither',
};

/** Time busy and available today, ms: the row's, and the running state, which a row leaves out so as not to change every second. */
export function timeToday(
  agent: AgentRow,
  { now, startAt }: Today,
): { readonly busyMs: number; readonly availableMs: number } {
  const runningMs = Math.max(0, now - Math.max(agent.since, startAt));
  const kind = TIME_KIND[agent.state];
  return {
    busyMs: agent.busyTodayMs + (kind === 'busy' ? runningMs : 0),
    availableMs: agent.availableTodayMs + (kind === 'available' ? runningMs : 0),
  };
}

const MEASURE: Record<AgentTodayMetric, (agent: AgentRow, today: Today) => Measured> = {
  'average-handle-time': (agent) => share(agent.handleTodayMs, agent.handledTodayCount),
  'not-answered': (agent) => ({ value: agent.notAnsweredTodayCount, numerator: null, denominator: null }),
  occupancy: (agent, today) => {
    const { busyMs, availableMs } = timeToday(agent, today);
    return share(busyMs, busyMs + availableMs);
  },
};

export function measureAgentToday(metric: AgentTodayMetric, agent: AgentRow, today: Today): Measured {
  return MEASURE[metric](agent, today);
}

export function isAgentTodayMetric(metric: string): metric is AgentTodayMetric {
  return Object.hasOwn(MEASURE, metric);
}

function share(numerator: number, denominator: number): Measured {
  return { value: denominator === 0 ? null : numerator / denominator, numerator, denominator };
}
