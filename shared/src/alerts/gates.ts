import Type, { type Static } from 'typebox';

/** Everything that stands between a number and a page, in the order in which it is passed. */
export const GATE_NAMES = [
  'schedule',
  'maintenance',
  'source',
  'data',
  'threshold',
  'sample',
  'proof',
  'significance',
  'persistence',
  'baseline',
  'duration',
  'silence',
  'mute',
  'inhibition',
  'group',
] as const;
export type GateName = (typeof GATE_NAMES)[number];

/** One gate: whether it was passed, and what it is about: the name of a window or silence, the id of an alert or source; until or since when, epoch ms. */
export const Gate = Type.Object(
  {
    name: Type.Unsafe<GateName>(Type.Union(GATE_NAMES.map((name) => Type.Literal(name)))),
    passed: Type.Boolean(),
    about: Type.Optional(Type.String({ maxLength: 200 })),
    at: Type.Optional(Type.Number()),
  },
  { additionalProperties: false },
);
export type Gate = Static<typeof Gate>;
