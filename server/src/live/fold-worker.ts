import type { Logger } from 'pino';
import { createCutter, cutDelta, type Cutter } from '@floorwalk/shared/live/cut-delta';
import { createLiveState, siteAsOf, snapshotOf, type LiveState } from '@floorwalk/shared/live/live-state';
import type { EventLog } from '../log/event-log.ts';
import type { DeltaStream, StreamEntry } from './delta-stream.ts';
import { foldBatch } from './fold-batch.ts';
import type { FoldMetrics } from './fold-metrics.ts';
import type { ParkedEvents } from './parked-events.ts';
import type { SiteReaction, StartReaction } from './site-reaction.ts';
import { SNAPSHOT_LIMITS, type SnapshotStore } from './snapshot-store.ts';

/** How long after a delta the next is cut at the earliest, and at the latest, when time alone changes rows. */
const CUT_MS = 100;
const HEARTBEAT_MS = 1_000;
const HEARTBEAT_LOOK_MS = 200;
/** The log is looked at this often even when nobody tells of an append. */
const POLL_MS = 1_000;
const RETRY_MS = 1_000;
const SAVE_MS = 60_000;
/** Several nodes that ask for a snapshot at once get one. */
const ANSWER_MS = 250;

export type FoldWorkerOptions = {
  readonly siteId: string;
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  readonly parked: ParkedEvents;
  readonly stream: DeltaStream;
  readonly metrics: FoldMetrics;
  readonly logger: Logger;
  /** What else the site's owner does; nothing unless given. */
  readonly reactions?: readonly StartReaction[];
  /** The real clock, epoch ms. */
  readonly now: () => number;
};

/**
 * Folds one site for as long as it holds the site's lease: from the newest snapshot to the log's head, then after it. Cuts deltas and publishes
 * them, answers nodes that ask for everything, saves snapshots.
 */
export class FoldWorker {
  readonly #options: FoldWorkerOptions;
  #state: LiveState;
  #cutter: Cutter | undefined;
  #running: Promise<void> | undefined;
  #heartbeats: NodeJS.Timeout | undefined;
  #nextCut: NodeJS.Timeout | undefined;
  #cutAt = 0;
  #stopListening: (() => void)[] = [];
  #stopped = false;
  #wake: () => void = () => undefined;
  #woken = false;
  #timedAt = 0;
  #answeredAt = 0;
  #asked = false;
  #savedPosition = 0;
  #savedAt = 0;
  #saving: Promise<void> | undefined;
  readonly #reactions: readonly SiteReaction[];

  constructor(options: FoldWorkerOptions) {
    this.#options = options;
    this.#state = createLiveState(options.siteId);
    this.#reactions = (options.reactions ?? []).map((start) => start(options.siteId));
  }

  /** Begins in the background. Never fails: what goes wrong is logged and tried again. */
  start(): void {
    const { log, stream, siteId } = this.#options;
    this.#stopListening = [
      log.onAppend((appendedTo) => {
        if (appendedTo === siteId) this.#rouse();
      }),
      stream.onAsk((askedFor) => {
        if (askedFor !== siteId) return;
        this.#asked = true;
        this.#wantCut();
      }),
    ];
    this.#running = this.#run();
  }

  /** Ends folding and saves where it stands, so that the next owner begins there. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const stop of this.#stopListening) stop();
    clearInterval(this.#heartbeats);
    clearTimeout(this.#nextCut);
    this.#rouse();
    await this.#running;
    await Promise.all(this.#reactions.map((reaction) => reaction.stop()));
    if (this.#cutter) {
      this.#cut();
      await this.#saving?.catch(() => undefined);
      await this.#save().catch((error: unknown) => this.#complain(error, 'the last snapshot was not saved'));
    }
    this.#options.metrics.left(this.#options.siteId);
  }

  async #run(): Promise<void> {
    let loaded = false;
    while (!this.#stopped) {
      try {
        if (!loaded) await this.#load();
        loaded = true;
        await this.#foldToHead();
        this.#beginPublishing();
        if (!this.#stopped) for (const reaction of this.#reactions) reaction.caughtUp(this.#state);
        if (this.#options.now() - this.#savedAt > SAVE_MS) this.#saveMeanwhile();
        await this.#sleep(POLL_MS);
      } catch (error) {
        this.#complain(error, 'folding was interrupted and goes on');
        await this.#sleep(RETRY_MS);
      }
    }
  }

  async #load(): Promise<void> {
    const { snapshots, siteId } = this.#options;
    this.#state = (await snapshots.load(siteId)) ?? createLiveState(siteId);
    this.#savedPosition = this.#state.position;
    this.#savedAt = this.#options.now();
  }

  async #foldToHead(): Promise<void> {
    const { log, siteId, parked, metrics } = this.#options;
    const head = await log.head(siteId);
    metrics.at(siteId, this.#state.position, head.position);
    if (head.position <= this.#state.position) return;
    for (const reaction of this.#reactions) reaction.behind();
    for await (const events of log.read(siteId, { from: this.#state.position + 1, to: head.position })) {
      if (this.#stopped) return;
      const broken = foldBatch(this.#state, events);
      metrics.folded(events.length, broken.length);
      this.#wantCut();
      if (broken.length > 0) {
        this.#options.logger.error({ siteId, parked: broken }, 'events broke the fold and were parked');
        await parked.park(siteId, broken, this.#options.now());
      }
      if (step(this.#state.position) > step(this.#savedPosition)) {
        // Nobody waits for an owner who is still catching up, and what hardly changes is soon written.
        if (this.#cutter) this.#saveMeanwhile();
        else await this.#save();
      }
      metrics.at(siteId, this.#state.position, head.position);
    }
  }

  /** Only once the head is reached for the first time, so that nobody watches history flash by. */
  #beginPublishing(): void {
    if (this.#cutter || this.#stopped) return;
    const { siteId, now, parked, snapshots } = this.#options;
    this.#cutter = createCutter(this.#state, siteAsOf(this.#state, now()));
    this.#publishSnapshot(this.#cutter);
    this.#heartbeats = setInterval(() => {
      if (now() - this.#timedAt >= HEARTBEAT_MS) this.#wantCut();
    }, HEARTBEAT_LOOK_MS);
    Promise.all([parked.clearMark(siteId), snapshots.removeOtherVersions(siteId)]).catch((error: unknown) =>
      this.#complain(error, 'tidying up after catching up failed'),
    );
  }

  /** At once when the last delta is long enough ago, so that a quiet floor shows each event without waiting for a beat; else when it is. */
  #wantCut(): void {
    if (!this.#cutter || this.#nextCut || this.#stopped) return;
    const waitMs = Math.max(0, this.#cutAt + CUT_MS - this.#options.now());
    this.#nextCut = setTimeout(
      () => {
        this.#nextCut = undefined;
        try {
          this.#cut();
        } catch (error) {
          this.#complain(error, 'cutting a delta failed');
        }
      },
      Math.min(waitMs, CUT_MS),
    );
  }

  #cut(): void {
    const cutter = this.#cutter;
    if (!cutter) return;
    const now = this.#options.now();
    this.#cutAt = now;
    const timed = now - this.#timedAt >= HEARTBEAT_MS;
    const answers = this.#asked && now - this.#answeredAt >= ANSWER_MS;
    if (timed || answers || this.#state.position > cutter.mark.position) {
      if (timed) this.#timedAt = now;
      this.#publish({ kind: 'delta', delta: cutDelta(cutter, this.#state, now, timed ? 'timed' : 'changed') });
    }
    if (answers) this.#publishSnapshot(cutter);
    else if (this.#asked) this.#wantCut();
  }

  /** Everything at the mark where the last delta ended, so that the next one continues it. */
  #publishSnapshot(cutter: Cutter): void {
    const now = this.#options.now();
    this.#asked = false;
    this.#answeredAt = now;
    this.#publish({
      kind: 'snapshot',
      snapshot: { ...snapshotOf(this.#state, cutter.mark.asOf, now), at: cutter.mark },
    });
  }

  #publish(entry: StreamEntry): void {
    const { stream, siteId, metrics } = this.#options;
    stream.publish(siteId, entry).then(
      (bytes) => metrics.published(entry.kind, bytes),
      // Readers will notice the gap and ask.
      () => metrics.dropped(),
    );
  }

  /** Saves while folding goes on. */
  #saveMeanwhile(): void {
    this.#save().catch((error: unknown) => this.#complain(error, 'a snapshot was not saved'));
  }

  /** Joins the saving that goes on, or begins one. */
  #save(): Promise<void> {
    this.#saving ??= this.#saveState().finally(() => (this.#saving = undefined));
    return this.#saving;
  }

  async #saveState(): Promise<void> {
    const { snapshots, siteId, now } = this.#options;
    this.#savedAt = now();
    if (this.#state.position === this.#savedPosition) return;
    this.#savedPosition = await snapshots.save(siteId, this.#state);
    await snapshots.prune(siteId);
  }

  /** Until roused or the time is over. */
  async #sleep(limitMs: number): Promise<void> {
    if (this.#woken || this.#stopped) {
      this.#woken = false;
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, limitMs);
    });
    clearTimeout(timer);
    this.#woken = false;
  }

  #rouse(): void {
    this.#woken = true;
    this.#wake();
  }

  #complain(error: unknown, message: string): void {
    this.#options.logger.error({ err: error, siteId: this.#options.siteId }, message);
  }
}

function step(position: number): number {
  return Math.floor(position / SNAPSHOT_LIMITS.ladderEvents);
}
