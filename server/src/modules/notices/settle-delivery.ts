import { and, eq, inArray } from 'drizzle-orm';
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
import { withAttempt, type Delivery } from './claim-delivery.ts';
import { NOTICES_SOURCE } from './notices-source.ts';
import { notice, noticeDelivery } from './tables.ts';

const CHANCES = 1_000;

/**
 * Writes down what came of an attempt, with the log entry where it is the last. Answers when it is tried again; `null` when it is not. An attempt that
 * was given up for lost meanwhile writes nothing: another worker has it.
 */
export async function settleDelivery(
  { database, now }: Pick<JobServices, 'database' | 'now'>,
  claimed: Delivery,
  outcome: Outcome,
  tookMs: number,
): Promise<number | null> {
  const { time } = await siteTime(database, claimed.site, now);
  return database.transaction(async (transaction) => {
    const [row] = await transaction
      .select()
      .from(noticeDelivery)
      .where(and(eq(noticeDelivery.id, claimed.id), eq(noticeDelivery.attemptCount, claimed.attemptCount)))
      .for('update');
    if (row === undefined || row.status !== 'sending') return null;
    const wait =
      outcome.kind === 'refused' ? retryWaitMs(row.urgency, row.attemptCount, randomInt(CHANCES) / CHANCES) : null;
    const input = outcome.kind === 'sent' ? 'accept' : wait === null ? 'give-up' : 'refuse';
    const status = DELIVERY_MACHINE[row.status][input];
    if (status === null) return null;
    const attempt: DeliveryAttempt = {
      at: time,
      tookMs: Math.round(tookMs),
      outcome: outcome.kind === 'sent' ? 'sent' : outcome.kind === 'refused' ? 'refused' : 'failed',
      detail: outcome.detail,
    };
    const asked = outcome.kind === 'refused' ? (outcome.afterMs ?? 0) : 0;
    const again = wait === null ? null : time + Math.max(wait, asked);
    await transaction
      .update(noticeDelivery)
      .set({
        status,
        leaseUntil: null,
        attempts: withAttempt(row.attempts, attempt),
        ...(outcome.kind === 'sent' && { sentAt: time, reason: null }),
        ...(again !== null && { dueAt: again }),
      })
      .where(eq(noticeDelivery.id, row.id));
    if (again !== null) return again;
    if (input === 'give-up') {
      await transaction
        .update(noticeDelivery)
        .set({ status: 'failed', reason: 'bundle-failed' })
        .where(and(eq(noticeDelivery.bundledInto, row.id), inArray(noticeDelivery.status, statusesOf('give-up'))));
    }
    await say(transaction, row, { time, now: now(), outcome: outcome.kind === 'sent' ? 'sent' : 'failed' });
    return null;
  });
}

async function say(
  transaction: Transaction,
  row: Delivery,
  { time, now, outcome }: { readonly time: number; readonly now: number; readonly outcome: 'sent' | 'failed' },
): Promise<void> {
  const [about] = await transaction
    .select()
    .from(notice)
    .where(and(eq(notice.site, row.site), eq(notice.id, row.noticeId)));
  if (about === undefined) return;
  const settled: NewEvent<'notice.settled'> = {
    id: `${row.id}-${row.attemptCount}`,
    source: NOTICES_SOURCE,
    type: 'notice.settled',
    time,
    data: {
      noticeId: row.noticeId,
      about: { kind: about.aboutKind, id: about.aboutId },
      channel: row.channel,
      toName: row.recipientName,
      outcome,
    },
  };
  await appendWith(transaction, row.site, [settled], now);
}
