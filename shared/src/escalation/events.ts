import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;

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
  strict,
);
export type EscalationAbout = Static<typeof EscalationAbout>;

/**
 * Something should be escalated. Any part appends it in the transaction of its own decision; escalation reacts to it and decides policy and clock by
 * the severity matrix. `requestId` is made from what asks, so that asking twice starts one escalation.
 */
export const EscalationRequested = Type.Object(
  {
    requestId: Id,
    about: EscalationAbout,
    title: Label,
    body: Type.Optional(Type.String({ maxLength: 2_000 })),
    impact: Impact,
    tier: Type.Optional(Label),
    contract: Type.Optional(Label),
    queueId: Type.Optional(Id),
    teamId: Type.Optional(Id),
    skill: Type.Optional(Label),
    language: Type.Optional(Type.String({ maxLength: 35 })),
    customerRef: Type.Optional(Id),
    /** A policy by name; without it the matrix decides. */
    policyId: Type.Optional(Id),
  },
  strict,
);

/** What was asked for is settled by itself: the escalation ends, and nobody is told any more. */
export const EscalationRequestWithdrawn = Type.Object({ requestId: Id, reason: Label }, strict);

export const escalationEvents = {
  'escalation.requested': EscalationRequested,
  'escalation.request-withdrawn': EscalationRequestWithdrawn,
} as const;
export type EscalationEventType = keyof typeof escalationEvents;
export type EscalationEventData = { [K in EscalationEventType]: Static<(typeof escalationEvents)[K]> };
