import Type, { type Static, type TSchema } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Channel } from '../kit/channel.ts';
import { Id, Label } from '../kit/ids.ts';
import { HANDOVER_SIGNALS, type HandoverReason } from './decide-handover.ts';
import { FallBack, HandoverPolicy } from './policy.ts';

const strict = { additionalProperties: false } as const;
const Share = Type.Number({ minimum: 0, maximum: 1 });
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** Names one handover of a site: a hash of its session and of how many that session had before. */
export const HandoverId = Type.String({ pattern: '^[0-9a-f]{16}$' });

export const Reason = Type.Unsafe<HandoverReason>(
  Type.Union(HANDOVER_SIGNALS.filter((signal) => signal !== 'none').map((signal) => Type.Literal(signal))),
);

/** Most agents a handover is tried on, and most it is shown to at once when nobody took it. */
export const MAX_TRIED_AGENTS = 50;

/** When and to whom a bot's sessions go, from now on. */
export const HandoverPolicySet = Type.Object(
  { policy: Type.Unsafe<HandoverPolicy>(HandoverPolicy), version: Type.Integer({ minimum: 1 }), by: DecidedBy },
  strict,
);

/** The bot should ask once what was meant: its latest turn is not certain enough. `turnCount` is how many turns the session had. */
export const ClarificationRequested = Type.Object(
  { sessionId: Id, botId: Id, turnCount: Type.Integer({ minimum: 0 }), reasons: Type.Array(Reason) },
  strict,
);

export const SilenceCause = Type.Union([
  Type.Literal('heartbeat-missed'),
  Type.Literal('turn-overdue'),
  Type.Literal('failing'),
]);
export type SilenceCause = Static<typeof SilenceCause>;

/** A bot stopped answering: all its open sessions go to people, until it turns again. `since` is epoch ms. */
export const BotWentSilent = Type.Object(
  {
    botId: Id,
    cause: SilenceCause,
    since: Type.Number(),
    sessionCount: Type.Integer({ minimum: 0 }),
    fallBack: FallBack,
  },
  strict,
);

/** A bot that had stopped answering turned again: new sessions are its own. `since` is that of its silence. */
export const BotAnswersAgain = Type.Object({ botId: Id, since: Type.Number() }, strict);

/** A session is to go to people. All texts are redacted by the policy. Moments are epoch ms of the site's clock. */
export const HandoverOffered = Type.Object(
  {
    handoverId: HandoverId,
    sessionId: Id,
    botId: Id,
    botName: Label,
    contactId: orNull(Id),
    queueId: orNull(Id),
    channel: orNull(Channel),
    language: orNull(Type.String({ maxLength: 35 })),
    customerRef: orNull(Id),
    tier: orNull(Label),
    reasons: Type.Array(Reason, { minItems: 1 }),
    confidence: orNull(Share),
    threshold: orNull(Share),
    intent: orNull(Label),
    runnerUp: orNull(Type.Object({ intent: Label, confidence: Share }, strict)),
    turnCount: Type.Integer({ minimum: 0 }),
    sentiment: orNull(Type.Number({ minimum: -1, maximum: 1 })),
    summary: Type.String({ maxLength: 1_000 }),
    promise: orNull(Type.Object({ text: Label, dueAt: orNull(Type.Number()) }, strict)),
    skill: orNull(Label),
    /** Until when a person should have answered. */
    respondBy: Type.Number(),
    giveUpAt: Type.Number(),
    by: orNull(DecidedBy),
  },
  strict,
);
export type HandoverOffered = Static<typeof HandoverOffered>;

/** It rings at an agent until `deadlineAt`. `why` says what spoke for this agent. */
export const HandoverPresented = Type.Object(
  {
    handoverId: HandoverId,
    agentId: Id,
    agentName: Label,
    attempt: Type.Integer({ minimum: 1 }),
    deadlineAt: Type.Number(),
    why: Type.Array(Label, { maxItems: 10 }),
  },
  strict,
);
export const HandoverDeclined = Type.Object(
  { handoverId: HandoverId, agentId: Id, reason: Label, by: DecidedBy },
  strict,
);
/** The agent let it ring; the next one is asked. */
export const HandoverTimedOut = Type.Object({ handoverId: HandoverId, agentId: Id }, strict);

/**
 * A person has the session: the bot is silent in it from here until `handover.handed-back`. `how` is `contact` where the contact system said that
 * an agent answered the session's contact. `responseMs` counts from the handover.
 */
export const HandoverAccepted = Type.Object(
  {
    handoverId: HandoverId,
    sessionId: Id,
    botId: Id,
    by: DecidedBy,
    agentId: orNull(Id),
    how: Type.Union([Type.Literal('console'), Type.Literal('contact')]),
    responseMs: Type.Number({ minimum: 0 }),
  },
  strict,
);
/** No agent took it in time, or the bot stopped answering: it goes the way the site chose, and anybody it is shown to may take it. */
export const HandoverFellBack = Type.Object(
  {
    handoverId: HandoverId,
    fallBack: FallBack,
    /** What the customer is told, in the site's words. */
    message: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    why: Type.Union([Type.Literal('unanswered'), Type.Literal('bot-silent'), Type.Literal('in-queue')]),
    agentIds: Type.Array(Id, { maxItems: MAX_TRIED_AGENTS }),
  },
  strict,
);
/** The bot has the session again. */
export const HandoverHandedBack = Type.Object(
  { handoverId: HandoverId, sessionId: Id, botId: Id, by: DecidedBy, note: orNull(Label) },
  strict,
);
export const HandoverCompleted = Type.Object(
  { handoverId: HandoverId, by: orNull(DecidedBy), note: orNull(Label) },
  strict,
);
/** Nobody needs it any more: the customer left, or the bot served them after all. */
export const HandoverLeft = Type.Object(
  { handoverId: HandoverId, why: Type.Union([Type.Literal('customer-left'), Type.Literal('served-by-bot')]) },
  strict,
);
/** Nobody took it within a working day; the escalation it began stands. */
export const HandoverExpired = Type.Object({ handoverId: HandoverId }, strict);

/**
 * A bot's confidence is no longer what it was. `statistic` is the Kolmogorov-Smirnov distance of the sessions' mean confidence, `pValue` its
 * significance, `stabilityIndex` the population stability index over tenths.
 */
export const DriftFound = Type.Object(
  {
    botId: Id,
    statistic: Share,
    pValue: Share,
    stabilityIndex: Type.Number({ minimum: 0 }),
    recentMean: Share,
    referenceMean: Share,
    recentCount: Type.Integer({ minimum: 0 }),
    referenceCount: Type.Integer({ minimum: 0 }),
    recentFrom: Type.Number(),
    referenceFrom: Type.Number(),
  },
  strict,
);
export const DriftSettled = Type.Object({ botId: Id, statistic: Share, pValue: Share }, strict);

export const handoverEvents = {
  'handover.policy-set': HandoverPolicySet,
  'handover.clarification-requested': ClarificationRequested,
  'handover.bot-went-silent': BotWentSilent,
  'handover.bot-answers-again': BotAnswersAgain,
  'handover.offered': HandoverOffered,
  'handover.presented': HandoverPresented,
  'handover.declined': HandoverDeclined,
  'handover.timed-out': HandoverTimedOut,
  'handover.accepted': HandoverAccepted,
  'handover.fell-back': HandoverFellBack,
  'handover.handed-back': HandoverHandedBack,
  'handover.completed': HandoverCompleted,
  'handover.left': HandoverLeft,
  'handover.expired': HandoverExpired,
  'handover.drift-found': DriftFound,
  'handover.drift-settled': DriftSettled,
} as const;
export type HandoverEventType = keyof typeof handoverEvents;
export type HandoverEventData = { [K in HandoverEventType]: Static<(typeof handoverEvents)[K]> };
