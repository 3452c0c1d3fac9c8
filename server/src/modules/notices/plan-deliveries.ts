import { createHash } from 'node:crypto';
import type { NoticeChannelKind } from '@floorwalk/shared/notices/events';
import { DEFAULT_PREFERENCES, type NoticePreferences } from '@floorwalk/shared/notices/preferences';
import { sendMoment, type SendRule } from '@floorwalk/shared/notices/send-moment';
import { addressed, recipientOfChannel, recipientOfPerson, type Recipient } from './recipients.ts';
import type { Request } from './read-requests.ts';
import type { noticeChannel, noticeDelivery } from './tables.ts';

export type NewDelivery = typeof noticeDelivery.$inferInsert;
export type Channel = typeof noticeChannel.$inferSelect;

/** What is known when notices are taken: who there is, what they chose, what the site has. */
export type Ground = {
  readonly siteId: string;
  /** The present of the site's clock. */
  readonly time: number;
  readonly everybody: readonly Recipient[];
  readonly preferences: ReadonlyMap<string, NoticePreferences>;
  readonly withDevice: ReadonlySet<string>;
  readonly channels: ReadonlyMap<string, Channel>;
  /** Whether there is a mail server in use. */
  readonly hasMail: boolean;
  /** When the bundle now gathered for a recipient and channel goes out. */
  readonly bundles: Map<string, number>;
};

/** Every delivery of one notice, those that are suppressed with their reason. */
export function planDeliveries(request: Request, ground: Ground): NewDelivery[] {
  const people = addressed(ground.everybody, ground.siteId, request.data.to);
  return [
    ...people.flatMap((recipient) => planPerson(request, recipient, ground)),
    ...[...new Set(request.data.channelIds ?? [])].map((id) => planChannel(request, id, ground)),
  ];
}

function planPerson(request: Request, { principal, email }: Recipient, ground: Ground): NewDelivery[] {
  const chosen = ground.preferences.get(principal.id) ?? DEFAULT_PREFERENCES;
  const to = { recipient: recipientOfPerson(principal.id), name: principal.name };
  const { urgency } = request.data;
  const planned = (channel: 'push' | 'email', missing: string | null): NewDelivery => {
    const { page, inform, ...limits } = chosen[channel];
    const wanted = urgency === 'page' ? page : inform;
    const reason = missing ?? (wanted ? null : 'turned-off');
    if (reason !== null) return delivery(request, ground, to, channel, { status: 'suppressed', reason });
    const rule = { urgency, limits, quietHours: chosen.quietHours, pagesAlways: chosen.pagesAlways };
    return delivery(request, ground, to, channel, moment(request, rule, ground, `${to.recipient} ${channel}`));
  };
  const noMail = email === null ? 'no-address' : ground.hasMail ? null : 'no-mail-server';
  return [
    delivery(request, ground, to, 'in-app', { status: 'sent', sentAt: ground.time }),
    planned('push', ground.withDevice.has(principal.id) ? null : 'no-device'),
    planned('email', noMail),
  ];
}

function planChannel(request: Request, id: string, ground: Ground): NewDelivery {
  const channel = ground.channels.get(id);
  const to = { recipient: recipientOfChannel(id), name: channel?.name ?? id };
  if (channel === undefined || !channel.enabled) {
    const reason = channel === undefined ? 'no-channel' : 'channel-off';
    return delivery(request, ground, to, channel?.kind ?? 'webhook', { status: 'suppressed', reason });
  }
  const rule = { urgency: request.data.urgency, limits: channel.limits, quietHours: null, pagesAlways: true };
  return delivery(request, ground, to, channel.kind, moment(request, rule, ground, `${to.recipient} ${channel.kind}`));
}

/** When it goes out at the earliest; how many were sent lately is looked at only then. Informs join the bundle that is being gathered. */
function moment(request: Request, rule: SendRule, { time, bundles }: Ground, lane: string): Partial<NewDelivery> {
  const own = sendMoment(rule, request.time, time, []);
  const gathered = bundles.get(lane);
  const joins = own.heldBy === 'bundle' && gathered !== undefined && gathered > time && gathered < own.at;
  const at = joins ? gathered : own.at;
  if (own.heldBy === 'bundle' && !joins) bundles.set(lane, at);
  return { status: 'queued', dueAt: at, reason: own.heldBy, isHeld: own.heldBy !== null };
}

function delivery(
  { data, time: requestedAt }: Request,
  ground: Ground,
  to: { readonly recipient: string; readonly name: string },
  channel: NoticeChannelKind,
  rest: Partial<NewDelivery>,
): NewDelivery {
  const { noticeId, urgency } = data;
  return {
    id: deliveryId(ground.siteId, noticeId, to.recipient, channel),
    site: ground.siteId,
    noticeId,
    recipient: to.recipient,
    recipientName: to.name.slice(0, 200),
    channel,
    status: 'queued',
    urgency,
    requestedAt,
    dueAt: ground.time,
    reason: null,
    isHeld: false,
    sentAt: null,
    ...rest,
  };
}

/** The same for the same delivery, whoever plans it: with it a receiver recognises what comes twice. */
export function deliveryId(siteId: string, noticeId: string, recipient: string, channel: string): string {
  const hash = createHash('sha256').update(JSON.stringify([siteId, noticeId, recipient, channel]));
  return `notice_${hash.digest('base64url').slice(0, 27)}`;
}
