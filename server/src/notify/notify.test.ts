import { describe, expect, it } from 'vitest';
import { composeMessage } from '@floorwalk/shared/notices/compose-message';
import { AddressError, checkedLookup, checkedUrl, isPrivateAddress } from './checked-address.ts';
import { outcomeOfAnswer } from './outcome.ts';
import { slackPayload, teamsPayload } from './payloads.ts';
import { post } from './post.ts';
import { seal, unseal } from './sealed.ts';

const SECRET = 'a secret of at least thirty-two characters';

describe('an address', () => {
  it('of this machine or a private network is told from a public one, however it is written', () => {
    const privates = ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0'];
    const privates6 = ['::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', '::ffff:10.0.0.1', '::ffff:7f00:1', 'ff02::1'];
    for (const address of [...privates, ...privates6]) expect([address, isPrivateAddress(address)]).toContain(true);
    for (const address of ['1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])
      expect([address, isPrivateAddress(address)]).toContain(false);
  });

  it('that is no web address, holds a password or is private is refused, unless private ones are allowed', () => {
    for (const url of ['ftp://host/', 'file:///etc/passwd', 'javascript:1', 'host', 'https://me:word@host/']) {
      expect(() => checkedUrl(url, true), url).toThrow(AddressError);
    }
    const privates = [
      'http://127.0.0.1/',
      'http://[::1]:80/',
      'http://0x7f.1/',
      'http://2130706433/',
      'http://localhost/',
    ];
    for (const url of [...privates, 'https://db.internal/', 'http://169.254.169.254/latest']) {
      expect(() => checkedUrl(url, false), url).toThrow(/private network/);
      expect(checkedUrl(url, true).href).toBe(new URL(url).href);
    }
    expect(checkedUrl('https://hooks.example/x', false).host).toBe('hooks.example');
  });

  it('whose name leads into a private network is refused when the connection is made', async () => {
    const found = (privateAllowed: boolean) =>
      new Promise((resolve) => {
        checkedLookup(privateAllowed)('localhost', { all: true }, (error) => resolve(error));
      });
    expect(await found(false)).toBeInstanceOf(AddressError);
    expect(await found(true)).toBeNull();
    const options = { privateAllowed: false, now: () => 0 };
    expect(await post('http://127.0.0.1:9/', '{}', {}, options)).toMatchObject({ kind: 'failed' });
  });
});

describe('an answer', () => {
  it('says whether to come again', () => {
    const kinds = [200, 204, 301, 400, 401, 404, 408, 410, 429, 500, 503].map((status) => [
      status,
      outcomeOfAnswer(status, undefined, 0).kind,
    ]);
    expect(kinds).toEqual([
      [200, 'sent'],
      [204, 'sent'],
      [301, 'failed'],
      [400, 'failed'],
      [401, 'failed'],
      [404, 'failed'],
      [408, 'refused'],
      [410, 'gone'],
      [429, 'refused'],
      [500, 'refused'],
      [503, 'refused'],
    ]);
    expect(outcomeOfAnswer(429, '7', 0)).toMatchObject({ afterMs: 7_000 });
    expect(outcomeOfAnswer(503, new Date(90_000).toUTCString(), 30_000)).toMatchObject({ afterMs: 60_000 });
    expect(outcomeOfAnswer(503, '99999', 0)).toMatchObject({ afterMs: 3_600_000 });
    expect(outcomeOfAnswer(503, 'soon', 0)).not.toHaveProperty('afterMs');
  });
});

describe('a secret', () => {
  it('comes back under the same secret alone, unchanged, and is not to be read in what is kept', () => {
    const sealed = seal(SECRET, { password: 'hunter2' });
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('hunter2');
    expect(unseal(SECRET, sealed)).toEqual({ password: 'hunter2' });
    expect(seal(SECRET, { password: 'hunter2' })).not.toBe(sealed);
    expect(() => unseal(`${SECRET}.`, sealed)).toThrow();
    const changed = Buffer.from(sealed, 'base64url');
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(() => unseal(SECRET, changed.toString('base64url'))).toThrow();
  });
});

describe('a message for a room', () => {
  it('stays within what rooms take, and shows what people wrote as they wrote it', () => {
    const message = composeMessage('m', { id: 's', name: 'Hall' }, 'en', [
      {
        noticeId: 'n',
        about: { kind: 'alert', id: 'a' },
        urgency: 'inform',
        title: '<!channel> & *all*',
        body: '<'.repeat(2_000),
        requestedAt: 0,
      },
    ]);
    const slack = JSON.stringify(slackPayload(message));
    expect(slack).toContain('&lt;!channel&gt; &amp; *all*');
    expect(slack).not.toContain('<!channel>');
    const { blocks } = slackPayload(message) as { blocks: { text?: { text: string } }[] };
    for (const { text } of blocks) expect(text?.text.length ?? 0).toBeLessThanOrEqual(3_000);
    expect(JSON.stringify(teamsPayload(message))).toContain('\\\\*all\\\\*');
    expect(Buffer.byteLength(JSON.stringify(teamsPayload(message)))).toBeLessThan(28_000);
  });
});
