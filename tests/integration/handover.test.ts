import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HandoverAnswer, HandoverDecisionAnswer, SessionOwnerAnswer } from '@floorwalk/shared/api/handover';
import type { HandoverPackage } from '@floorwalk/shared/handover/handover-package';
import { DEFAULT_POLICY, type HandoverPolicy } from '@floorwalk/shared/handover/policy';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeKeys } from '../kit/remove-keys.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';
import { connectClient, type LiveClient } from './live-client.ts';

const SITE = 'demo';
const TABLES = ['sites', 'bots', 'handovers', 'botPolicies', 'botTopics'] as const;
let floorwalk: RunningFloorwalk;
let cliToken: string;
let client: LiveClient;
let database: Database;
let log: PostgresEventLog;
let sequence = 0;

beforeAll(async () => {
  floorwalk = await startFloorwalk();
  cliToken = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
  database = openDatabase(floorwalk.config.databaseUrl);
  log = new PostgresEventLog({ database, databaseUrl: floorwalk.config.databaseUrl, now: Date.now });
  await send(
    ['team.configured', { teamId: 'north', name: 'North' }],
    ['queue.configured', { queueId: 'chat', name: 'Chat', teamId: 'north', channel: 'chat' }],
    ['bot.configured', { botId: 'helper', name: 'Helper', teamId: 'north', queueId: 'chat' }],
  );
  client = await connectClient(floorwalk.address, cliToken);
  await until(async () => (await client.subscribe({ siteId: SITE, tables: [...TABLES] })).ok);
});
afterAll(async () => {
  client.close();
  await log.close();
  await closeDatabase(database);
  await floorwalk.stop();
});

type Told = readonly [type: string, data: object];

async function send(...events: readonly Told[]): Promise<void> {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${floorwalk.token}` },
    body: JSON.stringify(
      events.map(([type, data]) => ({
        specversion: '1.0',
        id: `e${sequence++}`,
        source: 'demo',
        type,
        time: new Date().toISOString(),
        data,
      })),
    ),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  expect(JSON.parse(text), text).toMatchObject({ refusedCount: 0 });
}

type As = { readonly token?: string; readonly cookie?: string };

async function ask<T>(method: string, path: string, body?: unknown, as: As = { token: cliToken }) {
  const response = await fetch(`${floorwalk.address}/api/v1/${path}`, {
    method,
    headers: {
      ...(as.cookie === undefined
        ? { authorization: `Bearer ${as.token}` }
        : { cookie: as.cookie, origin: floorwalk.address }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

async function signInAs(name: string, grants: readonly object[]): Promise<As> {
  const email = `${name.toLowerCase()}@example.com`;
  const password = 'correct horse battery';
  const made = await ask('POST', 'people', { name, email, password, grants });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const session = await fetch(`${floorwalk.address}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: floorwalk.address },
    body: JSON.stringify({ email, password }),
  });
  return { cookie: (session.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' };
}

const agentGrant = (agentId: string) => [{ role: 'agent', scope: { siteId: SITE, agentId } }];
const started = (sessionId: string, more: object = {}): Told => [
  'bot.session-started',
  { sessionId, botId: 'helper', channel: 'chat', ...more },
];
const turned = (sessionId: string, confidence: number, more: object = {}): Told => [
  'bot.turned',
  { sessionId, botId: 'helper', confidence, intent: 'refund', ...more },
];
const rowOf = (sessionId: string) =>
  [...client.view.tables.handovers.values()].findLast((row) => row.sessionId === sessionId);

async function saidAbout(sessionId: string): Promise<string[]> {
  const said: string[] = [];
  const ids = new Set<string>();
  for await (const events of log.read(SITE)) {
    for (const { type, data } of events) {
      if (!type.startsWith('handover.')) continue;
      if ('sessionId' in data && data.sessionId === sessionId) {
        if ('handoverId' in data && typeof data.handoverId === 'string') ids.add(data.handoverId);
        said.push(type);
      } else if ('handoverId' in data && ids.has(data.handoverId as string)) said.push(type);
    }
  }
  return said;
}

/** What the log said last of how the bot is configured. */
async function configuredLast(): Promise<unknown> {
  let last: unknown = null;
  for await (const events of log.read(SITE))
    for (const { type, data } of events) if (type === 'bot.configured') last = data;
  return last;
}

const policy = (more: Partial<HandoverPolicy>): HandoverPolicy => ({ ...DEFAULT_POLICY, botId: 'helper', ...more });
const put = (more: Partial<HandoverPolicy>) => ask('PUT', `sites/${SITE}/handover-policies/helper`, policy(more));
const act = (id: string, what: string, as?: As, body: object = {}) =>
  ask<HandoverDecisionAnswer & { detail?: string }>(
    'POST',
    `sites/${SITE}/handovers/${id}/${what}`,
    what === 'accept' ? undefined : body,
    as,
  );

describe('a handover', () => {
  let ann: As;
  let ben: As;

  it('is first a clarifying turn, then rings at an agent of the queue with its package, redacted', async () => {
    ann = await signInAs('Ann', agentGrant('ann'));
    ben = await signInAs('Ben', agentGrant('ben'));
    await send(started('s1', { language: 'de-CH', tier: 'gold-ish', customerRef: 'c-77' }));
    await send(turned('s1', 0.6, { utterance: 'Write to me at jo@example.com', slots: { order: '4711' } }));
    await until(async () => (await saidAbout('s1')).length === 1);
    expect(await saidAbout('s1')).toEqual(['handover.clarification-requested']);
    await send(
      ['agent.signed-in', { agentId: 'ann', name: 'Ann', teamId: 'north', queueIds: ['chat'], capacity: { chat: 3 } }],
      turned('s1', 0.5, {
        utterance: 'My card is 4111 1111 1111 1111.',
        runnerUp: { intent: 'complaint', confidence: 0.45 },
        tried: ['looked the order up'],
        promise: { text: 'Somebody will be with you within two minutes' },
        sentiment: -0.2,
      }),
    );
    const row = await until(() => (rowOf('s1')?.state === 'presented' ? rowOf('s1') : null));
    expect(row).toMatchObject({
      presentedTo: { id: 'ann', name: 'Ann' },
      reasons: ['low-confidence', 'narrow-margin'],
      intent: 'refund',
      runnerUp: { intent: 'complaint' },
      targets: [{ kind: 'agent', agentId: 'ann' }],
    });
    const { body } = await ask<HandoverPackage>('GET', `sites/${SITE}/handovers/${row.id}/package`, undefined, ann);
    expect(body).toMatchObject({
      transcript: [
        { customer: 'Write to me at [email]', confidence: 0.6 },
        { customer: 'My card is [card].', confidence: 0.5 },
      ],
      slots: { order: '4711' },
      tried: ['looked the order up'],
      customer: { ref: 'c-77', tier: 'gold-ish' },
      promise: { text: 'Somebody will be with you within two minutes' },
      summary: { kind: 'extractive' },
    });
    expect((await ask('GET', `sites/${SITE}/handovers/${row.id}/package`, undefined, ben)).status).toBe(404);
  });

  it('has one owner: of many who click at once one gets it, and the others are told who', async () => {
    const lea = await signInAs('Lea', [{ role: 'team-lead', scope: { siteId: SITE, teamIds: ['north'] } }]);
    const { id } = await until(() => rowOf('s1'));
    expect((await act(id, 'accept', ben)).status).toBe(404);
    const answers = await Promise.all([act(id, 'accept', lea), act(id, 'accept', ann), act(id, 'accept', lea)]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409, 409]);
    const owner = await until(() => rowOf('s1')?.owner);
    for (const { status, body } of answers)
      if (status === 409) expect(body.detail).toBe(`${owner.name} has taken it already.`);
    expect((await saidAbout('s1')).filter((type) => type === 'handover.accepted')).toHaveLength(1);
    const own = await ask<SessionOwnerAnswer>('GET', 'bot-sessions/s1/owner', undefined, { token: floorwalk.token });
    expect(own.body).toMatchObject({ speaks: 'person', isBotSilent: true, owner: { name: owner.name } });
    expect((await ask('GET', 'bot-sessions/s1/owner', undefined, { token: 'wrong' })).status).toBe(401);
  });

  it('goes back to the bot, which may then speak, and is not offered again for what was known', async () => {
    const { id } = await until(() => rowOf('s1'));
    expect((await act(id, 'hand-back', ben)).status).toBe(404);
    expect((await act(id, 'hand-back', undefined, { note: 'Answered' })).status).toBe(200);
    await until(() => rowOf('s1')?.state === 'handed-back');
    const own = await ask<SessionOwnerAnswer>('GET', `sites/${SITE}/bot-sessions/s1/owner`);
    expect(own.body).toMatchObject({ speaks: 'bot', isBotSilent: false, state: 'handed-back' });
    expect((await act(id, 'hand-back')).status).toBe(409);
    await send(turned('s1', 0.95));
    await until(async () => (await log.head(SITE)).position === client.view.mark.position);
    expect((await saidAbout('s1')).filter((type) => type === 'handover.offered')).toHaveLength(1);
    const { body } = await ask<HandoverAnswer[]>('GET', `sites/${SITE}/handovers?bot=helper`);
    expect(body[0]).toMatchObject({ id, state: 'handed-back', attempts: 1 });
    expect(body[0]?.responseMs).toBeGreaterThan(0);
    await send(['bot.contained', { sessionId: 's1', botId: 'helper' }]);
  });

  it('nothing that leaves says what was redacted: rows, packages, notices, escalations, the timeline of the contact, topics', async () => {
    await send(
      started('s9', { contactId: 'k9', customerRef: 'c-9' }),
      ['bot.asked', { sessionId: 's9', botId: 'helper', utterance: 'My name is Zebulon Quick, zeb@secret.example' }],
      turned('s9', 0.3, {
        utterance: 'My name is Zebulon Quick, zeb@secret.example, card 4111 1111 1111 1111',
        reply: 'Thank you, Zebulon, I write to zeb@secret.example',
        slots: { last_name: 'Quick', iban: 'DE89 3704 0044 0532 0130 00' },
        tried: ['called +49 30 901820'],
        promise: { text: 'Mr Quick hears from us' },
        wantsHuman: true,
      }),
    );
    const row = await until(() => (rowOf('s9')?.state === 'presented' ? rowOf('s9') : null));
    const said: unknown[] = [];
    for await (const events of log.read(SITE))
      said.push(...events.filter(({ type }) => !type.startsWith('bot.')).map(({ data }) => data));
    const answers = await Promise.all(
      [`handovers/${row.id}/package`, 'handovers', 'bot-sessions/s9/package', 'contacts/k9/timeline', 'live'].map(
        async (path) => {
          const { status, body } = await ask<unknown>('GET', `sites/${SITE}/${path}`);
          expect(status, JSON.stringify(body)).toBe(200);
          return body;
        },
      ),
    );
    expect(JSON.stringify(answers[3])).toContain('[card]');
    const tables = Object.values(client.view.tables).map((table) => [...table.values()]);
    const everything = JSON.stringify([row, said, answers, tables]);
    for (const secret of ['Zebulon', 'Quick', 'secret.example', '4111', '3704', '901820'])
      expect(everything, secret).not.toContain(secret);
    await send(['bot.abandoned', { sessionId: 's9', botId: 'helper' }]);
    await until(() => rowOf('s9')?.state === 'left');
  });

  it('declined with a reason or left ringing goes to the next agent, and at last to everybody by the fall-back', async () => {
    expect(
      (await put({ clarifies: false, answerWithinMs: 1_000, giveUpAfterMs: 2_000, fallBack: 'callback' })).status,
    ).toBe(200);
    await send(
      ['agent.signed-in', { agentId: 'ben', name: 'Ben', teamId: 'north', queueIds: ['chat'], capacity: { chat: 3 } }],
      started('s2'),
      turned('s2', 0.4),
    );
    const row = await until(() => (rowOf('s2')?.state === 'presented' ? rowOf('s2') : null));
    expect(row.presentedTo?.id).toBe('ann');
    expect((await act(row.id, 'decline', ben, { reason: 'busy' })).status).toBe(404);
    expect((await act(row.id, 'decline', ann, { reason: 'I do not know refunds' })).status).toBe(200);
    await until(() => rowOf('s2')?.presentedTo?.id === 'ben');
    expect((await act(row.id, 'accept', ann)).status).toBe(409);
    await until(() => rowOf('s2')?.state === 'fallen-back');
    expect(await saidAbout('s2')).toEqual([
      'handover.offered',
      'handover.presented',
      'handover.declined',
      'handover.presented',
      'handover.timed-out',
      'handover.fell-back',
    ]);
    expect(rowOf('s2')).toMatchObject({ fallBack: 'callback' });
    const escalated = await until(async () => {
      for await (const events of log.read(SITE)) {
        const found = events.find(
          ({ type, data }) =>
            type === 'escalation.requested' && 'requestId' in data && data.requestId === `handover-${row.id}`,
        );
        if (found !== undefined) return found;
      }
      return null;
    });
    expect(escalated.data).toMatchObject({ about: { kind: 'handover', id: row.id }, queueId: 'chat' });
    expect((await act(row.id, 'accept', ann)).status).toBe(200);
    expect((await act(row.id, 'complete', ann)).status).toBe(200);
    await until(() => rowOf('s2')?.state === 'completed');
    const mine = await ask<HandoverAnswer[]>('GET', `sites/${SITE}/handovers?mine=true`, undefined, ann);
    expect(mine.body.map(({ id }) => id)).toContain(row.id);
  });

  it('rings on though everything in Redis is lost', async () => {
    await send(started('s3'), turned('s3', 0.4));
    await until(() => rowOf('s3')?.state === 'presented');
    await removeKeys(floorwalk.config.redisUrl, floorwalk.config.redisPrefix);
    await until(async () => (await saidAbout('s3')).includes('handover.fell-back'), 15_000);
    await send(['bot.abandoned', { sessionId: 's3', botId: 'helper' }]);
    await until(() => rowOf('s3')?.state === 'left');
  });

  it('is settled by the contact itself when an agent answers it in the contact system', async () => {
    expect((await put({ clarifies: false })).status).toBe(200);
    await send(started('s4', { contactId: 'k4' }), turned('s4', 0.3));
    await until(() => rowOf('s4')?.state === 'presented');
    await send(
      ['bot.handed-off', { sessionId: 's4', botId: 'helper', contactId: 'k4', queueId: 'chat' }],
      ['contact.queued', { contactId: 'k4', queueId: 'chat', channel: 'chat' }],
      ['contact.answered', { contactId: 'k4', agentId: 'ben' }],
    );
    const row = await until(() => (rowOf('s4')?.state === 'accepted' ? rowOf('s4') : null));
    expect(row.owner).toEqual({ id: 'ben', name: 'Ben', agentId: 'ben' });
    await send(['contact.completed', { contactId: 'k4' }]);
    await until(() => rowOf('s4')?.state === 'completed');
  });

  it('begins when somebody who leads takes a session out of the bot’s hands, once', async () => {
    await send(started('s5'), turned('s5', 0.99));
    const taken = await ask<HandoverDecisionAnswer>('POST', `sites/${SITE}/handovers`, { sessionId: 's5' });
    expect(taken.status, JSON.stringify(taken.body)).toBe(201);
    await until(() => rowOf('s5')?.reasons[0] === 'person-asked');
    expect((await ask('POST', `sites/${SITE}/handovers`, { sessionId: 's5' })).status).toBe(409);
    expect((await ask('POST', `sites/${SITE}/handovers`, { sessionId: 'nobody' })).status).toBe(404);
    expect((await ask('POST', `sites/${SITE}/handovers`, { sessionId: 's5' }, ben)).status).toBe(403);
    const open = await ask<HandoverPackage>('GET', `sites/${SITE}/bot-sessions/s5/package`);
    expect(open.body).toMatchObject({ sessionId: 's5', handoverId: null });
  });
});

describe('a bot that stopped answering', () => {
  it('loses all its open sessions to people by the site’s fall-back, without being asked', async () => {
    const configured: Partial<HandoverPolicy> = {
      botId: 'mute',
      silentAfterMs: 1_000,
      fallBack: 'message',
      fallBackMessage: 'We write to you.',
    };
    expect((await ask('PUT', `sites/${SITE}/handover-policies/mute`, policy(configured))).status).toBe(200);
    const of = (sessionId: string, type: string, more: object = {}): Told => [
      type,
      { sessionId, botId: 'mute', ...more },
    ];
    await send(['bot.configured', { botId: 'mute', name: 'Mute', teamId: 'north', queueId: 'chat' }]);
    for (const id of ['m1', 'm2', 'm3'])
      await send(of(id, 'bot.session-started'), of(id, 'bot.turned', { confidence: 0.97, intent: 'hours' }));
    await send(of('m2', 'bot.asked', { utterance: 'Hello?' }));
    await until(() => ['m1', 'm2', 'm3'].every((id) => rowOf(id)?.state === 'fallen-back'));
    expect(rowOf('m1')).toMatchObject({ fallBack: 'message', reasons: ['bot-silent'] });
    expect(client.view.tables.botPolicies.get('mute')?.silent).toMatchObject({ cause: 'turn-overdue' });
    const told = await ask<SessionOwnerAnswer>('GET', 'bot-sessions/m1/owner', undefined, { token: floorwalk.token });
    expect(told.body).toMatchObject({
      state: 'fallen-back',
      fallBack: { way: 'message', queueId: 'chat', message: 'We write to you.' },
    });
    expect(await saidAbout('m1')).toEqual(['handover.offered', 'handover.fell-back']);
    await send(of('m4', 'bot.session-started'), of('m4', 'bot.turned', { confidence: 0.97 }));
    await until(() => client.view.tables.botPolicies.get('mute')?.silent === null);
    expect(rowOf('m4')).toBeUndefined();
    const alarms: string[] = [];
    for await (const events of log.read(SITE)) {
      for (const { type, data } of events)
        if ('requestId' in data && data.requestId.startsWith('bot-silent-')) alarms.push(type);
    }
    expect(alarms).toEqual(['escalation.requested', 'escalation.request-withdrawn']);
  });
});

describe('a policy', () => {
  it('that cannot hold is refused at the field, and one that holds moves the bot’s own line too', async () => {
    expect(await put({ answerWithinMs: 60_000, giveUpAfterMs: 30_000 })).toMatchObject({
      status: 400,
      body: { pointer: '/giveUpAfterMs' },
    });
    expect((await put({ threshold: 3 as number })).status).toBe(400);
    const german = put({ thresholds: [{ language: 'german', threshold: 0.5 }] });
    expect(await german).toMatchObject({ status: 400, body: { pointer: '/thresholds/0/language' } });
    expect(await put({ queueId: 'nowhere' })).toMatchObject({ status: 400, body: { pointer: '/queueId' } });
    expect((await ask('PUT', `sites/${SITE}/handover-policies/other`, policy({}))).status).toBe(400);
    expect((await put({ threshold: 0.7, thresholds: [{ intent: 'refund', threshold: 0.5 }] })).status).toBe(200);
    await until(() => client.view.tables.bots.get('helper')?.confidenceThreshold === 0.7);
    const { body } = await ask<{ policy: HandoverPolicy; version: number }>(
      'GET',
      `sites/${SITE}/handover-policies/helper`,
    );
    expect(body.policy.threshold).toBe(0.7);
    expect(body.version).toBeGreaterThan(0);
    expect(await configuredLast()).toMatchObject({ intentThresholds: { refund: 0.5 } });
    // Taken out again, what the bot itself said holds again.
    const asked = (version: number) =>
      ask('PUT', `sites/${SITE}/handover-policies/helper?version=${version}`, policy({ queueId: 'chat' }));
    expect((await asked(body.version - 1)).status).toBe(409);
    expect((await asked(body.version)).status).toBe(200);
    await until(() => client.view.tables.bots.get('helper')?.confidenceThreshold === 0.85);
    expect(await configuredLast()).toMatchObject({ confidenceThreshold: 0.85, intentThresholds: {} });
  });
});
