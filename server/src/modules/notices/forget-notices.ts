import { and, eq, lt, sql } from 'drizzle-orm';
import { eventLog } from '../../log/tables.ts';
import type { Job } from '../server-module.ts';
import { notice, noticeDelivery } from './tables.ts';

const EVERY_MS = 3_600_000;
/** Notices and their deliveries are kept for so long after they were recorded, real ms: a year and a month. */
export const KEPT_MS = 396 * 86_400_000;
/** Most forgotten at once, so that nobody waits for it; the rest is left to the next time. */
const MOST = 5_000;

/** Forgets what nobody asks about any more. The log still has it. */
export const forgetNotices: Job = {
  name: 'forget-notices',
  everyMs: EVERY_MS,
  run: async ({ database, now }) => {
    const old = await database
      .select({ site: notice.site, id: notice.id })
      .from(notice)
      .innerJoin(eventLog, and(eq(eventLog.site, notice.site), eq(eventLog.position, notice.position)))
      .where(lt(eventLog.recordedAt, now() - KEPT_MS))
      .limit(MOST);
    if (old.length === 0) return;
    const gone = sql`(select site, id from jsonb_to_recordset(${JSON.stringify(old)}::jsonb) as gone (site text, id text))`;
    await database.transaction(async (transaction) => {
      await transaction
        .delete(noticeDelivery)
        .where(sql`(${noticeDelivery.site}, ${noticeDelivery.noticeId}) in ${gone}`);
      await transaction.delete(notice).where(sql`(${notice.site}, ${notice.id}) in ${gone}`);
    });
  },
};
