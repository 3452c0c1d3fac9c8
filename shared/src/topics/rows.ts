import type { DecidedBy } from '../alerts/events.ts';

/** How far a topic is with whoever owns the bot's knowledge. */
export const TOPIC_STATUS_LIST = ['new', 'assigned', 'in-work', 'done', 'will-not-do'] as const;
export type TopicStatus = (typeof TOPIC_STATUS_LIST)[number];

/** A topic that people said is the same as another, with what it takes to make it one of its own again. */
export type MergedTopic = {
  readonly id: string;
  readonly name: string | null;
  readonly intent: string | null;
  readonly keywords: readonly string[];
  readonly turnCount: number;
} & Pick<BotTopicRow, 'status' | 'owner' | 'note' | 'changedAt'>;

/** Something a bot does not understand, again and again, with the topics that are the same. Moments are epoch ms. */
export type BotTopicRow = {
  readonly id: string;
  readonly botId: string;
  /** What people call it; `null` while nobody has named it. */
  readonly name: string | null;
  readonly merged: readonly MergedTopic[];
  readonly intent: string | null;
  readonly runnerUpIntent: string | null;
  /** Words most of its turns share, the most frequent first. */
  readonly keywords: readonly string[];
  /** A few of the customers' sentences, redacted. */
  readonly examples: readonly string[];
  readonly turnCount: number;
  readonly sessionCount: number;
  readonly failedCount: number;
  readonly meanConfidence: number;
  readonly firstAt: number;
  readonly latestAt: number;
  readonly status: TopicStatus;
  readonly owner: string | null;
  readonly note: string | null;
  readonly changedBy: DecidedBy | null;
  readonly changedAt: number | null;
  /** Turns since it was said to be done: it is not. */
  readonly sinceDoneCount: number;
  /** Not 0 in the one row of a bot that stands for topics which had to go because there were too many; `turnCount` is theirs. */
  readonly forgottenTopicCount: number;
};
