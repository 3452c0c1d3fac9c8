import type { DeltaStream, StreamEntry } from './delta-stream.ts';

/** Deltas within one process, for an installation without Redis. */
export class LocalDeltaStream implements DeltaStream {
  readonly #followers = new Map<string, Set<(entry: StreamEntry) => void>>();
  readonly #askListeners = new Set<(siteId: string) => void>();

  publish(siteId: string, entry: StreamEntry): Promise<number> {
    for (const listener of this.#followers.get(siteId) ?? []) listener(entry);
    return Promise.resolve(0);
  }

  follow(siteId: string, listener: (entry: StreamEntry) => void): () => void {
    const followers = this.#followers.get(siteId) ?? new Set();
    this.#followers.set(siteId, followers.add(listener));
    return () => {
      followers.delete(listener);
      if (followers.size === 0 && this.#followers.get(siteId) === followers) this.#followers.delete(siteId);
    };
  }

  ask(siteId: string): void {
    for (const listener of this.#askListeners) listener(siteId);
  }

  onAsk(listener: (siteId: string) => void): () => void {
    this.#askListeners.add(listener);
    return () => this.#askListeners.delete(listener);
  }

  close(): Promise<void> {
    this.#followers.clear();
    this.#askListeners.clear();
    return Promise.resolve();
  }
}
