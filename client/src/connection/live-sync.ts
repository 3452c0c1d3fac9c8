import type { Delta } from '@floorwalk/shared/live/delta';
import type { Subscribe, SubscribeRefusal } from '@floorwalk/shared/protocol/subscribe';
import type { LiveStore } from '../store/live-store.ts';
import type { Transport } from './transport.ts';

/** A subscription as a screen wants it; `have` is the sync's business. */
export type Wanted = Omit<Subscribe, 'have'>;

/** Where the subscription stands. `catching-up`: something is missing and was asked for; what is shown stays. */
export type Topic = 'idle' | 'asking' | 'live' | 'catching-up' | 'failing' | 'refused';

export type Line = 'connecting' | 'up' | 'down';

/** Everything about the connection that a screen may say. */
export type SyncStatus = {
  readonly line: Line;
  readonly topic: Topic;
  readonly refusal: { readonly reason: SubscribeRefusal; readonly message: string } | null;
  /** How far behind the server had to send merged deltas, ms; `null` at full rate. */
  readonly behindMs: number | null;
  /** When the line is tried again, on the host's monotonic clock; `null` when it is not waiting. */
  readonly retryAt: number | null;
  /** The server speaks a newer protocol: reload. */
  readonly outdated: boolean;
  /** Why the session ended; `null` while it lasts. */
  readonly signedOut: string | null;
  /** How often something was missing and had to be asked for, and how often the line came back. */
  readonly gapCount: number;
  readonly reconnectCount: number;
};

/** What the sync needs of the world. `now` is monotonic, ms; `random` is 0-1. */
export type SyncHost = {
  readonly now: () => number;
  readonly random: () => number;
  readonly timer: (callback: () => void, delayMs: number) => () => void;
};

const SEEN_EVERY_MS = 2_000;
/** The server sends something every second; after this long without, it is asked. */
const SILENCE_MS = 10_000;
const FIRST_BACKOFF_MS = 500;
const LAST_BACKOFF_MS = 8_000;
const FAILURES_TO_SAY_SO = 3;
/** Most deltas kept while an answer is awaited; beyond it the answer's gap is asked about anew. */
const MAX_HELD = 300;
/** Refusals that asking again does not change. */
const FINAL: Record<SubscribeRefusal, boolean> = {
  'bad-request': true,
  forbidden: true,
  'unknown-site': true,
  'not-ready': false,
};

/**
 * Keeps a store in step with the server over one transport: subscribes, drops what is stale, asks once about a gap with a growing and
 * jittered pause between failures, and resumes by position after a broken line. What is shown is never blanked by any of it.
 */
export class LiveSync {
  readonly #transport: Transport;
  readonly #store: LiveStore;
  readonly #host: SyncHost;
  readonly #arrived: (urgent: boolean) => void;
  readonly #listeners = new Set<() => void>();
  #status: SyncStatus = {
    line: 'connecting',
    topic: 'idle',
    refusal: null,
    behindMs: null,
    retryAt: null,
    outdated: false,
    signedOut: null,
    gapCount: 0,
    reconnectCount: 0,
  };
  #wanted: Wanted | null = null;
  #wantedKey = '';
  /** Key of the subscription the store's rows belong to. */
  #heldKey = '';
  #foldVersion: number | null = null;
  #question = 0;
  #held: Delta[] = [];
  #holding = false;
  #failures = 0;
  #everConnected = false;
  #lastHeardAt = 0;
  #cancelRetry: (() => void) | null = null;
  #cancelSeen: (() => void) | null = null;

  /** `arrived` is called whenever the store holds something that is not yet shown; urgent for whole snapshots. */
  constructor(transport: Transport, store: LiveStore, host: SyncHost, arrived: (urgent: boolean) => void) {
    this.#transport = transport;
    this.#store = store;
    this.#host = host;
    this.#arrived = arrived;
    transport.listen({
      connected: () => this.#connected(),
      disconnected: () => this.#disconnected(),
      retrying: (inMs) => this.#set({ retryAt: this.#host.now() + inMs }),
      delta: (delta) => this.#delta(delta),
      merged: (delta, behindMs, acknowledge) => {
        this.#set({ behindMs });
        this.#delta(delta);
        acknowledge();
        this.#transport.seen(this.#store.mark);
      },
      snapshot: (snapshot) => {
        if (snapshot.siteId !== this.#wanted?.siteId || this.#holding) return;
        this.#heard();
        this.#foldVersion = snapshot.foldVersion;
        this.#store.takeSnapshot(snapshot);
        this.#set({ topic: 'live', behindMs: null });
        this.#arrived(true);
      },
      outdated: () => this.#set({ outdated: true }),
      signedOut: (reason) => {
        this.#set({ signedOut: reason });
        this.stop();
      },
    });
  }

  get status(): SyncStatus {
    return this.#status;
  }

  onStatus(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): void {
    this.#set({ signedOut: null, line: this.#transport.isConnected ? 'up' : 'connecting' });
    this.#transport.open();
    this.#cancelSeen ??= this.#host.timer(() => this.#tick(), SEEN_EVERY_MS);
  }

  stop(): void {
    this.#cancelRetry?.();
    this.#cancelSeen?.();
    this.#cancelRetry = null;
    this.#cancelSeen = null;
    this.#question++;
    this.#holding = false;
    this.#wanted = null;
    this.#wantedKey = '';
    this.#heldKey = '';
    this.#set({ topic: 'idle', refusal: null });
    this.#transport.close();
    this.#store.clear();
    this.#arrived(true);
  }

  /** The person asked to try again now. */
  retryNow(): void {
    this.#failures = 0;
    if (!this.#transport.isConnected) this.#transport.retryNow();
    else if (this.#wanted) this.#ask();
  }

  /** Subscribes to what a screen wants now; the same again changes nothing. */
  want(wanted: Wanted): void {
    const key = JSON.stringify(wanted);
    if (key === this.#wantedKey && this.#status.topic !== 'refused') return;
    const sameSite = this.#wanted?.siteId === wanted.siteId;
    this.#wanted = wanted;
    this.#wantedKey = key;
    this.#failures = 0;
    if (!sameSite && this.#store.siteId !== null && this.#store.siteId !== wanted.siteId) {
      this.#store.clear();
      this.#arrived(true);
    }
    if (this.#transport.isConnected) this.#ask();
    else this.#set({ topic: 'asking', refusal: null });
  }

  /** The page is seen again after a while: look at once whether the line still speaks. */
  wake(): void {
    if (this.#wanted?.travel?.speed === 0) return;
    if (this.#status.topic === 'live' && this.#host.now() - this.#lastHeardAt > 3_000) this.#ask();
  }

  #connected(): void {
    const again = this.#everConnected;
    this.#everConnected = true;
    this.#failures = 0;
    this.#set({
      line: 'up',
      retryAt: null,
      behindMs: null,
      reconnectCount: this.#status.reconnectCount + (again ? 1 : 0),
    });
    if (this.#wanted) this.#ask();
  }

  #disconnected(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#question++;
    this.#holding = false;
    this.#held = [];
    this.#set({ line: 'down', behindMs: null });
  }

  #ask(): void {
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    const question = ++this.#question;
    const key = this.#wantedKey;
    const resumes = key === this.#heldKey && this.#store.siteId === wanted.siteId;
    this.#holding = true;
    this.#held = [];
    const shown = this.#heldKey !== '';
    this.#set({
      topic: this.#failures >= FAILURES_TO_SAY_SO ? 'failing' : shown ? 'catching-up' : 'asking',
      refusal: null,
    });
    this.#transport.subscribe(resumes ? { ...wanted, have: this.#store.mark } : wanted).then(
      (answer) => {
        if (question !== this.#question) return;
        this.#holding = false;
        if (!answer.ok) return this.#refused(answer.reason, answer.message);
        this.#heard();
        if ('snapshot' in answer) this.#store.takeSnapshot(answer.snapshot);
        else if (this.#foldVersion !== null && answer.foldVersion !== this.#foldVersion) {
          this.#heldKey = '';
          return this.#fail();
        } else {
          for (const delta of answer.deltas) {
            if (this.#store.takeDelta(delta) === 'gap') {
              this.#heldKey = '';
              return this.#fail();
            }
          }
        }
        this.#foldVersion = answer.foldVersion;
        this.#heldKey = key;
        this.#failures = 0;
        this.#set({ topic: 'live' });
        // Only what belongs to the same subscription continues it; deltas of the one before are of another time or another choice.
        const held = resumes ? this.#held : [];
        this.#held = [];
        for (const delta of held) this.#delta(delta);
        this.#arrived('snapshot' in answer);
      },
      () => {
        if (question !== this.#question) return;
        this.#holding = false;
        if (this.#transport.isConnected) this.#fail();
      },
    );
  }

  #delta(delta: Delta): void {
    if (this.#holding) {
      if (this.#held.length < MAX_HELD) this.#held.push(delta);
      return;
    }
    if (this.#status.topic !== 'live') return;
    switch (this.#store.takeDelta(delta)) {
      case 'stale':
        return this.#heard();
      case 'applied':
        this.#heard();
        this.#arrived(false);
        return;
      case 'gap':
        this.#set({ gapCount: this.#status.gapCount + 1 });
        this.#ask();
    }
  }

  #refused(reason: SubscribeRefusal, message: string): void {
    if (!FINAL[reason]) return this.#fail();
    this.#set({ topic: 'refused', refusal: { reason, message } });
  }

  /** One more failure: wait longer each time, never twice the same. */
  #fail(): void {
    this.#failures++;
    const pause = Math.min(LAST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.#failures - 1));
    this.#set({ topic: this.#failures >= FAILURES_TO_SAY_SO ? 'failing' : 'catching-up' });
    this.#cancelRetry?.();
    this.#cancelRetry = this.#host.timer(() => this.#ask(), pause * (0.5 + this.#host.random() / 2));
  }

  #heard(): void {
    this.#lastHeardAt = this.#host.now();
  }

  #tick(): void {
    this.#cancelSeen = this.#host.timer(() => this.#tick(), SEEN_EVERY_MS);
    if (!this.#transport.isConnected || this.#status.topic !== 'live') return;
    this.#transport.seen(this.#store.mark);
    const stands = this.#wanted?.travel?.speed === 0;
    if (!stands && this.#host.now() - this.#lastHeardAt > SILENCE_MS) {
      this.#heard();
      this.#ask();
    }
  }

  #set(change: Partial<SyncStatus>): void {
    const next = { ...this.#status, ...change };
    if (
      Object.keys(change).every((key) =>
        Object.is(this.#status[key as keyof SyncStatus], next[key as keyof SyncStatus]),
      )
    )
      return;
    this.#status = next;
    this.#listeners.forEach((listener) => listener());
  }
}
