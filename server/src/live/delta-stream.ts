import type { Delta, Snapshot } from '@floorwalk/shared/live/delta';

/** What the owner of a site says to every api node: what changed, or everything when a node asked or the owner is new. */
export type StreamEntry =
  | { readonly kind: 'delta'; readonly delta: Delta }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot };

/**
 * The way from a site's owner to the api nodes. It may lose entries at any moment (decision D6): readers notice the gap by the spans and ask for a
 * snapshot. Bounded; nothing in it is the only copy of anything.
 */
export interface DeltaStream {
  /** Resolves when handed over with its size in bytes (0 where it need not be encoded); rejects when it could not be, which costs readers a gap. */
  publish(siteId: string, entry: StreamEntry): Promise<number>;
  /** Hears what is published from now on, in order, until the returned function is called. */
  follow(siteId: string, listener: (entry: StreamEntry) => void): () => void;
  /** Asks the site's owner to publish a snapshot. May get lost: ask again when none comes. */
  ask(siteId: string): void;
  /** Hears the asking. For owners. */
  onAsk(listener: (siteId: string) => void): () => void;
  close(): Promise<void>;
}

/** Entries kept per site: a minute at the highest rate. */
export const STREAM_LENGTH = 600;
