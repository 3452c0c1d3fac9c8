import { and, asc, eq, isNotNull, lte } from 'drizzle-orm';
import { dueSweep } from '../../jobs/due-sweep.ts';
import { wakeHandoffHandler } from './jobs/wake-handoff.handler.ts';
import { departmentHandoff } from './tables.ts';

/** Rings for handoffs whose clock had something to say and was not rung. */
export const sweepHandoffs = dueSweep({
  name: 'sweep-handoffs',
  everyMs: 2_000,
  handler: wakeHandoffHandler,
  sitesWaiting: async ({ database }) => {
    const rows = await database
      .selectDistinct({ site: departmentHandoff.site })
      .from(departmentHandoff)
      .where(isNotNull(departmentHandoff.wakeAt));
    return rows.map(({ site }) => site);
  },
  due: async ({ database }, siteId, siteTime, limit) => {
    const rows = await database
      .select({ id: departmentHandoff.id, wakeAt: departmentHandoff.wakeAt })
      .from(departmentHandoff)
      .where(and(eq(departmentHandoff.site, siteId), lte(departmentHandoff.wakeAt, siteTime)))
      .orderBy(asc(departmentHandoff.wakeAt))
      .limit(limit);
    return rows.map(({ id, wakeAt }) => ({
      ringId: `handoff-${id}-${wakeAt}`.replaceAll(':', '_'),
      payload: { siteId, handoffId: id },
    }));
  },
});
