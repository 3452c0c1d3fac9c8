import { and, asc, eq, isNotNull, lte } from 'drizzle-orm';
import { dueSweep } from '../../jobs/due-sweep.ts';
import { advanceSurgeHandler } from './jobs/advance-surge.handler.ts';
import { surge } from './tables.ts';

const EVERY_MS = 1_000;
/** What was rung for starts within this time of the site's clock at most; later, the ring was lost. */
export const sweepSurges = dueSweep({
  name: 'sweep-surges',
  everyMs: EVERY_MS,
  handler: advanceSurgeHandler,
  sitesWaiting: async ({ database }) => {
    const rows = await database.selectDistinct({ site: surge.site }).from(surge).where(isNotNull(surge.dueAt));
    return rows.map(({ site }) => site);
  },
  due: async ({ database }, siteId, siteTime, limit) => {
    const rows = await database
      .select({ id: surge.id, dueAt: surge.dueAt })
      .from(surge)
      .where(and(eq(surge.site, siteId), lte(surge.dueAt, siteTime)))
      .orderBy(asc(surge.dueAt))
      .limit(limit);
    return rows.map(({ id, dueAt }) => ({
      ringId: `surge-${id}-${dueAt}`,
      payload: { siteId, surgeId: id },
    }));
  },
});
