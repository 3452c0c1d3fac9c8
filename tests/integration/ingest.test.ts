import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IngestAnswer } from '@floorwalk/shared/api/ingest';
import { createSourceToken, revokeSourceToken } from '@floorwalk/server/ingest/source-tokens';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';

let floorwalk: RunningFloorwalk;
let database: Database;
let siteCount = 0;

beforeAll(async () => {
  floorwalk = await startFloorwalk({ roles: ['api'] });
  database = openDatabase(floorwalk.config.databaseUrl, { maxConnections: 2 });
});
afterAll(async () => {
  await closeDatabase(database);
  await floorwalk.stop();
});

type Sender = {
  siteId: string;
  token: string;
  tokenId: string;
  send: (body: unknown, type?: string) => Promise<{ status: number; answer: IngestAnswer; contentType: string }>;
};

async function newSite(): Promise<Sender> {
  const siteId = `site-${++siteCount}`;
  const { token, id: tokenId } = await createSourceToken(database, { siteId, name: 'acd', now: Date.now() });
  return { siteId, token, tokenId, send: (body, type) => send(token, body, type) };
}

async function send(token: string | null, body: unknown, type = 'application/json') {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': type, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
  });
  return {
    status: response.status,
    answer: (await response.json()) as IngestAnswer,
    contentType: response.headers.get('content-type') ?? '',
  };
}

function queued(id: string, change: object = {}): object {
  return {
    specversion: '1.0',
    id,
    source: 'acd',
    type: 'contact.queued',
    time: '2026-05-04T09:30:00Z',
    data: { contactId: id, queueId: 'sales' },
    ...change,
  };
}

async function stored(siteId: string) {
  const { rows } = await database.$client.query(
    'select position, id, time, data from event_log where site = $1 order by position',
    [siteId],
  );
  return rows as { position: number; id: string; time: number; data: unknown }[];
}

describe('POST /api/v1/events', () => {
  it('answers an event with its position, and by then it is committed', async () => {
    const site = await newSite();
    const { status, answer } = await site.send(queued('a'), 'application/cloudevents+json');
    expect([status, answer]).toEqual([
      200,
      { acceptedCount: 1, duplicateCount: 0, refusedCount: 0, results: [{ status: 'accepted', id: 'a', position: 1 }] },
    ]);
    expect(await stored(site.siteId)).toEqual([
      { position: 1, id: 'a', time: Date.UTC(2026, 4, 4, 9, 30), data: { contactId: 'a', queueId: 'sales' } },
    ]);
  });

  it.each([
    ['application/cloudevents-batch+json', (events: object[]) => JSON.stringify(events)],
    ['application/json; charset=utf-8', (events: object[]) => JSON.stringify(events)],
    ['application/x-ndjson', (events: object[]) => events.map((event) => JSON.stringify(event)).join('\n')],
  ])('takes many events as %s', async (type, write) => {
    const site = await newSite();
    const { status, answer } = await site.send(write([queued('a'), queued('b'), queued('c')]), type);
    expect(status).toBe(200);
    expect(answer.results.map((one) => 'position' in one && one.position)).toEqual([1, 2, 3]);
  });

  it('answers each event for itself, in the order sent, and takes the good ones', async () => {
    const site = await newSite();
    await site.send([queued('old')]);
    const { status, answer } = await site.send([
      queued('a'),
      queued('b', { type: 'contact.exploded' }),
      queued('old'),
      queued('c', { data: { contactId: 'c' } }),
      queued('d'),
      queued('a'),
    ]);
    expect(status).toBe(207);
    expect(answer).toMatchObject({ acceptedCount: 2, duplicateCount: 2, refusedCount: 2 });
    expect(answer.results).toMatchObject([
      { status: 'accepted', id: 'a', position: 2 },
      { status: 'refused', id: 'b', reason: 'unknown-type', pointer: '/type' },
      { status: 'duplicate', id: 'old', position: 1 },
      { status: 'refused', id: 'c', reason: 'missing-field', pointer: '/data/queueId' },
      { status: 'accepted', id: 'd', position: 3 },
      { status: 'duplicate', id: 'a', position: 2 },
    ]);
    expect((await stored(site.siteId)).map((event) => event.id)).toEqual(['old', 'a', 'd']);
  });

  it('changes nothing when a source sends everything again', async () => {
    const site = await newSite();
    const events = Array.from({ length: 500 }, (_, index) => queued(`e${index}`));
    await site.send(events);
    const before = await stored(site.siteId);
    const again = await site.send(events);
    expect(again).toMatchObject({ status: 200, answer: { acceptedCount: 0, duplicateCount: 500 } });
    expect(await stored(site.siteId)).toEqual(before);
  });

  it('knows an event without a time again when it is resent later', async () => {
    const site = await newSite();
    const timeless = [queued('a', { time: undefined }), queued('b', { time: null })];
    const sentAt = Date.now();
    await site.send(timeless);
    const times = (await stored(site.siteId)).map((event) => event.time);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(sentAt);
    const again = await site.send([queued('c', { time: undefined }), ...timeless]);
    expect(again.answer.results.map((one) => one.status)).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(await stored(site.siteId)).toHaveLength(3);
  });

  it('keeps ids of every kind of character exactly, and refuses the two kinds no database text can hold', async () => {
    const site = await newSite();
    const ids = [
      'a b',
      '😀',
      '漢',
      '\u202e',
      "'; drop table event_log; --",
      '{"a":1}',
      '\\',
      '/',
      '__proto__',
      '\n',
      '\u0001',
    ];
    const { answer } = await site.send(ids.map((id) => queued(id)));
    expect(answer.acceptedCount).toBe(ids.length);
    expect((await stored(site.siteId)).map((event) => event.id)).toEqual(ids);
    const bad = await site.send(`[${JSON.stringify(queued('nul\u0000'))},${JSON.stringify(queued('half\ud83d'))}]`);
    expect(bad).toMatchObject({
      status: 400,
      answer: {
        results: [
          { reason: 'invalid-value', pointer: '/id' },
          { reason: 'invalid-value', pointer: '/id' },
        ],
      },
    });
  });

  it('refuses events from the future by five minutes, and takes those of any past', async () => {
    const site = await newSite();
    const at = (ms: number): string => new Date(Date.now() + ms).toISOString();
    const { answer } = await site.send([
      queued('near', { time: at(200_000) }),
      queued('far', { time: at(400_000) }),
      queued('distant', { time: '1970-01-01T00:00:00Z' }),
      queued('before', { time: '1969-12-31T23:59:59Z' }),
      queued('9999', { time: '9999-12-31T23:59:59Z' }),
    ]);
    expect(answer.results.map((one) => (one.status === 'refused' ? one.reason : one.status))).toEqual([
      'accepted',
      'in-the-future',
      'accepted',
      'too-old',
      'in-the-future',
    ]);
  });

  it("measures the future by the site's own clock, from the event that sets it on", async () => {
    const site = await newSite();
    const base = Date.UTC(1999, 1, 3, 7);
    const clock = { kind: 'paced', base, at: Date.now(), rate: 60 };
    const { answer } = await site.send([
      queued('set', { type: 'site.clock-set', time: '1999-02-03T07:00:00Z', data: { clock } }),
      queued('due', { time: '1999-02-03T07:01:00Z' }),
      queued('tomorrow', { time: '1999-02-04T07:00:00Z' }),
      queued('today', { time: new Date().toISOString() }),
    ]);
    expect(answer.results.map((one) => one.status)).toEqual(['accepted', 'accepted', 'refused', 'refused']);
    const real = queued('back', {
      type: 'site.clock-set',
      time: new Date().toISOString(),
      data: { clock: { kind: 'real' } },
    });
    const after = await site.send([real, queued('now', { time: new Date().toISOString() })]);
    expect(after.answer).toMatchObject({ acceptedCount: 2 });
  });

  it('lets a token speak for its own source alone', async () => {
    const site = await newSite();
    const { status, answer } = await site.send([queued('a', { source: 'crm' })]);
    expect([status, answer.results[0]]).toMatchObject([400, { reason: 'foreign-source', pointer: '/source' }]);
  });

  it('refuses who sends no token, a wrong one, or one that was revoked', async () => {
    const site = await newSite();
    for (const token of [null, 'wrong', 'fw_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other is as good
      const { status, answer, contentType } = await send(token, [queued('a')]);
      expect([status, answer, contentType]).toMatchObject([
        401,
        { title: 'unknown-source' },
        expect.stringContaining('problem+json'),
      ]);
    }
    const other = await createSourceToken(database, { siteId: site.siteId, name: 'acd', now: Date.now() });
    await revokeSourceToken(database, { siteId: site.siteId, id: other.id, now: Date.now() });
    expect((await send(other.token, [queued('a')])).status).toBe(401);
    expect((await site.send([queued('a')])).status).toBe(200);
  });

  it('refuses a source from the moment it is removed, though it was sending', async () => {
    const site = await newSite();
    expect((await site.send([queued('a')])).status).toBe(200);
    const token = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
    const removed = await fetch(`${floorwalk.address}/api/v1/sites/${site.siteId}/sources/${site.tokenId}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(removed.status).toBe(204);
    expect((await site.send([queued('b')])).status).toBe(401);
  });

  it.each([
    ['malformed JSON', '{"specversion":', 'application/json', 400, 'not-json'],
    ['nothing', '', 'application/json', 400, 'empty-body'],
    ['another content type', '<event/>', 'text/xml', 415, 'unsupported-media-type'],
    ['10 MB', `["${'x'.repeat(10 * 1024 * 1024)}"]`, 'application/json', 413, 'body-too-large'],
    ['more events than a request may carry', `[${'1,'.repeat(10_000)}1]`, 'application/json', 413, 'batch-too-large'],
  ])('answers %s with a problem that says what is wrong', async (_what, body, type, status, title) => {
    const site = await newSite();
    const response = await site.send(body, type);
    expect([response.status, response.answer, response.contentType]).toMatchObject([
      status,
      { title, detail: expect.any(String) },
      expect.stringContaining('application/problem+json'),
    ]);
    expect(await stored(site.siteId)).toEqual([]);
  });

  it('keeps what was refused for operators, with the reason and the payload', async () => {
    const site = await newSite();
    await site.send(`${JSON.stringify(queued('a', { type: 'nope\u0000' }))}\n{broken`, 'application/x-ndjson');
    const { rows } = await database.$client.query(
      'select source, reason, pointer, payload from rejected_event where site = $1 order by id',
      [site.siteId],
    );
    expect(rows).toMatchObject([
      { source: 'acd', reason: 'unknown-type', pointer: '/type', payload: expect.stringContaining('nope') },
      { source: 'acd', reason: 'not-json', pointer: '', payload: '{broken' },
    ]);
  });

  it('keeps at most the newest thousand of one request, and answers for all of them', async () => {
    const site = await newSite();
    const { answer } = await site.send(Array.from({ length: 1_500 }, () => 1));
    expect(answer.refusedCount).toBe(1_500);
    const { rows } = await database.$client.query('select count(*) as kept from rejected_event where site = $1', [
      site.siteId,
    ]);
    expect(rows).toEqual([{ kept: 1_000 }]);
  });

  it('answers everyone when many send at once, and loses and doubles nothing', async () => {
    const site = await newSite();
    const answers = await Promise.all(Array.from({ length: 300 }, (_, index) => site.send(queued(`e${index % 200}`))));
    expect(answers.every((one) => one.status === 200)).toBe(true);
    const events = await stored(site.siteId);
    expect(events.map((event) => event.position)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    const where = new Map(events.map((event) => [event.id, event.position]));
    for (const { answer } of answers) {
      const [one] = answer.results;
      expect(one && 'position' in one && one.position).toBe(where.get(one?.id ?? ''));
    }
  });
});
