import { and, asc, eq, inArray, lt, lte, or } from 'drizzle-orm';
import { dueSweep } from '../../jobs/due-sweep.ts';
import { deliverNoticeHandler } from './jobs/deliver-notice.handler.ts';
import { noticeDelivery } from './tables.ts';

const EVERY_MS = 3_000;

/** Rings for deliveries that are overdue, and for those whose worker was lost. */
export const sweepDeliveries = dueSweep({
  name: 'sweep-notice-deliveries',
  everyMs: EVERY_MS,
  handler: deliverNoticeHandler,
  sitesWaiting: async ({ database }) => {
    const rows = await database
      .selectDistinct({ site: noticeDelivery.site })
      .from(noticeDelivery)
      .where(inArray(noticeDelivery.status, ['queued', 'sending']));
    return rows.map(({ site }) => site);
  },
  due: async ({ database, now }, siteId, siteTime, limit) => {
    const rows = await database
      .select({ id: noticeDelivery.id, attemptCount: noticeDelivery.attemptCount })
      .from(noticeDelivery)
      .where(
        and(
          eq(noticeDelivery.site, siteId),
          or(
            and(eq(noticeDelivery.status, 'queued'), lte(noticeDelivery.dueAt, siteTime)),
            and(eq(noticeDelivery.status, 'sending'), lt(noticeDelivery.leaseUntil, now())),
          ),
        ),
      )
      .orderBy(asc(noticeDelivery.dueAt), asc(noticeDelivery.id))
      .limit(limit);
    return rows.map(({ id, attemptCount }) => ({ ringId: `deliver-${id}-${attemptCount}`, payload: { id } }));
  },
});
