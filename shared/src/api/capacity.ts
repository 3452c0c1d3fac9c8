import Type from 'typebox';

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
