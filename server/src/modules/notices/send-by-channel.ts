import type { OutgoingMessage } from '@floorwalk/shared/notices/compose-message';
import type { Outcome } from '../../notify/outcome.ts';
import { unseal } from '../../notify/sealed.ts';
import { sendEmail } from '../../notify/send-email.ts';
import { sendSlack, sendTeams, sendWebhook } from '../../notify/send-webhook.ts';
import type { JobServices } from '../../roles/services.ts';
import type { noticeChannel } from './tables.ts';

/** What of a channel is kept sealed. */
export type ChannelSecrets = {
  readonly url?: string;
  readonly password?: string;
  readonly signingSecret?: string;
};

/** Sends a message by a channel of the site. `to` replaces the mail addresses of a mail server. */
export async function sendByChannel(
  { config, now }: Pick<JobServices, 'config' | 'now'>,
  channel: Pick<typeof noticeChannel.$inferSelect, 'kind' | 'mail' | 'sealed'>,
  message: OutgoingMessage,
  to?: readonly string[],
): Promise<Outcome> {
  const secrets = unseal(config.secret, channel.sealed) as ChannelSecrets;
  const options = { privateAllowed: config.noticesToPrivateAddresses, now };
  if (channel.kind === 'email') {
    const addresses = to ?? channel.mail?.to ?? [];
    if (channel.mail === null || addresses.length === 0) {
      return { kind: 'failed', detail: 'this mail server has no address of its own to write to' };
    }
    return sendEmail(message, addresses, { ...channel.mail, password: secrets.password }, options);
  }
  const { url, signingSecret } = secrets;
  if (url === undefined) return { kind: 'failed', detail: 'the channel has no address' };
  switch (channel.kind) {
    case 'slack':
      return sendSlack(message, url, options);
    case 'teams':
      return sendTeams(message, url, options);
    case 'webhook':
      if (signingSecret === undefined) return { kind: 'failed', detail: 'the channel has no signing secret' };
      return sendWebhook(message, { url, signingSecret }, options);
  }
}
