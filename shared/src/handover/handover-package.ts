import Type, { type Static, type TSchema } from 'typebox';
import { Channel } from '../kit/channel.ts';
import { Id, Label } from '../kit/ids.ts';
import type { Conversation, Turn } from './conversations.ts';
import { isHighValue, type HandoverReason } from './decide-handover.ts';
import { HandoverId, Reason } from './events.ts';
import { Redaction, thresholdOf, type BotThresholds, type HandoverPolicy } from './policy.ts';
import { isNameSlot, redact, redactSlot } from './redact.ts';
import { saidNames } from './said-names.ts';
import { summarise } from './summarise.ts';

const strict = { additionalProperties: false } as const;
const Share = Type.Number({ minimum: 0, maximum: 1 });
const Moment = Type.Number({ description: "epoch ms of the site's clock" });
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Text = Type.String({ maxLength: 4_100 });
const Candidate = Type.Object({ intent: Label, confidence: Share }, strict);

const PackageTurn = Type.Object(
  {
    at: Moment,
    customer: orNull(Text),
    bot: orNull(Text),
    intent: orNull(Label),
    confidence: Share,
    threshold: Share,
    runnerUp: orNull(Candidate),
    sentiment: orNull(Type.Number({ minimum: -1, maximum: 1 })),
    tried: Type.Array(Label),
  },
  strict,
);

/** Version of the package's shape. */
export const HANDOVER_PACKAGE_VERSION = 1;

/**
 * Everything a person needs to take a session over from a bot, and the same for every bot. Texts are redacted by the site's policy. Served as JSON
 * Schema at `/api/v1/schemas/handover-package.json`.
 */
export const HandoverPackage = Type.Object(
  {
    version: Type.Literal(HANDOVER_PACKAGE_VERSION),
    handoverId: orNull(HandoverId),
    sessionId: Id,
    contactId: orNull(Id),
    bot: Type.Object({ id: Id, name: Label }, strict),
    queueId: orNull(Id),
    channel: orNull(Channel),
    language: orNull(Type.String({ maxLength: 35 })),
    madeAt: Moment,
    startedAt: Moment,
    reasons: Type.Array(Reason),
    /** What the bot took it for last, and what it was nearest to. */
    intent: orNull(Candidate),
    runnerUp: orNull(Candidate),
    threshold: orNull(Share),
    transcript: Type.Array(PackageTurn),
    /** Turns before those of the transcript. */
    earlierTurnCount: Type.Integer({ minimum: 0 }),
    slots: Type.Record(Type.String({ maxLength: 100 }), Text),
    /** What the bot did for the customer, in order, each once. */
    tried: Type.Array(Label),
    sentiment: Type.Object(
      {
        latest: orNull(Type.Number({ minimum: -1, maximum: 1 })),
        lowest: orNull(Type.Number({ minimum: -1, maximum: 1 })),
      },
      strict,
    ),
    /** Picked from the customer's own words, not written: `extractive` says so. */
    summary: Type.Object({ text: Type.String({ maxLength: 1_000 }), kind: Type.Literal('extractive') }, strict),
    customer: Type.Object(
      { ref: orNull(Id), tier: orNull(Label), isHighValue: Type.Boolean(), historyPath: orNull(Type.String()) },
      strict,
    ),
    promise: orNull(Type.Object({ text: Text, dueAt: orNull(Moment) }, strict)),
    /** Until when a person should have answered. */
    serviceLevel: Type.Object({ respondBy: orNull(Moment), respondWithinMs: orNull(Type.Number()) }, strict),
    /** What was asked of the agent to have. */
    skill: orNull(Label),
    redacted: Type.Unsafe<Redaction>(Redaction),
  },
  { ...strict, title: 'Handover package' },
);
export type HandoverPackage = Static<typeof HandoverPackage>;

export type PackageInput = {
  readonly conversation: Pick<
    Conversation,
    | 'id'
    | 'contactId'
    | 'queueId'
    | 'channel'
    | 'language'
    | 'startedAt'
    | 'turns'
    | 'turnCount'
    | 'slots'
    | 'promise'
    | 'customerRef'
    | 'tier'
  >;
  readonly bot: BotThresholds & { readonly id: string; readonly name: string; readonly queueId: string | null };
  readonly policy: HandoverPolicy;
  readonly siteId: string;
  readonly handoverId: string | null;
  readonly reasons: readonly HandoverReason[];
  /** Epoch ms of the site's clock. */
  readonly now: number;
  readonly respondBy: number | null;
  readonly respondWithinMs: number | null;
};

/** The package of a session. Pure: the same session at the same moment gives the same package. */
export function makeHandoverPackage(input: PackageInput): HandoverPackage {
  const { conversation, bot, policy } = input;
  const { turns, language, customerRef, tier } = conversation;
  const names = namesIn(conversation);
  const clean = (text: string): string => redact(text, policy.redaction, names);
  const cleanOrNull = (text: string | null): string | null => (text === null ? null : clean(text));
  const latest = turns.at(-1);
  const slots = Object.fromEntries(
    Object.entries(conversation.slots).map(([slot, value]) => [slot, redactSlot(slot, value, policy.redaction, names)]),
  );
  const tried = [...new Set(turns.flatMap((turn) => turn.tried))].map(clean);
  const threshold = (turn: Turn): number => thresholdOf(policy, bot, turn.intent, language);
  const sentiments = turns.flatMap(({ sentiment }) => (sentiment === null ? [] : [sentiment]));
  const text = summarise({
    utterances: turns.flatMap(({ utterance }) => cleanOrNull(utterance) ?? []),
    intent: latest?.intent ?? null,
    slots,
    tried,
  });
  return {
    version: HANDOVER_PACKAGE_VERSION,
    handoverId: input.handoverId,
    sessionId: conversation.id,
    contactId: conversation.contactId,
    bot: { id: bot.id, name: bot.name },
    queueId: policy.queueId ?? conversation.queueId ?? bot.queueId,
    channel: conversation.channel,
    language,
    madeAt: input.now,
    startedAt: conversation.startedAt,
    reasons: [...input.reasons],
    intent: latest?.intent == null ? null : { intent: latest.intent, confidence: latest.confidence },
    runnerUp: latest?.runnerUp ?? null,
    threshold: latest === undefined ? null : threshold(latest),
    transcript: turns.map((turn) => ({
      at: turn.at,
      customer: cleanOrNull(turn.utterance),
      bot: cleanOrNull(turn.reply),
      intent: turn.intent,
      confidence: turn.confidence,
      threshold: threshold(turn),
      runnerUp: turn.runnerUp,
      sentiment: turn.sentiment,
      tried: turn.tried.map(clean),
    })),
    earlierTurnCount: Math.max(0, conversation.turnCount - turns.length),
    slots,
    tried,
    sentiment: { latest: sentiments.at(-1) ?? null, lowest: sentiments.length === 0 ? null : Math.min(...sentiments) },
    summary: { text, kind: 'extractive' },
    customer: {
      ref: customerRef,
      tier,
      isHighValue: isHighValue(policy, tier),
      historyPath:
        conversation.contactId === null
          ? null
          : `/api/v1/sites/${encodeURIComponent(input.siteId)}/contacts/${encodeURIComponent(conversation.contactId)}/timeline`,
    },
    promise:
      conversation.promise === null
        ? null
        : { text: clean(conversation.promise.text), dueAt: conversation.promise.dueAt },
    serviceLevel: { respondBy: input.respondBy, respondWithinMs: input.respondWithinMs },
    skill: skillOf(policy, latest?.intent ?? null),
    redacted: policy.redaction,
  };
}

/** What the customer said they are called, so that the bot's answers do not say it either. */
function namesIn({ turns, slots }: PackageInput['conversation']): string[] {
  const said = turns.flatMap(({ utterance }) => (utterance === null ? [] : saidNames(utterance)));
  const noted = Object.entries(slots).flatMap(([slot, value]) => (isNameSlot(slot) && value !== '' ? [value] : []));
  return [...said, ...noted];
}

/** The skill that an intent asks for. */
export function skillOf(policy: HandoverPolicy, intent: string | null): string | null {
  return intent === null ? null : (policy.intentSkills[intent] ?? null);
}
