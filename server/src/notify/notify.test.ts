import { describe, expect, it } from 'vitest';
import { composeMessage, type OutgoingNotice } from '@floorwalk/shared/notices/compose-message';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
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

/** Blocks of incoming webhooks as docs.slack.dev publishes them (section, context; plain_text, mrkdwn), with their limits. */
const SlackText = (most: number) =>
  Type.Union([
    Type.Object(
      {
        type: Type.Literal('plain_text'),
        text: Type.String({ minLength: 1, maxLength: most }),
        emoji: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
    Type.Object(
      {
        type: Type.Literal('mrkdwn'),
        text: Type.String({ minLength: 1, maxLength: most }),
        verbatim: Type.Optional(Type.Boolean()),
      },
      { additionalProperties: false },
    ),
  ]);
const SlackMessage = Compile(
  Type.Object(
    {
      text: Type.String({ minLength: 1, maxLength: 40_000 }),
      blocks: Type.Array(
        Type.Union([
          Type.Object({ type: Type.Literal('section'), text: SlackText(3_000) }, { additionalProperties: false }),
          Type.Object(
            { type: Type.Literal('context'), elements: Type.Array(SlackText(2_000), { minItems: 1, maxItems: 10 }) },
            { additionalProperties: false },
          ),
        ]),
        { minItems: 1, maxItems: 50 },
      ),
    },
    { additionalProperties: false },
  ),
);
/** What a Teams workflow takes: a message with one adaptive card of version 1.4 or less, by the schema of adaptivecards.io. */
const TeamsMessage = Compile(
  Type.Object(
    {
      type: Type.Literal('message'),
      attachments: Type.Tuple([
        Type.Object(
          {
            contentType: Type.Literal('application/vnd.microsoft.card.adaptive'),
            contentUrl: Type.Null(),
            content: Type.Object(
              {
                $schema: Type.Literal('http://adaptivecards.io/schemas/adaptive-card.json'),
                type: Type.Literal('AdaptiveCard'),
                version: Type.Union(['1.0', '1.1', '1.2', '1.3', '1.4'].map((one) => Type.Literal(one))),
                body: Type.Array(
                  Type.Object(
                    {
                      type: Type.Literal('TextBlock'),
                      text: Type.String({ minLength: 1 }),
                      wrap: Type.Optional(Type.Boolean()),
                      weight: Type.Optional(Type.Enum(['Default', 'Lighter', 'Bolder'])),
                      size: Type.Optional(Type.Enum(['Default', 'Small', 'Medium', 'Large', 'ExtraLarge'])),
                      color: Type.Optional(
                        Type.Enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']),
                      ),
                      isSubtle: Type.Optional(Type.Boolean()),
                      spacing: Type.Optional(
                        Type.Enum(['Default', 'None', 'Small', 'Medium', 'Large', 'ExtraLarge', 'Padding']),
                      ),
                    },
                    { additionalProperties: false },
                  ),
                  { minItems: 1 },
                ),
                actions: Type.Optional(
                  Type.Array(
                    Type.Object(
                      {
                        type: Type.Literal('Action.OpenUrl'),
                        title: Type.String({ minLength: 1 }),
                        url: Type.String({ pattern: '^https?://' }),
                      },
                      { additionalProperties: false },
                    ),
                  ),
                ),
              },
              { additionalProperties: false },
            ),
          },
          { additionalProperties: false },
        ),
      ]),
    },
    { additionalProperties: false },
  ),
);

describe('a message for a room', () => {
  const notice = (title: string, body: string, more: Partial<OutgoingNotice> = {}): OutgoingNotice => ({
    noticeId: 'n',
    about: { kind: 'alert', id: 'a' },
    urgency: 'inform',
    title,
    body,
    requestedAt: 0,
    ...more,
  });
  const messageOf = (...notices: OutgoingNotice[]) => composeMessage('m', { id: 's', name: 'Hall' }, 'en', notices);

  it('is of the published shape and within its limits, whatever is told', () => {
    const url = 'https://desk.example/sites/s/inbox';
    const messages = [
      messageOf(notice('Title', '')),
      messageOf(notice('T'.repeat(200), 'B'.repeat(2_000), { urgency: 'page', url })),
      messageOf(notice('&'.repeat(200), '<>&"\n'.repeat(400), { url })),
      messageOf(...Array.from({ length: 40 }, () => notice('<'.repeat(200), '&'.repeat(2_000), { url }))),
    ];
    for (const message of messages) {
      expect(SlackMessage.Errors(slackPayload(message))).toEqual([]);
      expect(TeamsMessage.Errors(teamsPayload(message))).toEqual([]);
      expect(Buffer.byteLength(JSON.stringify(teamsPayload(message)))).toBeLessThan(28_000);
    }
    expect(SlackMessage.Check({ ...(slackPayload(messageOf(notice('a', ''))) as object), extra: 1 })).toBe(false);
  });

  it('shows what people wrote as they wrote it, and names nobody', () => {
    const message = messageOf(notice('<!channel> & *all*', 'See <@U1> and *me*'));
    const { text, blocks } = slackPayload(message) as {
      text: string;
      blocks: { text?: { type: string; text: string } }[];
    };
    expect(text).toContain('&lt;!channel&gt; &amp; *all*');
    expect(text).not.toMatch(/<[!@]/);
    expect(blocks[1]?.text).toMatchObject({ type: 'plain_text', text: 'See <@U1> and *me*' });
    // Rooms that know no blocks read the text alone.
    expect(text).toContain('See &lt;@U1&gt; and *me*');
    expect(JSON.stringify(teamsPayload(message))).toContain('\\\\*all\\\\*');
  });
});
