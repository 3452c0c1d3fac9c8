import Type, { type Static } from 'typebox';
import { MarkSchema } from './tables.ts';
import { Subscribe } from './subscribe.ts';

/** Up: `seen`. What the client holds, every 2 s and after each merged delta, so that the server sees who lags. */
export const Seen = Type.Object({ have: MarkSchema }, { additionalProperties: false });
export type Seen = Static<typeof Seen>;

/** Up: `clock`. Answered at once with the server's epoch ms, for the offset. */
export const Clock = Type.Object({ sentAt: Type.Number() }, { additionalProperties: false });
export type Clock = Static<typeof Clock>;

/** Up: `unsubscribe`. Ends the subscription; no fields. */
export const Unsubscribe = Type.Object({}, { additionalProperties: false });

/** Everything a client may send, by socket event name. */
export const up = { subscribe: Subscribe, seen: Seen, clock: Clock, unsubscribe: Unsubscribe } as const;
