import Type, { type Static } from 'typebox';

/** Every refused request, as `application/problem+json` (RFC 9457). `pointer` is the JSON pointer of the bad field. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.Optional(Type.String()),
  pointer: Type.Optional(Type.String()),
});
export type Problem = Static<typeof Problem>;
