import { stableHash } from '@floorwalk/shared/kit/stable-hash';
import { pictureOf } from '@floorwalk/shared/surge-plan/picture-of-state';
import { proposeSurge } from '@floorwalk/shared/surge-plan/propose-surge';
import { SurgeWatch } from '@floorwalk/shared/surge-plan/surge-watch';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import type { StartReaction } from '../../live/site-reaction.ts';
import { watchSite, type Look, type Looked, type SiteWatcher } from '../../live/site-watch.ts';
import type { JobServices } from '../../roles/services.ts';
import { GuestMirror } from './mirror-guests.ts';
import { moveSurge } from './move-surge.ts';
import { proposeOnce } from './propose-once.ts';

/** Gaps are looked at so often on a real clock, and at most so often on a fast one, ms. */
const EVERY_MS = 2_000;
const LEAST_MS = 500;
/** A floor of which nothing was heard for this long tells nothing about who is there, ms of the site's clock. */
const SILENT_MS = 30 * 60_000;

/** Watches a site's gaps, proposes surges for them, closes those whose gap has closed, and tells where its lent agents are how these stand. */
export function watchSites(services: JobServices): StartReaction {
  return watchSite(services, (siteId) => new SiteSurges(siteId, services));
}

class SiteSurges implements SiteWatcher {
  readonly about = 'staffing gaps';
  readonly #siteId: string;
  readonly #services: JobServices;
  readonly #guests: GuestMirror;
  #watch = new SurgeWatch();

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
    this.#guests = new GuestMirror(siteId, services);
  }

  leastMs(clock: SiteClock): number {
    const rate = clock.kind === 'paced' ? Math.max(1, clock.rate) : 1;
    return Math.max(LEAST_MS, EVERY_MS / rate);
  }

  began(): void {
    // What was held began in another past.
    this.#watch = new SurgeWatch();
    this.#guests.forget();
  }

  async look({ state, time }: Look): Promise<Looked> {
    await this.#guests.look(state);
    if (time - state.latestEventAt > SILENT_MS || state.forecasts.forecasts.size === 0) return {};
    const { policy, version } = state.surges.policy;
    const picture = pictureOf(state, time, { patience: false });
    const { propose, closed } = this.#watch.evaluate(picture, state.surges.surges.values(), policy);
    const full = propose.length === 0 ? picture : pictureOf(state, time, { patience: true });
    // The zone of this look: the state moves on while things are said.
    const { zone } = state.floor;
    let awaited = 0;
    for (const { queueId, direction } of propose) {
      const id = stableHash(`${this.#siteId} ${queueId} ${direction} ${time}`).slice(0, 16);
      const proposed = proposeSurge(full, { id, queueId, direction, policy, policyVersion: version });
      // oxlint-disable-next-line no-await-in-loop -- one after another: each is a transaction on the same site
      if (proposed !== null)
        awaited = Math.max(awaited, await proposeOnce(this.#services, this.#siteId, proposed, { time, zone }));
    }
    for (const id of closed) {
      // oxlint-disable-next-line no-await-in-loop -- as above
      const moved = await moveSurge(this.#services, this.#siteId, id, { input: 'gap-closed' });
      awaited = Math.max(awaited, moved?.position ?? 0);
    }
    return { awaited };
  }
}
