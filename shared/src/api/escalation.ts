import Type, { type Static } from 'typebox';
import { Addressee } from '../access/addressee.ts';
import { DecidedBy } from '../alerts/events.ts';
import { EscalationAbout, Impact } from '../escalation/impact.ts';
import { EscalationPolicy } from '../escalation/policy.ts';
import { HighValueWatch, MatrixCell, SeverityMatrix } from '../escalation/matrix.ts';
import { Rotation, RotationOverride } from '../escalation/rotation.ts';
import type { EscalationRow } from '../escalation/rows.ts';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;
const Moment = Type.Number({ description: "epoch ms of the site's clock" });

/** Longest an escalation may be snoozed, ms: three days. */
export const MAX_SNOOZE_MS = 3 * 86_400_000;

/** An escalation as its live row says it; the timeline is longer here. */
export const EscalationAnswer = Type.Unsafe<EscalationRow>(
  Type.Object(
    { id: Type.String(), title: Type.String(), state: Type.String(), dueAt: Type.Union([Moment, Type.Null()]) },
    { additionalProperties: true, description: 'an escalation as docs/escalation.md describes it' },
  ),
);
export type EscalationAnswer = EscalationRow;

export const StartRequest = Type.Object(
  {
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
    policyId: Type.Optional(Id),
  },
  strict,
);
export type StartRequest = Static<typeof StartRequest>;
export const StartAnswer = Type.Object({ id: Type.String(), position: Type.Integer(), time: Moment });

export const AcknowledgeEscalation = Type.Object({ note: Type.Optional(Label) }, strict);
export const ReassignEscalation = Type.Object({ to: Addressee, note: Type.Optional(Label) }, strict);
export const SnoozeEscalation = Type.Object({ until: Moment, reason: Label }, strict);
export const ResolveEscalation = Type.Object({ reason: Label }, strict);
export const NoteEscalation = Type.Object({ text: Type.String({ minLength: 1, maxLength: 2_000 }) }, strict);
export const WarRoomEscalation = Type.Object({}, strict);

/** A policy in force. */
export const PolicyAnswer = Type.Object({
  id: Id,
  version: Type.Integer(),
  policy: Type.Unsafe<EscalationPolicy>(Type.Unknown()),
  setBy: DecidedBy,
  setAt: Moment,
});
export type PolicyAnswer = Static<typeof PolicyAnswer>;

/** A policy as a path to be read: each moment with who is told, from its start on; ms. */
export const PathAnswer = Type.Object({
  policyId: Id,
  name: Label,
  lines: Type.Array(
    Type.Object({
      afterMs: Type.Integer({ description: 'from the start of the escalation' }),
      policyId: Id,
      round: Type.Integer(),
      step: Type.Integer(),
      responsible: Type.Array(Type.String()),
      respondWithinMs: Type.Integer(),
    }),
  ),
  exhaustedAfterMs: Type.Integer(),
  owner: Type.String(),
  text: Type.String({ description: 'the same as plain text' }),
});
export type PathAnswer = Static<typeof PathAnswer>;

export const MatrixAnswer = Type.Object({
  version: Type.Integer(),
  matrix: Type.Object({
    cells: Type.Array(MatrixCell),
    highValue: Type.Union([HighValueWatch, Type.Null()]),
  }),
  setBy: DecidedBy,
  setAt: Moment,
});
export type MatrixAnswer = Static<typeof MatrixAnswer>;
export type { SeverityMatrix };

export const OverrideRequest = Type.Object(
  { personId: Id, from: Moment, until: Moment, reason: Type.Optional(Label) },
  strict,
);
export type OverrideRequest = Static<typeof OverrideRequest>;

export const ShiftAnswer = Type.Object({
  personId: Id,
  name: Type.String(),
  from: Moment,
  until: Moment,
  overrideId: Type.Union([Id, Type.Null()]),
});
export const RotationAnswer = Type.Object({
  id: Id,
  version: Type.Integer(),
  rotation: Type.Unsafe<Rotation>(Type.Unknown()),
  overrides: Type.Array(RotationOverride),
  now: ShiftAnswer,
  shifts: Type.Array(ShiftAnswer),
});
export type RotationAnswer = Static<typeof RotationAnswer>;

/** Whom a policy or rotation may name. */
export const TargetsAnswer = Type.Object({
  people: Type.Array(Type.Object({ id: Id, name: Type.String(), roles: Type.Array(Type.String()) })),
  channels: Type.Array(Type.Object({ id: Id, name: Type.String() })),
});
export type TargetsAnswer = Static<typeof TargetsAnswer>;

/** Who could help best with this now, and why. */
export const ExpertsAnswer = Type.Array(
  Type.Object({
    agentId: Id,
    name: Type.String(),
    score: Type.Number(),
    reasons: Type.Array(
      Type.Object({
        kind: Type.String(),
        points: Type.Number(),
        name: Type.Optional(Type.String()),
        count: Type.Optional(Type.Integer()),
        of: Type.Optional(Type.Integer()),
      }),
    ),
  }),
);
export type ExpertsAnswer = Static<typeof ExpertsAnswer>;
