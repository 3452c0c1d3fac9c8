import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';

const strict = { additionalProperties: false } as const;

/** How far a topic is with whoever owns the bot's knowledge. */
export const TOPIC_STATUSES = ['new', 'assigned', 'in-work', 'done', 'will-not-do'] as const;
export const TopicStatus = Type.Unsafe<TopicStatus>(Type.Union(TOPIC_STATUSES.map((status) => Type.Literal(status))));
export type TopicStatus = (typeof TOPIC_STATUSES)[number];

/** Names one topic of a site: a hash of its bot, its intents and the words it began with. */
export const TopicId = Type.String({ pattern: '^[0-9a-f]{16}$' });

/** Somebody decided about a topic: who owns it, how far it is, and what there is to say. */
export const TopicChanged = Type.Object(
  {
    topicId: TopicId,
    botId: Id,
    status: TopicStatus,
    owner: Type.Union([Label, Type.Null()]),
    note: Type.Union([Type.String({ minLength: 1, maxLength: 1_000 }), Type.Null()]),
    by: DecidedBy,
  },
  strict,
);

export const topicEvents = { 'topic.changed': TopicChanged } as const;
export type TopicEventType = keyof typeof topicEvents;
export type TopicEventData = { [K in TopicEventType]: Static<(typeof topicEvents)[K]> };
