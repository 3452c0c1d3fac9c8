import type { Redis } from 'ioredis';
import { STREAM_LENGTH, type DeltaStream, type StreamEntry } from './delta-stream.ts';

/** How long one blocking read waits; an added site interrupts it. */
const BLOCK_MS = 2_000;
const RETRY_MS = 300;
/** Where nothing is asked for long, Redis is: so that a line that fell silent shows. */
const PING_MS = 5_000;
/** A stream of a site that nobody owns any more disappears. */
const EXPIRE_SECONDS = 3_600;

type Followed = { readonly listeners: Set<(entry: StreamEntry) => void>; lastId: string };
type Read = [stream: string, entries: [id: string, fields: string[]][]][] | null;

/**
 * Deltas over Redis: one bounded stream per site (`<prefix>:delta:<site>`), read by every api node with one blocking connection; the asking for
 * snapshots over a channel. Emptying Redis makes readers miss entries, which they notice by the spans.
 */
export class RedisDeltaStream implements DeltaStream {
  readonly #commands: Redis;
  readonly #reader: Redis;
  readonly #subscriber: Redis;
  readonly #prefix: string;
  readonly #pingMs: number;
  readonly #followed = new Map<string, Followed>();
  readonly #askListeners = new Set<(siteId: string) => void>();
  #reading: Promise<void> | undefined;
  #readerId: number | undefined;
  #pings: NodeJS.Timeout | undefined;
  #closed = false;

  /** `connect` gives a new connection each time; all of them are closed with the stream. `pingMs` is how often a waiting line is tried. */
  constructor(options: { readonly connect: () => Redis; readonly prefix: string; readonly pingMs?: number }) {
    this.#commands = options.connect();
    this.#reader = options.connect();
    this.#subscriber = options.connect();
    this.#prefix = options.prefix;
    this.#pingMs = options.pingMs ?? PING_MS;
    // ioredis keeps trying by itself; without a listener each attempt would be printed.
    for (const redis of [this.#commands, this.#reader, this.#subscriber]) redis.on('error', () => undefined);
  }

  async publish(siteId: string, entry: StreamEntry): Promise<number> {
    if (this.#commands.status !== 'ready') throw new Error('Redis cannot be reached');
    const key = this.#keyOf(siteId);
    const encoded = JSON.stringify(entry);
    await this.#commands
      .multi()
      .xadd(key, 'MAXLEN', '~', STREAM_LENGTH, '*', 'entry', encoded)
      .expire(key, EXPIRE_SECONDS)
      .exec();
    return encoded.length;
  }

  follow(siteId: string, listener: (entry: StreamEntry) => void): () => void {
    let followed = this.#followed.get(siteId);
    if (!followed) {
      followed = { listeners: new Set(), lastId: '$' };
      this.#followed.set(siteId, followed);
      this.#interrupt();
    }
    followed.listeners.add(listener);
    this.#reading ??= this.#readOn();
    const mine = followed;
    return () => {
      mine.listeners.delete(listener);
      if (mine.listeners.size === 0 && this.#followed.get(siteId) === mine) this.#followed.delete(siteId);
    };
  }

  ask(siteId: string): void {
    if (this.#commands.status === 'ready') this.#commands.publish(this.#askChannel, siteId).catch(() => undefined);
  }

  onAsk(listener: (siteId: string) => void): () => void {
    if (this.#askListeners.size === 0) {
      this.#subscriber.on('message', (_channel: string, siteId: string) => {
        for (const one of this.#askListeners) one(siteId);
      });
      // Once is enough: ioredis subscribes again after each reconnect.
      this.#subscriber.subscribe(this.#askChannel).catch(() => undefined);
      this.#pings = setInterval(() => void this.#subscriber.ping().catch(() => undefined), this.#pingMs);
    }
    this.#askListeners.add(listener);
    return () => this.#askListeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#pings);
    this.#reader.disconnect();
    this.#subscriber.disconnect();
    await this.#reading;
    this.#commands.disconnect();
  }

  /** One loop for all sites, for as long as any is followed. */
  async #readOn(): Promise<void> {
    while (!this.#closed && this.#followed.size > 0) {
      // A read waits for what comes after the one before.
      // oxlint-disable-next-line no-await-in-loop
      await this.#readOnce();
    }
    this.#reading = undefined;
  }

  async #readOnce(): Promise<void> {
    const sites = [...this.#followed.keys()];
    try {
      this.#readerId ??= await this.#reader.client('ID');
      // `$` would be taken anew at each read and lose what comes between two; from the first on the exact id is known.
      await this.#resolveStarts(sites);
      const ids = sites.map((siteId) => this.#followed.get(siteId)?.lastId ?? '$');
      const keys = sites.map((siteId) => this.#keyOf(siteId));
      const read: Read = await this.#reader.xread('COUNT', 200, 'BLOCK', BLOCK_MS, 'STREAMS', ...keys, ...ids);
      for (const [key, entries] of read ?? []) this.#hear(key.slice(this.#keyOf('').length), entries);
    } catch {
      this.#readerId = undefined;
      if (!this.#closed) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  async #resolveStarts(sites: readonly string[]): Promise<void> {
    for (const siteId of sites) {
      const followed = this.#followed.get(siteId);
      if (followed?.lastId !== '$') continue;
      // oxlint-disable-next-line no-await-in-loop
      const last = await this.#reader.xrevrange(this.#keyOf(siteId), '+', '-', 'COUNT', 1);
      followed.lastId = last[0]?.[0] ?? '0-0';
    }
  }

  #hear(siteId: string, entries: [id: string, fields: string[]][]): void {
    const followed = this.#followed.get(siteId);
    if (!followed) return;
    for (const [id, fields] of entries) {
      followed.lastId = id;
      const entry = JSON.parse(fields[1] ?? 'null') as StreamEntry | null;
      if (entry) for (const listener of followed.listeners) listener(entry);
    }
  }

  /** Lets the blocking read return, so that the next one names the new site too. */
  #interrupt(): void {
    if (this.#readerId !== undefined && this.#commands.status === 'ready') {
      this.#commands.client('UNBLOCK', this.#readerId).catch(() => undefined);
    }
  }

  #keyOf(siteId: string): string {
    return `${this.#prefix}:delta:${siteId}`;
  }

  get #askChannel(): string {
    return `${this.#prefix}:ask-snapshot`;
  }
}
