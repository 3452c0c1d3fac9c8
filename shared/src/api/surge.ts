import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { MAX_HELPERS, MAX_MOVES, MoveRefusal, Surge } from '../surge/surge.ts';
import { SurgePolicy } from '../surge/surge-policy.ts';

const strict = { additionalProperties: false } as const;
const Moment = Type.Number({ description: "epoch ms of the site's clock" });

/** A surge as it would be: what could be done for a queue in a window. */
export const SurgePlanRequest = Type.Object(
  {
    queueId: Id,
    from: Type.Optional(Moment),
    to: Moment,
    direction: Type.Optional(Type.Union([Type.Literal('add'), Type.Literal('release')])),
    /** Agents wanted all through it; without it what the forecast says is missing. */
    agentsMore: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000 })),
  },
  strict,
);
export type SurgePlanRequest = Static<typeof SurgePlanRequest>;

const MoveIds = Type.Array(Id, { minItems: 1, maxItems: MAX_MOVES });

/** A surge that a person asks for without a proposal. */
export const SurgeRequest = Type.Object(
  { ...SurgePlanRequest.properties, moveIds: MoveIds, note: Type.Optional(Label) },
  strict,
);
export type SurgeRequest = Static<typeof SurgeRequest>;

export const ProposalRequest = Type.Object({ moveIds: MoveIds, note: Type.Optional(Label) }, strict);
export type ProposalRequest = Static<typeof ProposalRequest>;

export const ApprovalRequest = Type.Object({ note: Type.Optional(Label) }, strict);
/** Declining and cancelling are explained. */
export const ReasonRequest = Type.Object({ reason: Label }, strict);
export const OfferAnswerRequest = Type.Object(
  { answer: Type.Union([Type.Literal('yes'), Type.Literal('no')]) },
  strict,
);

/**
 * Help for another site: granted by naming agents (at most as many as were asked for), who are then asked themselves, or with a number of agents that
 * this program need not know; or refused with the reason.
 */
export const HelpAnswerRequest = Type.Union([
  Type.Object(
    {
      answer: Type.Literal('yes'),
      agentIds: Type.Array(Id, { minItems: 1, maxItems: MAX_HELPERS, uniqueItems: true }),
      note: Type.Optional(Label),
    },
    strict,
  ),
  Type.Object(
    {
      answer: Type.Literal('yes'),
      agentCount: Type.Integer({ minimum: 1, maximum: 1_000 }),
      note: Type.Optional(Label),
    },
    strict,
  ),
  Type.Object({ answer: Type.Literal('no'), reason: Label }, strict),
]);
export type HelpAnswerRequest = Static<typeof HelpAnswerRequest>;

/** Who could be named to help another site, those who fit best and are missed least first. */
export const HelpCandidateAnswer = Type.Object({
  agentId: Id,
  agentName: Label,
  /** Their skills name the queue; or they serve its kind of contact; or neither is on record. */
  fit: Type.Union([Type.Literal('skill'), Type.Literal('channel'), Type.Literal('none')]),
  isOnFloor: Type.Boolean(),
  /** Whether their own queues have enough without them; `null` where no forecast tells. */
  isSpared: Type.Union([Type.Boolean(), Type.Null()]),
  refusal: Type.Union([MoveRefusal, Type.Null()]),
});
export type HelpCandidateAnswer = Static<typeof HelpCandidateAnswer>;

export const HelpAnswer = Type.Object({
  helpId: Id,
  answer: Type.Union([Type.Literal('yes'), Type.Literal('no')]),
  time: Moment,
});
export type HelpAnswer = Static<typeof HelpAnswer>;

export const SurgeAnswer = Type.Object({
  surge: Type.Unsafe<Surge>(Type.Unknown()),
  position: Type.Integer(),
  time: Moment,
});
export type SurgeAnswer = Static<typeof SurgeAnswer>;

export const SurgePolicyAnswer = Type.Object({
  policy: SurgePolicy,
  version: Type.Integer(),
  setBy: Type.Union([DecidedBy, Type.Null()]),
  setAt: Type.Union([Moment, Type.Null()]),
});
export type SurgePolicyAnswer = Static<typeof SurgePolicyAnswer>;
