import { ALERTS_SOURCE, AlertWatch } from '@floorwalk/shared/alerts/alert-watch';
import { DEFAULT_RULES } from '@floorwalk/shared/alerts/default-rules';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import { siteAsOf, type LiveState } from '@floorwalk/shared/live/live-state';
import { realTimeOf } from '@floorwalk/shared/sites/site-clock';
import type { SiteReaction, StartReaction } from '../../live/site-reaction.ts';
import type { JobServices } from '../../roles/services.ts';
import { sayDecisions } from './decide-alerts.ts';

/** Rules are looked at so often at most, ms: a burst of events is one look. */
const LEAST_MS = 100;
/** While somebody waits, waits grow: they are looked at so often, ms. */
const WAITING_MS = 250;
/** At least this often, ms. */
const MOST_MS = 10_000;
const RETRY_MS = 1_000;
/**
 * A past that is still being told (a history sent along, a source that was cut off) looks as if everybody in it still waited. While the newest event
 * moves on but is older than this, nothing is decided until the telling rests, or for so long at most; ms.
 */
const TOLD_LATE_MS = 60_000;
const REST_MS = 2_000;
const MOST_LATE_MS = 30_000;

/**
 * Watches a site by its alert rules for as long as this process owns it: after what happened, and when time alone may have changed something. A
 * site whose clock stands at its log's end is a past being looked at; nobody is to be called there, and a backtest answers what would have fired.
 */
export function watchSites(services: JobServices): StartReaction {
  return (siteId) => new SiteAlerts(siteId, services);
}

/** The name under which the first rules of a site are set. */
const FLOORWALK = { id: 'floorwalk', name: 'Floorwalk' } as const;

class SiteAlerts implements SiteReaction {
  readonly #siteId: string;
  readonly #services: JobServices;
  #state: LiveState | undefined;
  #clock: SiteClock | undefined;
  #watch: AlertWatch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isBehind = true;
  #stopped = false;
  #saying: Promise<void> | undefined;
  /** Nothing is decided before this is folded: it holds what was decided last. */
  #awaited = 0;
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
    // A clock that was set anew may begin in any past, and a watch's time only goes forward.
    if (state !== this.#state || state.clock !== this.#clock) {
      this.#state = state;
      this.#clock = state.clock;
      this.#siteTime = -Infinity;
      this.#watch = new AlertWatch(state.floor, state.alerts, state.forecasts.forecasts);
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
      this.#services.logger.error({ err: error, siteId: this.#siteId }, 'evaluating alert rules failed');
      this.#watch?.forget();
      this.#arm(RETRY_MS);
    }
  }

  #lookWith(): void {
    const state = this.#state;
    const watch = this.#watch;
    if (!state || !watch || this.#stopped || this.#isBehind || this.#saying) return;
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
    const decided = state.alerts.ruleEventCount === 0 ? firstRules(this.#siteTime) : watch.evaluate(this.#siteTime);
    if (decided.length > 0) this.#say(state, watch, decided);
    else this.#arm(this.#waitMs(state, watch, realNow));
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

  #waitMs(state: LiveState, watch: AlertWatch, realNow: number): number {
    const due = realTimeOf(state.clock, watch.nextDueAt(this.#siteTime)) ?? realNow + MOST_MS;
    const wait = Math.min(due - realNow, watch.hasWaiting() ? WAITING_MS : MOST_MS);
    return Math.max(LEAST_MS, wait);
  }

  #say(state: LiveState, watch: AlertWatch, decided: readonly NewEvent[]): void {
    const { database, logger, now } = this.#services;
    const teamOf = (queueId: string): string | null => state.floor.queues.get(queueId)?.teamId ?? null;
    this.#saying = sayDecisions(database, this.#siteId, decided, state.position, { now: now(), teamOf })
      .then(({ outcome, position }) => {
        this.#awaited = position;
        if (outcome === 'outrun') watch.forget();
        return MOST_MS;
      })
      .catch((error: unknown) => {
        logger.error(
          { err: error, siteId: this.#siteId },
          'what alert rules decided could not be said; it is tried again',
        );
        watch.forget();
        return RETRY_MS;
      })
      .then((wait) => {
        this.#saying = undefined;
        // Folding what was said ends the wait; it may be folded already.
        this.#arm(state.position >= this.#awaited ? LEAST_MS : wait);
      });
  }

  #arm(wait: number): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.#look(), wait);
  }
}

function firstRules(time: number): NewEvent[] {
  return DEFAULT_RULES.map((rule) => ({
    id: `first-rule-${rule.id}`,
    source: ALERTS_SOURCE,
    type: 'alert.rule-set',
    time,
    data: { rule, version: 1, by: FLOORWALK },
  }));
}
