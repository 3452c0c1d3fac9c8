import { and, asc, eq, isNotNull, lte } from 'drizzle-orm';
import { dueSweep } from '../../jobs/due-sweep.ts';
import { moveDueHandoverHandler } from './jobs/move-due-handover.handler.ts';
import { handover } from './tables.ts';

const EVERY_MS = 2_000;

/** Finds handovers whose moment has passed without a ring. */
export const sweepHandovers = dueSweep({
  name: 'sweep-handovers',
  everyMs: EVERY_MS,
  handler: moveDueHandoverHandler,
  sitesWaiting: async ({ database }) => {
    const rows = await database.selectDistinct({ site: handover.site }).from(handover).where(isNotNull(handover.dueAt));
    return rows.map(({ site }) => site);
  },
  due: async ({ database }, siteId, siteTime, limit) => {
    const rows = await database
      .select({ id: handover.id, dueAt: handover.dueAt })
      .from(handover)
      .where(and(eq(handover.site, siteId), lte(handover.dueAt, siteTime)))
      .orderBy(asc(handover.dueAt))
      .limit(limit);
    return rows.map(({ id, dueAt }) => ({ ringId: `handover-${id}-${dueAt}`, payload: { siteId, handoverId: id } }));
  },
});
