import Type, { type Static } from 'typebox';
import { Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;
const MinuteOfDay = Type.Integer({ minimum: 0, maximum: 1440 });

/** One reason why paid time is not spent on contacts; see `staffing/shrinkage.ts`. */
const ShrinkageShare = Type.Object(
  {
    cause: Label,
    kind: Type.Union([Type.Literal('planned'), Type.Literal('unplanned')]),
    share: Type.Number({ minimum: 0, maximum: 0.95 }),
  },
  strict,
);

/** How a queue is to be staffed, beyond what it promises. Everything may be left out. */
export const StaffingRule = Type.Object(
  {
    /** Mean patience of its contacts, ms; measured where it is not given. */
    patienceMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 86_400_000 })),
    /** Agents that are to be there whatever is expected: for critical queues. */
    minimumAgents: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    /** Highest share of their time that agents are to be busy, and of contacts that may give up. */
    maxOccupancy: Type.Optional(Type.Number({ minimum: 0.1, maximum: 1 })),
    maxAbandon: Type.Optional(Type.Number({ minimum: 0.001, maximum: 1 })),
    /** By how much a contact takes longer for each further one its agent holds: 0.25 is a quarter. */
    stretchPerContact: Type.Optional(Type.Number({ minimum: 0, maximum: 10 })),
    /** Work that is not waited for (e-mail, tasks): between which minutes of the local day it is done; all day where it is not given. */
    workedFromMinute: Type.Optional(MinuteOfDay),
    workedToMinute: Type.Optional(MinuteOfDay),
    shrinkage: Type.Optional(Type.Array(ShrinkageShare, { maxItems: 20 })),
  },
  strict,
);
export type StaffingRule = Static<typeof StaffingRule>;
