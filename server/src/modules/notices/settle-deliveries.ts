import { and, eq, inArray, sql } from 'drizzle-orm';
import { randomInt } from 'node:crypto';
import type { DeliveryAttempt } from '@floorwalk/shared/api/notices';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { DELIVERY_MACHINE, statusesOf } from '@floorwalk/shared/notices/delivery-machine';
import { retryWaitMs } from '@floorwalk/shared/notices/send-moment';
import type { Transaction } from '../../db/database.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import type { Outcome } from '../../notify/outcome.ts';
import type { JobServices } from '../../roles/services.ts';
import { withAttempt } from './claim-deliveries.ts';
import { NOTICES_SOURCE } from './notices-source.ts';
import { notice, noticeDelivery, type Delivery } from './tables.ts';

const CHANCES = 1_000;

/** What came of an attempt at a delivery that was claimed. */
export type Attempted = { readonly delivery: Delivery; readonly outcome: Outcome; readonly tookMs: number };

type Settled = {
  readonly row: Delivery;
  readonly status: Delivery['status'];
  readonly attempts: readonly DeliveryAttempt[];
  readonly isSent: boolean;
  readonly again: number | null;
};

/**
 * Writes down what came of attempts on one site, with the log entries of those that were the last, all in one transaction. Answers which are tried again
 * and when. An attempt that was given up for lost meanwhile writes nothing: another worker has it.
 */
export async function settleDeliveries(
  { database, now }: Pick<JobServices, 'database' | 'now'>,
  siteId: string,
  attempted: readonly Attempted[],
): Promise<readonly { readonly id: string; readonly dueAt: number }[]> {
  const { time } = await siteTime(database, siteId, now);
  return database.transaction(async (transaction) => {
    const ids = attempted.map(({ delivery }) => delivery.id);
    const rows = await transaction
      .select()
      .from(noticeDelivery)
      .where(inArray(noticeDelivery.id, ids))
      .orderBy(noticeDelivery.id)
      .for('update');
    const settled = rows.flatMap((row) => {
      const mine = attempted.find(({ delivery }) => delivery.id === row.id);
      if (mine === undefined || row.attemptCount !== mine.delivery.attemptCount) return [];
      return settledRow(row, mine, time);
    });
    if (settled.length === 0) return [];
    await write(transaction, settled, time);
    await say(
      transaction,
      siteId,
      settled.filter(({ again }) => again === null),
      { time, now: now() },
    );
    return settled.flatMap(({ row, again }) => (again === null ? [] : [{ id: row.id, dueAt: again }]));
  });
}

function settledRow(row: Delivery, { outcome, tookMs }: Attempted, time: number): Settled[] {
  const isRefused = outcome.kind === 'refused';
  const isSent = outcome.kind === 'sent';
  const wait = isRefused ? retryWaitMs(row.urgency, row.attemptCount, randomInt(CHANCES) / CHANCES) : null;
  const status = DELIVERY_MACHINE[row.status][isSent ? 'accept' : wait === null ? 'give-up' : 'refuse'];
  if (row.status !== 'sending' || status === null) return [];
  const attempt: DeliveryAttempt = {
    at: time,
    tookMs: Math.round(tookMs),
    outcome: isSent ? 'sent' : isRefused ? 'refused' : 'failed',
    detail: outcome.detail,
  };
  const asked = isRefused ? (outcome.afterMs ?? 0) : 0;
  const again = wait === null ? null : time + Math.max(wait, asked);
  return [{ row, status, attempts: withAttempt(row.attempts, attempt), isSent, again }];
}

async function write(transaction: Transaction, settled: readonly Settled[], time: number): Promise<void> {
  const rows = settled.map(({ row, status, attempts, isSent, again }) => ({
    id: row.id,
    status,
    attempts,
    reason: isSent ? null : row.reason,
    sent_at: isSent ? time : row.sentAt,
    due_at: again ?? row.dueAt,
  }));
  await transaction.execute(
    sql`update notice_delivery as delivery
        set status = settled.status, attempts = settled.attempts, reason = settled.reason, sent_at = settled.sent_at,
          due_at = settled.due_at, lease_until = null
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as settled (id text, status text, attempts jsonb, reason text, sent_at bigint, due_at bigint)
        where delivery.id = settled.id`,
  );
  const failed = settled.filter(({ status }) => status === 'failed').map(({ row }) => row.id);
  if (failed.length === 0) return;
  await transaction
    .update(noticeDelivery)
    .set({ status: 'failed', reason: 'bundle-failed' })
    .where(and(inArray(noticeDelivery.bundledInto, failed), inArray(noticeDelivery.status, statusesOf('give-up'))));
}

async function say(
  transaction: Transaction,
  siteId: string,
  ended: readonly Settled[],
  at: { readonly time: number; readonly now: number },
): Promise<void> {
  if (ended.length === 0) return;
  const noticeIds = [...new Set(ended.map(({ row }) => row.noticeId))];
  const known = await transaction
    .select({ id: notice.id, aboutKind: notice.aboutKind, aboutId: notice.aboutId })
    .from(notice)
    .where(and(eq(notice.site, siteId), inArray(notice.id, noticeIds)));
  const notices = new Map(known.map((one) => [one.id, one]));
  const events = ended.flatMap(({ row, isSent }): NewEvent<'notice.settled'>[] => {
    const about = notices.get(row.noticeId);
    if (about === undefined) return [];
    return [
      {
        id: `${row.id}-${row.attemptCount}`,
        source: NOTICES_SOURCE,
        type: 'notice.settled',
        time: at.time,
        data: {
          noticeId: row.noticeId,
          about: { kind: about.aboutKind, id: about.aboutId },
          channel: row.channel,
          toName: row.recipientName,
          outcome: isSent ? 'sent' : 'failed',
        },
      },
    ];
  });
  await appendWith(transaction, siteId, events, at.now);
}
