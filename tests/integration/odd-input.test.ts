import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Subscribe } from '@floorwalk/shared/protocol/subscribe';
import { Clock, Seen } from '@floorwalk/shared/protocol/up';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { ODD, requestsOf, spoilt, type Asked, type Operation, type Route } from '../kit/odd-requests.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';
import { connectClient } from './live-client.ts';

/** Another every time; what failed is asked again by writing its seed here. */
const SEED = Math.floor(Math.random() * 2 ** 31);
const REQUESTS_A_ROUTE = 5;
const AT_ONCE = 24;
/** For a machine that does much else besides. */
const PATIENCE_MS = 240_000;
/** An answer that takes longer never comes. */
const HANG_MS = 20_000;

let floorwalk: RunningFloorwalk;
let database: Database;
let token: string;
let routes: readonly Route[];

beforeAll(async () => {
  floorwalk = await startFloorwalk({ roles: ['api', 'fold'] });
  database = openDatabase(floorwalk.config.databaseUrl, { maxConnections: 2 });
  token = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
  const description = (await (await fetch(`${floorwalk.address}/api/docs/json`)).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  routes = Object.entries(description.paths).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), url, operation })),
  );
  expect(await sendFloor()).toBe(200);
});
afterAll(async () => {
  await closeDatabase(database);
  await floorwalk.stop();
});

async function sendFloor(): Promise<number> {
  const event = (type: string, data: object) => ({
    specversion: '1.0',
    id: `${type}-${JSON.stringify(data)}`,
    source: 'demo',
    type,
    data,
  });
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${floorwalk.token}` },
    body: JSON.stringify([
      event('site.configured', { name: 'Demo', zone: 'Europe/Berlin' }),
      event('queue.configured', { queueId: 'q', name: 'Q', department: 'Sales', teamId: 't' }),
      event('agent.signed-in', { agentId: 'a', teamId: 't', queueIds: ['q'] }),
      event('bot.configured', { botId: 'b' }),
      event('contact.queued', { contactId: 'c', queueId: 'q' }),
    ]),
  });
  return response.status;
}

async function ask({
  method,
  path,
  type,
  body,
}: Asked): Promise<{ readonly status: number; readonly type: string; readonly text: string }> {
  const headers = {
    authorization: `Bearer ${path.startsWith('/api/v1/events') ? floorwalk.token : token}`,
    ...(type !== undefined && { 'content-type': type }),
  };
  const response = await fetch(`${floorwalk.address}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(HANG_MS),
  });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}

/** What is wrong with an answer; nothing where it is as it should be. */
function flawOf({ status, type, text }: Awaited<ReturnType<typeof ask>>): string | null {
  if (status >= 500) return `${status} ${text}`;
  if (status < 400) return null;
  if (!type.startsWith('application/problem+json')) return `${status} is answered as ${type}`;
  const problem = JSON.parse(text) as { status?: unknown; title?: unknown; detail?: unknown; pointer?: unknown };
  if (problem.status !== status || typeof problem.title !== 'string') return `${status} is answered as ${text}`;
  if (typeof problem.detail !== 'string' || problem.detail.length > 2_000)
    return `${status} says ${String(problem.detail).length} characters`;
  if (problem.title === 'invalid-value' && typeof problem.pointer !== 'string') return `no pointer: ${text}`;
  return null;
}

describe('odd input', () => {
  it(
    `gets a clear answer from every route and disturbs nothing else (seed ${SEED})`,
    async () => {
      const asked = routes.flatMap((route, index) =>
        fc.sample(requestsOf(route), { seed: SEED + index, numRuns: REQUESTS_A_ROUTE }),
      );
      const flaws: string[] = [];
      let next = 0;
      const answered = new Map<number, number>();
      const worker = async (): Promise<void> => {
        for (let one = asked[next++]; one !== undefined; one = asked[next++]) {
          // oxlint-disable-next-line no-await-in-loop -- so many at once, and no more
          const answer = await ask(one).catch((error: unknown) => ({ status: 599, type: '', text: String(error) }));
          answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);
          const flaw = flawOf(answer);
          if (flaw !== null)
            flaws.push(
              `${one.method} ${one.path.slice(0, 200)} ${(one.body ?? '').slice(0, 300)}\n    ${flaw.slice(0, 500)}`,
            );
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      process.stderr.write(
        `odd-input: ${asked.length} requests to ${routes.length} routes, seed ${SEED}: ${[...answered]
          .toSorted(([left], [right]) => left - right)
          .map(([status, count]) => `${count}×${status}`)
          .join(' ')}\n`,
      );
      expect(flaws).toEqual([]);
      expect(routes.length).toBeGreaterThan(100);
      // Enough of it was good enough to be carried out, and enough was not.
      expect(answered.get(200) ?? 0).toBeGreaterThan(100);
      expect(answered.get(400) ?? 0).toBeGreaterThan(100);

      await expectUndisturbed();
    },
    PATIENCE_MS,
  );

  it(`on the way in is answered for itself, however large or deep or packed it is`, async () => {
    const send = async (body: string | Uint8Array, headers: Record<string, string> = {}) => {
      const response = await fetch(`${floorwalk.address}/api/v1/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${floorwalk.token}`, ...headers },
        body: body as BodyInit,
      });
      return { status: response.status, text: await response.text() };
    };
    const event = (change: string): string =>
      `{"specversion":"1.0","id":"odd","source":"demo","type":"contact.queued","data":{"contactId":"o","queueId":"q"}${change}}`;
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const cases: readonly [string | Uint8Array, number, string, Record<string, string>?][] = [
      ['x'.repeat(10 * 2 ** 20), 413, 'body-too-large'],
      [`[${event('')},${' '.repeat(10 * 2 ** 20)}]`, 413, 'body-too-large'],
      [gzipSync(' '.repeat(50 * 2 ** 20)), 415, 'unsupported-encoding', { 'content-encoding': 'gzip' }],
      [gzipSync(event('')), 400, 'not-utf-8'],
      [Buffer.from([0xff, 0xfe, 0x7b]), 400, 'not-utf-8'],
      [event(`,"data":${deep}`), 400, 'too-large'],
      [event(`,"more":${deep}`), 400, 'too-large'],
      [event('').replace('"o"', '{"__proto__":{"x":1}}'), 400, '/data/contactId'],
      [event('').replace('"contactId"', '"__proto__":{"polluted":1},"contactId"'), 400, '/data/__proto__'],
      [event('').replace('"o"', '1e400'), 400, '/data/contactId'],
      [event('').replace('contact.queued', 'constructor'), 400, '/type'],
      [event('').replace('contact.queued', '__proto__'), 400, '/type'],
      [event(',"time":"+275760-09-13T00:00:00Z"'), 400, '/time'],
      [event(',"time":"0001-01-01T00:00:00Z"'), 400, '/time'],
      ['[]', 200, '"results":[]'],
      ['{"id":1', 400, 'not-json'],
    ];
    for (const [body, status, words, headers] of cases) {
      // oxlint-disable-next-line no-await-in-loop -- each is a case of its own
      const answer = await send(body, headers);
      expect([answer.status, answer.text.slice(0, 400)]).toEqual([status, expect.stringContaining(words)]);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    // Ids are never interpreted, so names that mean something to the language are ids like others.
    for (const id of ['__proto__', 'constructor', 'toString', '\u202e\u05d0', '\n', 'x'.repeat(200)]) {
      const named = JSON.parse(event('')) as { id: string; data: object };
      // oxlint-disable-next-line no-await-in-loop -- as above
      const answer = await send(JSON.stringify({ ...named, id, data: { contactId: id, queueId: id } }));
      expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('"acceptedCount":1')]);
    }
    await expectUndisturbed();
  });

  it(`on a socket is answered or left alone, and takes nobody else's floor away (seed ${SEED})`, async () => {
    const [odd, other] = await Promise.all([
      connectClient(floorwalk.address, token),
      connectClient(floorwalk.address, token),
    ]);
    expect(await other.subscribe({ siteId: 'demo' })).toMatchObject({ ok: true });
    const messages = fc.sample(
      fc.tuple(
        fc.constantFrom(
          'subscribe',
          'seen',
          'clock',
          'unsubscribe',
          '__proto__',
          'constructor',
          'connect ',
          'toString',
          '',
        ),
        fc.oneof(ODD, spoilt({ ...Subscribe }), spoilt({ ...Seen }), spoilt({ ...Clock })),
        fc.array(ODD, { maxLength: 2 }),
      ),
      { seed: SEED, numRuns: 400 },
    );
    for (const [event, payload, more] of messages) odd.socket.emit(event, payload, ...more);
    const answers = await Promise.all(
      messages
        .slice(0, 60)
        .map(([, payload]) => odd.socket.timeout(HANG_MS).emitWithAck('subscribe', payload) as Promise<unknown>),
    );
    for (const answer of answers) expect(answer).toMatchObject({ ok: expect.any(Boolean) as boolean });
    expect(await odd.socket.timeout(HANG_MS).emitWithAck('clock', { sentAt: 1 })).toEqual(expect.any(Number));

    // What is no message at all ends the connection it came on, and only that.
    for (const frame of ['9nonsense', '2{', '2["subscribe"', `2["seen","${'x'.repeat(2 ** 20)}"]`]) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      const broken = await connectClient(floorwalk.address, token);
      broken.socket.io.engine.write(frame);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await until(() => !broken.socket.connected);
    }
    const before = other.deltas.length;
    await until(() => other.deltas.length > before);
    expect(other.socket.connected).toBe(true);
    odd.close();
    other.close();
    await expectUndisturbed();
  });
});

describe('many at once', () => {
  it('who set the same thing at the same moment are taken one after another, each with a version of its own', async () => {
    const path = '/api/v1/sites/demo/surge-policy';
    const before = JSON.parse((await ask({ method: 'GET', path })).text) as { policy: object; version: number };
    const body = JSON.stringify(before.policy);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ask({ method: 'PUT', path, type: 'application/json', body })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const versions = answers.map(({ text }) => (JSON.parse(text) as { version: number }).version);
    expect(versions.toSorted((left, right) => left - right)).toEqual(
      answers.map((_answer, index) => before.version + index + 1),
    );
  });
});

/** What was taken is folded and broke nothing, the floor is there, and nothing went wrong on our side. */
async function expectUndisturbed(): Promise<void> {
  const head = await until(async () => {
    const { rows } = await database.$client.query("select position::int from site_head where site = 'demo'");
    return (rows[0] as { position: number } | undefined)?.position;
  });
  await until(async () => {
    const metrics = (await ask({ method: 'GET', path: '/metrics' })).text;
    return Number(/^floorwalk_fold_position\{site="demo"\} (\d+)/m.exec(metrics)?.[1] ?? 0) >= head;
  }, HANG_MS);
  const live = JSON.parse((await ask({ method: 'GET', path: '/api/v1/sites/demo/live' })).text) as {
    tables: { queues: object[] };
  };
  expect(live.tables.queues).toContainEqual(expect.objectContaining({ id: 'q' }));
  expect((await database.$client.query('select * from parked_event')).rows).toEqual([]);
  const complaints = readFileSync(floorwalk.config.logFile ?? '', 'utf8')
    .split('\n')
    .filter((line) => /"level":(50|60)/.test(line));
  expect(complaints).toEqual([]);
}
