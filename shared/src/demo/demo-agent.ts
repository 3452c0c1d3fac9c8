import type { Channel } from '../kit/channel.ts';
import type { AgentPlan } from './roster.ts';

/** An agent at work. Away until the shift begins. */
export type DemoAgent = {
  readonly plan: AgentPlan;
  isSignedIn: boolean;
  /** Why the agent takes nothing now; `null` when ready. */
  awayReason: string | null;
  /** What the agent does as soon as its hands are free. */
  wants: { readonly reason: string; readonly forMs: number } | 'sign-out' | null;
  /** Contacts by channel that ring, are served or are wrapped up. */
  readonly inHand: Map<Channel, number>;
  /** Sum of 1/capacity of what is in hand; full at 1. */
  load: number;
  idleSince: number;
};

export function createDemoAgent(plan: AgentPlan): DemoAgent {
  return { plan, isSignedIn: false, awayReason: null, wants: null, inHand: new Map(), load: 0, idleSince: 0 };
}

/** Whether one more contact of this channel fits into the agent's hands. */
export function canTake(agent: DemoAgent, channel: Channel): boolean {
  if (!agent.isSignedIn || agent.awayReason !== null || agent.wants !== null) return false;
  const capacity = agent.plan.capacity[channel] ?? 0;
  return capacity > 0 && (agent.inHand.get(channel) ?? 0) < capacity && agent.load + 1 / capacity < 1 + 1e-9;
}

export function takeInHand(agent: DemoAgent, channel: Channel): void {
  agent.inHand.set(channel, (agent.inHand.get(channel) ?? 0) + 1);
  agent.load += 1 / (agent.plan.capacity[channel] ?? 1);
}

export function letGo(agent: DemoAgent, channel: Channel, now: number): void {
  const count = (agent.inHand.get(channel) ?? 0) - 1;
  if (count > 0) agent.inHand.set(channel, count);
  else agent.inHand.delete(channel);
  // Thirds do not add up exactly: empty hands are exactly empty.
  agent.load = agent.inHand.size === 0 ? 0 : agent.load - 1 / (agent.plan.capacity[channel] ?? 1);
  if (agent.load === 0) agent.idleSince = now;
}
