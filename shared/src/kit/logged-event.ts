import type { EventData, EventType } from '../events.ts';

/**
 * One entry of a site's log, as the fold reads it. `position` is gapless per site and starts at 1; `time` is when it happened and
 * `recordedAt` when it was committed, both epoch ms. `(source, id, time)` is unique within a site.
 */
export type LoggedEvent<T extends EventType = EventType> = {
  [K in T]: {
    readonly position: number;
    readonly id: string;
    readonly source: string;
    readonly type: K;
    readonly time: number;
    readonly recordedAt: number;
    readonly data: EventData[K];
  };
}[T];

/** An event on its way to the log: what a translator or a command produces. `time` is epoch ms. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: {
    readonly id: string;
    readonly source: string;
    readonly type: K;
    readonly time: number;
    readonly data: EventData[K];
  };
}[T];
