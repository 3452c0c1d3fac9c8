import Type, { type Static } from 'typebox';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;
const Share = Type.Number({ minimum: 0, maximum: 1 });
const SpanMs = Type.Integer({ minimum: 1_000, maximum: 86_400_000 });

/** Where a session goes that no agent takes, or whose bot stopped answering. */
export const FallBack = Type.Union([Type.Literal('queue'), Type.Literal('callback'), Type.Literal('message')]);
export type FallBack = Static<typeof FallBack>;

/** A threshold for turns of an intent, of a language (`de` covers `de-CH`), or of both. The one that names most wins. */
export const ThresholdRule = Type.Object(
  {
    intent: Type.Optional(Label),
    language: Type.Optional(Type.String({ minLength: 1, maxLength: 35 })),
    threshold: Share,
  },
  { ...strict, minProperties: 2 },
);
export type ThresholdRule = Static<typeof ThresholdRule>;

/** What is taken out of texts before anybody reads them in a handover. A kind that is not named is taken out. */
export const Redaction = Type.Object(
  {
    email: Type.Boolean(),
    phone: Type.Boolean(),
    card: Type.Boolean(),
    iban: Type.Boolean(),
    name: Type.Optional(Type.Boolean()),
    nationalId: Type.Optional(Type.Boolean()),
  },
  strict,
);
export type Redaction = Static<typeof Redaction>;

/** The bot a policy without a bot of its own is filed under. */
export const ANY_BOT = '*';

/** When a bot's sessions go to people, to whom, and how long each may take. One per bot; `botId` `*` holds for bots without one. */
export const HandoverPolicy = Type.Object(
  {
    botId: Id,
    isEnabled: Type.Boolean(),
    /** Turns under it are uncertain; `null` takes the bot's own. */
    threshold: Type.Union([Share, Type.Null()]),
    thresholds: Type.Array(Type.Unsafe<ThresholdRule>(ThresholdRule), { maxItems: 500 }),
    /** Whether the bot may ask once what was meant before people take over. */
    clarifies: Type.Boolean(),
    /** The intent and its runner-up nearer to each other than this are as good as not understood; 0 turns it off. */
    marginBelow: Share,
    /** So many uncertain turns of one intent in a row, or the same reply so often, is going in circles; 0 turns it off. */
    repeatedTurns: Type.Integer({ minimum: 0, maximum: 20 }),
    /** Sentiment of the latest turn under it; -1 turns it off. */
    sentimentBelow: Type.Number({ minimum: -1, maximum: 1 }),
    /** Customers whose uncertain turns go to people at once, and their threshold. */
    highValueTiers: Type.Array(Label, { maxItems: 50 }),
    highValueThreshold: Share,
    /** A bot that leaves a customer waiting this long and answers nobody has stopped answering. */
    silentAfterMs: SpanMs,
    /** So many sessions failing one after another is a bot that is down; 0 turns it off. */
    downAfterFailures: Type.Integer({ minimum: 0, maximum: 1_000 }),
    fallBack: FallBack,
    /** What the customer is told when a session goes that way; the bot's integration reads it. */
    fallBackMessage: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    /** The queue whose agents are asked; `null` takes the bot's own. */
    queueId: Type.Union([Id, Type.Null()]),
    /** The skill an intent asks for. */
    intentSkills: Type.Record(Type.String({ maxLength: 200 }), Label),
    /** One agent's time to answer, and the time after which no more agents are asked. */
    answerWithinMs: SpanMs,
    giveUpAfterMs: SpanMs,
    /** Promised time until a person answers; what is left of it stands on the card. `null` takes the queue's service level threshold. */
    respondWithinMs: Type.Union([SpanMs, Type.Null()]),
    redaction: Redaction,
  },
  strict,
);
export type HandoverPolicy = Static<typeof HandoverPolicy>;

/** Holds where nobody decided otherwise. */
export const DEFAULT_POLICY: HandoverPolicy = {
  botId: ANY_BOT,
  isEnabled: true,
  threshold: null,
  thresholds: [],
  clarifies: true,
  marginBelow: 0.1,
  repeatedTurns: 3,
  sentimentBelow: -0.6,
  highValueTiers: ['VIP', 'gold', 'platinum', 'premium'],
  highValueThreshold: 0.85,
  silentAfterMs: 60_000,
  downAfterFailures: 3,
  fallBack: 'queue',
  queueId: null,
  intentSkills: {},
  answerWithinMs: 30_000,
  giveUpAfterMs: 120_000,
  respondWithinMs: null,
  redaction: { email: true, phone: true, card: true, iban: true, name: true, nationalId: true },
};

/** What a bot says of its own thresholds, `bot.configured`. */
export type BotThresholds = {
  readonly confidenceThreshold: number;
  readonly intentThresholds: Readonly<Record<string, number>>;
};

/**
 * The threshold of a turn, 0-1: of intent and language; of the intent (by policy, then by the bot itself); of the language; of the policy; of the
 * bot. A turn at the threshold is certain enough.
 */
export function thresholdOf(
  policy: HandoverPolicy,
  bot: BotThresholds,
  intent: string | null,
  language: string | null,
): number {
  let best: { readonly rank: number; readonly threshold: number } | null = null;
  for (const rule of policy.thresholds) {
    if (rule.intent !== undefined && rule.intent !== intent) continue;
    if (rule.language !== undefined && !coversLanguage(rule.language, language)) continue;
    const rank = (rule.intent === undefined ? 0 : 2) + (rule.language === undefined ? 0 : 1);
    if (best === null || rank > best.rank) best = { rank, threshold: rule.threshold };
  }
  if (best !== null && best.rank >= 2) return best.threshold;
  const ofIntent = intent === null ? undefined : bot.intentThresholds[intent];
  return ofIntent ?? best?.threshold ?? policy.threshold ?? bot.confidenceThreshold;
}

/** Whether a language, `de`, covers another one as written by a source, `de-CH`. */
export function coversLanguage(language: string, other: string | null): boolean {
  if (other === null) return false;
  const [wide, narrow] = [language.toLowerCase(), other.toLowerCase()];
  return narrow === wide || narrow.startsWith(`${wide}-`);
}

/** The letters of BCP 47: a language, and what narrows it. */
const LANGUAGE_TAG = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/;

/** Why a policy cannot hold, with the JSON pointer of the field; `null` when it can. */
export function flawOfPolicy(policy: HandoverPolicy): { readonly pointer: string; readonly message: string } | null {
  if (policy.giveUpAfterMs < policy.answerWithinMs)
    return {
      pointer: '/giveUpAfterMs',
      message: 'No agent would have the time to answer: this must be at least answerWithinMs.',
    };
  const seen = new Set<string>();
  for (const [index, { intent, language }] of policy.thresholds.entries()) {
    if (intent === undefined && language === undefined)
      return { pointer: `/thresholds/${index}`, message: 'Name an intent, a language, or both.' };
    if (language !== undefined && !LANGUAGE_TAG.test(language))
      return {
        pointer: `/thresholds/${index}/language`,
        message: 'Write the language as its tag, such as de or pt-BR.',
      };
    const key = JSON.stringify([intent, language?.toLowerCase()]);
    if (seen.has(key)) return { pointer: `/thresholds/${index}`, message: 'There is a threshold for this already.' };
    seen.add(key);
  }
  return null;
}
