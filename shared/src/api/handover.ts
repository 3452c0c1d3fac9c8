import Type, { type Static, type TSchema } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { HandoverId, HandoverOffered } from '../handover/events.ts';
import { HANDOVER_STATES, type HandoverState } from '../handover/handover-machine.ts';
import { FallBack, HandoverPolicy } from '../handover/policy.ts';
import { Id, Label } from '../kit/ids.ts';
import { TopicId, TopicName, TopicStatus } from '../topics/events.ts';

const strict = { additionalProperties: false } as const;
const Moment = Type.Number({ description: "epoch ms of the site's clock" });
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Owner = Type.Object({ id: Id, name: Label, agentId: orNull(Id) });

export const HandoverStateSchema = Type.Unsafe<HandoverState>(
  Type.Union(HANDOVER_STATES.map((state) => Type.Literal(state))),
);

/** One handover as the history tells it. `responseMs` counts from the handover until a person had it. */
export const HandoverAnswer = Type.Object({
  id: HandoverId,
  state: HandoverStateSchema,
  offeredAt: Moment,
  acceptedAt: orNull(Moment),
  endedAt: orNull(Moment),
  responseMs: orNull(Type.Number()),
  attempts: Type.Integer(),
  owner: orNull(Owner),
  offered: HandoverOffered,
});
export type HandoverAnswer = Static<typeof HandoverAnswer>;

export const DeclineRequest = Type.Object({ reason: Label }, strict);
export const NoteRequest = Type.Object({ note: Type.Optional(Label) }, strict);
/** A person takes a session out of a bot's hands. */
export const TakeSessionRequest = Type.Object({ sessionId: Id }, strict);

export const HandoverDecisionAnswer = Type.Object({ id: HandoverId, state: HandoverStateSchema, time: Moment });
export type HandoverDecisionAnswer = Static<typeof HandoverDecisionAnswer>;

/** Who speaks in a session now. While a person does, its bot must be silent. */
export const SessionOwnerAnswer = Type.Object({
  sessionId: Id,
  speaks: Type.Union([Type.Literal('bot'), Type.Literal('person')]),
  isBotSilent: Type.Boolean(),
  handoverId: orNull(HandoverId),
  state: orNull(HandoverStateSchema),
  owner: orNull(Type.Object({ name: Label, agentId: orNull(Id) })),
  since: orNull(Moment),
  /** How it goes on where nobody answered, or the bot stopped answering: what the integration does, and tells the customer. */
  fallBack: orNull(Type.Object({ way: FallBack, queueId: orNull(Id), message: orNull(Type.String()) })),
});
export type SessionOwnerAnswer = Static<typeof SessionOwnerAnswer>;

export const PolicyAnswer = Type.Object({
  policy: Type.Unsafe<HandoverPolicy>(HandoverPolicy),
  version: Type.Integer(),
  setBy: orNull(DecidedBy),
  setAt: orNull(Moment),
});
export type PolicyAnswer = Static<typeof PolicyAnswer>;

export const TopicRequest = Type.Object(
  {
    status: TopicStatus,
    owner: orNull(Label),
    note: orNull(Type.String({ minLength: 1, maxLength: 1_000 })),
    /** What it is called, and which other topic of the bot it is the same as; what is not given stays as it is. */
    name: Type.Optional(orNull(TopicName)),
    mergedInto: Type.Optional(orNull(TopicId)),
    /** When what is changed was last changed, `null` for never: so that nobody writes over somebody else. */
    changedAt: orNull(Moment),
  },
  strict,
);
export type TopicRequest = Static<typeof TopicRequest>;
export const TopicAnswer = Type.Object({ topicId: Type.String(), position: Type.Integer(), time: Moment });
