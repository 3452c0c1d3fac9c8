/** Agents by state, in the order of `AGENT_STATES`. Each agent counts once. */
export type AgentCounts = readonly [number, number, number, number, number, number];
