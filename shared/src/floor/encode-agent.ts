import { decodeActivity, encodeActivity, TIME_KIND, type EncodedActivity } from './activity.ts';
import type { AgentState } from '../agents/events.ts';
import type { Channel } from '../kit/channel.ts';
import { createAgent, createPosture, type Agent, type AgentFact } from './agent.ts';
import { decodeAgentTally, encodeAgentTally } from './agent-tally.ts';
import type { EngagedPhase } from './contact-phase.ts';
import { replayFacts } from './fold-agent.ts';

/** An agent as plain JSON: what it does now follows from its checkpoint and facts. */
export type EncodedAgent = Pick<
  Agent,
  'id' | 'name' | 'teamId' | 'queueIds' | 'skills' | 'capacity' | 'attributeTimes' | 'checkpoint' | 'latestAt'
> & {
  readonly nextAt: number | null;
  readonly facts: readonly EncodedAgentFact[];
  readonly activity: EncodedActivity;
  readonly tally: readonly number[];
};

type EncodedAgentFact = readonly [
  time: number,
  order: number,
  key: string,
  what:
    | readonly [state: AgentState, reason: string | null, signedIn: boolean]
    | readonly [queueId: string | null, channel: Channel, phase: EngagedPhase | null, isContact: true],
];

export function encodeAgent(agent: Agent): EncodedAgent {
  const { id, name, teamId, queueIds, skills, capacity, attributeTimes, checkpoint, latestAt } = agent;
  return {
    id,
    name,
    teamId,
    queueIds,
    skills,
    capacity,
    attributeTimes,
    checkpoint,
    latestAt,
    nextAt: agent.next?.time ?? null,
    facts: agent.facts.map(encodeAgentFact),
    activity: encodeActivity(agent.activity, TIME_KIND[checkpoint.state]),
    tally: encodeAgentTally(agent.tally),
  };
}

export function decodeAgent(encoded: EncodedAgent, index: number): Agent {
  const { activity, tally, facts, checkpoint, nextAt, ...rest } = encoded;
  const agent = Object.assign(createAgent(encoded.id, index), rest);
  agent.checkpoint = Object.assign(createPosture(), checkpoint);
  if (nextAt !== null) agent.next = { time: nextAt, posture: agent.checkpoint };
  decodeActivity(agent.activity, activity);
  Object.assign(agent.tally, decodeAgentTally(tally));
  for (const fact of facts) agent.facts.push(decodeAgentFact(fact));
  replayFacts(agent);
  return agent;
}

function encodeAgentFact(fact: AgentFact): EncodedAgentFact {
  const { time, order, key } = fact;
  return fact.kind === 'state'
    ? [time, order, key, [fact.state, fact.reason, fact.signedIn]]
    : [time, order, key, [fact.queueId, fact.channel, fact.phase, true]];
}

function decodeAgentFact([time, order, key, what]: EncodedAgentFact): AgentFact {
  if (what.length === 3) {
    const [state, reason, signedIn] = what;
    return { kind: 'state', time, order, key, state, reason, signedIn };
  }
  const [queueId, channel, phase] = what;
  return { kind: 'contact', time, order, key, queueId, channel, phase };
}
