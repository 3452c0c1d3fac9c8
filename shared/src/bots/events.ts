import Type, { type Static } from 'typebox';
import { Channel } from '../kit/channel.ts';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;
const Confidence = Type.Number({ minimum: 0, maximum: 1 });

export const BotSessionStarted = Type.Object(
  {
    sessionId: Id,
    botId: Id,
    contactId: Type.Optional(Id),
    channel: Type.Optional(Channel),
    language: Type.Optional(Type.String({ maxLength: 35 })),
    customerRef: Type.Optional(Id),
    tier: Type.Optional(Label),
  },
  strict,
);

/** The bot answered one turn. `confidence` is that of the intent it acted on; `runnerUp` the next best. */
export const BotTurned = Type.Object(
  {
    sessionId: Id,
    botId: Id,
    turn: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    confidence: Confidence,
    intent: Type.Optional(Label),
    runnerUp: Type.Optional(Type.Object({ intent: Label, confidence: Confidence }, strict)),
    utterance: Type.Optional(Type.String({ maxLength: 4000 })),
    reply: Type.Optional(Type.String({ maxLength: 4000 })),
    sentiment: Type.Optional(Type.Number({ minimum: -1, maximum: 1 })),
    wantsHuman: Type.Optional(Type.Boolean()),
    /** What the bot has understood so far, by slot; a slot given again replaces its former value. */
    slots: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 400 }))),
    /** What the bot did for the customer in this turn: looked an order up, offered a refund. */
    tried: Type.Optional(Type.Array(Label, { maxItems: 20 })),
    /** What the bot promised the customer; `dueAt` is epoch ms. */
    promise: Type.Optional(Type.Object({ text: Label, dueAt: Type.Optional(Type.Number()) }, strict)),
    /** Whether the bot had understood this turn rightly, where the source knows (a later correction, somebody's verdict). */
    understood: Type.Optional(Type.Boolean()),
  },
  strict,
);

/** The customer said something and waits for the bot. A bot that leaves this unanswered for too long has stopped answering. */
export const BotAsked = Type.Object(
  { sessionId: Id, botId: Id, utterance: Type.Optional(Type.String({ maxLength: 4000 })) },
  strict,
);

/** The session was given to people; `contactId` and `queueId` say where it went on. */
export const BotHandedOff = Type.Object(
  { sessionId: Id, botId: Id, reason: Type.Optional(Label), contactId: Type.Optional(Id), queueId: Type.Optional(Id) },
  strict,
);
/** The session ended with its purpose served inside the bot. */
export const BotContained = Type.Object({ sessionId: Id, botId: Id }, strict);
/** The customer left inside the bot without being served. */
export const BotAbandoned = Type.Object({ sessionId: Id, botId: Id }, strict);
/** The bot broke in this session. */
export const BotFailed = Type.Object({ sessionId: Id, botId: Id, reason: Type.Optional(Label) }, strict);

/** A bot is known. Turns under `confidenceThreshold` (0.85 unless given; `intentThresholds` by intent) count as uncertain. */
export const BotConfigured = Type.Object(
  {
    botId: Id,
    name: Type.Optional(Label),
    confidenceThreshold: Type.Optional(Confidence),
    intentThresholds: Type.Optional(Type.Record(Type.String({ maxLength: 200 }), Confidence)),
    teamId: Type.Optional(Id),
    queueId: Type.Optional(Id),
  },
  strict,
);

export const botEvents = {
  'bot.session-started': BotSessionStarted,
  'bot.turned': BotTurned,
  'bot.asked': BotAsked,
  'bot.handed-off': BotHandedOff,
  'bot.contained': BotContained,
  'bot.abandoned': BotAbandoned,
  'bot.failed': BotFailed,
  'bot.configured': BotConfigured,
} as const;

export type BotEventType = keyof typeof botEvents;
export type BotEventData = { [K in BotEventType]: Static<(typeof botEvents)[K]> };
