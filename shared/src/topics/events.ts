import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { TOPIC_STATUS_LIST, type TopicStatus as Status } from './rows.ts';

const strict = { additionalProperties: false } as const;

export type TopicStatus = Status;
export const TopicStatus = Type.Unsafe<Status>(Type.Union(TOPIC_STATUS_LIST.map((status) => Type.Literal(status))));

/** Names one topic of a site: a hash of its bot, its intents and the words it began with. */
export const TopicId = Type.String({ pattern: '^[0-9a-f]{16}$' });

/** What people call a topic. */
export const TopicName = Type.String({ minLength: 1, maxLength: 100 });

/**
 * Somebody decided about a topic: who owns it, how far it is, what there is to say, what it is called, and which other topic of its bot it is the same
 * as: it counts with that one until it is said to be a topic of its own again (`null`).
 */
export const TopicChanged = Type.Object(
  {
    topicId: TopicId,
    botId: Id,
    status: TopicStatus,
    owner: Type.Union([Label, Type.Null()]),
    note: Type.Union([Type.String({ minLength: 1, maxLength: 1_000 }), Type.Null()]),
    name: Type.Optional(Type.Union([TopicName, Type.Null()])),
    mergedInto: Type.Optional(Type.Union([TopicId, Type.Null()])),
    by: DecidedBy,
  },
  strict,
);

export const topicEvents = { 'topic.changed': TopicChanged } as const;
export type TopicEventType = keyof typeof topicEvents;
export type TopicEventData = { [K in TopicEventType]: Static<(typeof topicEvents)[K]> };
