import { ALERTS_SOURCE, AlertWatch } from '@floorwalk/shared/alerts/alert-watch';
import { DEFAULT_RULES } from '@floorwalk/shared/alerts/default-rules';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import { realTimeOf } from '@floorwalk/shared/sites/site-clock';
import type { StartReaction } from '../../live/site-reaction.ts';
import { watchSite, type Look, type Looked, type SiteWatcher } from '../../live/site-watch.ts';
import type { JobServices } from '../../roles/services.ts';
import { sayDecisions } from './decide-alerts.ts';

/** Rules are looked at so often at most, ms: a burst of events is one look. */
const LEAST_MS = 100;
/** While somebody waits, waits grow: they are looked at so often, ms. */
const WAITING_MS = 250;
/** At least this often, ms. */
const MOST_MS = 10_000;

/**
 * Watches a site by its alert rules: after what happened, and when time alone may have changed something. A backtest answers what would have fired
 * in a past.
 */
export function watchSites(services: JobServices): StartReaction {
  return watchSite(services, (siteId) => new SiteAlerts(siteId, services));
}

/** The name under which the first rules of a site are set. */
const FLOORWALK = { id: 'floorwalk', name: 'Floorwalk' } as const;

class SiteAlerts implements SiteWatcher {
  readonly about = 'alert rules';
  readonly leastMs = LEAST_MS;
  readonly #siteId: string;
  readonly #services: JobServices;
  #watch: AlertWatch | undefined;

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  began(state: LiveState): void {
    // A watch's time only goes forward.
    this.#watch = new AlertWatch(state.floor, state.alerts, state.forecasts.forecasts);
  }

  failed(): void {
    this.#watch?.forget();
  }

  look({ state, time }: Look): Looked | Promise<Looked> {
    const watch = this.#watch;
    if (!watch) return {};
    const decided = state.alerts.ruleEventCount === 0 ? firstRules(time) : watch.evaluate(time);
    return decided.length > 0 ? this.#say(state, watch, decided) : { againMs: this.#waitMs(state, watch, time) };
  }

  #waitMs(state: LiveState, watch: AlertWatch, time: number): number {
    const realNow = this.#services.now();
    const due = realTimeOf(state.clock, watch.nextDueAt(time)) ?? realNow + MOST_MS;
    return Math.min(due - realNow, watch.hasWaiting() ? WAITING_MS : MOST_MS);
  }

  async #say(state: LiveState, watch: AlertWatch, decided: readonly NewEvent[]): Promise<Looked> {
    const { database, now } = this.#services;
    const teamOf = (queueId: string): string | null => state.floor.queues.get(queueId)?.teamId ?? null;
    const said = await sayDecisions(database, this.#siteId, decided, state.position, { now: now(), teamOf });
    if (said.outcome === 'outrun') watch.forget();
    return { againMs: LEAST_MS, awaited: said.position };
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
