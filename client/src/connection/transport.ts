import type { Delta, Mark, Snapshot } from '@floorwalk/shared/live/delta';
import type { Subscribe, Subscribed } from '@floorwalk/shared/protocol/subscribe';

/** What a transport tells the sync. */
export type TransportListener = {
  connected(): void;
  disconnected(): void;
  /** The next attempt to connect will be in this many ms. */
  retrying(inMs: number): void;
  delta(delta: Delta): void;
  merged(delta: Delta, behindMs: number, acknowledge: () => void): void;
  snapshot(snapshot: Snapshot): void;
  outdated(protocolVersion: number): void;
  signedOut(reason: string): void;
};

/** The line to the server, as the sync needs it: socket.io in the product, a generator where rows are made up for measuring. */
export type Transport = {
  readonly isConnected: boolean;
  listen(listener: TransportListener): void;
  open(): void;
  close(): void;
  /** Tries again at once instead of waiting for the next attempt. */
  retryNow(): void;
  /** Rejects when no answer comes in time or the line breaks. */
  subscribe(request: Subscribe): Promise<Subscribed>;
  unsubscribe(): void;
  seen(have: Mark): void;
  /** The server's epoch ms. Rejects when no answer comes in time. */
  clock(): Promise<number>;
};
