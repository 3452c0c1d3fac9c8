import { and, asc, eq, isNotNull, lte } from 'drizzle-orm';
import { dueSweep } from '../../jobs/due-sweep.ts';
import { advanceEscalationHandler } from './jobs/advance-escalation.handler.ts';
import { escalation } from './tables.ts';

/** How late an escalation moves at most whose ring was lost, ms of real time. */
export const SWEEP_EVERY_MS = 1_000;

/** Rings for escalations whose moment passed unrung. */
export const sweepEscalations = dueSweep({
  name: 'sweep-escalations',
  everyMs: SWEEP_EVERY_MS,
  handler: advanceEscalationHandler,
  sitesWaiting: async ({ database }) => {
    const rows = await database
      .selectDistinct({ site: escalation.site })
      .from(escalation)
      .where(isNotNull(escalation.dueAt));
    return rows.map(({ site }) => site);
  },
  due: async ({ database }, siteId, siteTime, limit) => {
    const rows = await database
      .select({ id: escalation.id, dueAt: escalation.dueAt })
      .from(escalation)
      .where(and(eq(escalation.site, siteId), lte(escalation.dueAt, siteTime)))
      .orderBy(asc(escalation.dueAt))
      .limit(limit);
    return rows.map(({ id, dueAt }) => ({ ringId: `escalation-${id}-${dueAt ?? 0}`, payload: { siteId, id } }));
  },
});
