import { decodeActivity, encodeActivity, timeKindOf, type EncodedActivity } from './activity.ts';
import type { AgentState } from '../agents/events.ts';
import type { Channel } from '../kit/channel.ts';
import {
  agentFactsOf,
  createAgent,
  createPosture,
  putAgentFacts,
  type Agent,
  type AgentFact,
  type AgentPosture,
  type ContactFact,
} from './agent.ts';
import { decodeAgentTally, encodeAgentTally, type EncodedAgentTally } from './agent-tally.ts';
import type { EngagedPhase } from './contact-phase.ts';
import { replayFacts } from './fold-agent.ts';

/** An agent as plain JSON: what it does now follows from its checkpoint and facts. */
export type EncodedAgent = Pick<
  Agent,
  'id' | 'name' | 'teamId' | 'queueIds' | 'skills' | 'capacity' | 'attributeTimes' | 'latestAt'
> & {
  readonly checkpoint: Omit<AgentPosture, 'contacts'> & { readonly contacts: readonly Omit<ContactFact, 'later'>[] };
  readonly nextAt: number | null;
  readonly facts: readonly EncodedAgentFact[];
  readonly activity: EncodedActivity;
  readonly tally: EncodedAgentTally;
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
    checkpoint: { ...checkpoint, contacts: checkpoint.contacts.map(({ later: _, ...fact }) => fact) },
    latestAt,
    nextAt: agent.next?.time ?? null,
    facts: agentFactsOf(agent).map(encodeAgentFact),
    activity: encodeActivity(agent.activity, timeKindOf(checkpoint.state)),
    tally: encodeAgentTally(agent.tally),
  };
}

export function decodeAgent(encoded: EncodedAgent, index: number): Agent {
  const { activity, tally, facts, checkpoint, nextAt, ...rest } = encoded;
  const agent = Object.assign(createAgent(encoded.id, index), rest);
  const contacts = checkpoint.contacts.map((fact): ContactFact => ({ ...fact, later: null }));
  agent.checkpoint = Object.assign(createPosture(), { ...checkpoint, contacts });
  if (nextAt !== null) agent.next = { time: nextAt, posture: agent.checkpoint };
  decodeActivity(agent.activity, activity);
  Object.assign(agent.tally, decodeAgentTally(tally));
  putAgentFacts(agent, facts.map(decodeAgentFact));
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
    return { kind: 'state', time, order, key, state, reason, signedIn, later: null };
  }
  const [queueId, channel, phase] = what;
  return { kind: 'contact', time, order, key, queueId, channel, phase, later: null };
}
