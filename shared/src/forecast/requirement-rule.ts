import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false } as const;
const MinuteOfDay = Type.Integer({ minimum: 0, maximum: 1440 });

/**
 * How the agents of a queue are to be worked out, beyond what it promises. Everything may be left out. Its minimum and its shrinkage are part of its schedule:
 * `schedule.queue-configured`.
 */
export const RequirementRule = Type.Object(
  {
    /** Mean patience of its contacts, ms; measured where it is not given. */
    patienceMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 86_400_000 })),
    /** Highest share of their time that agents are to be busy, and of contacts that may give up. */
    maxOccupancy: Type.Optional(Type.Number({ minimum: 0.1, maximum: 1 })),
    maxAbandon: Type.Optional(Type.Number({ minimum: 0.001, maximum: 1 })),
    /** Between which minutes of the local day it is staffed; all day where it is not given. */
    staffedFromMinute: Type.Optional(MinuteOfDay),
    staffedToMinute: Type.Optional(MinuteOfDay),
  },
  strict,
);
export type RequirementRule = Static<typeof RequirementRule>;

/** How the agents a forecast asks for were worked out, so that everybody can see why. */
export const RequirementBasis = Type.Object(
  {
    /** Erlang C: nobody gives up. Erlang A: contacts do, after their patience. `chat`: agents hold several. `backlog`: work with a deadline, done when there is time. */
    model: Type.Union([
      Type.Literal('erlang-c'),
      Type.Literal('erlang-a'),
      Type.Literal('chat'),
      Type.Literal('backlog'),
    ]),
    patienceMs: Type.Union([Type.Number(), Type.Null()]),
    /** Set by somebody, or measured as total wait ÷ contacts that gave up; `null` where neither is there. */
    patienceFrom: Type.Union([Type.Literal('set'), Type.Literal('measured'), Type.Null()]),
    /** Contacts that gave up which a measured patience rests on. */
    abandonedCount: Type.Integer({ minimum: 0 }),
    concurrency: Type.Integer({ minimum: 1 }),
    maxOccupancy: Type.Number(),
    maxAbandon: Type.Union([Type.Number(), Type.Null()]),
    /** Within which work with a deadline is to be done. */
    deadlineMs: Type.Union([Type.Number(), Type.Null()]),
    /** Such work that waited already when the plan starts and is part of it, and how much of it is late; absent where none was counted. */
    waitingCount: Type.Optional(Type.Integer({ minimum: 0 })),
    lateCount: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  strict,
);
export type RequirementBasis = Static<typeof RequirementBasis>;
