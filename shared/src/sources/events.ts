import Type, { type Static } from 'typebox';

/** The source is alive. Silent for longer than `everyMs` (60 s unless given) and the glass says so. */
export const SourceHeartbeat = Type.Object(
  { everyMs: Type.Optional(Type.Integer({ minimum: 1000, maximum: 86_400_000 })) },
  { additionalProperties: false },
);

export const sourceEvents = { 'source.heartbeat': SourceHeartbeat } as const;
export type SourceEventType = keyof typeof sourceEvents;
export type SourceEventData = { [K in SourceEventType]: Static<(typeof sourceEvents)[K]> };
