import { asc, inArray } from 'drizzle-orm';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import { realTimeOf, siteNow } from '@floorwalk/shared/sites/site-clock';
import { SiteClocks } from '../ingest/site-clocks.ts';
import { site } from '../log/tables.ts';
import type { Job } from '../modules/server-module.ts';
import type { JobServices } from '../roles/services.ts';
import type { JobDefinition } from './job-definition.ts';
import type { JobHandler } from './job-handler.ts';

/** Most rung for one site in one sweep; the next takes the rest. */
export const SWEEP_LIMIT = 1_000;

/** What was rung for by a sweep is rung for again after this time, ms, should whoever took it have died. */
const AGAIN_MS = 5_000;

/** One thing whose moment has come. `ringId` names this thing and moment, without a colon; `payload` is the job's. */
export type DueThing = { readonly ringId: string; readonly payload: unknown };

export type DueSweep = {
  readonly name: string;
  readonly everyMs: number;
  readonly handler: JobHandler;
  /** Sites on which anything waits for its moment. */
  readonly sitesWaiting: (services: JobServices) => Promise<readonly string[]>;
  /** What on the site has been due since `siteTime` (epoch ms by the site's clock) or longer, the oldest first, at most `limit`. */
  readonly due: (
    services: JobServices,
    siteId: string,
    siteTime: number,
    limit: number,
  ) => Promise<readonly DueThing[]>;
};

/**
 * Rings for what is overdue (decision D7): the ring was lost, came too early for a clock that was set back, or nobody rang. `due_at` columns hold
 * moments of the site's own clock, so that a replay at speed lives through its timers at speed. Without a Redis it does the work itself.
 */
export function dueSweep({ name, everyMs, handler, sitesWaiting, due }: DueSweep): Job {
  return {
    name,
    everyMs,
    run: async (services) => {
      const siteIds = await sitesWaiting(services);
      if (siteIds.length === 0) return;
      const clocks = await clocksOf(services, siteIds);
      for (const [siteId, clock] of clocks) {
        // oxlint-disable-next-line no-await-in-loop -- one site after another is all the load a sweep should be
        const time = await timeOf(services, siteId, clock);
        // oxlint-disable-next-line no-await-in-loop
        const things = await due(services, siteId, time, SWEEP_LIMIT);
        for (const { ringId, payload } of things) {
          // A new id now and then: BullMQ does not arm one again that it still has. Not every time, or what waits its turn would be rung for with
          // every sweep, and a long line grow longer by itself.
          // oxlint-disable-next-line no-await-in-loop
          await (services.ring?.(handler.definition, `${ringId}-${Math.floor(services.now() / AGAIN_MS)}`, payload) ??
            handler.handle(services, payload));
        }
      }
    },
  };
}

/** Rings at a moment of the site's clock; on a site whose clock stands nothing rings, and the sweep finds it when the clock has come there. */
export async function ringAt(
  services: JobServices,
  definition: JobDefinition,
  ring: { readonly siteId: string; readonly dueAt: number; readonly ringId: string; readonly payload: unknown },
): Promise<void> {
  if (services.ring === undefined) return;
  const clock = await new SiteClocks(services.database, services.now).clockOf(ring.siteId);
  const at = realTimeOf(clock, ring.dueAt);
  if (at === undefined) return;
  await services.ring(definition, ring.ringId, ring.payload, { delayMs: at - services.now() });
}

async function clocksOf(
  { database }: JobServices,
  siteIds: readonly string[],
): Promise<readonly (readonly [string, SiteClock])[]> {
  const rows = await database
    .select({ id: site.id, clock: site.clock })
    .from(site)
    .where(inArray(site.id, [...siteIds]))
    .orderBy(asc(site.id));
  return rows.map(({ id, clock }) => [id, clock as SiteClock] as const);
}

async function timeOf({ database, now }: JobServices, siteId: string, clock: SiteClock): Promise<number> {
  const latest = clock.kind === 'log' ? await new SiteClocks(database, now).latestEventAt(siteId) : 0;
  return Math.floor(siteNow(clock, now(), latest));
}
