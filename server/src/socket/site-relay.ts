import type { Logger } from 'pino';
import { applyDelta, applySnapshot, createView, type View } from '@floorwalk/shared/live/apply';
import { mergeDeltas } from '@floorwalk/shared/live/cut-delta';
import { compareMarks, type Delta, type Mark, type Snapshot } from '@floorwalk/shared/live/delta';
import { STREAM_LENGTH, type DeltaStream, type StreamEntry } from '../live/delta-stream.ts';
import { movesSight } from './moves-sight.ts';
import type { RelayMetrics } from './relay-metrics.ts';
import { Room, roomKey, type RoomChoice } from './room.ts';
import { differenceTo } from './view-difference.ts';

/** How long an asked-for snapshot may take before it is asked for again. */
const ASK_AGAIN_MS = 500;
/** When everything that comes has been stale for this long, the view is of another life of the log, and the owner's snapshot is right. */
const ALL_STALE_MS = 5_000;

/** What happens to a room, told to those who send to its members. */
export type RoomListener = {
  /** The view moved on; `delta` is what changed for the room, maybe nothing. */
  readonly moved: (delta: Delta) => void;
  /** The view was replaced: what the members hold is no use any more. */
  readonly replaced: () => void;
};

type Kept = { readonly delta: Delta; readonly receivedAt: number; readonly sightMoved: boolean };
type Attended = { readonly room: Room; readonly listeners: Set<RoomListener> };

/** One site on one api node: its view, kept by the same `apply` the browser uses, the newest deltas, and the rooms they go to. */
export class SiteRelay {
  readonly siteId: string;
  readonly #stream: DeltaStream;
  readonly #metrics: RelayMetrics;
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #view: View;
  readonly #rooms = new Map<string, Attended>();
  readonly #unfollow: () => void;
  #ring: Kept[] = [];
  #foldVersion: number | undefined;
  #asking: NodeJS.Timeout | undefined;
  #appliedAt = 0;
  #readyWaiters: (() => void)[] = [];
  /** When nobody has used it since, real epoch ms. */
  unusedSince: number;

  constructor(options: {
    siteId: string;
    stream: DeltaStream;
    metrics: RelayMetrics;
    logger: Logger;
    now: () => number;
  }) {
    this.siteId = options.siteId;
    this.#stream = options.stream;
    this.#metrics = options.metrics;
    this.#logger = options.logger;
    this.#now = options.now;
    this.#view = createView(options.siteId);
    this.unusedSince = options.now();
    this.#unfollow = options.stream.follow(options.siteId, (entry) => this.#hear(entry));
    this.#ask();
  }

  /** The fold version of the view; `undefined` until the first snapshot came. */
  get foldVersion(): number | undefined {
    return this.#foldVersion;
  }

  get mark(): Mark {
    return this.#view.mark;
  }

  get inUse(): boolean {
    return this.#rooms.size > 0;
  }

  /** Resolves with true when there is a view, with false when none came in time. */
  async whenReady(limitMs: number): Promise<boolean> {
    if (this.#foldVersion !== undefined) return true;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#readyWaiters.push(resolve);
      timer = setTimeout(resolve, limitMs);
    });
    clearTimeout(timer);
    return this.#foldVersion !== undefined;
  }

  /** Enters a room, opening it for the first; the returned function leaves it again. */
  enter(choice: RoomChoice, listener: RoomListener): { readonly room: Room; readonly leave: () => void } {
    const key = roomKey(this.siteId, choice);
    const attended = this.#rooms.get(key) ?? {
      room: new Room(this.siteId, choice, this.#view),
      listeners: new Set<RoomListener>(),
    };
    this.#rooms.set(key, attended);
    attended.listeners.add(listener);
    return {
      room: attended.room,
      leave: () => {
        attended.listeners.delete(listener);
        if (attended.listeners.size > 0 || this.#rooms.get(key) !== attended) return;
        this.#rooms.delete(key);
        this.unusedSince = this.#now();
      },
    };
  }

  /** Everything as the room may see it. Only when ready. */
  snapshot(room: Room): Snapshot {
    return room.snapshot(this.#view, this.#foldVersion ?? 0, this.#now());
  }

  /**
   * What changed for the room since a mark, as one delta; `null` when that is not known (any more), and a snapshot is due. An empty one when nothing did.
   */
  since(room: Room, have: Mark): Delta | null {
    const missing = this.#after(have);
    if (missing === null || missing.some((kept) => kept.sightMoved)) return null;
    if (missing.length === 0) return this.#nothingSince(have);
    const merged = mergeDeltas(missing.map((kept) => kept.delta));
    return room.projectForLatecomer(this.#view, { ...merged, from: have });
  }

  /** For how long something that this mark does not hold has been there to be sent, ms. */
  behindMs(have: Mark): number {
    const missing = this.#after(have);
    const first = missing === null ? this.#ring[0] : missing[0];
    return first ? this.#now() - first.receivedAt : 0;
  }

  close(): void {
    clearInterval(this.#asking);
    this.#unfollow();
    for (const resolve of this.#readyWaiters) resolve();
  }

  /** The kept deltas that lead on from a mark; `null` when they do not reach back to it, or when it is not of this log. */
  #after(have: Mark): Kept[] | null {
    if (compareMarks(have, this.#view.mark) > 0) return null;
    let start = this.#ring.length;
    while (start > 0 && compareMarks(this.#ring[start - 1]?.delta.to ?? have, have) > 0) start -= 1;
    const missing = this.#ring.slice(start);
    const first = missing[0];
    if (!first) return compareMarks(have, this.#view.mark) === 0 ? [] : null;
    return compareMarks(first.delta.from, have) > 0 ? null : missing;
  }

  #nothingSince(have: Mark): Delta {
    return {
      siteId: this.siteId,
      from: have,
      to: this.#view.mark,
      cutAt: this.#now(),
      recordedAt: 0,
      tables: {},
      removed: {},
    };
  }

  #hear(entry: StreamEntry): void {
    if (entry.kind === 'snapshot') this.#takeSnapshot(entry.snapshot);
    else if (this.#foldVersion !== undefined) this.#takeDelta(entry.delta);
  }

  #takeDelta(delta: Delta): void {
    const sightMoved = movesSight(this.#view, delta);
    switch (applyDelta(this.#view, delta)) {
      case 'applied':
        this.#moveOn(delta, sightMoved);
        return;
      case 'stale':
        this.#metrics.stale();
        if (this.#now() - this.#appliedAt > ALL_STALE_MS) this.#ask();
        return;
      case 'gap':
        this.#metrics.gap();
        this.#ask();
    }
  }

  #takeSnapshot(snapshot: Snapshot): void {
    const isAhead = compareMarks(snapshot.at, this.#view.mark) > 0;
    if (this.#foldVersion === snapshot.foldVersion && isAhead) {
      const delta = differenceTo(this.#view, snapshot);
      const sightMoved = movesSight(this.#view, delta);
      applyDelta(this.#view, delta);
      this.#moveOn(delta, sightMoved);
    } else if (this.#foldVersion !== snapshot.foldVersion || this.#now() - this.#appliedAt > ALL_STALE_MS) {
      this.#replace(snapshot);
    }
    this.#answered();
  }

  #moveOn(delta: Delta, sightMoved: boolean): void {
    this.#appliedAt = this.#now();
    this.#ring.push({ delta, receivedAt: this.#appliedAt, sightMoved });
    if (this.#ring.length > STREAM_LENGTH) this.#ring = this.#ring.slice(-STREAM_LENGTH / 2);
    for (const { room, listeners } of this.#rooms.values()) {
      const projected = room.project(this.#view, delta, sightMoved);
      this.#tell(listeners, (listener) => listener.moved(projected));
    }
  }

  #replace(snapshot: Snapshot): void {
    const first = this.#foldVersion === undefined;
    applySnapshot(this.#view, snapshot);
    this.#foldVersion = snapshot.foldVersion;
    this.#appliedAt = this.#now();
    this.#ring = [];
    if (first) return;
    this.#metrics.replaced();
    for (const { room, listeners } of this.#rooms.values()) {
      room.reset(this.#view);
      this.#tell(listeners, (listener) => listener.replaced());
    }
  }

  /** One listener's failure must not keep the others from hearing. */
  #tell(listeners: ReadonlySet<RoomListener>, say: (listener: RoomListener) => void): void {
    for (const listener of listeners) {
      try {
        say(listener);
      } catch (error) {
        this.#logger.error({ err: error, siteId: this.siteId }, 'sending to a room failed');
      }
    }
  }

  #ask(): void {
    if (this.#asking) return;
    this.#stream.ask(this.siteId);
    this.#asking = setInterval(() => this.#stream.ask(this.siteId), ASK_AGAIN_MS);
  }

  #answered(): void {
    clearInterval(this.#asking);
    this.#asking = undefined;
    const waiters = this.#readyWaiters;
    this.#readyWaiters = [];
    for (const resolve of waiters) resolve();
  }
}
