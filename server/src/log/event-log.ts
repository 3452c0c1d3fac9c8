import type { LoggedEvent, NewEvent } from '@floorwalk/shared/kit/logged-event';

/** What became of one event of an append, in the order given. A duplicate is answered with the position it has had since the first time. */
export type Appended = { readonly status: 'accepted' | 'duplicate'; readonly position: number };

/** The end of a site's log. A site without events is at position 0. `recordedAt` is epoch ms and never goes back. */
export type Head = { readonly position: number; readonly recordedAt: number };

/** Which of a site's events to read, all bounds optional. Reading is always in the order of positions. */
export type ReadOptions = {
  /** First position wanted; 1 unless given. */
  readonly from?: number;
  /** Last position wanted; the head unless given. */
  readonly to?: number;
  /** Only events that happened at or before this, epoch ms. */
  readonly untilTime?: number;
  /** Events per batch; 5,000 unless given. */
  readonly batchSize?: number;
};

/** A place in the order of event time. */
export type Moment = { readonly time: number; readonly position: number };

/** An event on its way to the log. `timeIsReceipt`: it came without a time and has that of its receipt; sent again, it keeps that of the first. */
export type IncomingEvent = NewEvent & { readonly timeIsReceipt?: boolean };

/** Called after a commit that extended a site's log, possibly late or several times for one commit, in any process. */
export type HeadListener = (siteId: string, position: number) => void;

/**
 * The one log (decision D1). Positions are gapless per site and begin at 1; `(source, id, time)` is unique within a site. Every
 * implementation passes `event-log-contract.ts`.
 */
export interface EventLog {
  /** Resolves after the commit: what is accepted is durable. Rejects when nothing was written. An empty append answers an empty list. */
  append(siteId: string, events: readonly IncomingEvent[]): Promise<Appended[]>;
  /** Batches of events in order. The log may grow meanwhile: without `to`, reading ends at the head as it was when it began. */
  read(siteId: string, options?: ReadOptions): AsyncIterable<LoggedEvent[]>;
  head(siteId: string): Promise<Head>;
  /** Events after a moment in the order in which they happened (`time`, then position): the next ones of a replay. At most `limit`. */
  readByTime(siteId: string, after: Moment, limit: number): Promise<LoggedEvent[]>;
  /** The last position recorded at or before a real moment, epoch ms; 0 when none was. */
  lastRecordedBy(siteId: string, realTime: number): Promise<number>;
  /** The first position from `from` to `to` of what happened on the floor (`isFactType`) after a time, or `null`. */
  firstFactAfter(siteId: string, time: number, from: number, to: number): Promise<number | null>;
  /** Every `site.clock-set`, in order. */
  clockEvents(siteId: string): Promise<LoggedEvent<'site.clock-set'>[]>;
  /** Sites that have a log, in the order of their ids. */
  sites(): Promise<string[]>;
  /** Tells of new heads until the returned function is called. A reader still polls now and then: a notification can be lost. */
  onAppend(listener: HeadListener): () => void;
  close(): Promise<void>;
}
