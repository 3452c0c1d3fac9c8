import type { HandoverPolicy, BotThresholds } from './policy.ts';
import { thresholdOf } from './policy.ts';

/** What speaks for people taking over, the weightiest first; `none` is a turn in which nothing does. */
export const HANDOVER_SIGNALS = [
  'person-asked',
  'bot-silent',
  'bot-failed',
  'bot-handed-off',
  'wants-human',
  'high-value',
  'negative-sentiment',
  'repeated',
  'low-confidence',
  'narrow-margin',
  'none',
] as const;
export type HandoverSignal = (typeof HANDOVER_SIGNALS)[number];
export type HandoverReason = Exclude<HandoverSignal, 'none'>;

/**
 * How far a session is: nothing asked yet; the bot was told to ask what was meant and has not turned since; it has turned since; people have it;
 * it is over.
 */
export const SESSION_STAGES = ['fresh', 'clarifying', 'clarified', 'owned', 'over'] as const;
export type SessionStage = (typeof SESSION_STAGES)[number];

/** `clarify` is a handover where the policy does not let the bot ask. */
export type HandoverAction = 'hand-over' | 'clarify' | 'go-on';

const AT_ONCE: Record<SessionStage, HandoverAction> = {
  fresh: 'hand-over',
  clarifying: 'hand-over',
  clarified: 'hand-over',
  owned: 'go-on',
  over: 'go-on',
};
const AFTER_ASKING: Record<SessionStage, HandoverAction> = {
  fresh: 'clarify',
  clarifying: 'go-on',
  clarified: 'hand-over',
  owned: 'go-on',
  over: 'go-on',
};
const NEVER: Record<SessionStage, HandoverAction> = {
  fresh: 'go-on',
  clarifying: 'go-on',
  clarified: 'go-on',
  owned: 'go-on',
  over: 'go-on',
};

/** Every signal in every stage. A missing cell does not compile. */
export const HANDOVER_TABLE: Record<HandoverSignal, Record<SessionStage, HandoverAction>> = {
  'person-asked': AT_ONCE,
  'bot-silent': AT_ONCE,
  'bot-failed': AT_ONCE,
  'bot-handed-off': AT_ONCE,
  'wants-human': AT_ONCE,
  'high-value': AT_ONCE,
  'negative-sentiment': AT_ONCE,
  repeated: AT_ONCE,
  'low-confidence': AFTER_ASKING,
  'narrow-margin': AFTER_ASKING,
  none: NEVER,
};

/** What the decision reads of one turn. */
export type DecidingTurn = {
  readonly confidence: number;
  readonly intent: string | null;
  readonly runnerUp: { readonly intent: string; readonly confidence: number } | null;
  readonly reply: string | null;
  readonly sentiment: number | null;
  readonly wantsHuman: boolean;
};

/** What the decision reads of a session. `turns` are those not decided on before, the latest last; `outcome` is how the bot says it ended. */
export type DecidingSession = {
  readonly turns: readonly DecidingTurn[];
  readonly language: string | null;
  readonly tier: string | null;
  readonly outcome: 'handed-off' | 'contained' | 'abandoned' | 'failed' | null;
  readonly stage: SessionStage;
  readonly isBotSilent: boolean;
};

export type HandoverDecision = {
  readonly action: HandoverAction;
  /** Everything that speaks for it, the weightiest first. */
  readonly reasons: readonly HandoverReason[];
  /** The threshold of the latest turn, where there is one. */
  readonly threshold: number | null;
};

/** Whether a session goes on with the bot, is asked once what was meant, or goes to people. Pure; asking twice answers the same. */
export function decideHandover(session: DecidingSession, policy: HandoverPolicy, bot: BotThresholds): HandoverDecision {
  const reasons = policy.isEnabled ? reasonsOf(session, policy, bot) : [];
  const latest = session.turns.at(-1);
  const threshold = latest === undefined ? null : thresholdOf(policy, bot, latest.intent, session.language);
  let action: HandoverAction = HANDOVER_TABLE.none[session.stage];
  for (const reason of reasons) {
    const found = HANDOVER_TABLE[reason][session.stage];
    if (found === 'hand-over' || (found === 'clarify' && action === 'go-on')) action = found;
  }
  if (action === 'clarify' && !policy.clarifies) action = 'hand-over';
  return { action, reasons, threshold };
}

function reasonsOf(session: DecidingSession, policy: HandoverPolicy, bot: BotThresholds): HandoverReason[] {
  const reasons: HandoverReason[] = [];
  if (session.isBotSilent) reasons.push('bot-silent');
  if (session.outcome === 'failed') reasons.push('bot-failed');
  if (session.outcome === 'handed-off') reasons.push('bot-handed-off');
  const latest = session.turns.at(-1);
  if (latest === undefined) return reasons;
  const threshold = thresholdOf(policy, bot, latest.intent, session.language);
  const isUncertain = latest.confidence < threshold;
  if (latest.wantsHuman) reasons.push('wants-human');
  if (isHighValue(policy, session.tier) && latest.confidence < Math.max(threshold, policy.highValueThreshold))
    reasons.push('high-value');
  if (policy.sentimentBelow > -1 && latest.sentiment !== null && latest.sentiment < policy.sentimentBelow)
    reasons.push('negative-sentiment');
  if (isGoingInCircles(session, policy, bot)) reasons.push('repeated');
  if (isUncertain) reasons.push('low-confidence');
  if (latest.runnerUp !== null && latest.confidence - latest.runnerUp.confidence < policy.marginBelow)
    reasons.push('narrow-margin');
  return reasons;
}

/** Whether customers of that tier count as of high value; upper and lower case are the same. */
export function isHighValue(policy: HandoverPolicy, tier: string | null): boolean {
  return tier !== null && policy.highValueTiers.some((one) => one.toLowerCase() === tier.toLowerCase());
}

function isGoingInCircles({ turns, language }: DecidingSession, policy: HandoverPolicy, bot: BotThresholds): boolean {
  const count = policy.repeatedTurns;
  if (count === 0 || turns.length < count) return false;
  const last = turns.slice(-count);
  const [first] = last;
  if (first === undefined) return false;
  const saysTheSame = first.reply !== null && last.every(({ reply }) => reply === first.reply);
  const failsTheSame =
    first.intent !== null &&
    last.every(
      ({ intent, confidence }) => intent === first.intent && confidence < thresholdOf(policy, bot, intent, language),
    );
  return (count > 1 && saysTheSame) || failsTheSame;
}
