import type { EventData } from '../events.ts';
import { redact, withoutMarks } from '../handover/redact.ts';
import { ANY_BOT, DEFAULT_POLICY, thresholdOf } from '../handover/policy.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { stableHash } from '../kit/stable-hash.ts';
import {
  byFrequency,
  countWords,
  createWordCounts,
  lengthOf,
  likenessOf,
  topicWordsOf,
  weigh,
  type WordCounts,
} from './topic-likeness.ts';
import { MOST_EXAMPLES } from './topic-row.ts';
import { mayMerge, restIdOf, rootOf, UNDECIDED, type BotOfTopics, type Topic, type TopicsState } from './topic.ts';

/** Topics of one bot kept at once; those nobody cares for and that came up longest ago go first. */
export const MAX_TOPICS = 100;
/** A turn belongs to a topic of its intents that it is this much alike, 0-1. */
export const SIMILAR_FROM = 0.35;
const MOST_WORDS = 40;
const MOST_SESSIONS = 2_000;
/** Everything is taken out: whoever keeps the bot's knowledge needs no customer's data. */
const EVERYTHING = DEFAULT_POLICY.redaction;

/**
 * Groups what bots did not understand. A turn under its threshold joins, of the bot's topics with the same intent and runner-up, the one it is most
 * like ({@link likenessOf}, from {@link SIMILAR_FROM}); where none is, it begins one. Turns
 * without words go by their intents alone. A session that fails counts for the topic of its latest uncertain turn. The order of the log decides,
 * so that the same log gives the same topics.
 */
export function foldTopics(state: TopicsState, event: LoggedEvent): void {
  switch (event.type) {
    case 'bot.configured': {
      const bot = ensureBot(state, event.data.botId);
      bot.threshold = event.data.confidenceThreshold ?? bot.threshold;
      bot.intentThresholds = event.data.intentThresholds ?? bot.intentThresholds;
      return;
    }
    case 'handover.policy-set':
      state.policies.set(event.data.policy.botId, event.data.policy);
      return;
    case 'bot.session-started':
      sessionOf(state, event.data.sessionId).language = event.data.language ?? null;
      return;
    case 'bot.turned':
      takeTurn(state, event);
      return;
    case 'bot.failed': {
      const topicId = state.sessions.get(event.data.sessionId)?.topicId ?? null;
      const topic = topicId === null ? undefined : state.topics.get(topicId);
      if (topic !== undefined) {
        topic.failedCount++;
        state.changed.add(topic.id);
      }
      state.sessions.delete(event.data.sessionId);
      return;
    }
    case 'bot.contained':
    case 'bot.abandoned':
    case 'bot.handed-off':
      state.sessions.delete(event.data.sessionId);
      return;
    case 'topic.changed': {
      const topic = state.topics.get(event.data.topicId);
      if (topic === undefined) return;
      const { status, owner, note, name = null, mergedInto = null, by } = event.data;
      topic.decided = { status, owner, note, name, changedBy: by, changedAt: event.time, sinceDoneCount: 0 };
      state.changed.add(topic.id).add(rootOf(state, topic).id);
      topic.mergedInto = mergedInto !== null && mayMerge(state, topic, mergedInto) ? mergedInto : null;
      state.changed.add(rootOf(state, topic).id);
      return;
    }
    default:
  }
}

function takeTurn(state: TopicsState, { data, time }: LoggedEvent<'bot.turned'>): void {
  const bot = ensureBot(state, data.botId);
  const session = sessionOf(state, data.sessionId);
  const policy = state.policies.get(data.botId) ?? state.policies.get(ANY_BOT) ?? DEFAULT_POLICY;
  const thresholds = { confidenceThreshold: bot.threshold, intentThresholds: bot.intentThresholds };
  if (data.confidence >= thresholdOf(policy, thresholds, data.intent ?? null, session.language)) return;
  const utterance = data.utterance === undefined ? null : redact(data.utterance, EVERYTHING);
  const words = topicWordsOf(withoutMarks(utterance ?? '')).slice(0, MOST_WORDS);
  countWords(bot.counts, words);
  const topic = findTopic(state, data, words, bot.counts) ?? beginTopic(state, data, words, time);
  const root = rootOf(state, topic);
  const last = session.topicId === null ? undefined : state.topics.get(session.topicId);
  topic.turnCount++;
  topic.confidenceSum += data.confidence;
  topic.firstAt = Math.min(topic.firstAt, time);
  topic.latestAt = Math.max(topic.latestAt, time);
  if (last === undefined || rootOf(state, last) !== root) topic.sessionCount++;
  if (root.decided.status === 'done')
    root.decided = { ...root.decided, sinceDoneCount: root.decided.sinceDoneCount + 1 };
  for (const word of words) topic.words[word] = (topic.words[word] ?? 0) + 1;
  keepFrequent(topic);
  topic.length = lengthOf(topic, bot.counts);
  if (utterance !== null && topic.examples.length < MOST_EXAMPLES) {
    const example = utterance.slice(0, 200);
    if (!topic.examples.includes(example)) topic.examples.push(example);
  }
  session.topicId = topic.id;
  state.changed.add(topic.id);
}

function findTopic(
  state: TopicsState,
  data: EventData['bot.turned'],
  words: readonly string[],
  counts: WordCounts,
): Topic | null {
  const sentence = weigh(words, counts);
  let best: { readonly topic: Topic; readonly likeness: number } | null = null;
  for (const topic of state.topics.values()) {
    if (topic.botId !== data.botId || topic.intent !== (data.intent ?? null)) continue;
    if (topic.runnerUpIntent !== (data.runnerUp?.intent ?? null)) continue;
    const likeness = likenessOf(sentence, topic);
    if (likeness < SIMILAR_FROM) continue;
    if (best === null || likeness > best.likeness) best = { topic, likeness };
  }
  return best?.topic ?? null;
}

function beginTopic(state: TopicsState, data: EventData['bot.turned'], words: readonly string[], time: number): Topic {
  const intents = [data.botId, data.intent ?? null, data.runnerUp?.intent ?? null];
  const topic: Topic = {
    id: stableHash(JSON.stringify([...intents, words, time])),
    botId: data.botId,
    intent: data.intent ?? null,
    runnerUpIntent: data.runnerUp?.intent ?? null,
    words: {},
    length: 0,
    examples: [],
    turnCount: 0,
    failedCount: 0,
    confidenceSum: 0,
    sessionCount: 0,
    firstAt: time,
    latestAt: time,
    decided: UNDECIDED,
    mergedInto: null,
  };
  state.topics.set(topic.id, topic);
  forgetLeast(state, topic);
  return topic;
}

function forgetLeast(state: TopicsState, newest: Topic): void {
  const ofBot = [...state.topics.values()].filter(({ botId }) => botId === newest.botId);
  if (ofBot.length <= MAX_TOPICS) return;
  const joined = new Set(ofBot.map(({ mergedInto }) => mergedInto));
  const isCaredFor = ({ id, decided, mergedInto }: Topic): boolean =>
    decided.status !== 'new' || decided.name !== null || mergedInto !== null || joined.has(id);
  const [least] = ofBot
    .filter((topic) => topic !== newest)
    .toSorted(
      (left, right) =>
        Number(isCaredFor(left)) - Number(isCaredFor(right)) ||
        left.turnCount - right.turnCount ||
        left.latestAt - right.latestAt ||
        (left.id < right.id ? -1 : 1),
    );
  if (least === undefined) return;
  state.changed.add(least.id).add(rootOf(state, least).id);
  state.topics.delete(least.id);
  // What counted with it is a topic of its own again.
  for (const { id, mergedInto } of ofBot) if (mergedInto === least.id) state.changed.add(id);
  const bot = ensureBot(state, newest.botId);
  const { topicCount, turnCount } = bot.forgotten;
  state.changed.add(restIdOf(newest.botId));
  bot.forgotten = { topicCount: topicCount + 1, turnCount: turnCount + least.turnCount };
}

function keepFrequent(topic: Topic): void {
  const words = Object.entries(topic.words);
  if (words.length <= 2 * MOST_WORDS) return;
  topic.words = Object.fromEntries(words.toSorted(byFrequency).slice(0, MOST_WORDS));
}

function ensureBot(state: TopicsState, botId: string): BotOfTopics {
  let bot = state.bots.get(botId);
  if (bot === undefined) {
    bot = {
      threshold: 0.85,
      intentThresholds: {},
      counts: createWordCounts(),
      forgotten: { topicCount: 0, turnCount: 0 },
    };
    state.bots.set(botId, bot);
  }
  return bot;
}

function sessionOf(state: TopicsState, sessionId: string): { topicId: string | null; language: string | null } {
  let session = state.sessions.get(sessionId);
  if (session === undefined) {
    session = { topicId: null, language: null };
    state.sessions.set(sessionId, session);
    if (state.sessions.size > MOST_SESSIONS) {
      const [oldest] = state.sessions.keys();
      if (oldest !== undefined) state.sessions.delete(oldest);
    }
  }
  return session;
}
