import webPush from 'web-push';
import type { PushSubscriptionRequest } from '@floorwalk/shared/api/notices';
import type { OutgoingMessage } from '@floorwalk/shared/notices/compose-message';
import type { Outcome } from './outcome.ts';
import { post } from './post.ts';
import type { PushKeys } from './push-keys.ts';

/** Nobody is woken by what is older, s. */
const LIFETIME_SECONDS = { page: 600, inform: 14_400 } as const;
/** A push service takes 4 KiB at most, encryption included. */
const MOST_TEXT = 1_200;

/**
 * Pushes to one browser, encrypted for it alone (RFC 8291). What comes again replaces what is on show: the worker in the browser shows one notification
 * per `tag`. `subject` is whom a push service may write to.
 */
export async function sendPush(
  message: OutgoingMessage,
  device: PushSubscriptionRequest,
  keys: PushKeys,
  options: { readonly subject: string; readonly privateAllowed: boolean; readonly now: () => number },
): Promise<Outcome> {
  const { id, title, text, url, urgency, siteId, notices, noticeCount } = message;
  const payload = JSON.stringify({
    id,
    // An open page shows a notice under the same tag, so that the two do not stand side by side.
    tag: noticeCount === 1 ? (notices[0]?.noticeId ?? id) : id,
    title,
    text: text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text,
    urgency,
    siteId,
    ...(url !== undefined && { url }),
  });
  let details: webPush.RequestDetails;
  try {
    details = webPush.generateRequestDetails(device, payload, {
      vapidDetails: { subject: options.subject, ...keys },
      TTL: LIFETIME_SECONDS[urgency],
      urgency: urgency === 'page' ? 'high' : 'normal',
      contentEncoding: 'aes128gcm',
    });
  } catch {
    return { kind: 'gone', detail: 'the browser gave keys that cannot be used' };
  }
  const headers = Object.fromEntries(
    Object.entries(details.headers as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  );
  const outcome = await post(details.endpoint, details.body ?? '', headers, options);
  // A push service says 404 as well for a browser that has gone.
  return outcome.kind === 'failed' && outcome.detail === 'answered 404' ? { ...outcome, kind: 'gone' } : outcome;
}
