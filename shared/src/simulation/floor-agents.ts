import type { PlannedGroup } from './plan.ts';

/** Where an agent of the simulation is. */
export type AgentState = 'working' | 'ringing' | 'away' | 'gone';

/** A contact in an agent's hands: which, and the work left in seconds at a stretch of 1. */
export interface HeldContact {
  readonly contact: number;
  workLeft: number;
}

export interface SimulatedAgent {
  readonly group: number;
  state: AgentState;
  /** To go as soon as nothing is held. */
  leaving: boolean;
  readonly held: HeldContact[];
  /** The contact that rings. */
  ringing: number;
  /** When an agent who did not answer is back. */
  awayUntil: number;
  /** When the work left was last brought up to date. */
  workedUntil: number;
  /** Changes whenever what is foreseen of the agent is no longer true. */
  stamp: number;
  /** When the agent last took or ended a contact: the longest idle goes first. */
  lastChangeAt: number;
  /** Which entry in the line of free agents is the valid one. */
  freeEntry: number;
}

/**
 * The agents of one group, and of them those who can take another contact: least loaded first, then longest idle. Free
 * agents stand in a line per load; an entry that no longer holds is skipped when it comes up.
 */
export class GroupAgents {
  readonly agents: SimulatedAgent[] = [];
  /** How many are to go but are not done yet. */
  private leaving = 0;
  private readonly group: number;
  private readonly stretch: readonly number[];
  private readonly lines: { agent: SimulatedAgent; entry: number }[][];
  private readonly heads: number[];

  constructor(group: number, planned: PlannedGroup) {
    this.group = group;
    this.stretch = planned.stretch;
    this.lines = planned.stretch.map(() => []);
    this.heads = planned.stretch.map(() => 0);
  }

  /** How much longer work takes while an agent holds `load` contacts. */
  stretchAt(load: number): number {
    return this.stretch[load - 1] ?? 1;
  }

  /** Brings the number present to `count`: new or returning agents are free; who is to go and holds something goes after it. */
  setPresent(count: number, now: number): void {
    const present = this.agents.filter((agent) => agent.state !== 'gone' && !agent.leaving);
    let missing = count - present.length;
    for (const agent of this.agents) {
      if (missing <= 0) break;
      if (agent.leaving || agent.state === 'gone') {
        missing--;
        if (agent.state === 'gone') agent.state = 'working';
        else this.leaving--;
        agent.leaving = false;
        this.offer(agent, now);
      }
    }
    for (; missing > 0; missing--) this.offer(this.hire(now), now);
    if (missing >= 0) return;
    // The idle go first, then those who hold least.
    for (const agent of present.toSorted((a, b) => a.held.length - b.held.length || a.lastChangeAt - b.lastChangeAt)) {
      if (missing >= 0) break;
      missing++;
      agent.leaving = true;
      this.leaving++;
      agent.freeEntry++;
      this.leaveIfDone(agent);
    }
  }

  /** Puts an agent who can take another contact in line; call it after every change. */
  offer(agent: SimulatedAgent, now: number): void {
    agent.freeEntry++;
    agent.lastChangeAt = now;
    this.swapWithLeaving(agent, now);
    if (agent.leaving) this.leaveIfDone(agent);
    else if (agent.state === 'working') {
      this.lines[agent.held.length]?.push({ agent, entry: agent.freeEntry });
    }
  }

  /** The free agent with the least load, longest idle among those; undefined when none is free. Stays in line. */
  peekFree(): SimulatedAgent | undefined {
    for (const [load, line] of this.lines.entries()) {
      let head = this.heads[load] ?? 0;
      while (head < line.length) {
        const first = line[head];
        if (first !== undefined && first.entry === first.agent.freeEntry && first.agent.state === 'working') break;
        head++;
      }
      // Entries used up are cut off now and then, so that a line does not grow with the day.
      if (head > 1024 && 2 * head > line.length) {
        line.splice(0, head);
        head = 0;
      }
      this.heads[load] = head;
      const agent = line[head]?.agent;
      if (agent !== undefined) return agent;
    }
    return undefined;
  }

  /** Who is done first goes first: an agent with empty hands leaves in place of one who was to go but still holds a contact. */
  private swapWithLeaving(agent: SimulatedAgent, now: number): void {
    if (this.leaving === 0 || agent.leaving || agent.held.length > 0 || agent.state !== 'working') return;
    const other = this.agents.find(({ leaving, state }) => leaving && state !== 'gone');
    if (other === undefined) return;
    agent.leaving = true;
    other.leaving = false;
    this.offer(other, now);
  }

  private leaveIfDone(agent: SimulatedAgent): void {
    if (agent.held.length === 0 && agent.state !== 'ringing') {
      agent.state = 'gone';
      agent.leaving = false;
      this.leaving--;
      agent.stamp++;
    }
  }

  private hire(now: number): SimulatedAgent {
    const agent: SimulatedAgent = {
      group: this.group,
      state: 'working',
      leaving: false,
      held: [],
      ringing: -1,
      awayUntil: 0,
      workedUntil: now,
      stamp: 0,
      lastChangeAt: now,
      freeEntry: 0,
    };
    this.agents.push(agent);
    return agent;
  }
}
