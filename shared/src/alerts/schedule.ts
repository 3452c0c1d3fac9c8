import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false } as const;

/** A time of the wall clock; `24:00` is the end of the day. */
const Clock = Type.String({ pattern: '^(?:[01]\\d|2[0-3]):[0-5]\\d$|^24:00$' });
const Zone = Type.String({ minLength: 1, maxLength: 64 });

const Days = Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 });

/**
 * A span of local time on some days of the week (1 is Monday). One whose `to` is not later than its `from` goes on into the next day. Clock
 * changes are right: a time that is skipped counts from after the gap, one that is repeated counts the first time.
 */
export const LocalSpan = Type.Object(
  {
    days: Days,
    from: Clock,
    to: Clock,
  },
  strict,
);
export type LocalSpan = Static<typeof LocalSpan>;

/** When a rule is in force: outside it neither fires nor pages. `zone` is the site's unless given. */
export const Schedule = Type.Object(
  { zone: Type.Optional(Zone), open: Type.Array(LocalSpan, { maxItems: 50 }) },
  strict,
);
export type Schedule = Static<typeof Schedule>;

/** When a window comes: once between two moments (epoch ms), or again and again by the wall clock. */
export const Recurrence = Type.Union([
  Type.Object({ kind: Type.Literal('once'), from: Type.Number(), to: Type.Number() }, strict),
  Type.Object({ kind: Type.Literal('daily'), from: Clock, to: Clock, zone: Type.Optional(Zone) }, strict),
  Type.Object(
    {
      kind: Type.Literal('weekly'),
      days: Days,
      from: Clock,
      to: Clock,
      zone: Type.Optional(Zone),
    },
    strict,
  ),
]);
export type Recurrence = Static<typeof Recurrence>;
