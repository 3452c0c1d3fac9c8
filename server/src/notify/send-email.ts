import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type { MailServer } from '@floorwalk/shared/api/notices';
import type { OutgoingMessage } from '@floorwalk/shared/notices/compose-message';
import { saySentence } from '@floorwalk/shared/words/say-notice';
import { AddressError, checkHost, isPrivateAddress } from './checked-address.ts';
import type { Outcome } from './outcome.ts';
import { SEND_LIMIT_MS } from './post.ts';

/** Mails a message by the site's server. `Message-ID` stays the same when it is sent again, so that mail programs show it once. */
export async function sendEmail(
  message: OutgoingMessage,
  to: readonly string[],
  server: MailServer & { readonly password?: string | undefined },
  options: { readonly privateAllowed: boolean },
): Promise<Outcome> {
  try {
    const transport = createTransport({
      host: await addressOf(server.host, options.privateAllowed),
      port: server.port,
      secure: server.security === 'tls',
      requireTLS: server.security === 'starttls',
      ...(isIP(server.host) === 0 && { tls: { servername: server.host } }),
      ...(server.user !== undefined && { auth: { user: server.user, pass: server.password ?? '' } }),
      connectionTimeout: SEND_LIMIT_MS / 2,
      greetingTimeout: SEND_LIMIT_MS / 2,
      socketTimeout: SEND_LIMIT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const page = saySentence(message.language, { key: 'message.page', values: {} });
    const mark = message.urgency === 'page' ? `${page} ` : '';
    const limit = setTimeout(() => transport.close(), SEND_LIMIT_MS);
    try {
      const sent = await transport.sendMail({
        from: server.from,
        to: [...to],
        subject: oneLine(`${mark}${message.title}`),
        text: [message.text, message.url, `— Floorwalk, ${message.siteName}`].filter(Boolean).join('\n\n'),
        messageId: `<${message.id}@${server.from.split('@')[1] ?? 'floorwalk'}>`,
        date: new Date(),
        headers: {
          'auto-submitted': 'auto-generated',
          'content-language': message.language,
          ...(message.urgency === 'page' && { 'x-priority': '1', importance: 'high' }),
        },
      });
      return { kind: 'sent', detail: oneLine(`${sent.response}${refusalsOf(sent)}`).slice(0, 300) };
    } finally {
      clearTimeout(limit);
      transport.close();
    }
  } catch (error) {
    return outcomeOfError(error);
  }
}

/** Those of several recipients whom the server did not take, with what it said. */
function refusalsOf(sent: object): string {
  // The typings leave out what stands beside the addresses.
  const { rejectedErrors = [] } = sent as {
    readonly rejectedErrors?: readonly { readonly recipient?: string; readonly response?: string }[];
  };
  return rejectedErrors
    .map(({ recipient, response }) => `; not taken for ${recipient ?? 'a recipient'}: ${response ?? 'refused'}`)
    .join('');
}

/** The server's IP address, checked: the connection is made to exactly what was checked. */
async function addressOf(host: string, privateAllowed: boolean): Promise<string> {
  checkHost(host, privateAllowed);
  if (isIP(host) !== 0) return host;
  const { address } = await lookup(host);
  if (!privateAllowed && isPrivateAddress(address)) {
    throw new AddressError(`${host} leads into a private network, which this installation does not allow.`);
  }
  return address;
}

function outcomeOfError(error: unknown): Outcome {
  const { message, responseCode, code } = error as {
    readonly message?: string;
    readonly responseCode?: number;
    readonly code?: string;
  };
  const detail = oneLine(message ?? 'the mail server cannot be reached').slice(0, 300);
  // 5xx of SMTP is a no for good; so is a wrong password, until somebody corrects it.
  const forGood = error instanceof AddressError || code === 'EAUTH' || (responseCode ?? 0) >= 500;
  return { kind: forGood ? 'failed' : 'refused', detail };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
