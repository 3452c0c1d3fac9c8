import type { Agent } from './agent.ts';
import type { Area, FloorState, Queue } from './floor-state.ts';

type Members = { readonly queues: Queue[]; readonly agents: Agent[] };

/** Who belongs where, found anew only when queues or agents came or moved. Holds no truth. One per state. */
export class FloorMembers {
  private shape = '';
  private site: Members = { queues: [], agents: [] };
  private readonly queues = new Map<string, readonly Agent[]>();
  private readonly groups = new Map<string, Members>();
  private readonly teams = new Map<string, Members>();

  /** Agents of a queue that are known. */
  ofQueue(state: FloorState, queue: Queue): readonly Agent[] {
    this.look(state);
    return this.queues.get(queue.id) ?? [];
  }

  /** Queues of an area; agents of its queues, or of a team those that are in it. Each agent once. */
  ofArea(state: FloorState, area: Area): Members {
    this.look(state);
    const areas = { site: undefined, group: this.groups, team: this.teams }[area.kind];
    return areas === undefined ? this.site : (areas.get(area.id) ?? { queues: [], agents: [] });
  }

  private look(state: FloorState): void {
    const { queues, agents } = state;
    const shape = `${queues.size}/${agents.size}/${state.regroupedCount}`;
    if (shape === this.shape) return;
    this.shape = shape;
    this.site = { queues: [...queues.values()], agents: [...agents.values()] };
    this.queues.clear();
    this.groups.clear();
    this.teams.clear();
    const ofGroups = new Map<string, Set<Agent>>();
    for (const queue of queues.values()) {
      const own: Agent[] = [];
      for (const id of queue.agentIds) {
        const agent = agents.get(id);
        if (agent !== undefined) own.push(agent);
      }
      this.queues.set(queue.id, own);
      if (queue.teamId !== null) place(this.teams, queue.teamId).queues.push(queue);
      if (queue.groupId === null) continue;
      place(this.groups, queue.groupId).queues.push(queue);
      const ofGroup = ofGroups.get(queue.groupId);
      if (ofGroup === undefined) ofGroups.set(queue.groupId, new Set(own));
      else for (const agent of own) ofGroup.add(agent);
    }
    for (const [id, members] of ofGroups) place(this.groups, id).agents.push(...members);
    for (const agent of agents.values()) if (agent.teamId !== null) place(this.teams, agent.teamId).agents.push(agent);
  }
}

function place(areas: Map<string, Members>, id: string): Members {
  let members = areas.get(id);
  if (members === undefined) areas.set(id, (members = { queues: [], agents: [] }));
  return members;
}
