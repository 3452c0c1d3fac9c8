import { eq } from 'drizzle-orm';
import { dueSweep } from '../../jobs/due-sweep.ts';
import { site } from '../../log/tables.ts';
import { publishForecastHandler } from './jobs/publish-forecast.handler.ts';
import { mayBegin } from './may-begin.ts';
import { forecastState } from './tables.ts';

/** Finds sites that are new, sites of whose past more was told, and forecasts whose ring was lost. */
export const sweepForecasts = dueSweep({
  name: 'sweep-forecasts',
  everyMs: 2_000,
  handler: publishForecastHandler,
  async sitesWaiting({ database }) {
    const sites = await database
      .select({ id: site.id, known: forecastState.site })
      .from(site)
      .leftJoin(forecastState, eq(forecastState.site, site.id));
    for (const { id, known } of sites) {
      if (known !== null) continue;
      // oxlint-disable-next-line no-await-in-loop -- new sites are rare
      await database
        .insert(forecastState)
        .values({ site: id, dueAt: -1, cause: 'schedule', boundaryAt: 0, readPosition: 0, refusedDays: 0 })
        .onConflictDoNothing();
    }
    return sites.map(({ id }) => id);
  },
  async due({ database, now }, siteId, siteTime) {
    const rows = await database
      .select({ dueAt: forecastState.dueAt })
      .from(forecastState)
      .where(mayBegin(siteId, siteTime, now()));
    const name = siteId.replaceAll(':', '_');
    return rows.map(({ dueAt }) => ({ ringId: `publish-forecast-${name}-${dueAt}`, payload: { siteId } }));
  },
});
