import type { BotTopicRow } from './rows.ts';
import { byFrequency, stemOf } from './topic-likeness.ts';
import { restIdOf, rootOf, UNDECIDED, type Topic, type TopicsState } from './topic.ts';

const MOST_KEYWORDS = 6;
/** Sentences shown of a topic, and kept. */
export const MOST_EXAMPLES = 5;

/** The row of a topic that is of its own, with all that counts with it. */
export function topicRow(state: TopicsState, topic: Topic): BotTopicRow {
  const { id, botId, intent, runnerUpIntent, decided } = topic;
  const merged = [...state.topics.values()].filter((one) => one !== topic && rootOf(state, one) === topic);
  const parts = [topic, ...merged];
  const sum = (count: (part: Topic) => number): number => parts.reduce((total, part) => total + count(part), 0);
  const turnCount = sum((part) => part.turnCount);
  return {
    id,
    botId,
    intent,
    runnerUpIntent,
    merged: merged.map((part) => ({
      id: part.id,
      intent: part.intent,
      keywords: keywordsOf(part),
      turnCount: part.turnCount,
      name: part.decided.name,
      status: part.decided.status,
      owner: part.decided.owner,
      note: part.decided.note,
      changedAt: part.decided.changedAt,
    })),
    keywords: keywordsOf(topic),
    examples: [...new Set(parts.flatMap(({ examples }) => examples))].slice(0, MOST_EXAMPLES),
    turnCount,
    sessionCount: sum((part) => part.sessionCount),
    failedCount: sum((part) => part.failedCount),
    meanConfidence: turnCount === 0 ? 0 : sum((part) => part.confidenceSum) / turnCount,
    firstAt: Math.min(...parts.map(({ firstAt }) => firstAt)),
    latestAt: Math.max(...parts.map(({ latestAt }) => latestAt)),
    ...decided,
    forgottenTopicCount: 0,
  };
}

function keywordsOf({ words, examples }: Topic): string[] {
  return Object.entries(words)
    .toSorted(byFrequency)
    .slice(0, MOST_KEYWORDS)
    .map(([word]) => asSaid(word, examples));
}

/** A word as a customer wrote it, for one without its ending. */
function asSaid(stem: string, examples: readonly string[]): string {
  const words = examples.flatMap((example) => example.toLowerCase().match(/[\p{L}\p{N}]{3,40}/gu) ?? []);
  return words.find((word) => stemOf(word) === stem) ?? stem;
}

/** What a bot did not understand that is in no topic kept; `null` while all is. */
export function restRow(state: TopicsState, botId: string): BotTopicRow | null {
  const { topicCount, turnCount } = state.bots.get(botId)?.forgotten ?? { topicCount: 0, turnCount: 0 };
  if (topicCount === 0) return null;
  return {
    id: restIdOf(botId),
    botId,
    merged: [],
    intent: null,
    runnerUpIntent: null,
    keywords: [],
    examples: [],
    turnCount,
    sessionCount: 0,
    failedCount: 0,
    meanConfidence: 0,
    firstAt: 0,
    latestAt: 0,
    ...UNDECIDED,
    forgottenTopicCount: topicCount,
  };
}
