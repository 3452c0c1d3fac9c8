import { and, eq, gt, inArray, isNull, lt, min } from 'drizzle-orm';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { statusesOf } from '@floorwalk/shared/notices/delivery-machine';
import { signalOf } from '@floorwalk/shared/notices/signal';
import type { Transaction } from '../../db/database.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import type { JobServices } from '../../roles/services.ts';
import { NOTICES_SOURCE } from './notices-source.ts';
import { planDeliveries, type Ground, type NewDelivery } from './plan-deliveries.ts';
import { readRequests, type Request, type Withdrawal } from './read-requests.ts';
import { personOf, recipientsOf } from './recipients.ts';
import { notice, noticeChannel, noticeDelivery, noticePreference, noticeProgress, noticePushDevice } from './tables.ts';

/** Requests taken in one transaction; a storm takes several. */
const MOST_TAKEN = 200;
/** Rows of one insert, so that a statement stays below PostgreSQL's limit of parameters. */
const ROWS_A_STATEMENT = 1_000;

/** What is to be rung for. */
export type Waiting = { readonly id: string; readonly dueAt: number; readonly isDue: boolean };

/**
 * Takes what was asked for in a span of the log into the ledger: every notice, with a line for each recipient and channel, once however often this
 * runs and whoever runs it at once. What was settled meanwhile is withdrawn. All in one transaction, with the log entry that says how far it is.
 */
export async function takeNotices(
  services: JobServices,
  siteId: string,
  open: { readonly from: number; readonly to: number },
): Promise<{ readonly upTo: number; readonly waiting: readonly Waiting[] }> {
  const { database, now, config } = services;
  const { time } = await siteTime(database, siteId, now);
  return database.transaction(async (transaction) => {
    await transaction.insert(noticeProgress).values({ site: siteId, position: 0 }).onConflictDoNothing();
    const [progress] = await transaction
      .select()
      .from(noticeProgress)
      .where(eq(noticeProgress.site, siteId))
      .for('update');
    const from = Math.max(open.from, (progress?.position ?? 0) + 1);
    if (from > open.to) return { upTo: open.to, waiting: [] };
    const asked = await readRequests(transaction, siteId, { from, to: open.to }, MOST_TAKEN);
    const upTo = asked.length < MOST_TAKEN ? open.to : (asked.at(-1)?.position ?? open.to);
    const ground = await readGround(transaction, siteId, time, { demo: config.demo !== undefined, now: now() });
    const signals = new Set<string>();
    const planned: NewDelivery[] = [];
    const requests: Request[] = [];
    const keep = async (): Promise<void> => {
      const kept = await keepNotices(transaction, siteId, requests.splice(0));
      const fresh = kept.flatMap((one) => planDeliveries(one, ground));
      for (let first = 0; first < fresh.length; first += ROWS_A_STATEMENT) {
        const rows = fresh.slice(first, first + ROWS_A_STATEMENT);
        // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
        await transaction.insert(noticeDelivery).values(rows).onConflictDoNothing();
      }
      planned.push(...fresh);
    };
    for (const one of asked) {
      if (one.type === 'notice.requested') {
        requests.push(one);
        continue;
      }
      // oxlint-disable-next-line no-await-in-loop -- what was asked for before must be there to be withdrawn
      await keep();
      // oxlint-disable-next-line no-await-in-loop
      await withdraw(transaction, siteId, one, signals);
    }
    await keep();
    for (const { channel, recipient } of planned) if (channel === 'in-app') signals.add(signalOf(personOf(recipient)));
    const taken: NewEvent<'notice.taken'> = {
      id: `taken-${upTo}`,
      source: NOTICES_SOURCE,
      type: 'notice.taken',
      time,
      data: {
        upTo,
        noticeIds: asked.flatMap((one) => (one.type === 'notice.requested' ? [one.data.noticeId] : [])),
        signals: [...signals].toSorted(),
      },
    };
    await transaction.update(noticeProgress).set({ position: upTo }).where(eq(noticeProgress.site, siteId));
    await appendWith(transaction, siteId, [taken], now());
    const waiting = planned.flatMap(({ id, status, dueAt }) =>
      status === 'queued' ? [{ id, dueAt, isDue: dueAt <= time }] : [],
    );
    return { upTo, waiting };
  });
}

/** Those that are new; the same notice asked for again reaches nobody again. */
async function keepNotices(
  transaction: Transaction,
  siteId: string,
  requests: readonly Request[],
): Promise<readonly Request[]> {
  if (requests.length === 0) return [];
  const inserted = await transaction
    .insert(notice)
    .values(
      requests.map(({ data, time, position }) => ({
        site: siteId,
        id: data.noticeId,
        aboutKind: data.about.kind,
        aboutId: data.about.id,
        urgency: data.urgency,
        title: data.title,
        body: data.body,
        words: data.words ?? null,
        path: data.path ?? null,
        until: data.until === undefined ? null : Math.floor(data.until),
        requestedAt: time,
        position,
      })),
    )
    .onConflictDoNothing()
    .returning({ position: notice.position });
  const kept = new Set(inserted.map(({ position }) => position));
  return requests.filter(({ position }) => kept.has(position));
}

async function withdraw(
  transaction: Transaction,
  siteId: string,
  { data, time, position }: Withdrawal,
  signals: Set<string>,
): Promise<void> {
  const settled = await transaction
    .update(notice)
    .set({ withdrawnAt: time, withdrawnReason: data.reason, withdrawnWords: data.words ?? null })
    .where(
      and(
        eq(notice.site, siteId),
        eq(notice.aboutKind, data.about.kind),
        eq(notice.aboutId, data.about.id),
        lt(notice.position, position),
        isNull(notice.withdrawnAt),
      ),
    )
    .returning({ id: notice.id });
  if (settled.length === 0) return;
  const noticeIds = settled.map(({ id }) => id);
  const ofNotices = and(eq(noticeDelivery.site, siteId), inArray(noticeDelivery.noticeId, noticeIds));
  const stopped = await transaction
    .update(noticeDelivery)
    .set({ status: 'withdrawn', reason: data.reason })
    .where(and(ofNotices, inArray(noticeDelivery.status, statusesOf('withdraw'))))
    .returning({ id: noticeDelivery.id });
  if (stopped.length > 0) {
    // Others travelled in the message that is not sent now: they go by themselves.
    const leads = stopped.map(({ id }) => id);
    await transaction
      .update(noticeDelivery)
      .set({ status: 'queued', bundledInto: null })
      .where(and(inArray(noticeDelivery.bundledInto, leads), inArray(noticeDelivery.status, statusesOf('leave'))));
  }
  const shown = await transaction
    .select({ recipient: noticeDelivery.recipient })
    .from(noticeDelivery)
    .where(and(ofNotices, eq(noticeDelivery.channel, 'in-app')));
  for (const { recipient } of shown) signals.add(signalOf(personOf(recipient)));
}

async function readGround(
  transaction: Transaction,
  siteId: string,
  time: number,
  options: { readonly demo: boolean; readonly now: number },
): Promise<Ground> {
  const everybody = await recipientsOf(transaction, siteId, options);
  const ids = everybody.map(({ principal }) => principal.id);
  const chosen = await transaction.select().from(noticePreference).where(inArray(noticePreference.personId, ids));
  const devices = await transaction
    .selectDistinct({ personId: noticePushDevice.personId })
    .from(noticePushDevice)
    .where(inArray(noticePushDevice.personId, ids));
  const channels = await transaction.select().from(noticeChannel).where(eq(noticeChannel.site, siteId));
  const gathered = await transaction
    .select({ recipient: noticeDelivery.recipient, channel: noticeDelivery.channel, at: min(noticeDelivery.dueAt) })
    .from(noticeDelivery)
    .where(
      and(
        eq(noticeDelivery.site, siteId),
        eq(noticeDelivery.status, 'queued'),
        eq(noticeDelivery.reason, 'bundle'),
        gt(noticeDelivery.dueAt, time),
      ),
    )
    .groupBy(noticeDelivery.recipient, noticeDelivery.channel);
  return {
    siteId,
    time,
    everybody,
    preferences: new Map(chosen.map(({ personId, preferences }) => [personId, preferences])),
    withDevice: new Set(devices.map(({ personId }) => personId)),
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    hasMail: channels.some(({ kind, enabled }) => kind === 'email' && enabled),
    bundles: new Map(gathered.map(({ recipient, channel, at }) => [`${recipient} ${channel}`, Number(at)])),
  };
}
