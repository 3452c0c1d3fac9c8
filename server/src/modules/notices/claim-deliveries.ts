import { and, asc, eq, gt, inArray, lt, lte, ne, notInArray, or, sql } from 'drizzle-orm';
import type { DeliveryAttempt } from '@floorwalk/shared/api/notices';
import { DELIVERY_MACHINE } from '@floorwalk/shared/notices/delivery-machine';
import { DEFAULT_PREFERENCES } from '@floorwalk/shared/notices/preferences';
import { sendMoment, type SendRule } from '@floorwalk/shared/notices/send-moment';
import type { Database, Transaction } from '../../db/database.ts';
import { siteTime } from '../../live/site-time.ts';
import { findEnded, type Ended } from './find-ended.ts';
import { personOf } from './recipients.ts';
import { notice, noticeChannel, noticeDelivery, noticePreference, type Delivery } from './tables.ts';

/** A worker that has not settled its delivery by then is believed dead, ms; longer than any attempt may take. */
export const LEASE_MS = 12_000;
const HOUR_MS = 3_600_000;
/** Most taken at once: in a storm of notices one transaction is for so many. */
const MOST_AT_ONCE = 16;
/** Most that travel in one message beside the first. */
const MOST_COMPANIONS = 200;
/** Attempts kept with a delivery, the newest. */
const MOST_ATTEMPTS_KEPT = 30;

/** What is this worker's to send now, and what was put off to a later moment of the site's clock. */
export type Claim = {
  readonly siteId: string;
  readonly claimed: readonly Delivery[];
  readonly held: readonly { readonly id: string; readonly dueAt: number }[];
};

/**
 * Takes a delivery that is due, for this worker alone, and with it others of the site that are due as well, at most `most` in all. One whose worker was
 * lost is taken again: then it may arrive twice, with the same id. What is settled or too late ends here; what exceeds the recipient's limit waits; what
 * waited for the same recipient travels in one message. `null` when there is nothing to do about it.
 */
export async function claimDeliveries(
  database: Database,
  id: string,
  now: () => number,
  most = MOST_AT_ONCE,
): Promise<Claim | null> {
  const [found] = await database.select().from(noticeDelivery).where(eq(noticeDelivery.id, id));
  if (found === undefined || !['queued', 'sending'].includes(found.status)) return null;
  if (found.status === 'sending' && (found.leaseUntil ?? 0) >= now()) return null;
  const { time } = await siteTime(database, found.site, now);
  if (found.status === 'queued' && found.dueAt > time) return null;
  const isDue = or(
    and(eq(noticeDelivery.status, 'queued'), lte(noticeDelivery.dueAt, time)),
    and(eq(noticeDelivery.status, 'sending'), lt(noticeDelivery.leaseUntil, now())),
  );
  return database.transaction(async (transaction) => {
    const due = await transaction
      .select()
      .from(noticeDelivery)
      .where(and(eq(noticeDelivery.site, found.site), isDue, most === 1 ? eq(noticeDelivery.id, id) : undefined))
      .orderBy(asc(noticeDelivery.dueAt), asc(noticeDelivery.id))
      .limit(most)
      .for('update', { skipLocked: true });
    const claim = new Claiming(transaction, found.site, time);
    await claim.take(due);
    return { siteId: found.site, claimed: await claim.keep(now() + LEASE_MS), held: claim.held };
  });
}

export function withAttempt(attempts: readonly DeliveryAttempt[], attempt: DeliveryAttempt): DeliveryAttempt[] {
  return [...attempts, attempt].slice(-MOST_ATTEMPTS_KEPT);
}

/** One transaction that takes deliveries whose rows it has locked. */
class Claiming {
  readonly #transaction: Transaction;
  readonly #siteId: string;
  readonly #time: number;
  readonly #mine: Delivery[] = [];
  readonly #bundled = new Set<string>();
  readonly held: { readonly id: string; readonly dueAt: number }[] = [];
  readonly #unknown: DeliveryAttempt;

  constructor(transaction: Transaction, siteId: string, time: number) {
    this.#unknown = { at: time, tookMs: null, outcome: 'unknown', detail: 'the worker was lost' };
    this.#transaction = transaction;
    this.#siteId = siteId;
    this.#time = time;
  }

  async take(due: readonly Delivery[]): Promise<void> {
    if (due.length === 0) return;
    // One claim for a recipient and channel at a time: each counts what went out, and takes along what waits. In one order, or two would wait for
    // each other.
    const names = [...new Set(due.map(laneOf))].map((lane) => JSON.stringify([this.#siteId, lane])).toSorted();
    const locks = sql.join(
      names.map((name) => sql`(${name}::text)`),
      sql`, `,
    );
    await this.#transaction.execute(
      sql`select pg_advisory_xact_lock(key) from (select distinct hashtext(name) as key from (values ${locks}) as lane (name) order by 1) as lanes`,
    );
    const ended = await findEnded(this.#transaction, this.#siteId, due, this.#time);
    await this.#end(due, ended);
    const going = due.filter(({ id }) => !ended.has(id));
    const lanes = new Map<string, Lane>();
    for (const row of going.filter((one) => one.status === 'queued' && one.attemptCount === 0)) {
      // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
      if (!lanes.has(laneOf(row))) lanes.set(laneOf(row), await this.#readLane(row));
    }
    for (const row of going) {
      if (this.#bundled.has(row.id)) continue;
      const lane = lanes.get(laneOf(row));
      // oxlint-disable-next-line no-await-in-loop
      if (row.status === 'queued' && row.attemptCount === 0 && lane !== undefined && (await this.#hold(row, lane))) {
        continue;
      }
      // oxlint-disable-next-line no-await-in-loop
      if (row.status === 'queued' && row.isHeld) await this.#gather(row);
      this.#mine.push(row);
      lane?.sentAt.push(this.#time);
    }
  }

  /** Writes down whose they are now, and answers them as they stand. */
  async keep(leaseUntil: number): Promise<readonly Delivery[]> {
    if (this.#mine.length === 0) return [];
    for (const { id, attempts } of this.#mine.filter(isLost)) {
      // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
      await this.#transaction
        .update(noticeDelivery)
        .set({ attempts: withAttempt(attempts, this.#unknown) })
        .where(eq(noticeDelivery.id, id));
    }
    return this.#transaction
      .update(noticeDelivery)
      .set({ status: 'sending', leaseUntil, attemptCount: sql`${noticeDelivery.attemptCount} + 1` })
      .where(
        inArray(
          noticeDelivery.id,
          this.#mine.map(({ id }) => id),
        ),
      )
      .returning();
  }

  /** Ends deliveries whose notice nobody needs any more; what travelled with them goes by itself. */
  async #end(due: readonly Delivery[], ended: ReadonlyMap<string, Ended>): Promise<void> {
    for (const row of due) {
      const end = ended.get(row.id);
      if (end === undefined) continue;
      const waiting = isLost(row) ? DELIVERY_MACHINE.sending.lost : row.status;
      const status = waiting === null ? null : DELIVERY_MACHINE[waiting][end.input];
      if (status === null) continue;
      const attempts = isLost(row) ? withAttempt(row.attempts, this.#unknown) : row.attempts;
      // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
      await this.#transaction
        .update(noticeDelivery)
        .set({ status, reason: end.reason, leaseUntil: null, attempts })
        .where(eq(noticeDelivery.id, row.id));
      // oxlint-disable-next-line no-await-in-loop
      await this.#transaction
        .update(noticeDelivery)
        .set({ status: 'queued', bundledInto: null })
        .where(and(eq(noticeDelivery.bundledInto, row.id), eq(noticeDelivery.status, 'bundled')));
    }
  }

  async #readLane(row: Delivery): Promise<Lane> {
    const rule = await this.#ruleOf(row);
    const sent = await this.#transaction
      .select({ sentAt: noticeDelivery.sentAt })
      .from(noticeDelivery)
      .where(
        and(
          ofLane(row),
          or(
            eq(noticeDelivery.status, 'sending'),
            and(eq(noticeDelivery.status, 'sent'), gt(noticeDelivery.sentAt, this.#time - HOUR_MS)),
          ),
        ),
      );
    // What is being sent counts as sent.
    return { rule, sentAt: sent.map(({ sentAt }) => sentAt ?? this.#time) };
  }

  /** Moves its moment where the recipient's quiet hours or limit ask for it. */
  async #hold(row: Delivery, { rule, sentAt }: Lane): Promise<boolean> {
    // Its bundle is over: that was waited for already.
    const unbundled = { ...rule, urgency: row.urgency, limits: { ...rule.limits, bundleMinutes: 0 } };
    // Below the limit it does not matter when the others were sent.
    const counted = sentAt.length >= rule.limits.perHour ? sentAt : [];
    const { at, heldBy } = sendMoment(unbundled, row.requestedAt, this.#time, counted);
    if (heldBy === null) return false;
    await this.#transaction
      .update(noticeDelivery)
      .set({ dueAt: at, reason: heldBy, isHeld: true })
      .where(eq(noticeDelivery.id, row.id));
    this.held.push({ id: row.id, dueAt: at });
    return true;
  }

  async #ruleOf(row: Delivery): Promise<Omit<SendRule, 'urgency'>> {
    if (row.recipient.startsWith('channel:')) {
      const [channel] = await this.#transaction
        .select()
        .from(noticeChannel)
        .where(and(eq(noticeChannel.site, row.site), eq(noticeChannel.id, row.recipient.slice('channel:'.length))));
      const limits = channel?.limits ?? { perHour: 1_000, bundleMinutes: 0 };
      return { limits, quietHours: null, pagesAlways: true };
    }
    const [chosen] = await this.#transaction
      .select()
      .from(noticePreference)
      .where(eq(noticePreference.personId, personOf(row.recipient)));
    const preferences = chosen?.preferences ?? DEFAULT_PREFERENCES;
    const { perHour, bundleMinutes } = preferences[row.channel === 'push' ? 'push' : 'email'];
    const { quietHours, pagesAlways } = preferences;
    return { limits: { perHour, bundleMinutes }, quietHours, pagesAlways };
  }

  /** What else waited for the same recipient and is due as well travels along. */
  async #gather(lead: Delivery): Promise<void> {
    const others = await this.#transaction
      .select({ id: noticeDelivery.id, until: notice.until, withdrawnAt: notice.withdrawnAt })
      .from(noticeDelivery)
      .innerJoin(notice, and(eq(notice.site, noticeDelivery.site), eq(notice.id, noticeDelivery.noticeId)))
      .where(
        and(
          ofLane(lead),
          eq(noticeDelivery.status, 'queued'),
          eq(noticeDelivery.isHeld, true),
          eq(noticeDelivery.attemptCount, 0),
          lte(noticeDelivery.dueAt, this.#time),
          ne(noticeDelivery.id, lead.id),
          notInArray(
            noticeDelivery.id,
            this.#mine.map(({ id }) => id),
          ),
        ),
      )
      .orderBy(asc(noticeDelivery.requestedAt), asc(noticeDelivery.id))
      .limit(MOST_COMPANIONS)
      .for('update', { of: noticeDelivery, skipLocked: true });
    const ids = others.filter(({ until }) => until === null || until >= this.#time).map(({ id }) => id);
    if (ids.length === 0) return;
    for (const id of ids) this.#bundled.add(id);
    await this.#transaction
      .update(noticeDelivery)
      .set({ status: 'bundled', bundledInto: lead.id })
      .where(inArray(noticeDelivery.id, ids));
  }
}

/** What a recipient may get by one channel, and when they got what. */
type Lane = { readonly rule: Omit<SendRule, 'urgency'>; readonly sentAt: number[] };

/** Locked though somebody is said to be sending it: that worker is gone. */
function isLost({ status }: Delivery): boolean {
  return status === 'sending';
}

function laneOf({ recipient, channel }: Delivery): string {
  return `${recipient} ${channel}`;
}

function ofLane({ site, recipient, channel }: Delivery) {
  return and(
    eq(noticeDelivery.site, site),
    eq(noticeDelivery.recipient, recipient),
    eq(noticeDelivery.channel, channel),
  );
}
