import { createDemoAgent, type DemoAgent } from './demo-agent.ts';
import { SHIFT_MS, type AgentPlan, type Roster } from './roster.ts';
import type { World } from './world.ts';

/** The working days of all agents: shifts, breaks, and the minutes lost otherwise. */
export type AgentCourse = {
  readonly agents: readonly DemoAgent[];
  /** The agent's hands may be free: does what it wants next. True when it is ready for contacts. */
  readonly settle: (agent: DemoAgent) => boolean;
  /** The agent takes nothing for a while from now on, whatever it has in hand (a call it missed, a system that is gone). */
  readonly goAway: (agent: DemoAgent, reason: string, forMs: number) => void;
  /** The agent goes away as soon as its hands are free. */
  readonly wish: (agent: DemoAgent, reason: string, forMs: number) => void;
};

const MINUTE = 60_000;
const DAY_MS = 24 * 60 * MINUTE;

/** `onReady` is told whenever an agent can take contacts again. */
export function createAgentCourse(world: World, roster: Roster, onReady: (agent: DemoAgent) => void): AgentCourse {
  const random = world.random.fork('agents');
  const agents = roster.agents.map(createDemoAgent);

  function signIn(agent: DemoAgent): void {
    if (agent.isSignedIn) return;
    agent.isSignedIn = true;
    agent.awayReason = null;
    agent.wants = null;
    agent.idleSince = world.now();
    world.emit('agent.signed-in', { agentId: agent.plan.agentId });
    onReady(agent);
  }

  function signOut(agent: DemoAgent): void {
    agent.isSignedIn = false;
    agent.awayReason = null;
    agent.wants = null;
    world.emit('agent.signed-out', { agentId: agent.plan.agentId, reason: 'End of shift' });
  }

  function goAway(agent: DemoAgent, reason: string, forMs: number): void {
    if (!agent.isSignedIn || agent.awayReason !== null) return;
    agent.awayReason = reason;
    world.emit('agent.state-changed', { agentId: agent.plan.agentId, state: 'not-ready', reason });
    world.after(forMs, () => {
      if (!agent.isSignedIn || agent.awayReason !== reason) return;
      agent.awayReason = null;
      if (agent.load === 0) agent.idleSince = world.now();
      world.emit('agent.state-changed', { agentId: agent.plan.agentId, state: 'available' });
      if (settle(agent)) onReady(agent);
    });
  }

  function settle(agent: DemoAgent): boolean {
    if (!agent.isSignedIn || agent.awayReason !== null) return false;
    if (agent.wants === null) return true;
    if (agent.load > 0) return false;
    const { wants } = agent;
    agent.wants = null;
    if (wants === 'sign-out') signOut(agent);
    else goAway(agent, wants.reason, wants.forMs);
    return false;
  }

  function wish(agent: DemoAgent, reason: string, forMs: number): void {
    if (!agent.isSignedIn || agent.wants !== null) return;
    agent.wants = { reason, forMs };
    settle(agent);
  }

  /** The rest of a shift that began `intoMs` ago, and the next day's after it. */
  function work(agent: DemoAgent, intoMs: number): void {
    const { plan } = agent;
    signIn(agent);
    for (const pause of plan.breaks) {
      if (intoMs < pause.afterMs) world.after(pause.afterMs - intoMs, () => wish(agent, pause.reason, pause.forMs));
      else if (intoMs < pause.afterMs + pause.forMs) wish(agent, pause.reason, pause.afterMs + pause.forMs - intoMs);
    }
    world.after(SHIFT_MS - intoMs, () => {
      agent.wants = 'sign-out';
      settle(agent);
    });
    world.after(DAY_MS - intoMs, () => work(agent, 0));
    strayNow(agent);
  }

  /** Once or twice an hour something else needs a minute. */
  function strayNow(agent: DemoAgent): void {
    world.after(random.exponential(55 * MINUTE), () => {
      if (!agent.isSignedIn) return;
      const reason = random.weighted([
        ['Personal', 5],
        ['Research', 3],
        ['Team question', 3],
        ['Technical problem', 1],
      ]);
      wish(agent, reason, random.logNormal(2.5 * MINUTE, 0.6));
      strayNow(agent);
    });
  }

  function begin(agent: DemoAgent, plan: AgentPlan): void {
    const into = (world.timeOfDayAt(world.now()) - plan.shiftStartMs + 2 * DAY_MS) % DAY_MS;
    if (into < SHIFT_MS) work(agent, into);
    else world.after(DAY_MS - into, () => work(agent, 0));
  }

  // At the first moment of the floor, after the rest of it is put together.
  world.after(0, () => {
    for (const agent of agents) begin(agent, agent.plan);
  });

  return {
    agents,
    settle,
    goAway,
    wish,
  };
}
