import Type, { type Static } from 'typebox';
import { CAPACITY_VERDICTS } from '../capacity/capacity-review.ts';
import { Channel } from '../kit/channel.ts';

const strict = { additionalProperties: false } as const;
const share = Type.Number({ minimum: 0, exclusiveMaximum: 1 });
const week = Type.Integer({ minimum: 0, maximum: 520 });
const agents = Type.Number({ minimum: 0, maximum: 100_000 });

/** A ramp of hires; docs/what-if.md. `needed` asks how many must begin in a week so that from another on nothing is missing. */
export const HireRampRequest = Type.Object(
  {
    agents,
    weeklyAttrition: share,
    earlyAttrition: Type.Array(share, { maxItems: 52 }),
    learning: Type.Array(Type.Number({ minimum: 0, maximum: 1 }), { maxItems: 52 }),
    cohorts: Type.Array(
      Type.Object({ startsWeek: week, hireCount: Type.Number({ minimum: 0, maximum: 10_000 }) }, strict),
      { maxItems: 100 },
    ),
    required: Type.Array(agents, { minItems: 1, maxItems: 520 }),
    shrinkage: share,
    needed: Type.Optional(Type.Object({ startsWeek: week, readyWeek: week }, strict)),
  },
  strict,
);

const orNull = Type.Union([Type.Number(), Type.Null()]);

/** What the last whole weeks say of each channel's capacity; docs/what-if.md says how it is judged. */
export const CapacityReviewAnswer = Type.Object({
  from: Type.Number(),
  to: Type.Number(),
  targets: Type.Object({ abandonRate: Type.Number(), firstContactResolution: Type.Number() }),
  channels: Type.Array(
    Type.Object({
      channel: Channel,
      weekCount: Type.Integer(),
      offeredCount: Type.Integer(),
      abandonRate: orNull,
      abandonLow: Type.Number(),
      abandonHigh: Type.Number(),
      firstContactResolution: orNull,
      abandonTrend: orNull,
      resolutionTrend: orNull,
      verdict: Type.Enum(CAPACITY_VERDICTS),
    }),
  ),
});
export type CapacityReviewAnswer = Static<typeof CapacityReviewAnswer>;
