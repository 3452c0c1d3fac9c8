import { and, asc, count, eq, gt, inArray, lte, ne, or, sql } from 'drizzle-orm';
import type { DeliveryAttempt } from '@floorwalk/shared/api/notices';
import { DELIVERY_MACHINE } from '@floorwalk/shared/notices/delivery-machine';
import { DEFAULT_PREFERENCES } from '@floorwalk/shared/notices/preferences';
import { sendMoment, type SendRule } from '@floorwalk/shared/notices/send-moment';
import type { Database, Transaction } from '../../db/database.ts';
import { siteTime } from '../../live/site-time.ts';
import { personOf } from './take-notices.ts';
import { notice, noticeChannel, noticeDelivery, noticePreference } from './tables.ts';

/** A worker that has not settled its delivery by then is believed dead, ms; longer than any attempt may take. */
export const LEASE_MS = 12_000;
const HOUR_MS = 3_600_000;
/** Most that travel in one message beside the first. */
const MOST_COMPANIONS = 200;
/** Attempts kept with a delivery, the newest. */
const MOST_ATTEMPTS_KEPT = 30;

export type Delivery = typeof noticeDelivery.$inferSelect;
export type Claimed = { readonly delivery: Delivery; readonly siteTime: number };
/** What came of trying to take it: it is ours, its moment was moved, or there is nothing to do. */
export type Claim =
  | ({ readonly kind: 'claimed' } & Claimed)
  | { readonly kind: 'held'; readonly siteId: string; readonly dueAt: number }
  | { readonly kind: 'none' };

/**
 * Takes a delivery that is due, for this worker alone. One whose worker was lost is taken again: then it may arrive twice, with the same id. What is
 * settled or too late ends here; what exceeds the recipient's limit waits; what waited for the same recipient travels with it.
 */
export async function claimDelivery(database: Database, id: string, now: () => number): Promise<Claim> {
  const [found] = await database.select().from(noticeDelivery).where(eq(noticeDelivery.id, id));
  if (found === undefined) return { kind: 'none' };
  const lane = JSON.stringify([found.site, found.recipient, found.channel]);
  const { time } = await siteTime(database, found.site, now);
  return database.transaction(async (transaction) => {
    // One claim for a recipient and channel at a time: each counts what went out, and takes along what waits.
    await transaction.execute(sql`select pg_advisory_xact_lock(hashtext(${lane}))`);
    const [row] = await transaction.select().from(noticeDelivery).where(eq(noticeDelivery.id, id)).for('update');
    if (row === undefined) return { kind: 'none' };
    const isLost = row.status === 'sending' && (row.leaseUntil ?? 0) < now();
    const next = DELIVERY_MACHINE[row.status][isLost ? 'lost' : 'claim'];
    if (next === null || (row.status === 'queued' && row.dueAt > time)) return { kind: 'none' };
    if (row.status === 'queued') {
      if (await isTooLate(transaction, row, time)) return { kind: 'none' };
      const heldUntil = row.attemptCount === 0 ? await hold(transaction, row, time) : null;
      if (heldUntil !== null) return { kind: 'held', siteId: row.site, dueAt: heldUntil };
      if (row.isHeld) await gather(transaction, row, time);
    }
    const lost: DeliveryAttempt = { at: time, tookMs: null, outcome: 'unknown', detail: 'the worker was lost' };
    const [claimed] = await transaction
      .update(noticeDelivery)
      .set({
        status: next,
        leaseUntil: now() + LEASE_MS,
        attemptCount: row.attemptCount + 1,
        attempts: isLost ? withAttempt(row.attempts, lost) : row.attempts,
      })
      .where(eq(noticeDelivery.id, id))
      .returning();
    return claimed === undefined ? { kind: 'none' } : { kind: 'claimed', delivery: claimed, siteTime: time };
  });
}

export function withAttempt(attempts: readonly DeliveryAttempt[], attempt: DeliveryAttempt): DeliveryAttempt[] {
  return [...attempts, attempt].slice(-MOST_ATTEMPTS_KEPT);
}

/** Ends a delivery whose notice nobody needs any more. */
async function isTooLate(transaction: Transaction, row: Delivery, time: number): Promise<boolean> {
  const [about] = await transaction
    .select()
    .from(notice)
    .where(and(eq(notice.site, row.site), eq(notice.id, row.noticeId)));
  const isWithdrawn = about === undefined || about.withdrawnAt !== null;
  if (!isWithdrawn && (about.until === null || about.until >= time)) return false;
  const status = DELIVERY_MACHINE[row.status][isWithdrawn ? 'withdraw' : 'expire'];
  if (status === null) return false;
  const reason = isWithdrawn ? (about?.withdrawnReason ?? 'withdrawn') : 'too-late';
  await transaction.update(noticeDelivery).set({ status, reason }).where(eq(noticeDelivery.id, row.id));
  await transaction
    .update(noticeDelivery)
    .set({ status: 'queued', bundledInto: null })
    .where(and(eq(noticeDelivery.bundledInto, row.id), eq(noticeDelivery.status, 'bundled')));
  return true;
}

/** Moves its moment where the recipient's quiet hours or limit ask for it; the new moment, or `null` when it may go. */
async function hold(transaction: Transaction, row: Delivery, time: number): Promise<number | null> {
  const rule = await ruleOf(transaction, row);
  const lately = and(
    ofLane(row),
    or(
      eq(noticeDelivery.status, 'sending'),
      and(eq(noticeDelivery.status, 'sent'), gt(noticeDelivery.sentAt, time - HOUR_MS)),
    ),
  );
  const [known] = await transaction.select({ count: count() }).from(noticeDelivery).where(lately);
  // Below the limit it does not matter when the others were sent.
  const isFull = (known?.count ?? 0) >= rule.limits.perHour;
  const sent = isFull
    ? await transaction.select({ sentAt: noticeDelivery.sentAt }).from(noticeDelivery).where(lately)
    : [];
  // Its bundle is over: that was waited for already.
  const unbundled = { ...rule, limits: { ...rule.limits, bundleMinutes: 0 } };
  const { at, heldBy } = sendMoment(
    unbundled,
    row.requestedAt,
    time,
    // What is being sent counts as sent.
    sent.map(({ sentAt }) => sentAt ?? time),
  );
  if (heldBy === null) return null;
  await transaction
    .update(noticeDelivery)
    .set({ dueAt: at, reason: heldBy, isHeld: true })
    .where(eq(noticeDelivery.id, row.id));
  return at;
}

async function ruleOf(transaction: Transaction, row: Delivery): Promise<SendRule> {
  const { urgency } = row;
  if (row.recipient.startsWith('channel:')) {
    const [channel] = await transaction
      .select()
      .from(noticeChannel)
      .where(and(eq(noticeChannel.site, row.site), eq(noticeChannel.id, row.recipient.slice('channel:'.length))));
    const limits = channel?.limits ?? { perHour: 1_000, bundleMinutes: 0 };
    return { urgency, limits, quietHours: null, pagesAlways: true };
  }
  const [chosen] = await transaction
    .select()
    .from(noticePreference)
    .where(eq(noticePreference.personId, personOf(row.recipient)));
  const preferences = chosen?.preferences ?? DEFAULT_PREFERENCES;
  const { perHour, bundleMinutes } = preferences[row.channel === 'push' ? 'push' : 'email'];
  const { quietHours, pagesAlways } = preferences;
  return { urgency, limits: { perHour, bundleMinutes }, quietHours, pagesAlways };
}

/** What else waited for the same recipient and is due as well travels along. */
async function gather(transaction: Transaction, lead: Delivery, time: number): Promise<void> {
  const others = await transaction
    .select({ id: noticeDelivery.id, until: notice.until, withdrawnAt: notice.withdrawnAt })
    .from(noticeDelivery)
    .innerJoin(notice, and(eq(notice.site, noticeDelivery.site), eq(notice.id, noticeDelivery.noticeId)))
    .where(
      and(
        ofLane(lead),
        eq(noticeDelivery.status, 'queued'),
        eq(noticeDelivery.isHeld, true),
        eq(noticeDelivery.attemptCount, 0),
        lte(noticeDelivery.dueAt, time),
        ne(noticeDelivery.id, lead.id),
      ),
    )
    .orderBy(asc(noticeDelivery.requestedAt), asc(noticeDelivery.id))
    .limit(MOST_COMPANIONS)
    .for('update', { of: noticeDelivery, skipLocked: true });
  const ids = others.filter(({ until }) => until === null || until >= time).map(({ id }) => id);
  if (ids.length === 0) return;
  await transaction
    .update(noticeDelivery)
    .set({ status: 'bundled', bundledInto: lead.id })
    .where(inArray(noticeDelivery.id, ids));
}

function ofLane({ site, recipient, channel }: Delivery) {
  return and(
    eq(noticeDelivery.site, site),
    eq(noticeDelivery.recipient, recipient),
    eq(noticeDelivery.channel, channel),
  );
}
