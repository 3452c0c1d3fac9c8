import { mkdtempSync, rmSync, writeFileSync, mkdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@floorwalk/server/db/migrate';
import { startRoles } from '@floorwalk/server/main';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../kit/create-database.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { connectClient } from './live-client.ts';
import { until } from './live-app.ts';

let floorwalk: RunningFloorwalk;
let clientDirectory: string;

beforeAll(async () => {
  clientDirectory = mkdtempSync(join(tmpdir(), 'floorwalk-client-'));
  mkdirSync(join(clientDirectory, 'assets'));
  writeFileSync(join(clientDirectory, 'index.html'), '<title>desk</title>');
  writeFileSync(join(clientDirectory, 'tv.html'), '<title>wall</title>');
  writeFileSync(join(clientDirectory, 'assets', 'index-abc123.js'), 'export {}');
  floorwalk = await startFloorwalk({ config: { clientDirectory } });
});
afterAll(async () => {
  await floorwalk.stop();
  rmSync(clientDirectory, { recursive: true, force: true });
});

const get = (path: string): Promise<Response> => fetch(`${floorwalk.address}${path}`);

async function sendOne(address: string, token: string): Promise<Response> {
  return fetch(`${address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      specversion: '1.0',
      id: 'first',
      source: 'demo',
      type: 'contact.queued',
      data: { contactId: 'c', queueId: 'q' },
    }),
  });
}

describe('the server', () => {
  it('says that it is healthy, and with what', async () => {
    const response = await get('/health');
    expect([response.status, await response.json()]).toEqual([
      200,
      { ok: true, checks: { postgres: { ok: true, state: 'ready' }, redis: { ok: true, state: 'ready' } } },
    ]);
  });

  it('counts what it does for machines to read', async () => {
    await sendOne(floorwalk.address, floorwalk.token);
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/floorwalk_ingest_events_total\{outcome="accepted"\} \d+/);
    expect(text).toMatch(/^process_cpu_seconds_total/m);
  });

  it.each([
    ['/', 'desk'],
    ['/floor/anything?at=1', 'desk'],
    ['/tv', 'wall'],
    ['/tv?board=1', 'wall'],
    ['/w/board-1', 'wall'],
    ['/tvset', 'desk'],
  ])('serves a page for %s', async (path, title) => {
    const response = await get(path);
    expect([response.status, await response.text()]).toEqual([200, `<title>${title}</title>`]);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('hangs up on who wants a connection to become something else where nothing speaks that', async () => {
    for (const path of ['/', '/api/v1/events', '/socket.io']) {
      const odd = connect(Number(new URL(floorwalk.address).port), '127.0.0.1');
      odd.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
      // oxlint-disable-next-line no-await-in-loop -- each is a case of its own
      const [answer] = (await once(odd, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 /);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await once(odd, 'end');
      odd.destroy();
    }
  });

  it('lets hashed files be kept for ever', async () => {
    const response = await get('/assets/index-abc123.js');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  it.each(['/api/v1/nothing', '/assets/gone.js', '/socket.io/x/y'])('answers %s with no page', async (path) => {
    const response = await get(path);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.headers.get('content-type')).not.toContain('html');
  });

  it.each(['/..%2f..%2fetc%2fpasswd', '/%2e%2e/%2e%2e/package.json'])(
    'serves nothing beside the client: %s',
    async (path) => {
      expect(await (await get(path)).text()).not.toContain('root:');
    },
  );

  it('describes its API to everyone, without the help of any other host', async () => {
    type Operation = { summary?: string; description?: string; security?: object[]; responses: Record<string, object> };
    const json = (await (await get('/api/docs/json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
    };
    expect(json.openapi).toMatch(/^3\.1/);
    expect(Object.keys(json.paths)).toContain('/api/v1/events');
    const operations = Object.entries(json.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
    );
    // Every one of them says what it is for, who may ask it and how it refuses.
    const unsaid = operations.filter(
      ({ summary, security, responses }) =>
        summary === undefined ||
        security === undefined ||
        !('application/problem+json' in ((responses['default'] as { content?: object })?.content ?? {})),
    );
    expect(unsaid.map(({ name }) => name)).toEqual([]);
    expect(json.paths['/api/v1/people']?.['get']?.description).toContain('`manage-people`');
    const page = await get('/api/docs/static/index.html');
    expect(page.status).toBe(200);
    expect(await page.text()).not.toMatch(/(?:src|href)="https?:/);
    expect(page.headers.get('content-security-policy')).not.toContain('https:');
  });
});

/** Asks for a backtest of the demo site's last minutes; its id. */
async function askBacktest(address: string, cliToken: string): Promise<string> {
  const rule = {
    id: 'anybody',
    name: 'Anybody waits',
    subject: { table: 'queues' },
    levels: [
      {
        severity: 'critical',
        when: { metric: 'waiting', is: 'at-least', threshold: 1 },
        forMs: 0,
        keepFiringMs: 0,
      },
    ],
  };
  const response = await fetch(`${address}/api/v1/sites/demo/alert-backtests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cliToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ rules: [rule], from: Date.now() - 60_000 }),
  });
  expect(response.status, await response.clone().text()).toBe(202);
  return ((await response.json()) as { id: string }).id;
}

async function backtestStatus(address: string, cliToken: string, id: string): Promise<string> {
  const response = await fetch(`${address}/api/v1/sites/demo/alert-backtests/${id}`, {
    headers: { authorization: `Bearer ${cliToken}` },
  });
  return ((await response.json()) as { status: string }).status;
}

describe('without Redis', () => {
  it('runs in one process, from an event to a socket, and does its jobs', async () => {
    const database = await createDatabase();
    const home = mkdtempSync(join(tmpdir(), 'floorwalk-home-'));
    const config = { ...floorwalk.config, databaseUrl: database.url, redisUrl: undefined, home };
    const roles = await startRoles(config);
    const address = roles.address ?? '';
    expect((await sendOne(address, floorwalk.token)).status).toBe(200);
    const cliToken = readFileSync(join(home, 'cli-token'), 'utf8').trim();
    const socket = await connectClient(address, cliToken);
    await until(async () => (await socket.subscribe({ siteId: 'demo' })).ok);
    expect(socket.view.tables.queues.get('q')).toMatchObject({ waitingCount: 1 });
    // A job is rung for and done, though no Redis keeps it.
    const asked = await askBacktest(address, cliToken);
    await until(async () => (await backtestStatus(address, cliToken, asked)) === 'done', 20_000);
    // Stopping waits neither for the socket that is still there, nor for a request that never ends.
    const stuck = connect(Number(new URL(address).port), '127.0.0.1');
    stuck.on('error', () => undefined);
    stuck.write('POST /api/v1/events HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n');
    // The server said that it waits for the rest.
    await once(stuck, 'data');
    await roles.stop();
    stuck.destroy();
    await until(() => !socket.socket.connected);
    rmSync(home, { recursive: true, force: true });
    await database.drop();
  });

  it('leaves a database alone that a later version has changed, and says so', async () => {
    const database = await createDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await migrate(database.url);
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [
      'of a later version',
      Date.UTC(2200, 0, 1),
    ]);
    await client.end();
    await expect(migrate(database.url)).rejects.toThrow('the database was changed by a later version of Floorwalk');
    await database.drop();
  });

  it('refuses to run api and fold apart, saying what to set', async () => {
    const config = { ...floorwalk.config, redisUrl: undefined, roles: ['api'] as const };
    await expect(startRoles(config)).rejects.toThrow(/REDIS_URL/);
  });
});
