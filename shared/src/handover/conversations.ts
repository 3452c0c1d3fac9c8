import type { LoggedEvent } from '../kit/logged-event.ts';
import type { Channel } from '../kit/channel.ts';
import type { DecidingSession, SessionStage } from './decide-handover.ts';

/** Turns kept of an open session, the latest; the log has all. And how much of each text. */
export const KEPT_TURNS = 30;
export const KEPT_TEXT_LENGTH = 500;
/** Sessions kept at once; the ones silent longest go first, and are counted. */
export const KEPT_SESSIONS = 3_000;
/** Ended sessions are kept this long, and open ones without any event this long; ms. */
const KEEP_ENDED_MS = 15 * 60_000;
const KEEP_OPEN_MS = 24 * 3_600_000;
const SWEEP_MS = 60_000;
const MOST_SLOTS = 50;

/** One turn of a bot, as it was told. */
export type Turn = {
  readonly at: number;
  readonly confidence: number;
  readonly intent: string | null;
  readonly runnerUp: { readonly intent: string; readonly confidence: number } | null;
  readonly utterance: string | null;
  readonly reply: string | null;
  readonly sentiment: number | null;
  readonly wantsHuman: boolean;
  readonly tried: readonly string[];
};

/** What is known of one bot session. Moments are epoch ms. */
export type Conversation = {
  readonly id: string;
  readonly botId: string;
  source: string;
  startedAt: number;
  contactId: string | null;
  queueId: string | null;
  channel: Channel | null;
  language: string | null;
  customerRef: string | null;
  tier: string | null;
  turns: Turn[];
  turnCount: number;
  slots: Record<string, string>;
  promise: { readonly text: string; readonly dueAt: number | null } | null;
  /** Since when the customer waits for the bot; `null` when it is the customer's turn. */
  waitingSince: number | null;
  latestAt: number;
  outcome: DecidingSession['outcome'];
  outcomeReason: string | null;
  /** How many turns there were when it was decided last, and when the bot was told to ask what was meant. */
  decidedTurnCount: number;
  clarifiedTurnCount: number | null;
  handoverId: string | null;
  handoverCount: number;
  isSettled: boolean;
  /** Of the last event about it: whoever decides looks at what is newer than what they saw. */
  position: number;
};

export type Conversations = {
  readonly sessions: Map<string, Conversation>;
  leftOutCount: number;
  sweptAt: number;
};

export function createConversations(): Conversations {
  return { sessions: new Map(), leftOutCount: 0, sweptAt: 0 };
}

export type ConversationEvent = Extract<
  LoggedEvent,
  {
    type:
      | 'bot.session-started'
      | 'bot.turned'
      | 'bot.asked'
      | 'bot.handed-off'
      | 'bot.contained'
      | 'bot.abandoned'
      | 'bot.failed';
  }
>;

/** Folds what a bot tells of a session. */
export function foldConversation(state: Conversations, event: ConversationEvent): Conversation {
  const session = ensure(state, event);
  session.position = event.position;
  session.source = event.source;
  session.latestAt = Math.max(session.latestAt, event.time);
  switch (event.type) {
    case 'bot.session-started': {
      const { contactId, channel, language, customerRef, tier } = event.data;
      session.startedAt = event.time;
      session.contactId = contactId ?? session.contactId;
      session.channel = channel ?? session.channel;
      session.language = language ?? session.language;
      session.customerRef = customerRef ?? session.customerRef;
      session.tier = tier ?? session.tier;
      if (session.turnCount === 0) session.waitingSince ??= event.time;
      break;
    }
    case 'bot.asked':
      if (event.time >= (session.turns.at(-1)?.at ?? 0)) session.waitingSince ??= event.time;
      break;
    case 'bot.turned':
      takeTurn(session, event);
      break;
    case 'bot.handed-off':
      session.contactId = event.data.contactId ?? session.contactId;
      session.queueId = event.data.queueId ?? session.queueId;
      end(session, 'handed-off', event.data.reason ?? null);
      break;
    case 'bot.failed':
      end(session, 'failed', event.data.reason ?? null);
      break;
    case 'bot.contained':
      end(session, 'contained', null);
      break;
    case 'bot.abandoned':
      end(session, 'abandoned', null);
      break;
  }
  sweep(state, event.time);
  return session;
}

function ensure(state: Conversations, event: ConversationEvent): Conversation {
  const { sessionId, botId } = event.data;
  const known = state.sessions.get(sessionId);
  if (known !== undefined) return known;
  const session: Conversation = {
    id: sessionId,
    botId,
    source: event.source,
    startedAt: event.time,
    contactId: null,
    queueId: null,
    channel: null,
    language: null,
    customerRef: null,
    tier: null,
    turns: [],
    turnCount: 0,
    slots: {},
    promise: null,
    waitingSince: null,
    latestAt: event.time,
    outcome: null,
    outcomeReason: null,
    decidedTurnCount: 0,
    clarifiedTurnCount: null,
    handoverId: null,
    handoverCount: 0,
    isSettled: false,
    position: event.position,
  };
  state.sessions.set(sessionId, session);
  if (state.sessions.size > KEPT_SESSIONS) forgetOne(state, sessionId);
  return session;
}

function takeTurn(session: Conversation, { data, time }: Extract<ConversationEvent, { type: 'bot.turned' }>): void {
  session.turnCount++;
  const turn: Turn = {
    at: time,
    confidence: data.confidence,
    intent: data.intent ?? null,
    runnerUp: data.runnerUp ?? null,
    utterance: cut(data.utterance),
    reply: cut(data.reply),
    sentiment: data.sentiment ?? null,
    wantsHuman: data.wantsHuman === true,
    tried: data.tried ?? [],
  };
  // A turn told late takes its place among the others.
  let index = session.turns.length;
  while (index > 0 && (session.turns[index - 1] as Turn).at > time) index--; // index is within the list
  session.turns.splice(index, 0, turn);
  if (session.turns.length > KEPT_TURNS) session.turns.shift();
  const isLatest = index === session.turns.length - 1 || session.turns.at(-1) === turn;
  if (!isLatest) return;
  for (const [slot, value] of Object.entries(data.slots ?? {})) {
    if (slot in session.slots || Object.keys(session.slots).length < MOST_SLOTS) session.slots[slot] = value;
  }
  if (data.promise !== undefined) session.promise = { text: data.promise.text, dueAt: data.promise.dueAt ?? null };
  if (session.waitingSince !== null && session.waitingSince <= time) session.waitingSince = null;
}

function cut(text: string | undefined): string | null {
  if (text === undefined) return null;
  return text.length > KEPT_TEXT_LENGTH ? `${text.slice(0, KEPT_TEXT_LENGTH - 1)}…` : text;
}

function end(session: Conversation, outcome: NonNullable<Conversation['outcome']>, reason: string | null): void {
  session.outcome ??= outcome;
  session.outcomeReason ??= reason;
  session.waitingSince = null;
}

function sweep(state: Conversations, time: number): void {
  if (time - state.sweptAt < SWEEP_MS) return;
  state.sweptAt = time;
  for (const session of state.sessions.values()) {
    const kept = session.outcome === null ? KEEP_OPEN_MS : KEEP_ENDED_MS;
    if (session.handoverId === null && session.latestAt < time - kept) state.sessions.delete(session.id);
  }
}

function forgetOne(state: Conversations, except: string): void {
  let oldest: Conversation | null = null;
  for (const session of state.sessions.values()) {
    if (session.id === except || session.handoverId !== null) continue;
    if (oldest === null || isFirstToGo(session, oldest)) oldest = session;
  }
  if (oldest === null) return;
  if (oldest.outcome === null) state.leftOutCount++;
  state.sessions.delete(oldest.id);
}

function isFirstToGo(left: Conversation, right: Conversation): boolean {
  if ((left.outcome === null) !== (right.outcome === null)) return left.outcome !== null;
  return left.latestAt < right.latestAt;
}

/** How far a session is. */
export function stageOf(session: Conversation): SessionStage {
  if (session.handoverId !== null) return 'owned';
  if (session.isSettled || session.outcome === 'contained' || session.outcome === 'abandoned') return 'over';
  if (session.clarifiedTurnCount === null) return 'fresh';
  return session.turnCount > session.clarifiedTurnCount ? 'clarified' : 'clarifying';
}

/** What the decision reads of it: turns since it was decided last. */
export function decidingSession(session: Conversation, isBotSilent: boolean): DecidingSession {
  const newCount = Math.min(session.turns.length, session.turnCount - session.decidedTurnCount);
  return {
    turns: newCount === 0 ? [] : session.turns.slice(-newCount),
    language: session.language,
    tier: session.tier,
    outcome: session.outcome,
    stage: stageOf(session),
    isBotSilent: isBotSilent && session.outcome === null,
  };
}
