import type { AgentEventType } from '../agents/events.ts';
import type { EventData } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { noteKind, settleActivity, thinActivity, timeKindOf, unwindActivity } from './activity.ts';
import {
  agentFactsOf,
  appendToFacts,
  applyAgentFact,
  compareAgentFacts,
  copyPosture,
  createAgent,
  putAgentFacts,
  type Agent,
  type AgentFact,
} from './agent.ts';
import { isThinningDue, thinAgentTally } from './agent-tally.ts';
import { ALLOWED_LATENESS_MS, assignNewer, createArea, type Area, type FloorState } from './floor-state.ts';
import { ensureQueue } from './ensure-queue.ts';
import { markAgent, markArea, markQueue } from './mark-changed.ts';
import { DAY_BUCKETS, DAY_BUCKET_MS } from './window.ts';

/** Facts an agent keeps at least before another checkpoint is noted, and between two looks whether it has come. */
const FACTS_PER_CHECKPOINT = 16;
const FACTS_PER_LOOK = 8;
/** The order of what a source said among facts of one moment: before all that contacts did, which begin at 1. */
const SIGNED_OUT = -3;
const SIGNED_IN = -2;
const STATE_CHANGED = -1;
/** What an agent did in this long is known to the millisecond, before that by quarters of an hour. The longest rolling window and a reserve. */
const EXACT_ACTIVITY_MS = 3_600_000;

/** The agent, made when unknown: signed out until its source says otherwise, so that a mere mention never counts as staff. */
export function ensureAgent(state: FloorState, agentId: string): Agent {
  let agent = state.agents.get(agentId);
  if (agent === undefined) {
    agent = createAgent(agentId, state.agents.size);
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
        order: SIGNED_IN,
        key: event.id,
        state: event.data.state ?? 'available',
        reason: event.data.reason ?? null,
        signedIn: true,
        later: null,
      });
      break;
    case 'agent.state-changed':
      takeAgentFact(state, agent, {
        kind: 'state',
        time: event.time,
        order: STATE_CHANGED,
        key: event.id,
        state: event.data.state,
        reason: event.data.reason ?? null,
        signedIn: false,
        later: null,
      });
      break;
    case 'agent.signed-out':
      takeAgentFact(state, agent, {
        kind: 'state',
        time: event.time,
        order: SIGNED_OUT,
        key: event.id,
        state: 'signed-out',
        reason: event.data.reason ?? null,
        signedIn: false,
        later: null,
      });
      break;
  }
  markAgent(state, agent);
}

/** Applies a fact in its place: at the end as it comes, or by running the agent again from its checkpoint. */
export function takeAgentFact(state: FloorState, agent: Agent, fact: AgentFact): void {
  if (fact.time > agent.latestAt) {
    if (agent.factCount % FACTS_PER_LOOK === 0) moveCheckpoint(state, agent, fact.time);
    agent.latestAt = fact.time;
    appendAgentFact(agent, fact);
  } else {
    const last = agent.newest;
    const comesLast = last === null || compareAgentFacts(last, fact) <= 0;
    if (comesLast && (agent.next === null || fact.time >= agent.next.time)) appendAgentFact(agent, fact);
    else rerunAgent(agent, [...agentFactsOf(agent), fact]);
  }
  agent.version++;
  markAgent(state, agent);
}

function appendAgentFact(agent: Agent, fact: AgentFact): void {
  appendToFacts(agent, fact);
  const { posture } = agent;
  const before = posture.state;
  applyAgentFact(posture, fact);
  if (posture.state === before) return;
  agent.stateChanged = true;
  const kind = timeKindOf(posture.state);
  // Its activity ends with what the former state counts as.
  if (kind !== timeKindOf(before)) noteKind(agent.activity, kind, fact.time);
}

/** Takes all facts of one contact back, before the contact is run again. */
export function withdrawContact(state: FloorState, agent: Agent, contactId: string): void {
  const kept = agentFactsOf(agent).filter((fact) => fact.kind !== 'contact' || fact.key !== contactId);
  rerunAgent(agent, kept);
  agent.version++;
  markAgent(state, agent);
}

function rerunAgent(agent: Agent, facts: AgentFact[]): void {
  const before = agent.posture.state;
  putAgentFacts(agent, facts.sort(compareAgentFacts));
  replayFacts(agent);
  if (agent.posture.state !== before) agent.stateChanged = true;
}

/** Puts the agent where its facts lead from the checkpoint, the next checkpoint included. */
export function replayFacts(agent: Agent): void {
  const { activity, next } = agent;
  const posture = copyPosture(agent.checkpoint);
  unwindActivity(activity, timeKindOf(posture.state));
  if (next !== null) next.posture = copyPosture(posture);
  for (let fact = agent.oldest; fact !== null; fact = fact.later) {
    applyAgentFact(posture, fact);
    noteKind(activity, timeKindOf(posture.state), fact.time);
    if (next !== null && fact.time < next.time) next.posture = copyPosture(posture);
  }
  agent.posture = posture;
}

/**
 * Goes on to the next checkpoint once no late event can come before it, and notes another for later. A posture copied now and then costs far
 * less than applying every fact twice. `time` is that of a fact which comes after all others.
 */
function moveCheckpoint(state: FloorState, agent: Agent, time: number): void {
  const { next } = agent;
  if (next !== null && next.time <= state.latestEventAt - ALLOWED_LATENESS_MS) {
    dropFactsBefore(agent, next.time);
    agent.checkpoint = next.posture;
    agent.next = null;
    settleAgent(state, agent, next.time);
    if (isThinningDue(agent.tally, state.latestEventAt)) thinAgent(agent, state.latestEventAt);
  }
  if (agent.next === null && agent.factCount >= FACTS_PER_CHECKPOINT) {
    agent.next = { time, posture: copyPosture(agent.posture) };
  }
}

function dropFactsBefore(agent: Agent, time: number): void {
  while (agent.oldest !== null && agent.oldest.time < time) {
    const { oldest } = agent;
    agent.oldest = oldest.later;
    // A contact that stays in hand for days must not hold all that came after it.
    oldest.later = null;
    agent.factCount--;
  }
  if (agent.oldest === null) agent.newest = null;
}

/** Puts together what was told so long ago that no rolling window reaches it. `time` is the floor's, epoch ms. */
function thinAgent(agent: Agent, time: number): void {
  thinActivity(agent.activity, time - DAY_BUCKETS * DAY_BUCKET_MS, time - EXACT_ACTIVITY_MS, DAY_BUCKET_MS);
  thinAgentTally(agent.tally, time);
}

/** Tells whoever collects it (a report) what the agent did before `horizon`, as far as it was not told. */
export function settleAgent(state: FloorState, agent: Agent, horizon: number): void {
  const { settled } = state;
  settleActivity(
    agent.activity,
    horizon,
    settled === null ? null : (kind, from, to) => settled.agentSpan(agent, kind, from, to),
  );
}

/** Notes that the agent's site, team and queues count their agents anew. */
export function markHomes(state: FloorState, agent: Agent): void {
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
      capacity: data.capacity,
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
