import Type, { type Static } from 'typebox';
import { Addressee } from '../access/addressee.ts';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { NoticeWords, Sentence } from '../words/words.ts';
import { EscalationState } from './escalation-machine.ts';
import { ExpertReason } from './find-expert.ts';
import { EscalationAbout, Impact } from './impact.ts';
import { SeverityMatrix } from './matrix.ts';
import { EscalationPolicy, MAX_PATH_STEPS, Rung, Target } from './policy.ts';
import { Rotation, RotationOverride } from './rotation.ts';

export { EscalationAbout, Impact } from './impact.ts';

const strict = { additionalProperties: false } as const;
const Body = Type.String({ maxLength: 2_000 });
const Moment = Type.Number();
const MomentOrNull = Type.Union([Moment, Type.Null()]);
const Version = Type.Integer({ minimum: 1 });

/**
 * Something should be escalated. Any part appends it in the transaction of its own decision; escalation reacts to it and decides policy and clock by
 * the severity matrix. `requestId` is made from what asks, so that asking twice starts one escalation.
 */
export const EscalationRequested = Type.Object(
  {
    requestId: Id,
    about: EscalationAbout,
    title: Label,
    body: Type.Optional(Body),
    /** What says both in any language (`inWords`). */
    words: Type.Optional(NoticeWords),
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
export type EscalationRequested = Static<typeof EscalationRequested>;

/** Why something is settled, in the first language, and the sentence behind it, where it was not somebody's own words. */
const Because = { reason: Label, words: Type.Optional(Sentence) };

/** What was asked for is settled by itself: the escalation ends, and nobody is told any more. */
export const EscalationRequestWithdrawn = Type.Object({ requestId: Id, ...Because }, strict);
export type EscalationRequestWithdrawn = Static<typeof EscalationRequestWithdrawn>;

const EscalationId = Type.String({ pattern: '^[0-9a-f]{16}$' });

/** Most people named with one target. */
export const MAX_NAMED = 20;

/**
 * Whom a target meant at that moment: `to` is who is told, `names` who that was by name (as far as they have accounts). `reached` is false where it
 * meant nobody: nobody on call, no expert signed in. For an expert the candidates stand in order, each with the reasons.
 */
export const Told = Type.Object(
  {
    /** What the path named; `null` for whom a person gave it to. */
    target: Type.Union([Target, Type.Null()]),
    to: Type.Array(Addressee, { maxItems: MAX_NAMED }),
    channelId: Type.Optional(Id),
    names: Type.Array(Label, { maxItems: MAX_NAMED }),
    reached: Type.Boolean(),
    /** Set where it stands in for targets that reached nobody. */
    standsIn: Type.Optional(Type.Boolean()),
    experts: Type.Optional(
      Type.Array(
        Type.Object(
          { agentId: Id, name: Label, score: Type.Number(), reasons: Type.Array(ExpertReason, { maxItems: 10 }) },
          strict,
        ),
        { maxItems: 5 },
      ),
    ),
  },
  strict,
);
export type Told = Static<typeof Told>;

/** How an escalation stands after an event; every one of its events says all of it. Moments are epoch ms of the site's clock. */
export const Standing = Type.Object(
  {
    state: EscalationState,
    /** When it moves by itself. */
    dueAt: MomentOrNull,
    /** Which time the path runs, from 1; and how many of its steps were reached in it. */
    lap: Type.Integer({ minimum: 1 }),
    reached: Type.Integer({ minimum: 0, maximum: MAX_PATH_STEPS }),
    acknowledgements: Type.Array(Type.Object({ by: DecidedBy, at: Moment }, strict), { maxItems: 50 }),
    /** Whose it is now: whom a step told last, or whoever it was given to. */
    targets: Type.Array(Addressee, { maxItems: 100 }),
    /** Who takes care of it, or answers for it where nobody did. */
    owner: Type.Union([Label, Type.Null()]),
    /** Called with everybody at once. */
    warRoom: Type.Boolean(),
  },
  strict,
);
export type Standing = Static<typeof Standing>;

const OfEscalation = { escalationId: EscalationId, standing: Standing } as const;
const By = Type.Union([DecidedBy, Type.Null()]);

/** Where an escalation came from: an alert's firing, a request on the log, a waiting contact, a person. Equal origins are one escalation. */
export const EscalationOrigin = Type.Union([
  Type.Object({ kind: Type.Literal('alert'), alertId: Id, firedAt: Moment }, strict),
  Type.Object({ kind: Type.Literal('request'), requestId: Id }, strict),
  Type.Object({ kind: Type.Literal('contact'), contactId: Id, queuedAt: Moment }, strict),
  Type.Object({ kind: Type.Literal('person'), id: Id }, strict),
]);
export type EscalationOrigin = Static<typeof EscalationOrigin>;

/** What decided policy and clock: a cell of the matrix, the watch over high-value queues, or whoever asked named the policy. */
export const PolicyChoice = Type.Object(
  {
    by: Type.Union([Type.Literal('matrix'), Type.Literal('high-value'), Type.Literal('named')]),
    matrixVersion: Type.Integer({ minimum: 0 }),
    tier: Label,
    contract: Label,
  },
  strict,
);
export type PolicyChoice = Static<typeof PolicyChoice>;

/** An escalation began. The path is counted out and stays as it is, whatever becomes of the policy. */
export const EscalationStarted = Type.Object(
  {
    ...OfEscalation,
    origin: EscalationOrigin,
    about: EscalationAbout,
    title: Label,
    body: Body,
    words: Type.Optional(NoticeWords),
    impact: Impact,
    tier: Type.Union([Label, Type.Null()]),
    contract: Type.Union([Label, Type.Null()]),
    queueId: Type.Union([Id, Type.Null()]),
    teamId: Type.Union([Id, Type.Null()]),
    /** What the expert is asked for. */
    skill: Type.Union([Label, Type.Null()]),
    language: Type.Union([Type.String({ maxLength: 35 }), Type.Null()]),
    customerRef: Type.Union([Id, Type.Null()]),
    policyId: Id,
    policyName: Label,
    policyVersion: Version,
    choice: PolicyChoice,
    path: Type.Array(Rung, { minItems: 1, maxItems: MAX_PATH_STEPS }),
    acknowledgementsNeeded: Type.Integer({ minimum: 1 }),
    acknowledgeBy: Moment,
    resolveBy: Moment,
    by: By,
  },
  strict,
);
export type EscalationStarted = Static<typeof EscalationStarted>;

/** Why people were told. */
export const ToldCause = Type.Union([
  Type.Literal('step'),
  Type.Literal('war-room'),
  Type.Literal('reassigned'),
  Type.Literal('exhausted'),
]);
export type ToldCause = Static<typeof ToldCause>;
const Telling = {
  ...OfEscalation,
  noticeId: Id,
  told: Type.Array(Told, { maxItems: MAX_PATH_STEPS }),
} as const;

export const EscalationStepReached = Type.Object({ ...Telling, rung: Rung }, strict);
/** Support is closed; it waits for `standing.dueAt`. */
export const EscalationHeld = Type.Object({ ...OfEscalation }, strict);
export const EscalationAcknowledged = Type.Object(
  { ...OfEscalation, by: DecidedBy, note: Type.Optional(Label) },
  strict,
);
/** Acknowledged and forgotten: the path begins anew. */
export const EscalationAckTimedOut = Type.Object({ ...OfEscalation, forgottenBy: Type.Array(DecidedBy) }, strict);
export const EscalationReassigned = Type.Object({ ...Telling, by: DecidedBy, note: Type.Optional(Label) }, strict);
export const EscalationSnoozed = Type.Object({ ...OfEscalation, by: DecidedBy, reason: Label }, strict);
/** A snooze is over and the path begins anew. */
export const EscalationWoken = Type.Object({ ...OfEscalation }, strict);
export const EscalationResolved = Type.Object({ ...OfEscalation, by: By, ...Because }, strict);
export const EscalationNoted = Type.Object({ ...OfEscalation, by: DecidedBy, text: Body }, strict);
export const EscalationWarRoomCalled = Type.Object({ ...Telling, by: By }, strict);
/** The path is at its end and nobody took it: it stays in sight, and its owner answers for it. */
export const EscalationExhausted = Type.Object({ ...Telling }, strict);

export const EscalationPolicySet = Type.Object(
  { policy: Type.Unsafe<EscalationPolicy>(EscalationPolicy), version: Version, by: DecidedBy },
  strict,
);
export const EscalationPolicyRemoved = Type.Object({ policyId: Id, by: DecidedBy }, strict);
export const EscalationMatrixSet = Type.Object(
  { matrix: Type.Unsafe<SeverityMatrix>(SeverityMatrix), version: Version, by: DecidedBy },
  strict,
);
/** `names` are the participants' as they were then, by id. */
export const EscalationRotationSet = Type.Object(
  {
    rotation: Type.Unsafe<Rotation>(Rotation),
    names: Type.Record(Type.String(), Label),
    version: Version,
    by: DecidedBy,
  },
  strict,
);
export const EscalationRotationRemoved = Type.Object({ rotationId: Id, by: DecidedBy }, strict);
export const EscalationOverrideSet = Type.Object(
  { override: Type.Unsafe<RotationOverride>(RotationOverride), personName: Label, by: DecidedBy },
  strict,
);
export const EscalationOverrideRemoved = Type.Object({ rotationId: Id, overrideId: Id, by: DecidedBy }, strict);

export const escalationEvents = {
  'escalation.requested': EscalationRequested,
  'escalation.request-withdrawn': EscalationRequestWithdrawn,
  'escalation.started': EscalationStarted,
  'escalation.step-reached': EscalationStepReached,
  'escalation.held': EscalationHeld,
  'escalation.acknowledged': EscalationAcknowledged,
  'escalation.ack-timed-out': EscalationAckTimedOut,
  'escalation.reassigned': EscalationReassigned,
  'escalation.snoozed': EscalationSnoozed,
  'escalation.woken': EscalationWoken,
  'escalation.resolved': EscalationResolved,
  'escalation.noted': EscalationNoted,
  'escalation.war-room-called': EscalationWarRoomCalled,
  'escalation.exhausted': EscalationExhausted,
  'escalation.policy-set': EscalationPolicySet,
  'escalation.policy-removed': EscalationPolicyRemoved,
  'escalation.matrix-set': EscalationMatrixSet,
  'escalation.rotation-set': EscalationRotationSet,
  'escalation.rotation-removed': EscalationRotationRemoved,
  'escalation.override-set': EscalationOverrideSet,
  'escalation.override-removed': EscalationOverrideRemoved,
} as const;
export type EscalationEventType = keyof typeof escalationEvents;
export type EscalationEventData = { [K in EscalationEventType]: Static<(typeof escalationEvents)[K]> };

/** Whether a type is one of escalations. */
export function isEscalationType(type: string): type is EscalationEventType {
  return type.startsWith('escalation.');
}
