import type { AgentEventType } from '../agents/events.ts';
import type { EventData } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import {
  addSpan,
  applyAgentFact,
  compareAgentFacts,
  copyPosture,
  createAgent,
  timeKind,
  type Agent,
  type AgentFact,
  type SpanSink,
} from './agent.ts';
import { ALLOWED_LATENESS_MS, assignNewer, createArea, type Area, type FloorState } from './floor-state.ts';
import { ensureQueue } from './ensure-queue.ts';
import { markAgent, markArea, markQueue } from './mark-changed.ts';
import { BUCKET_MS, ROLLING_BUCKETS } from './window.ts';

/** Facts an agent keeps before older ones are drawn into the checkpoint. */
const FACTS_KEPT = 48;

/** The agent, made when unknown: signed out until its source says otherwise, so that a mere mention never counts as staff. */
export function ensureAgent(state: FloorState, agentId: string): Agent {
  let agent = state.agents.get(agentId);
  if (agent === undefined) {
    agent = createAgent(agentId, BUCKET_MS, ROLLING_BUCKETS);
    state.agents.set(agentId, agent);
    markArea(state, state.site);
    markAgent(state, agent);
  }
  return agent;
}

export function ensureTeam(state: FloorState, teamId: string): Area {
  let team = state.teams.get(teamId);
  if (team === undefined) {
    team = createArea(teamId, 'team');
    state.teams.set(teamId, team);
    markArea(state, team);
  }
  return team;
}

export function foldAgentEvent(state: FloorState, event: LoggedEvent<AgentEventType>): void {
  const agent = ensureAgent(state, event.data.agentId);
  switch (event.type) {
    case 'agent.configured':
    case 'agent.skills-changed':
      configureAgent(state, agent, event.data, event.time);
      break;
    case 'agent.signed-in':
      configureAgent(state, agent, event.data, event.time);
      takeAgentFact(state, agent, {
        kind: 'state',
        time: event.time,
        order: 0.2,
        key: event.id,
        state: event.data.state ?? 'available',
        reason: event.data.reason ?? null,
        signedIn: true,
      });
      break;
    case 'agent.state-changed':
      takeAgentFact(state, agent, {
        kind: 'state',
        time: event.time,
        order: 0.3,
        key: event.id,
        state: event.data.state,
        reason: event.data.reason ?? null,
        signedIn: false,
      });
      break;
    case 'agent.signed-out':
      takeAgentFact(state, agent, {
        kind: 'state',
        time: event.time,
        order: 0.1,
        key: event.id,
        state: 'signed-out',
        reason: event.data.reason ?? null,
        signedIn: false,
      });
      break;
  }
  markAgent(state, agent);
}

/** Applies a fact in its place: at the end as it comes, or by running the agent again from its checkpoint. */
export function takeAgentFact(state: FloorState, agent: Agent, fact: AgentFact): void {
  const before = agent.posture.state;
  const last = agent.facts[agent.facts.length - 1];
  if (last === undefined || compareAgentFacts(last, fact) <= 0) {
    agent.facts.push(fact);
    applyAgentFact(agent, agent.posture, fact, addState);
  } else rerunAgent(agent, (facts) => facts.push(fact));
  settleState(state, agent, before);
  if (agent.facts.length > FACTS_KEPT) trimAgent(state, agent);
}

/** Takes all facts of one contact back, before the contact is run again. */
export function withdrawContact(state: FloorState, agent: Agent, contactId: string): void {
  const before = agent.posture.state;
  rerunAgent(agent, (facts) => {
    const kept = facts.filter((fact) => fact.kind !== 'contact' || fact.key !== contactId);
    facts.length = 0;
    facts.push(...kept);
  });
  settleState(state, agent, before);
}

function rerunAgent(agent: Agent, change: (facts: AgentFact[]) => void): void {
  const undone = copyPosture(agent.checkpoint);
  for (const fact of agent.facts) applyAgentFact(agent, undone, fact, takeBackState);
  change(agent.facts);
  agent.facts.sort(compareAgentFacts);
  agent.posture = copyPosture(agent.checkpoint);
  for (const fact of agent.facts) applyAgentFact(agent, agent.posture, fact, addState);
}

const addState: SpanSink = (agent, state, from, to) => {
  const kind = timeKind(state);
  if (kind === null) return;
  addSpan(agent.rolling, kind, from, to, 1);
  addSpan(agent.day, kind, from, to, 1);
};

const takeBackState: SpanSink = (agent, state, from, to) => {
  const kind = timeKind(state);
  if (kind === null) return;
  addSpan(agent.rolling, kind, from, to, -1);
  addSpan(agent.day, kind, from, to, -1);
};

/** Draws facts that can no longer change into the checkpoint; `all` at the end of a report. */
export function trimAgent(state: FloorState, agent: Agent, all = false): void {
  const horizon = all ? Infinity : state.latestEventAt - ALLOWED_LATENESS_MS;
  const settle: SpanSink = (_agent, stateName, from, to) => {
    const kind = timeKind(stateName);
    if (kind !== null) state.settled?.agentSpan(agent, kind, from, to);
  };
  let drawn = 0;
  for (const fact of agent.facts) {
    if (fact.time >= horizon) break;
    applyAgentFact(agent, agent.checkpoint, fact, settle);
    drawn++;
  }
  if (drawn > 0) agent.facts.splice(0, drawn);
}

function settleState(state: FloorState, agent: Agent, before: Agent['posture']['state']): void {
  agent.version++;
  markAgent(state, agent);
  if (agent.posture.state !== before) markHomes(state, agent);
}

/** Notes that the agent's site, team and queues count their agents anew. */
function markHomes(state: FloorState, agent: Agent): void {
  markArea(state, state.site);
  if (agent.teamId !== null) markArea(state, ensureTeam(state, agent.teamId));
  for (const queueId of agent.queueIds) {
    const queue = state.queues.get(queueId);
    if (queue !== undefined) markQueue(state, queue);
  }
}

function configureAgent(state: FloorState, agent: Agent, data: EventData['agent.configured'], time: number): void {
  const membership = data.teamId !== undefined || data.queueIds !== undefined;
  if (membership) markHomes(state, agent);
  if (membership) state.regroupedCount++;
  for (const queueId of agent.queueIds) if (membership) state.queues.get(queueId)?.agentIds.delete(agent.id);
  assignNewer(
    agent,
    {
      name: data.name,
      teamId: data.teamId,
      queueIds: data.queueIds === undefined ? undefined : [...new Set(data.queueIds)],
      skills: data.skills === undefined ? undefined : [...data.skills],
      capacity: data.capacity as Agent['capacity'] | undefined,
    },
    time,
  );
  if (membership) {
    for (const queueId of agent.queueIds) {
      const queue = ensureQueue(state, queueId);
      queue.agentIds.add(agent.id);
    }
    markHomes(state, agent);
  }
}
