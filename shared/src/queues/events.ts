import Type, { type Static } from 'typebox';
import { Channel } from '../kit/channel.ts';
import { Id, Label } from '../kit/ids.ts';

/**
 * A queue is known, with its thresholds. Each given field replaces the former value; numbers already on the board follow at once,
 * because they are computed from waits and not from counts made under the old threshold.
 */
export const QueueConfigured = Type.Object(
  {
    queueId: Id,
    name: Type.Optional(Label),
    channel: Type.Optional(Channel),
    groupId: Type.Optional(Id),
    teamId: Type.Optional(Id),
    department: Type.Optional(Label),
    serviceLevelThresholdMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 604_800_000 })),
    shortAbandonThresholdMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 3_600_000 })),
    serviceLevelTarget: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    highValue: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

export const queueEvents = { 'queue.configured': QueueConfigured } as const;
export type QueueEventType = keyof typeof queueEvents;
export type QueueEventData = { [K in QueueEventType]: Static<(typeof queueEvents)[K]> };
