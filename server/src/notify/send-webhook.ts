import { Webhook } from 'standardwebhooks';
import type { OutgoingMessage } from '@floorwalk/shared/notices/compose-message';
import type { Outcome } from './outcome.ts';
import { slackPayload, teamsPayload, webhookPayload } from './payloads.ts';
import { post } from './post.ts';

type Options = { readonly privateAllowed: boolean; readonly now: () => number };

/** Signed by Standard Webhooks. `webhook-id` stays the same when a message is sent again, so a receiver can tell. */
export async function sendWebhook(
  message: OutgoingMessage,
  channel: { readonly url: string; readonly signingSecret: string },
  options: Options,
): Promise<Outcome> {
  const now = options.now();
  const body = JSON.stringify(webhookPayload(message, now));
  const headers = {
    'content-type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': new Webhook(channel.signingSecret).sign(message.id, new Date(now), body),
  };
  return post(channel.url, body, headers, options);
}

/** To a room of Slack, or of what takes the same messages (Mattermost, Rocket.Chat). */
export async function sendSlack(message: OutgoingMessage, url: string, options: Options): Promise<Outcome> {
  return post(url, JSON.stringify(slackPayload(message)), { 'content-type': 'application/json' }, options);
}

/** To a Teams workflow. */
export async function sendTeams(message: OutgoingMessage, url: string, options: Options): Promise<Outcome> {
  return post(url, JSON.stringify(teamsPayload(message)), { 'content-type': 'application/json' }, options);
}
