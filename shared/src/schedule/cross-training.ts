import { coverNeed, gainOfQueue, groupsToSpare, NOISE, queuesToHelp, type AgentGroup, type Cover } from './coverage.ts';

/** Teaching some agents of a group one more queue, and what it would cover more. */
export type Training = {
  /** The group's place among those given. */
  readonly group: number;
  readonly queueIds: readonly string[];
  readonly queueId: string;
  /** What is covered more by it (agents), and the fewest people of the group who gain that. */
  readonly gain: number;
  readonly agents: number;
};

export type CrossTraining = {
  /** Agents needed in all. */
  readonly need: number;
  /** Covered as agents are now; the siloed bound, where everybody serves the first queue alone; and the pooled bound, where all serve all. */
  readonly covered: number;
  readonly siloed: number;
  readonly pooled: number;
  /** The best first, at most `most`. None helps where covered equals pooled. */
  readonly trainings: readonly Training[];
};

/**
 * Which skill, given to which agents, would help most when this is needed. Teaching can only help from a group with somebody to spare to a queue that a
 * further hand would help; each such pair is tried by covering on from what is covered. By max-flow-min-cut teaching k agents gains the lesser of k
 * and what teaching all of them gains.
 */
export function crossTraining(
  groups: readonly AgentGroup[],
  needs: ReadonlyMap<string, number>,
  most = 5,
): CrossTraining {
  const cover = coverNeed(groups, needs);
  const need = [...needs.values()].reduce((sum, agents) => sum + agents, 0);
  const supply = groups.reduce((sum, { agents }) => sum + agents, 0);
  const first = groups.map(({ queueIds, agents }) => ({ queueIds: queueIds.slice(0, 1), agents }));
  return {
    need,
    covered: cover.covered,
    siloed: coverNeed(first, needs).covered,
    pooled: Math.min(need, supply),
    trainings: bestTrainings(cover, most),
  };
}

/** Nobody gains more than a group has people, or than is missing: pairs are tried from the most that could be on, until the rest cannot be among the best. */
function bestTrainings(cover: Cover, most: number): Training[] {
  const missing = [...cover.unmet.values()].reduce((sum, agents) => sum + agents, 0);
  const helped = [...queuesToHelp(cover)];
  const pairs = [...groupsToSpare(cover)]
    .flatMap((group) => {
      const { queueIds = [], agents = 0 } = cover.groups[group] ?? {};
      const bound = Math.min(agents, missing);
      return helped
        .filter((queueId) => !queueIds.includes(queueId))
        .map((queueId) => ({ group, queueIds, queueId, bound }));
    })
    .toSorted((a, b) => b.bound - a.bound || a.queueIds.length - b.queueIds.length);
  let best: Training[] = [];
  for (const { group, queueIds, queueId, bound } of pairs) {
    const last = best.length < most ? undefined : best.at(-1);
    if (last !== undefined && bound < last.gain - NOISE) break;
    if (last !== undefined && bound <= last.gain + NOISE && queueIds.length >= last.queueIds.length) continue;
    const gain = gainOfQueue(cover, group, queueId);
    if (gain <= NOISE) continue;
    best = [...best, { group, queueIds, queueId, agents: Math.ceil(gain - NOISE), gain }]
      .toSorted((a, b) => b.gain - a.gain || a.queueIds.length - b.queueIds.length)
      .slice(0, most);
  }
  return best;
}

/** Agents as groups of equal queues, by how much of each is there. */
export function groupByQueues(
  agents: Iterable<{ readonly queueIds: readonly string[]; readonly present: number }>,
): AgentGroup[] {
  const groups = new Map<string, { queueIds: readonly string[]; agents: number }>();
  for (const { queueIds, present } of agents) {
    if (queueIds.length === 0 || present <= 0) continue;
    const key = JSON.stringify(queueIds);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { queueIds, agents: present });
    else group.agents += present;
  }
  return [...groups.values()];
}
