import { decideRound, MOST_DECISIONS, type RoundDecision } from '@floorwalk/shared/handover/decide-round';
import { siteAsOf, type LiveState } from '@floorwalk/shared/live/live-state';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import type { SiteReaction, StartReaction } from '../../live/site-reaction.ts';
import type { JobServices } from '../../roles/services.ts';
import { ringDue } from './ring-due.ts';
import { sayRound } from './say-round.ts';

/** Sessions are looked at so often at most, ms: a burst of turns is one look. */
const LEAST_MS = 100;
/** Time alone makes a bot overdue and an agent free: looked at this often, ms. */
const EVERY_MS = 500;
const RETRY_MS = 1_000;
/**
 * A past that is still being told looks as if everybody in it still waited. While the newest event moves on but is older than this, nothing is
 * decided until the telling rests, or for so long at most; ms.
 */
const TOLD_LATE_MS = 60_000;
const REST_MS = 2_000;
const MOST_LATE_MS = 30_000;

/**
 * Decides about a site's bot sessions for as long as this process owns the site: after what happened, and as time passes. On a site whose clock
 * stands at its log's end nobody is called: that is a past being looked at.
 */
export function watchHandovers(services: JobServices): StartReaction {
  return (siteId) => new SiteHandovers(siteId, services);
}

class SiteHandovers implements SiteReaction {
  readonly #siteId: string;
  readonly #services: JobServices;
  #state: LiveState | undefined;
  #clock: SiteClock | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isBehind = true;
  #stopped = false;
  #saying: Promise<void> | undefined;
  /** Nothing is decided before this is folded: it holds what was decided last. */
  #awaited = 0;
  /** Sessions without news after this position were decided on. */
  #decidedUpTo = 0;
  #lookedAt = -Infinity;
  #newestEventAt = -Infinity;
  /** Since when, and when last, the past was being told; real epoch ms. */
  #lateSince: number | undefined;
  #lateAt = -Infinity;
  #siteTime = -Infinity;

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  behind(): void {
    this.#isBehind = true;
  }

  caughtUp(state: LiveState): void {
    this.#isBehind = false;
    // A clock that was set anew may begin in any past.
    if (state !== this.#state || state.clock !== this.#clock) {
      this.#state = state;
      this.#clock = state.clock;
      this.#siteTime = -Infinity;
      this.#decidedUpTo = 0;
    }
    this.#noteLateness(state);
    const since = this.#services.now() - this.#lookedAt;
    if (since >= LEAST_MS) this.#look();
    else this.#arm(LEAST_MS - since);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#saying;
  }

  #look(): void {
    try {
      this.#lookWith();
    } catch (error) {
      this.#services.logger.error({ err: error, siteId: this.#siteId }, 'deciding about handovers failed');
      this.#arm(RETRY_MS);
    }
  }

  #lookWith(): void {
    const state = this.#state;
    if (!state || this.#stopped || this.#isBehind || this.#saying) return;
    // A fold that will say so once it has it.
    if (state.position < this.#awaited || state.clock.kind === 'log') return;
    const realNow = this.#services.now();
    const rest = this.#restMs(realNow);
    if (rest > 0) {
      this.#arm(rest);
      return;
    }
    this.#lookedAt = realNow;
    this.#siteTime = Math.max(this.#siteTime, Math.floor(siteAsOf(state, realNow)));
    const seen = { siteId: this.#siteId, handovers: state.handovers, floor: state.floor };
    const decisions = decideRound(seen, this.#decidedUpTo, this.#siteTime);
    const upTo = decisions.length < MOST_DECISIONS ? state.position : this.#decidedUpTo;
    if (decisions.length > 0) this.#say(state, decisions, upTo);
    else {
      this.#decidedUpTo = upTo;
      this.#arm(EVERY_MS);
    }
  }

  #noteLateness(state: LiveState): void {
    if (state.latestEventAt <= this.#newestEventAt) return;
    this.#newestEventAt = state.latestEventAt;
    const realNow = this.#services.now();
    if (siteAsOf(state, realNow) - state.latestEventAt <= TOLD_LATE_MS) {
      this.#lateSince = undefined;
      return;
    }
    if (this.#lateSince === undefined || realNow - this.#lateAt > REST_MS) this.#lateSince = realNow;
    this.#lateAt = realNow;
  }

  /** How long to wait for the end of what is being told. */
  #restMs(realNow: number): number {
    if (this.#lateSince === undefined || realNow - this.#lateSince >= MOST_LATE_MS) return 0;
    return this.#lateAt + REST_MS - realNow;
  }

  #say(state: LiveState, decisions: readonly RoundDecision[], upTo: number): void {
    const { database, logger, now } = this.#services;
    const at = { time: this.#siteTime, now: now() };
    this.#saying = sayRound(database, this.#siteId, decisions, state.position, at)
      .then(async ({ outcome, position, due }) => {
        this.#awaited = position;
        if (outcome === 'said') this.#decidedUpTo = upTo;
        await ringDue(this.#services, this.#siteId, due);
        return EVERY_MS;
      })
      .catch((error: unknown) => {
        logger.error({ err: error, siteId: this.#siteId }, 'what was decided about handovers could not be said');
        return RETRY_MS;
      })
      .then((wait) => {
        this.#saying = undefined;
        this.#arm(state.position >= this.#awaited ? LEAST_MS : wait);
      });
  }

  #arm(wait: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#look(), wait);
  }
}
