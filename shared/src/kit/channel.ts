import Type, { type Static } from 'typebox';

/** How a contact reaches the site. `voice` includes call-backs that are in the queue now. */
export const Channel = Type.Union([
  Type.Literal('voice'),
  Type.Literal('chat'),
  Type.Literal('message'),
  Type.Literal('email'),
  Type.Literal('video'),
  Type.Literal('task'),
]);
export type Channel = Static<typeof Channel>;
