import Type, { type Static } from 'typebox';
import { Channel } from '../kit/channel.ts';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;

/** The states an agent can be in; `reason` refines `not-ready`. Contacts in hand take precedence over what the source last said. */
export const AgentState = Type.Union([
  Type.Literal('available'),
  Type.Literal('presented'),
  Type.Literal('on-contact'),
  Type.Literal('after-contact-work'),
  Type.Literal('not-ready'),
  Type.Literal('signed-out'),
]);
export type AgentState = Static<typeof AgentState>;

/** All agent states in the order they are counted and shown. */
export const AGENT_STATES = [
  'available',
  'presented',
  'on-contact',
  'after-contact-work',
  'not-ready',
  'signed-out',
] as const satisfies readonly AgentState[];

/** How many contacts of a channel the agent can hold at once. */
export const Capacity = Type.Partial(
  Type.Object(
    {
      voice: Type.Integer({ minimum: 0, maximum: 50 }),
      chat: Type.Integer({ minimum: 0, maximum: 50 }),
      message: Type.Integer({ minimum: 0, maximum: 50 }),
      email: Type.Integer({ minimum: 0, maximum: 50 }),
      video: Type.Integer({ minimum: 0, maximum: 50 }),
      task: Type.Integer({ minimum: 0, maximum: 50 }),
    },
    strict,
  ),
);
export type Capacity = Partial<Record<Channel, number>>;

/** A skill with proficiency 1 (learning) to 5 (expert). */
export const Skill = Type.Object(
  { skill: Label, proficiency: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })) },
  strict,
);
export type Skill = Static<typeof Skill>;

export const AgentAttributes = {
  name: Type.Optional(Label),
  teamId: Type.Optional(Id),
  queueIds: Type.Optional(Type.Array(Id, { maxItems: 200 })),
  skills: Type.Optional(Type.Array(Skill, { maxItems: 100 })),
  capacity: Type.Optional(Capacity),
};

/** The agent signed in; `state` is `available` unless it says otherwise. */
export const AgentSignedIn = Type.Object(
  { agentId: Id, state: Type.Optional(AgentState), reason: Type.Optional(Label), ...AgentAttributes },
  strict,
);
export const AgentStateChanged = Type.Object({ agentId: Id, state: AgentState, reason: Type.Optional(Label) }, strict);
export const AgentSignedOut = Type.Object({ agentId: Id, reason: Type.Optional(Label) }, strict);
/** What the agent can do changed; each given field replaces the former value. */
export const AgentSkillsChanged = Type.Object({ agentId: Id, ...AgentAttributes }, strict);
/** The agent is known, with these attributes; each given field replaces the former value. */
export const AgentConfigured = Type.Object({ agentId: Id, ...AgentAttributes }, strict);

export const agentEvents = {
  'agent.signed-in': AgentSignedIn,
  'agent.state-changed': AgentStateChanged,
  'agent.signed-out': AgentSignedOut,
  'agent.skills-changed': AgentSkillsChanged,
  'agent.configured': AgentConfigured,
} as const;

export type AgentEventType = keyof typeof agentEvents;
export type AgentEventData = { [K in AgentEventType]: Static<(typeof agentEvents)[K]> };
