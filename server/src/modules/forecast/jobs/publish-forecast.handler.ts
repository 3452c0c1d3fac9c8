import { eq } from 'drizzle-orm';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import type { JobHandler } from '../../../jobs/job-handler.ts';
import { ringAt } from '../../../jobs/due-sweep.ts';
import { siteTime } from '../../../live/site-time.ts';
import { site } from '../../../log/tables.ts';
import type { JobServices } from '../../../roles/services.ts';
import { mayBegin } from '../may-begin.ts';
import { ABANDONED_MS, prepareSite } from '../prepare-site.ts';
import { publishDue } from '../publish-due.ts';
import { forecastState } from '../tables.ts';
import { publishForecastJob } from './publish-forecast.job.ts';

/** Brings the record up to date, learns once per local day, and publishes what is due. Rung twice, or too early, it does nothing more. */
export const publishForecastHandler: JobHandler = {
  definition: publishForecastJob,
  handle: async (services, payload) => {
    const { siteId } = payload as { readonly siteId: string };
    const dueAt = await publishSite(services, siteId);
    if (dueAt !== null) {
      await ringAt(services, publishForecastJob, {
        siteId,
        dueAt,
        ringId: `publish-forecast-${siteId.replaceAll(':', '_')}-${dueAt}`,
        payload: { siteId },
      });
    }
  },
};

/** When it is due next, by the site's clock; `null` where nothing was due, or somebody else is at it. */
async function publishSite(services: JobServices, siteId: string): Promise<number | null> {
  const { database, now } = services;
  const [row] = await database.select({ clock: site.clock }).from(site).where(eq(site.id, siteId));
  if (row === undefined) return null;
  const { time, zone } = await siteTime(database, siteId, now);
  const [state] = await database
    .update(forecastState)
    .set({ workingUntil: now() + ABANDONED_MS })
    .where(mayBegin(siteId, time, now()))
    .returning();
  if (state === undefined) return null;
  try {
    const isPast = (row.clock as SiteClock).kind === 'log';
    const mustLearn = !isPast || state.cause === 'asked';
    const prepared = await prepareSite(services, siteId, { zone, time, mustLearn });
    return await publishDue(services, prepared, { time, seen: state, mayPublish: !isPast });
  } finally {
    await database.update(forecastState).set({ workingUntil: null }).where(eq(forecastState.site, siteId));
  }
}
