import type { LiveState } from '@floorwalk/shared/live/live-state';
import type { SiteReaction, StartReaction } from '../../live/site-reaction.ts';
import type { JobServices } from '../../roles/services.ts';
import { ringDelivery } from './jobs/ring-delivery.ts';
import { takeNotices } from './take-notices.ts';

const RETRY_MS = 1_000;

/** Takes over what is asked for on a site's log as soon as it is folded. Two owners at once take everything once. */
export function watchRequests(services: JobServices): StartReaction {
  return (siteId) => new SiteRequests(siteId, services);
}

class SiteRequests implements SiteReaction {
  readonly #siteId: string;
  readonly #services: JobServices;
  #state: LiveState | undefined;
  #taking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** What was taken already, though that is not folded yet. */
  #takenTo = 0;
  #stopped = false;

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  behind(): void {
    // What is asked for stays asked for: nothing depends on having folded everything.
  }

  caughtUp(state: LiveState): void {
    this.#state = state;
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#taking;
  }

  #look(): void {
    const open = this.#state?.notices.open ?? null;
    if (open === null || open.to <= this.#takenTo || this.#taking !== undefined || this.#stopped) return;
    clearTimeout(this.#timer);
    this.#taking = this.#take(open).then((wait) => {
      this.#taking = undefined;
      // More may have been asked for meanwhile.
      if (wait === 0) this.#look();
      else if (!this.#stopped) this.#timer = setTimeout(() => this.#look(), wait);
    });
  }

  async #take(open: { readonly from: number; readonly to: number }): Promise<number> {
    try {
      const { upTo, waiting } = await takeNotices(this.#services, this.#siteId, open);
      this.#takenTo = Math.max(this.#takenTo, upTo);
      await Promise.all(waiting.map((one) => ringDelivery(this.#services, this.#siteId, one)));
      return 0;
    } catch (error) {
      this.#services.logger.error(
        { err: error, siteId: this.#siteId },
        'notices could not be taken over; it is tried again',
      );
      return RETRY_MS;
    }
  }
}
