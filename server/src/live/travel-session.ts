import { createCutter, cutDeltaAt, type Cutter } from '@floorwalk/shared/live/cut-delta';
import { isFactType } from '@floorwalk/shared/kit/fact-type';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import type { Delta, Snapshot } from '@floorwalk/shared/live/delta';
import { snapshotOf, type LiveState } from '@floorwalk/shared/live/live-state';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import type { EventLog } from '../log/event-log.ts';
import { foldBatch } from './fold-batch.ts';
import type { PastView, StateAnswer } from './state-at.ts';

const READ_EVENTS = 2_000;
/** Events folded in one step; what is left is folded in the next, and the clock waits for it. */
const STEP_EVENTS = 20_000;
/** Rows that time alone changes are compared this often, in real time. */
const TIMED_MS = 1_000;

/**
 * One journey through a site's past: a state of its own that folds on by a virtual clock, and cuts the same deltas as the live owner does. The
 * clock runs from `at` at `speed` times real time; 0 stands still.
 */
export class TravelSession {
  readonly #log: EventLog;
  readonly #siteId: string;
  readonly #view: PastView;
  readonly #speed: number;
  readonly #state: LiveState;
  readonly #cutter: Cutter;
  readonly #at: number;
  readonly #startedAt: number;
  #buffer: LoggedEvent[] = [];
  #lastRead: { time: number; position: number };
  #timedAt: number;

  constructor(options: {
    log: EventLog;
    siteId: string;
    view: PastView;
    speed: number;
    from: StateAnswer;
    /** Real epoch ms when the journey begins. */
    now: number;
  }) {
    this.#log = options.log;
    this.#siteId = options.siteId;
    this.#view = options.view;
    this.#speed = options.speed;
    this.#state = options.from.state;
    this.#at = options.from.asOf;
    this.#startedAt = options.now;
    this.#timedAt = options.now;
    this.#cutter = createCutter(this.#state, this.#at);
    // By event time everything up to `at` is folded, whatever its position; by position everything up to the state's.
    this.#lastRead = {
      time: this.#at,
      position: options.view === 'known' ? Number.MAX_SAFE_INTEGER : this.#state.position,
    };
  }

  snapshot(now: number): Snapshot {
    return { ...snapshotOf(this.#state, this.#cutter.mark.asOf, now), at: this.#cutter.mark };
  }

  /** What changed up to the moment that the virtual clock shows now. `now` is real, epoch ms. */
  async step(now: number): Promise<Delta> {
    if (this.#speed === 0) return this.#heartbeat(now);
    const wanted = Math.min(this.#at + (now - this.#startedAt) * this.#speed, this.#presentAt(now));
    const reached = await this.#foldUntil(wanted);
    const stepMs = reached - this.#cutter.mark.asOf;
    const timed = stepMs >= TIMED_MS || now - this.#timedAt >= TIMED_MS;
    if (timed) this.#timedAt = now;
    return cutDeltaAt(this.#cutter, this.#state, reached, now, timed ? 'timed' : 'changed');
  }

  /** Folds what comes up to a moment of the virtual clock; answers the moment reached, which is earlier where there was too much at once. */
  async #foldUntil(moment: number): Promise<number> {
    for (let folded = 0; folded < STEP_EVENTS;) {
      // oxlint-disable-next-line no-await-in-loop -- each read begins where the one before ended
      if (this.#buffer.length === 0) await this.#read();
      const due = this.#takeDue(moment);
      if (due.length === 0) return moment;
      // In the order of event time positions may go back; the mark must not.
      const position = Math.max(this.#state.position, ...due.map((event) => event.position));
      foldBatch(this.#state, due);
      this.#state.position = position;
      folded += due.length;
    }
    return this.#view === 'known' ? Math.max(this.#cutter.mark.asOf, this.#state.latestEventAt) : moment;
  }

  async #read(): Promise<void> {
    const from = this.#lastRead;
    const events =
      this.#view === 'known'
        ? await this.#log.readByTime(this.#siteId, from, READ_EVENTS)
        : await this.#readByPosition(from.position + 1);
    this.#buffer = events;
    const last = events.at(-1);
    if (last) this.#lastRead = { time: last.time, position: last.position };
  }

  async #readByPosition(from: number): Promise<LoggedEvent[]> {
    for await (const events of this.#log.read(this.#siteId, { from, to: from + READ_EVENTS - 1 })) return events;
    return [];
  }

  #takeDue(moment: number): LoggedEvent[] {
    let count = 0;
    if (this.#view === 'known') {
      while (count < this.#buffer.length && (this.#buffer[count]?.time ?? Infinity) <= moment) count += 1;
    } else {
      // Each event can change the clock by which the next is read, so they are taken one by one.
      const next = this.#buffer[0];
      count = next && this.#shownAt(next) <= moment ? 1 : 0;
    }
    return this.#buffer.splice(0, count);
  }

  /** What the site's clock showed when this event, the next to be folded, reached the board. */
  #shownAt(event: LoggedEvent): number {
    const { clock, latestEventAt } = this.#state;
    const factAt = isFactType(event.type) ? event.time : 0;
    return siteNow(clock, event.recordedAt, Math.max(latestEventAt, factAt));
  }

  /** Nobody travels past the site's present. One that lives in its log has none of its own. */
  #presentAt(now: number): number {
    const { clock } = this.#state;
    return clock.kind === 'log' ? Infinity : Math.max(this.#at, siteNow(clock, now, 0));
  }

  #heartbeat(now: number): Delta {
    const from = this.#cutter.mark;
    // Just enough for the mark to grow, or the heartbeat would be taken for stale.
    this.#cutter.mark = { position: from.position, asOf: from.asOf + 0.001 };
    return {
      siteId: this.#siteId,
      from,
      to: this.#cutter.mark,
      cutAt: now,
      recordedAt: this.#state.latestRecordedAt,
      tables: {},
      removed: {},
    };
  }
}
