import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/database.ts';
import { notice, noticeProgress, type Delivery } from './tables.ts';

/** Why a delivery is not to go out any more. */
export type Ended = { readonly input: 'withdraw' | 'expire'; readonly reason: string };

/**
 * Those of the deliveries, by id, that nobody needs any more at that moment of the site's clock. A withdrawal counts from the moment it is on the log,
 * though it is not taken into the ledger yet: what somebody has just acknowledged is not sent.
 */
export async function findEnded(
  transaction: Transaction,
  siteId: string,
  due: readonly Delivery[],
  time: number,
): Promise<ReadonlyMap<string, Ended>> {
  const noticeIds = [...new Set(due.map(({ noticeId }) => noticeId))];
  const known = await transaction
    .select()
    .from(notice)
    .where(and(eq(notice.site, siteId), inArray(notice.id, noticeIds)));
  const fresh = await freshWithdrawals(transaction, siteId);
  const notices = new Map(known.map((one) => [one.id, one]));
  const ended = new Map<string, Ended>();
  for (const { id, noticeId } of due) {
    const about = notices.get(noticeId);
    const withdrawal = fresh.find(
      (one) => one.kind === about?.aboutKind && one.id === about.aboutId && one.position > about.position,
    );
    if (about === undefined || about.withdrawnAt !== null || withdrawal !== undefined) {
      const reason = about?.withdrawnReason ?? withdrawal?.reason ?? 'withdrawn';
      ended.set(id, { input: 'withdraw', reason });
    } else if (about.until !== null && about.until < time) {
      ended.set(id, { input: 'expire', reason: 'too-late' });
    }
  }
  return ended;
}

type Withdrawal = {
  readonly position: number;
  readonly kind: string;
  readonly id: string;
  readonly reason: string;
};

/** Withdrawals on the log that the owner of the site has not taken yet: those of the last moments. */
async function freshWithdrawals(transaction: Transaction, siteId: string): Promise<readonly Withdrawal[]> {
  const result = await transaction.execute(
    sql`select position, data->'about'->>'kind' as kind, data->'about'->>'id' as id, data->>'reason' as reason
        from event_log
        where site = ${siteId} and type = 'notice.withdrawn'
          and position > coalesce((select position from ${noticeProgress} where site = ${siteId}), 0)`,
  );
  return result.rows as unknown as readonly Withdrawal[];
}
