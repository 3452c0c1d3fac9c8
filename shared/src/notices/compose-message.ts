import type { NoticeAbout } from './events.ts';
import type { Language } from '../words/language.ts';
import { saySentence } from '../words/say-notice.ts';

/** A notice as it goes out. */
export type OutgoingNotice = {
  readonly noticeId: string;
  readonly about: NoticeAbout;
  readonly urgency: 'page' | 'inform';
  readonly title: string;
  readonly body: string;
  /** Where the console shows it; absent where its address is not known. */
  readonly url?: string;
  /** Epoch ms of the site's clock. */
  readonly requestedAt: number;
};

/** One message, of one notice or of several that were gathered. `id` stays the same when it is sent again. */
export type OutgoingMessage = {
  readonly id: string;
  readonly siteId: string;
  readonly siteName: string;
  /** In which it is said. */
  readonly language: Language;
  readonly title: string;
  readonly text: string;
  readonly urgency: 'page' | 'inform';
  readonly url?: string;
  /** The first of all that it is about. */
  readonly notices: readonly OutgoingNotice[];
  readonly noticeCount: number;
};

/** Most notices written out in one message; the others are counted. */
export const MOST_LISTED = 20;

/** Puts the notices, the oldest first and said in the language given, into one message. At least one is needed. */
export function composeMessage(
  id: string,
  site: { readonly id: string; readonly name: string },
  language: Language,
  notices: readonly OutgoingNotice[],
): OutgoingMessage {
  const listed = notices.slice(0, MOST_LISTED);
  const [first] = listed;
  if (first === undefined) throw new Error('a message is about something');
  const isPage = notices.some((notice) => notice.urgency === 'page');
  const rest = notices.length - listed.length;
  const common = {
    id,
    siteId: site.id,
    siteName: site.name,
    language,
    urgency: isPage ? 'page' : 'inform',
    ...(first.url !== undefined && { url: first.url }),
    notices: listed,
    noticeCount: notices.length,
  } as const;
  if (notices.length === 1) return { ...common, title: first.title, text: first.body };
  const lines = listed.map((notice) =>
    notice.body === '' ? `• ${notice.title}` : `• ${notice.title}: ${notice.body}`,
  );
  if (rest > 0) lines.push(saySentence(language, { key: 'message.more', values: { count: rest } }));
  const title = saySentence(language, {
    key: 'message.of-many',
    values: { count: notices.length, site: site.name },
  });
  return { ...common, title, text: lines.join('\n') };
}
