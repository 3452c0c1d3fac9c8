import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '@floorwalk/server/config';
import type { Outcome } from '@floorwalk/server/notify/outcome';
import { sendEmail } from '@floorwalk/server/notify/send-email';
import type { MailServer } from '@floorwalk/shared/api/notices';
import { composeMessage } from '@floorwalk/shared/notices/compose-message';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMailReceiver, type MailReceiver } from '../kit/notice-receivers.ts';
import { TEST_CERTIFICATE } from '../kit/test-certificate.ts';

const message = composeMessage('notice_1', { id: 's', name: 'Hall' }, 'en', [
  {
    noticeId: 'n',
    about: { kind: 'alert', id: 'a' },
    urgency: 'page',
    title: 'Übergabe\r\nBcc: everybody@example.org',
    body: 'Wörter.\n.\nMore.',
    requestedAt: 0,
  },
]);
type Server = MailServer & { readonly password?: string };
const options = { privateAllowed: true };
let home: string;
let plain: MailReceiver;
let starttls: MailReceiver;
let tls: MailReceiver;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'floorwalk-mail-'));
  writeFileSync(join(home, 'authority.pem'), TEST_CERTIFICATE);
  [plain, starttls, tls] = await Promise.all([
    startMailReceiver('none'),
    startMailReceiver('starttls'),
    startMailReceiver('tls'),
  ]);
});
afterAll(async () => {
  await Promise.all([plain, starttls, tls].map((one) => one?.stop()));
  rmSync(home, { recursive: true, force: true });
});

const serverOf = (to: MailReceiver, security: MailServer['security'], more: Partial<Server> = {}): Server => ({
  host: 'localhost',
  port: to.port,
  security,
  user: to.user,
  password: to.password,
  from: 'floor@example.org',
  ...more,
});

/** In a process that trusts the certificate of the tests, as an installation with an authority of its own is started. */
async function sendTrusting(servers: readonly Server[]): Promise<readonly Outcome[]> {
  const script = `const { sendEmail } = await import('./server/dist/notify/send-email.js');
    const [message, servers] = JSON.parse(process.env.GIVEN);
    const outcomes = [];
    for (const server of servers) outcomes.push(await sendEmail(message, ['ada@example.org'], server, { privateAllowed: true }));
    console.log(JSON.stringify(outcomes));`;
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_EXTRA_CA_CERTS: join(home, 'authority.pem'),
    GIVEN: JSON.stringify([message, servers]),
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: projectRoot,
    env,
  });
  return JSON.parse(stdout) as Outcome[];
}

describe('mail', () => {
  it('goes encrypted from the first byte or from STARTTLS on, signed in, to a server whose certificate is trusted', async () => {
    const outcomes = await sendTrusting([
      serverOf(tls, 'tls'),
      serverOf(starttls, 'starttls'),
      // Where it is only wished for, it is taken as well when it is offered.
      serverOf(starttls, 'none'),
    ]);
    expect(outcomes.map(({ kind, detail }) => [kind, detail])).toEqual([
      ['sent', expect.stringMatching(/^250/)],
      ['sent', expect.stringMatching(/^250/)],
      ['sent', expect.stringMatching(/^250/)],
    ]);
    expect([...tls.mails, ...starttls.mails].map(({ isEncrypted, to }) => [isEncrypted, to])).toEqual(
      Array.from({ length: 3 }, () => [true, ['ada@example.org']]),
    );
  });

  it('never goes unencrypted where encryption is demanded, nor to a server whose certificate nobody vouches for', async () => {
    const before = plain.mails.length + starttls.mails.length + tls.mails.length;
    const send = (server: Server) => sendEmail(message, ['ada@example.org'], server, options);
    const outcomes = await Promise.all([
      send(serverOf(plain, 'starttls')),
      send(serverOf(plain, 'tls')),
      send(serverOf(starttls, 'starttls')),
      send(serverOf(tls, 'tls')),
    ]);
    // A server that knows no STARTTLS says so for good.
    expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'refused', 'refused', 'refused']);
    expect(outcomes[2]?.detail).toMatch(/certificate/);
    expect(plain.mails.length + starttls.mails.length + tls.mails.length).toBe(before);
  });

  it('refused for a wrong password or an unknown recipient is not tried again, refused for now it is', async () => {
    const send = (to: readonly string[], more: Partial<Server> = {}) =>
      sendEmail(message, to, serverOf(plain, 'none', more), options);
    expect(await send(['ada@example.org'], { password: 'wrong' })).toMatchObject({ kind: 'failed' });
    plain.code = (address) => (address.startsWith('nobody') ? 550 : address.startsWith('later') ? 451 : 250);
    expect(await send(['nobody@example.org'])).toMatchObject({
      kind: 'failed',
      detail: expect.stringContaining('550') as string,
    });
    expect(await send(['later@example.org'])).toMatchObject({ kind: 'refused' });
    // Of several, those the server takes get it, and what it says of the others is kept.
    expect(await send(['nobody@example.org', 'ada@example.org'])).toMatchObject({
      kind: 'sent',
      detail: expect.stringContaining('nobody@example.org') as string,
    });
    expect(plain.mails.at(-1)?.to).toEqual(['ada@example.org']);
    const closed = { host: '127.0.0.1', port: 9 };
    expect(await send(['ada@example.org'], closed)).toMatchObject({ kind: 'refused' });
  });

  it('holds one subject and one recipient whatever a title says', () => {
    const [head = '', ...body] = (plain.mails.at(-1)?.text ?? '').split('\r\n\r\n');
    expect(head).not.toMatch(/^Bcc:/im);
    expect(head).toMatch(/^To: .*ada@example\.org/m);
    expect(body.join('\n')).toContain('More.');
  });
});
