import { AGENT_STATES, type AgentState, type Capacity, type Skill } from '../agents/events.ts';
import type { Channel } from '../kit/channel.ts';
import { createActivity, type Activity } from './activity.ts';
import { createAgentTally, type AgentTally } from './agent-tally.ts';
import type { EngagedPhase } from './contact-phase.ts';

/** Index of each state in counts. */
export const STATE_INDEX = Object.fromEntries(AGENT_STATES.map((state, index) => [state, index])) as Record<
  AgentState,
  number
>;

/** A contact in an agent's hands since a moment, or (`phase` null) out of them. */
export type ContactFact = {
  readonly kind: 'contact';
  readonly time: number;
  readonly order: number;
  readonly key: string;
  readonly queueId: string | null;
  readonly channel: Channel;
  readonly phase: EngagedPhase | null;
  /** The fact after it. */
  later: AgentFact | null;
};

/** What the agent's source said. */
export type StateFact = {
  readonly kind: 'state';
  readonly time: number;
  readonly order: number;
  readonly key: string;
  readonly state: AgentState;
  readonly reason: string | null;
  readonly signedIn: boolean;
  later: AgentFact | null;
};

/**
 * Something that changed what an agent does: the source said a state, or a contact came, changed or went. `order` decides between facts of
 * one moment; `key` between facts of equal order: the contact's id, or the id of the event that said the state.
 */
export type AgentFact = StateFact | ContactFact;

/** What an agent does at a moment: what the source said, and the contacts in hand. */
export type AgentPosture = {
  said: AgentState;
  saidReason: string | null;
  saidAt: number;
  signedInAt: number | null;
  /** The latest fact of each contact in hand. */
  contacts: ContactFact[];
  state: AgentState;
  since: number;
  /** State before `since`, to continue it where a moment's facts cancel out. */
  formerState: AgentState;
  formerSince: number;
};

/** What is looked at with every event of its contacts stands first: it then lies in one piece of memory. */
export type Agent = {
  readonly id: string;
  posture: AgentPosture;
  /** The facts since the checkpoint, each with the one after it. */
  oldest: AgentFact | null;
  newest: AgentFact | null;
  factCount: number;
  /** Time of the newest fact, epoch ms: one after it comes last. */
  latestAt: number;
  readonly activity: Activity;
  readonly tally: AgentTally;
  /** Raised with every change, so that readers can keep what they found. */
  version: number;
  changed: boolean;
  /** Whether it changed its state since the last cut, so that what counts it by state must be cut again too. */
  stateChanged: boolean;
  /** The posture after all facts before `time`: the checkpoint to come, once none of them can change any more. */
  next: { readonly time: number; posture: AgentPosture } | null;
  /** The posture before the oldest fact kept. */
  checkpoint: AgentPosture;
  /** Its place among all agents, from 0 in the order in which they became known: readers keep arrays by it. */
  readonly index: number;
  name: string;
  teamId: string | null;
  queueIds: string[];
  skills: Skill[];
  capacity: Capacity;
  /** When each attribute was last configured, so that an older word does not replace a newer. */
  attributeTimes: Record<string, number>;
};

export function createPosture(): AgentPosture {
  return {
    said: 'signed-out',
    saidReason: null,
    saidAt: 0,
    signedInAt: null,
    contacts: [],
    state: 'signed-out',
    since: 0,
    formerState: 'signed-out',
    formerSince: 0,
  };
}

export function createAgent(id: string, index: number): Agent {
  return {
    id,
    posture: createPosture(),
    oldest: null,
    newest: null,
    factCount: 0,
    latestAt: 0,
    activity: createActivity(),
    tally: createAgentTally(),
    version: 0,
    changed: false,
    stateChanged: false,
    next: null,
    checkpoint: createPosture(),
    index,
    name: id,
    teamId: null,
    queueIds: [],
    skills: [],
    capacity: {},
    attributeTimes: {},
  };
}

/** Adds a fact that comes after all others. */
export function appendToFacts(agent: Agent, fact: AgentFact): void {
  if (agent.newest === null) agent.oldest = fact;
  else agent.newest.later = fact;
  agent.newest = fact;
  agent.factCount++;
}

/** The agent's facts, oldest first. */
export function agentFactsOf(agent: Agent): AgentFact[] {
  const facts: AgentFact[] = [];
  for (let fact = agent.oldest; fact !== null; fact = fact.later) facts.push(fact);
  return facts;
}

/** Puts these in the place of all its facts; they are in order. */
export function putAgentFacts(agent: Agent, facts: readonly AgentFact[]): void {
  agent.oldest = null;
  agent.newest = null;
  agent.factCount = 0;
  for (const fact of facts) {
    fact.later = null;
    appendToFacts(agent, fact);
  }
}

export function compareAgentFacts(a: AgentFact, b: AgentFact): number {
  return a.time - b.time || a.order - b.order || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** Contacts in hand win over what the source said; serving wins over wrapping up, and that over ringing. */
export function effectiveState(posture: AgentPosture): AgentState {
  let state: AgentState = posture.said;
  let best = 0;
  const { contacts } = posture;
  for (let index = 0; index < contacts.length; index++) {
    const weight = weightOf((contacts[index] as ContactFact).phase); // index is within
    if (weight <= best) continue;
    best = weight;
    state = weight === SERVING ? 'on-contact' : weight === RINGING ? 'presented' : 'after-contact-work';
  }
  return state;
}

const RINGING = 1;
const WRAPPING_UP = 2;
const SERVING = 3;

/** Comparing with each is quicker than looking a text up. */
function weightOf(phase: EngagedPhase | null): number {
  switch (phase) {
    case null:
      return 0;
    case 'presented':
      return RINGING;
    case 'after-contact-work':
      return WRAPPING_UP;
    case 'on-hold':
    case 'talking':
      return SERVING;
  }
}

/** Applies one fact to a posture. Facts must come in order. */
export function applyAgentFact(posture: AgentPosture, fact: AgentFact): void {
  if (fact.kind === 'state') {
    posture.said = fact.state;
    posture.saidReason = fact.reason;
    posture.saidAt = fact.time;
    if (fact.signedIn) posture.signedInAt = fact.time;
    else if (fact.state === 'signed-out') posture.signedInAt = null;
    else posture.signedInAt ??= fact.time;
  } else {
    let index = posture.contacts.length - 1;
    while (index >= 0 && posture.contacts[index]?.key !== fact.key) index--;
    if (fact.phase === null) {
      if (index === posture.contacts.length - 1) posture.contacts.pop();
      else if (index >= 0) posture.contacts.splice(index, 1);
    } else if (index >= 0) posture.contacts[index] = fact;
    else posture.contacts.push(fact);
  }
  const state = effectiveState(posture);
  if (state === posture.state) return;
  if (posture.since === fact.time && posture.formerState === state) {
    posture.state = state;
    posture.since = posture.formerSince;
    return;
  }
  if (posture.since !== fact.time) {
    posture.formerState = posture.state;
    posture.formerSince = posture.since;
  }
  posture.state = state;
  posture.since = fact.time;
}

export function copyPosture(posture: AgentPosture): AgentPosture {
  return { ...posture, contacts: [...posture.contacts] };
}
