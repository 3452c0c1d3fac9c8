import type { Logger } from 'pino';
import { siteAsOf, type LiveState } from '@floorwalk/shared/live/live-state';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import type { SiteReaction, StartReaction } from './site-reaction.ts';

/** After a look that failed the next waits so long, twice as long after each further one, up to the most; ms. */
const RETRY_MS = 1_000;
const MOST_RETRY_MS = 16_000;
/**
 * A past that is still being told (a history sent along, a source that was cut off) looks as if everybody in it still waited. While the newest event
 * moves on but is older than this, nobody looks until the telling rests, or for so long at most; ms.
 */
const TOLD_LATE_MS = 60_000;
/** On a clock faster than the real one a minute may be the way of an event itself: nothing is late there before so many real ms have passed. */
const LATE_REAL_MS = 5_000;
const REST_MS = 2_000;
const MOST_LATE_MS = 30_000;

export type Look = {
  /** The site's state now. It is the fold's own: it moves on while a look awaits something, and must not be changed. */
  readonly state: LiveState;
  /** The site's time, whole epoch ms; never earlier than that of the look before, unless the clock was set anew. */
  readonly time: number;
};

export type Looked = {
  /** Time alone may change something: look again after so many real ms. Not given: only when more was folded. */
  readonly againMs?: number;
  /** The position of what the look itself put on the log: the next look is one that has it folded. */
  readonly awaited?: number;
};

/** What one module does about one site, for {@link watchSite} to drive. */
export type SiteWatcher = {
  /** What it is about, for the log when it fails: `alert rules`. */
  readonly about: string;
  /** Looks begin so many real ms apart at least: a burst of events is one look. */
  readonly leastMs: number | ((clock: SiteClock) => number);
  /**
   * Look also at a site whose clock stands at its log's end, and while a past is being told. For what nobody is called by; not given, such a past is
   * left alone.
   */
  readonly looksAtPast?: boolean;
  /** Called before the first look and where the clock was set anew, which may begin in any past: what was remembered is void. Must not throw. */
  began?(state: LiveState): void;
  /** Decides, and says on the log what was decided. One at a time. What it throws is logged, and it is called again after a while. */
  look(look: Look): Looked | Promise<Looked>;
  /** Called when a look has thrown: what was remembered of it is void. Must not throw. */
  failed?(): void;
};

/**
 * A {@link SiteReaction} that looks at its site after what happened and when time alone may have changed something, for as long as this process owns
 * the site. When it looks, and when it does not, is decided here for every module alike.
 */
export function watchSite(
  services: { readonly logger: Logger; readonly now: () => number },
  create: (siteId: string) => SiteWatcher,
): StartReaction {
  return (siteId) => new SiteWatch(siteId, create(siteId), services);
}

class SiteWatch implements SiteReaction {
  readonly #siteId: string;
  readonly #watcher: SiteWatcher;
  readonly #services: { readonly logger: Logger; readonly now: () => number };
  #state: LiveState | undefined;
  #clock: SiteClock | undefined;
  #siteTime = -Infinity;
  #isBehind = true;
  #hasStopped = false;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** More was folded while a look was under way. */
  #hasNews = false;
  /** No look before this moment; real epoch ms. */
  #notBefore = -Infinity;
  #awaited = 0;
  #failedCount = 0;
  #newestEventAt = 0;
  /** Since when, and when last, the past was being told; real epoch ms. */
  #lateSince: number | undefined;
  #lateAt = -Infinity;

  constructor(siteId: string, watcher: SiteWatcher, services: { readonly logger: Logger; readonly now: () => number }) {
    this.#siteId = siteId;
    this.#watcher = watcher;
    this.#services = services;
  }

  behind(): void {
    this.#isBehind = true;
  }

  caughtUp(state: LiveState): void {
    this.#isBehind = false;
    if (state !== this.#state || state.clock !== this.#clock) {
      this.#state = state;
      this.#clock = state.clock;
      this.#siteTime = -Infinity;
      this.#watcher.began?.(state);
    }
    this.#noteLateness(state);
    if (this.#looking) this.#hasNews = true;
    else this.#lookIn(0);
  }

  async stop(): Promise<void> {
    this.#hasStopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** Looks after so long, later where that is too soon after the last look. */
  #lookIn(waitMs: number): void {
    clearTimeout(this.#timer);
    if (this.#hasStopped) return;
    const wait = Math.max(waitMs, this.#notBefore - this.#services.now());
    if (wait > 0) this.#timer = setTimeout(() => this.#begin(), wait);
    else this.#begin();
  }

  /** Where it is not the moment to look, nothing is armed if folding more will bring it. */
  #begin(): void {
    const state = this.#state;
    if (!state || this.#hasStopped || this.#isBehind || this.#looking) return;
    if (state.position === 0 || state.position < this.#awaited) return;
    if (this.#watcher.looksAtPast !== true) {
      if (state.clock.kind === 'log') return;
      const rest = this.#restMs();
      if (rest > 0) return this.#lookIn(rest);
    }
    const realNow = this.#services.now();
    const { leastMs } = this.#watcher;
    this.#notBefore = realNow + (typeof leastMs === 'number' ? leastMs : leastMs(state.clock));
    this.#siteTime = Math.max(this.#siteTime, Math.floor(siteAsOf(state, realNow)));
    this.#hasNews = false;
    this.#looking = this.#look({ state, time: this.#siteTime }).then((againMs) => {
      this.#looking = undefined;
      if (this.#hasNews) this.#lookIn(0);
      else if (againMs !== undefined) this.#lookIn(againMs);
    });
  }

  /** Never rejects. Answers after how long to look again. */
  async #look(look: Look): Promise<number | undefined> {
    try {
      const { againMs, awaited = 0 } = await this.#watcher.look(look);
      this.#awaited = Math.max(this.#awaited, awaited);
      this.#failedCount = 0;
      return againMs;
    } catch (error) {
      this.#watcher.failed?.();
      const wait = Math.min(MOST_RETRY_MS, RETRY_MS * 2 ** this.#failedCount++);
      this.#notBefore = this.#services.now() + wait;
      const { about } = this.#watcher;
      this.#services.logger.error(
        { err: error, siteId: this.#siteId, about },
        'a look at a site failed; it is tried again',
      );
      return wait;
    }
  }

  #noteLateness(state: LiveState): void {
    if (state.latestEventAt <= this.#newestEventAt) return;
    this.#newestEventAt = state.latestEventAt;
    const realNow = this.#services.now();
    const rate = state.clock.kind === 'paced' ? state.clock.rate : 1;
    const lateMs = Math.max(TOLD_LATE_MS, LATE_REAL_MS * rate);
    if (siteAsOf(state, realNow) - state.latestEventAt <= lateMs) {
      this.#lateSince = undefined;
      return;
    }
    if (this.#lateSince === undefined || realNow - this.#lateAt > REST_MS) this.#lateSince = realNow;
    this.#lateAt = realNow;
  }

  /** How long to wait for the end of what is being told. */
  #restMs(): number {
    const realNow = this.#services.now();
    if (this.#lateSince === undefined || realNow - this.#lateSince >= MOST_LATE_MS) return 0;
    return this.#lateAt + REST_MS - realNow;
  }
}
