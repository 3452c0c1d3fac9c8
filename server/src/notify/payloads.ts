import type { OutgoingMessage } from '@floorwalk/shared/notices/compose-message';
import { saySentence } from '@floorwalk/shared/words/say-notice';

const MOST_SLACK_TEXT = 2_900;
const MOST_CARD_TEXT = 8_000;

/** The body of a webhook, in the shape Standard Webhooks advises: `type`, `timestamp`, `data`. */
export function webhookPayload(message: OutgoingMessage, now: number): unknown {
  const { id, siteId, siteName, language, title, text, urgency, url, notices, noticeCount } = message;
  return {
    type: 'notice',
    timestamp: new Date(now).toISOString(),
    data: {
      id,
      site: { id: siteId, name: siteName },
      urgency,
      language,
      title,
      text,
      ...(url !== undefined && { url }),
      noticeCount,
      notices: notices.map(({ requestedAt, ...notice }) => ({
        ...notice,
        requestedAt: new Date(requestedAt).toISOString(),
      })),
    },
  };
}

/**
 * What Slack's incoming webhooks take: `text` for notifications, and for rooms that know no blocks (Mattermost, Rocket.Chat), so it says all of it; blocks
 * for the channel. What people wrote stands as plain text, so that it makes no links, mentions or bold words.
 */
export function slackPayload(message: OutgoingMessage): unknown {
  const { title, text, url, siteName, urgency } = message;
  const mark = urgency === 'page' ? ':rotating_light: ' : '';
  const head = url === undefined ? `*${slackText(title)}*` : `*<${url}|${slackText(title)}>*`;
  return {
    text: [`${mark}${head}`, slackText(cut(text, MOST_SLACK_TEXT)), slackText(siteName)].filter(Boolean).join('\n'),
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `${mark}${head}` } },
      ...(text === ''
        ? []
        : [{ type: 'section', text: { type: 'plain_text', text: cut(text, MOST_SLACK_TEXT), emoji: false } }]),
      { type: 'context', elements: [{ type: 'plain_text', text: siteName, emoji: false }] },
    ],
  };
}

/** Slack reads these three as its own marks. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What a Teams workflow ("when a webhook request is received") takes: a message with an adaptive card. */
export function teamsPayload(message: OutgoingMessage): unknown {
  const { title, text, url, siteName, urgency, language } = message;
  const block = (words: string, more: object = {}) => ({ type: 'TextBlock', text: words, wrap: true, ...more });
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            block(cardText(title), {
              weight: 'Bolder',
              size: 'Medium',
              ...(urgency === 'page' && { color: 'Attention' }),
            }),
            // A card's lines end at an empty line.
            ...(text === '' ? [] : [block(cut(cardText(text), MOST_CARD_TEXT).replaceAll('\n', '\n\n'))]),
            block(cardText(siteName), { isSubtle: true, spacing: 'Small' }),
          ],
          ...(url !== undefined && {
            actions: [
              { type: 'Action.OpenUrl', title: saySentence(language, { key: 'message.open', values: {} }), url },
            ],
          }),
        },
      },
    ],
  };
}

/** A card reads Markdown; what people wrote is to be shown as they wrote it. */
function cardText(text: string): string {
  return text.replaceAll(/([\\*_`[\]~])/g, '\\$1');
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
