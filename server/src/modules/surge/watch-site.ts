import { and, eq, isNull } from 'drizzle-orm';
import { siteAsOf, type LiveState } from '@floorwalk/shared/live/live-state';
import { stableHash } from '@floorwalk/shared/kit/stable-hash';
import { pictureOf } from '@floorwalk/shared/surge-plan/picture-of-state';
import { proposeSurge } from '@floorwalk/shared/surge-plan/propose-surge';
import { SurgeWatch } from '@floorwalk/shared/surge-plan/surge-watch';
import type { Surge } from '@floorwalk/shared/surge/surge';
import type { SiteReaction, StartReaction } from '../../live/site-reaction.ts';
import { appendWith } from '../../log/append-with.ts';
import type { JobServices } from '../../roles/services.ts';
import { siteHead } from '../../log/tables.ts';
import { moveSurge, ringFor } from './move-surge.ts';
import { noticesOf } from './notices.ts';
import { movedEvent, rowOf } from './surge-store.ts';
import { surge as surgeTable } from './tables.ts';

/** Gaps are looked at so often at most and at least, ms. */
const LEAST_MS = 500;
const MOST_MS = 2_000;
/** A floor of which nothing was heard for this long tells nothing about who is there, ms of the site's clock. */
const SILENT_MS = 30 * 60_000;

/** Watches a site's gaps for as long as this process owns it. A site whose clock stands is a past being looked at: nobody is moved there. */
export function watchSites(services: JobServices): StartReaction {
  return (siteId) => new SiteSurges(siteId, services);
}

class SiteSurges implements SiteReaction {
  readonly #siteId: string;
  readonly #services: JobServices;
  #watch = new SurgeWatch();
  #state: LiveState | undefined;
  #clock: LiveState['clock'] | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lookedAt = -Infinity;
  #isBehind = true;
  #stopped = false;
  #saying: Promise<void> | undefined;

  constructor(siteId: string, services: JobServices) {
    this.#siteId = siteId;
    this.#services = services;
  }

  behind(): void {
    this.#isBehind = true;
  }

  caughtUp(state: LiveState): void {
    this.#isBehind = false;
    // A clock that was set anew may begin in any past, and what was held began in another.
    if (state !== this.#state || state.clock !== this.#clock) this.#watch = new SurgeWatch();
    this.#state = state;
    this.#clock = state.clock;
    if (this.#timer === undefined && this.#saying === undefined) this.#arm(this.#waitMs());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#saying;
  }

  #waitMs(): number {
    const rate = this.#clock?.kind === 'paced' ? Math.max(1, this.#clock.rate) : 1;
    const wait = Math.min(MOST_MS, Math.max(LEAST_MS, MOST_MS / rate));
    return Math.max(0, this.#lookedAt + wait - this.#services.now());
  }

  #arm(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = this.#stopped ? undefined : setTimeout(() => this.#look(), wait);
  }

  #look(): void {
    this.#timer = undefined;
    const state = this.#state;
    if (state === undefined || this.#stopped || this.#isBehind || this.#saying !== undefined) return;
    this.#lookedAt = this.#services.now();
    const now = Math.floor(siteAsOf(state, this.#lookedAt));
    const isQuiet = state.clock.kind === 'log' || now - state.latestEventAt > SILENT_MS;
    if (isQuiet || state.forecasts.forecasts.size === 0) {
      this.#arm(MOST_MS);
      return;
    }
    const work = this.#findings(state, now);
    if (work.length === 0) {
      this.#arm(this.#waitMs());
      return;
    }
    this.#saying = (async () => {
      for (const one of work) {
        // oxlint-disable-next-line no-await-in-loop -- one after another: each is a transaction on the same site
        await one();
      }
    })()
      .catch((error: unknown) => {
        this.#services.logger.error(
          { err: error, siteId: this.#siteId },
          'a surge could not be said; it is tried again',
        );
      })
      .then(() => {
        this.#saying = undefined;
        // What was said must be folded before the next look, else it is said again, to no effect.
        this.#arm(Math.max(LEAST_MS, this.#waitMs()));
      });
  }

  #findings(state: LiveState, now: number): (() => Promise<void>)[] {
    try {
      const { policy, version } = state.surges.policy;
      const picture = pictureOf(state, now, { patience: false });
      const { propose, closed } = this.#watch.evaluate(picture, state.surges.surges.values(), policy);
      const full = propose.length === 0 ? picture : pictureOf(state, now, { patience: true });
      return [
        ...propose.flatMap(({ queueId, direction }) => {
          const id = stableHash(`${this.#siteId} ${queueId} ${direction} ${now}`).slice(0, 16);
          const proposed = proposeSurge(full, { id, queueId, direction, policy, policyVersion: version });
          return proposed === null ? [] : [() => this.#propose(proposed, now, state.floor.zone)];
        }),
        ...closed.map((id) => async () => {
          await moveSurge(this.#services, this.#siteId, id, { input: 'gap-closed' });
        }),
      ];
    } catch (error) {
      this.#services.logger.error({ err: error, siteId: this.#siteId }, 'looking at staffing gaps failed');
      return [];
    }
  }

  /** With the site's head locked and only while no other surge is about the same gap, so that two owners at once propose it once. */
  async #propose(proposed: Surge, now: number, zone: string): Promise<void> {
    const { database, now: realNow } = this.#services;
    const siteId = this.#siteId;
    const isNew = await database.transaction(async (transaction) => {
      await transaction.select().from(siteHead).where(eq(siteHead.site, siteId)).for('update');
      const [other] = await transaction
        .select({ id: surgeTable.id })
        .from(surgeTable)
        .where(
          and(eq(surgeTable.site, siteId), eq(surgeTable.queueId, proposed.queueId), isNull(surgeTable.gapClosedAt)),
        )
        .limit(1);
      if (other !== undefined) return false;
      await appendWith(
        transaction,
        siteId,
        [
          movedEvent('surge.proposed', proposed, null, now, `surge-proposed-${proposed.id}`),
          ...noticesOf(proposed, 'requesters', now, zone),
        ],
        realNow(),
      );
      await transaction.insert(surgeTable).values(rowOf(siteId, proposed));
      return true;
    });
    if (isNew) await ringFor(this.#services, siteId, proposed);
  }
}
