import Type from 'typebox';

const seconds = Type.Number({ minimum: 0, maximum: 1e12 });
const share = Type.Number({ minimum: 0, maximum: 1 });
const name = Type.String({ minLength: 1, maxLength: 100 });

/** How a time varies. All are given by their mean; one random number makes one time. */
export const Distribution = Type.Union([
  Type.Object({ kind: Type.Literal('exponential'), meanSec: seconds }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('fixed'), meanSec: seconds }, { additionalProperties: false }),
  Type.Object(
    /** `cv`: standard deviation ÷ mean. Handle times are mostly near to this, with a cv about 1. */
    { kind: Type.Literal('lognormal'), meanSec: seconds, cv: Type.Number({ minimum: 0, maximum: 100 }) },
    { additionalProperties: false },
  ),
  Type.Object(
    /** `shape` 1 is exponential; below it many leave at once and the rest stays long. */
    { kind: Type.Literal('weibull'), meanSec: seconds, shape: Type.Number({ minimum: 0.1, maximum: 20 }) },
    { additionalProperties: false },
  ),
]);
export type Distribution = Type.Static<typeof Distribution>;

export const ScenarioQueue = Type.Object(
  {
    id: name,
    /** Contacts expected in each interval. */
    arrivals: Type.Array(Type.Number({ minimum: 0, maximum: 1e7 }), { minItems: 1, maxItems: 20_000 }),
    /** Talk and after-contact work of a contact whose agent has no other. */
    handleTime: Distribution,
    /** How long a contact is willing to wait; without it nobody leaves. */
    patience: Type.Optional(Distribution),
    /** The wait that still counts as in time. */
    targetSec: seconds,
    /** Queues with a lower number are served first; 0 unless given. */
    priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
    /** A contact that finds at least `whenWaiting` others waiting is offered to be called back in its turn. */
    callback: Type.Optional(
      Type.Object(
        {
          whenWaiting: Type.Integer({ minimum: 0, maximum: 100_000 }),
          /** Share of those offered that accept. */
          acceptShare: share,
          /** Share of calls back that reach somebody. */
          reachShare: share,
          /** An agent's time on a call back that reaches nobody. */
          attemptSec: seconds,
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type ScenarioQueue = Type.Static<typeof ScenarioQueue>;

const agentCount = Type.Integer({ minimum: 0, maximum: 100_000 });

export const ScenarioGroup = Type.Object(
  {
    id: name,
    /** Agents at work: one number, or one for each interval. Who is to leave finishes the contact in hand. */
    agents: Type.Union([agentCount, Type.Array(agentCount, { minItems: 1, maxItems: 20_000 })]),
    /** The queues the group serves; those with a lower preference first, 0 unless given. */
    skills: Type.Array(
      Type.Object(
        { queue: name, preference: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 1000 },
    ),
    /**
     * By how much a contact takes longer while its agent holds 1, 2, … K: its length is the most an agent holds at once.
     * Without it an agent holds one.
     */
    stretch: Type.Optional(Type.Array(Type.Number({ minimum: 1, maximum: 1000 }), { minItems: 1, maxItems: 20 })),
    /** A share of contacts rings at an agent who does not answer: it goes back to its place, the agent is away for a while. */
    notAnswering: Type.Optional(
      Type.Object({ share, ringSec: seconds, awaySec: seconds }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);
export type ScenarioGroup = Type.Static<typeof ScenarioGroup>;

/** A floor to simulate: what arrives, who serves, for how long. */
export const Scenario = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 200 })),
    /** The same seed gives the same result; 1 unless given. */
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
    /** How often the day is lived through; 20 unless given. */
    replications: Type.Optional(Type.Integer({ minimum: 2, maximum: 10_000 })),
    intervalMinutes: Type.Number({ exclusiveMinimum: 0, maximum: 10_080 }),
    /** Share of confidence intervals that hold the truth; 0.95 unless given. */
    confidence: Type.Optional(Type.Number({ minimum: 0.5, maximum: 0.9999 })),
    /** Standard deviation ÷ mean of a factor on all arrivals of a replication: how unsure the forecast of the day is. */
    busynessCv: Type.Optional(Type.Number({ minimum: 0, maximum: 2 })),
    queues: Type.Array(ScenarioQueue, { minItems: 1, maxItems: 500 }),
    groups: Type.Array(ScenarioGroup, { minItems: 1, maxItems: 500 }),
  },
  { additionalProperties: false },
);
export type Scenario = Type.Static<typeof Scenario>;
