import type { LiveState } from '@floorwalk/shared/live/live-state';
import { guestStands } from '@floorwalk/shared/surge-plan/lend-events';
import type { LentAgent, SurgeHelp } from '@floorwalk/shared/surge/surge-help';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import type { JobServices } from '../../roles/services.ts';
import { findSurge, SURGES_SOURCE } from './surge-store.ts';

/**
 * Tells the sites that a site's agents are lent to how these stand, as their own site's sources say it: a guest who takes a break is on one there too.
 * What was told is remembered, and told twice it is once on the log.
 */
export class GuestMirror {
  readonly #siteId: string;
  readonly #services: JobServices;
  #told = new Map<string, string>();

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  forget(): void {
    this.#told.clear();
  }

  async look({ floor, surges }: LiveState): Promise<void> {
    const told = new Map<string, string>();
    // The fold goes on while something is said.
    const lent = [...surges.helps.values()].filter(({ state }) => state === 'lent');
    for (const help of lent) {
      for (const agent of help.agents ?? []) {
        const posture = floor.agents.get(agent.agentId)?.posture;
        if (agent.away === undefined || posture === undefined) continue;
        const key = `${help.id} ${agent.agentId}`;
        const { state, since, saidReason } = posture;
        const stands = `${state} ${since}`;
        // oxlint-disable-next-line no-await-in-loop -- one after another: each is a transaction on the same site
        if (this.#told.get(key) !== stands) await this.#tell(help, agent, { state, since, reason: saidReason });
        told.set(key, stands);
      }
    }
    this.#told = told;
  }

  async #tell(help: SurgeHelp, agent: LentAgent, stance: Parameters<typeof guestStands>[3]): Promise<void> {
    const { database, now } = this.#services;
    await decideOnSite(database, help.fromSiteId, async (transaction) => {
      // Who has just been returned is no guest any more.
      const surge = await findSurge(transaction, help.fromSiteId, help.surgeId);
      if (surge?.state !== 'active') return;
      await appendWith(
        transaction,
        help.fromSiteId,
        [guestStands(help, agent, this.#siteId, stance, SURGES_SOURCE)],
        now(),
      );
    });
  }
}
