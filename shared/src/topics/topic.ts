import type { HandoverPolicy } from '../handover/policy.ts';
import { stableHash } from '../kit/stable-hash.ts';
import type { BotTopicRow } from './rows.ts';
import type { WordCounts } from './topic-likeness.ts';

/** A topic with what it grows by. */
export type Topic = {
  readonly id: string;
  readonly botId: string;
  readonly intent: string | null;
  readonly runnerUpIntent: string | null;
  /** How many of its turns used a word. */
  words: Record<string, number>;
  /** What these weighed together when the latest turn joined. */
  length: number;
  examples: string[];
  turnCount: number;
  failedCount: number;
  confidenceSum: number;
  sessionCount: number;
  firstAt: number;
  latestAt: number;
  decided: Pick<BotTopicRow, 'status' | 'owner' | 'note' | 'name' | 'changedBy' | 'changedAt' | 'sinceDoneCount'>;
  /** The topic it counts with. */
  mergedInto: string | null;
};

/** What holds for a bot's turns, and what of them is kept no more. */
export type BotOfTopics = {
  threshold: number;
  intentThresholds: Readonly<Record<string, number>>;
  readonly counts: WordCounts;
  /** Of topics that had to go because there were too many. */
  forgotten: { readonly topicCount: number; readonly turnCount: number };
};

export type TopicsState = {
  readonly topics: Map<string, Topic>;
  readonly bots: Map<string, BotOfTopics>;
  readonly policies: Map<string, HandoverPolicy>;
  /** The topic of each open session's latest uncertain turn, and the session's language. */
  readonly sessions: Map<string, { topicId: string | null; language: string | null }>;
  readonly changed: Set<string>;
};

export function createTopicsState(): TopicsState {
  return { topics: new Map(), bots: new Map(), policies: new Map(), sessions: new Map(), changed: new Set() };
}

/** What is decided of a topic that nobody has looked at. */
export const UNDECIDED: Topic['decided'] = {
  status: 'new',
  owner: null,
  note: null,
  name: null,
  changedBy: null,
  changedAt: null,
  sinceDoneCount: 0,
};

/** What a topic counts with, one after another: itself, what it was said to be the same as, what that was; the last is of its own. */
function* pathOf(state: TopicsState, topic: Topic): Iterable<Topic> {
  for (let at: Topic | undefined = topic; at !== undefined;) {
    yield at;
    at = at.mergedInto === null ? undefined : state.topics.get(at.mergedInto);
  }
}

/** The topic that one counts with: itself where it is of its own, or where that one had to go. */
export function rootOf(state: TopicsState, topic: Topic): Topic {
  let root = topic;
  for (const next of pathOf(state, topic)) root = next;
  return root;
}

/** Whether a topic can count with another: one of the same bot that does not count with it already, else neither would be of its own. */
export function mayMerge(state: TopicsState, topic: Topic, intoId: string): boolean {
  const into = state.topics.get(intoId);
  return into !== undefined && into.botId === topic.botId && ![...pathOf(state, into)].includes(topic);
}

/** Names the row that says how much a bot's kept topics leave out. */
export const restIdOf = (botId: string): string => stableHash(JSON.stringify(['rest', botId]));
