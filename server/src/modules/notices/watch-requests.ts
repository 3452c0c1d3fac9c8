import type { StartReaction } from '../../live/site-reaction.ts';
import { watchSite, type Look, type Looked, type SiteWatcher } from '../../live/site-watch.ts';
import type { JobServices } from '../../roles/services.ts';
import { ringDelivery } from './jobs/ring-delivery.ts';
import { takeNotices } from './take-notices.ts';

/** Takes over what is asked for on a site's log as soon as it is folded. Two owners at once take everything once. */
export function watchRequests(services: JobServices): StartReaction {
  return watchSite(services, (siteId) => new SiteRequests(siteId, services));
}

class SiteRequests implements SiteWatcher {
  readonly about = 'notices asked for';
  readonly leastMs = 0;
  /** What was asked for was asked for, whenever that was. */
  readonly looksAtPast = true;
  readonly #siteId: string;
  readonly #services: JobServices;
  /** What was taken already, though that is not folded yet. */
  #takenTo = 0;

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  async look({ state }: Look): Promise<Looked> {
    const { open } = state.notices;
    if (open === null || open.to <= this.#takenTo) return {};
    const { upTo, waiting } = await takeNotices(this.#services, this.#siteId, open);
    this.#takenTo = Math.max(this.#takenTo, upTo);
    await Promise.all(waiting.map((one) => ringDelivery(this.#services, this.#siteId, one)));
    // A storm is taken in parts.
    return { againMs: 0 };
  }
}
