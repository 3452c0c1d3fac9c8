import Type, { type Static } from 'typebox';
import { Id } from '../kit/ids.ts';

/** How far what happened reaches; the rows of the severity matrix. */
export const Impact = Type.Union([
  Type.Literal('low'),
  Type.Literal('medium'),
  Type.Literal('high'),
  Type.Literal('critical'),
]);
export type Impact = Static<typeof Impact>;

/** What an escalation is about. */
export const EscalationAbout = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('alert'),
      Type.Literal('handover'),
      Type.Literal('handoff'),
      Type.Literal('contact'),
      Type.Literal('queue'),
      Type.Literal('bot'),
      Type.Literal('investigation'),
      Type.Literal('other'),
    ]),
    id: Id,
  },
  { additionalProperties: false },
);
export type EscalationAbout = Static<typeof EscalationAbout>;
