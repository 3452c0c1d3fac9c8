import Type, { type Static } from 'typebox';
import { DecidedBy } from '../alerts/events.ts';
import { Id, Label } from '../kit/ids.ts';
import { TOPIC_STATUS_LIST, type TopicStatus as Status } from './rows.ts';

const strict = { additionalProperties: false } as const;

export type TopicStatus = Status;
export const TopicStatus = Type.Unsafe<Status>(Type.Union(TOPIC_STATUS_LIST.map((status) => Type.Literal(status))));

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
