import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import type { PushSubscriptionRequest } from '@floorwalk/shared/api/notices';
import { composeMessage, type OutgoingMessage } from '@floorwalk/shared/notices/compose-message';
import { sayNotice } from '@floorwalk/shared/words/say-notice';
import { person } from '../../auth/tables.ts';
import { site as siteTable } from '../../log/tables.ts';
import type { Outcome } from '../../notify/outcome.ts';
import { pushKeys } from '../../notify/push-keys.ts';
import { unseal } from '../../notify/sealed.ts';
import { sendEmail } from '../../notify/send-email.ts';
import { sendPush } from '../../notify/send-push.ts';
import type { JobServices } from '../../roles/services.ts';
import { sendByChannel } from './send-by-channel.ts';
import { languageOf } from './language-of.ts';
import { personOf } from './recipients.ts';
import { notice, noticeChannel, noticeDelivery, noticePushDevice, type Delivery } from './tables.ts';

type Sender = Pick<JobServices, 'database' | 'config' | 'now'>;

/** Hands a claimed delivery over, with everything that travels in its message. Never throws. */
export async function sendDelivery(services: Sender, delivery: Delivery): Promise<Outcome> {
  try {
    const message = await messageOf(services, delivery);
    if (message === null) return { kind: 'failed', detail: 'nothing is left to tell' };
    if (delivery.recipient.startsWith('channel:')) return await toChannel(services, delivery, message);
    return delivery.channel === 'push'
      ? await toDevices(services, personOf(delivery.recipient), message)
      : await toMailbox(services, delivery, message);
  } catch (error) {
    return { kind: 'refused', detail: error instanceof Error ? error.message.slice(0, 200) : 'an error of ours' };
  }
}

async function messageOf({ database, config }: Sender, delivery: Delivery): Promise<OutgoingMessage | null> {
  const rows = await database
    .select({ about: notice })
    .from(noticeDelivery)
    .innerJoin(notice, and(eq(notice.site, noticeDelivery.site), eq(notice.id, noticeDelivery.noticeId)))
    .where(
      and(
        or(
          eq(noticeDelivery.id, delivery.id),
          and(eq(noticeDelivery.bundledInto, delivery.id), inArray(noticeDelivery.status, ['bundled', 'failed'])),
        ),
        isNull(notice.withdrawnAt),
      ),
    )
    .orderBy(asc(notice.requestedAt), asc(notice.position));
  if (rows.length === 0) return null;
  const [site] = await database.select().from(siteTable).where(eq(siteTable.id, delivery.site));
  const base = config.publicUrl?.replace(/\/$/, '');
  const language = await languageOf(database, delivery);
  return composeMessage(
    delivery.id,
    { id: delivery.site, name: site?.name ?? delivery.site },
    language,
    rows.map(({ about }) => ({
      noticeId: about.id,
      about: { kind: about.aboutKind, id: about.aboutId },
      urgency: about.urgency,
      ...sayNotice(language, about),
      requestedAt: about.requestedAt,
      ...(base !== undefined && { url: `${base}/sites/${encodeURIComponent(delivery.site)}/${about.path ?? 'inbox'}` }),
    })),
  );
}

async function toChannel(services: Sender, delivery: Delivery, message: OutgoingMessage): Promise<Outcome> {
  const id = delivery.recipient.slice('channel:'.length);
  const [channel] = await services.database
    .select()
    .from(noticeChannel)
    .where(and(eq(noticeChannel.site, delivery.site), eq(noticeChannel.id, id)));
  if (channel === undefined) return { kind: 'failed', detail: 'the channel was removed' };
  if (!channel.enabled) return { kind: 'failed', detail: 'the channel was switched off' };
  return sendByChannel(services, channel, message);
}

async function toMailbox(
  { database, config }: Sender,
  { site, recipient }: Delivery,
  message: OutgoingMessage,
): Promise<Outcome> {
  const [to] = await database
    .select({ email: person.email })
    .from(person)
    .where(and(eq(person.id, personOf(recipient)), eq(person.active, true)));
  if (to === undefined) return { kind: 'failed', detail: 'this person has no account any more' };
  const [server] = await database
    .select()
    .from(noticeChannel)
    .where(and(eq(noticeChannel.site, site), eq(noticeChannel.kind, 'email'), eq(noticeChannel.enabled, true)))
    .orderBy(asc(noticeChannel.createdAt), asc(noticeChannel.id))
    .limit(1);
  if (server?.mail == null) return { kind: 'failed', detail: 'the site has no mail server any more' };
  const { password } = unseal(config.secret, server.sealed) as { readonly password?: string };
  return sendEmail(
    message,
    [to.email],
    { ...server.mail, password },
    { privateAllowed: config.noticesToPrivateAddresses },
  );
}

/** To every browser of a person: one that takes it is enough. Browsers that have gone are forgotten. */
async function toDevices({ database, config, now }: Sender, personId: string, message: OutgoingMessage) {
  const devices = await database.select().from(noticePushDevice).where(eq(noticePushDevice.personId, personId));
  if (devices.length === 0) return { kind: 'failed', detail: 'no browser takes pushes any more' } as const;
  const keys = await pushKeys(database, config.secret);
  const options = {
    subject: config.publicUrl?.startsWith('https:') === true ? config.publicUrl : 'mailto:floorwalk@localhost',
    privateAllowed: config.noticesToPrivateAddresses,
    now,
  };
  const outcomes = await Promise.all(
    devices.map(async ({ id, sealed }) => {
      const device = unseal(config.secret, sealed) as PushSubscriptionRequest;
      const outcome = await sendPush(message, device, keys, options);
      if (outcome.kind === 'gone') await database.delete(noticePushDevice).where(eq(noticePushDevice.id, id));
      return outcome;
    }),
  );
  const counts = outcomes.filter(({ kind }) => kind === 'sent').length;
  const best = (['sent', 'refused', 'failed', 'gone'] as const)
    .map((kind) => outcomes.find((outcome) => outcome.kind === kind))
    .find((outcome) => outcome !== undefined);
  if (best === undefined) throw new Error('as many outcomes as browsers');
  return best.kind === 'sent' ? { ...best, detail: `taken for ${counts} of ${devices.length} browsers` } : best;
}
