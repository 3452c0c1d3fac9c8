import { requiredServers } from '../staffing/required-servers.ts';

/** A segment of contacts: how many sessions a bot has in an interval, and what it hands over. */
export type SegmentLoad = {
  readonly segment: string;
  readonly sessionCount: number;
  /** Share of its sessions the bot ends by itself, now and as tried. */
  readonly containment: number;
  readonly triedContainment: number;
  readonly handleTimeMs: number;
  /** What a session of the bot costs. */
  readonly sessionCost: number;
};

export type SelfServiceCase = {
  readonly intervalMs: number;
  readonly thresholdMs: number;
  readonly target: number;
  readonly patienceMs: number | null;
  readonly hourCost: number;
  readonly segments: readonly SegmentLoad[];
};

export type SegmentComparison = {
  readonly segment: string;
  /** Contacts that reach agents in an interval. */
  readonly handoverCount: number;
  readonly triedHandoverCount: number;
  /** Agents its handovers need by themselves, and what they cost with the bot's sessions, an interval. */
  readonly agents: number;
  readonly triedAgents: number;
  readonly cost: number;
  readonly triedCost: number;
};

/** Self-service against live agents: by segment, and all segments together, whose agents are shared and so are fewer than the sum. */
export function compareSegments(asked: SelfServiceCase): {
  readonly segments: readonly SegmentComparison[];
  readonly together: SegmentComparison;
} {
  const compare = (segment: string, loads: readonly SegmentLoad[]): SegmentComparison => {
    const now = side(asked, loads, (load) => load.containment);
    const then = side(asked, loads, (load) => load.triedContainment);
    return {
      segment,
      handoverCount: now.count,
      triedHandoverCount: then.count,
      agents: now.agents,
      triedAgents: then.agents,
      cost: now.cost,
      triedCost: then.cost,
    };
  };
  return {
    segments: asked.segments.map((load) => compare(load.segment, [load])),
    together: compare('', asked.segments),
  };
}

function side(
  { intervalMs, thresholdMs, target, patienceMs, hourCost }: SelfServiceCase,
  loads: readonly SegmentLoad[],
  containmentOf: (load: SegmentLoad) => number,
): { readonly count: number; readonly agents: number; readonly cost: number } {
  const count = loads.reduce((sum, load) => sum + load.sessionCount * (1 - containmentOf(load)), 0);
  const workMs = loads.reduce(
    (sum, load) => sum + load.sessionCount * (1 - containmentOf(load)) * load.handleTimeMs,
    0,
  );
  const agents =
    count === 0 || workMs === 0
      ? 0
      : requiredServers({
          calls: count,
          intervalSec: intervalMs / 1000,
          ahtSec: workMs / count / 1000,
          patienceSec: patienceMs === null ? null : patienceMs / 1000,
          targetSec: thresholdMs / 1000,
          targetSL: target,
        }).servers;
  const sessions = loads.reduce((sum, load) => sum + load.sessionCount * load.sessionCost, 0);
  return { count, agents, cost: (agents * hourCost * intervalMs) / 3_600_000 + sessions };
}
