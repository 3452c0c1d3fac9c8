import { decideRound, MOST_DECISIONS } from '@floorwalk/shared/handover/decide-round';
import type { StartReaction } from '../../live/site-reaction.ts';
import { watchSite, type Look, type Looked, type SiteWatcher } from '../../live/site-watch.ts';
import type { JobServices } from '../../roles/services.ts';
import { ringDue } from './ring-due.ts';
import { sayRound } from './say-round.ts';

/** Sessions are looked at so often at most, ms: a burst of turns is one look. */
const LEAST_MS = 100;
/** Time alone makes a bot overdue and an agent free: looked at this often, ms. */
const EVERY_MS = 500;

/** Decides about a site's bot sessions: after what happened, and as time passes. */
export function watchHandovers(services: JobServices): StartReaction {
  return watchSite(services, (siteId) => new SiteHandovers(siteId, services));
}

class SiteHandovers implements SiteWatcher {
  readonly about = 'handovers';
  readonly leastMs = LEAST_MS;
  readonly #siteId: string;
  readonly #services: JobServices;
  /** Sessions without news after this position were decided on. */
  #decidedUpTo = 0;

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  began(): void {
    this.#decidedUpTo = 0;
  }

  async look({ state, time }: Look): Promise<Looked> {
    const { database, now } = this.#services;
    const seen = { siteId: this.#siteId, handovers: state.handovers, floor: state.floor };
    const decisions = decideRound(seen, this.#decidedUpTo, time);
    const upTo = decisions.length < MOST_DECISIONS ? state.position : this.#decidedUpTo;
    if (decisions.length === 0) {
      this.#decidedUpTo = upTo;
      return { againMs: EVERY_MS };
    }
    const said = await sayRound(database, this.#siteId, decisions, state.position, { time, now: now() });
    if (said.outcome === 'said') this.#decidedUpTo = upTo;
    await ringDue(this.#services, this.#siteId, said.due);
    return { againMs: LEAST_MS, awaited: said.position };
  }
}
