import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { createSourceToken } from '@floorwalk/server/ingest/source-tokens';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../integration/live-app.ts';
import { useDatabase } from '../kit/database.ts';
import { useRedis } from '../kit/redis.ts';
import { startProcess, type StartedProcess } from '../kit/started-process.ts';

/** The built program, as an installation runs it; the test command builds it first. */
const PROGRAM = ['server/dist/cli/main.js'];
const SITE = 'owned';
const QUEUES = 20;
const given = useDatabase();
const redis = useRedis();
const homes: string[] = [];
const running = new Set<StartedProcess>();
let database: Database;
let log: PostgresEventLog;

beforeAll(() => {
  database = openDatabase(given.url);
  log = new PostgresEventLog({ database, databaseUrl: given.url, now: Date.now });
});
afterAll(async () => {
  for (const one of running) one.signal('SIGKILL');
  await Promise.all([...running].map((one) => one.ended));
  await log.close();
  await closeDatabase(database);
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

function start(role: string, port: number): { readonly home: string; readonly process: StartedProcess } {
  const home = mkdtempSync(join(tmpdir(), 'floorwalk-chaos-'));
  homes.push(home);
  const process = startProcess(
    home,
    ['start', '--no-demo', '--roles', role, '--port', String(port)],
    { DATABASE_URL: given.url, REDIS_URL: redis.url, REDIS_PREFIX: redis.prefix, FLOORWALK_SECRET: 's'.repeat(40) },
    PROGRAM,
  );
  running.add(process);
  return { home, process };
}

async function kill(process: StartedProcess): Promise<void> {
  process.signal('SIGKILL');
  await process.ended;
  running.delete(process);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** How often each move of the rule was said, by subject. */
async function said(): Promise<Map<string, string[]>> {
  const moves = new Map<string, string[]>();
  for await (const events of log.read(SITE)) {
    for (const event of events) {
      if (!('ruleId' in event.data) || event.data.ruleId !== 'two' || !('subject' in event.data)) continue;
      const { id } = event.data.subject;
      moves.set(id, [...(moves.get(id) ?? []), event.type]);
    }
  }
  return moves;
}

describe('a site’s owner killed while its alerts are pending', () => {
  it('the next owner fires every one of them, once', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const api = start('api', port);
    const first = start('fold', 0);
    await Promise.all([api.process.line(), first.process.line()]);
    const { token } = await createSourceToken(database, { siteId: SITE, name: 'acd', now: Date.now() });
    const post = (path: string, bearer: string, method: string, body: unknown): Promise<Response> =>
      fetch(`${url}/api/v1/${path}`, {
        method,
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
        body: JSON.stringify(body),
      });
    const queued = (id: string, queueId: string): object => ({
      specversion: '1.0',
      id,
      source: 'acd',
      type: 'contact.queued',
      time: new Date().toISOString(),
      data: { contactId: id, queueId },
    });
    const pairs = Array.from({ length: QUEUES }, (_, index) => [
      queued(`a${index}`, `q${index}`),
      queued(`b${index}`, `q${index}`),
    ]);
    expect((await post('events', token, 'POST', pairs.flat())).status).toBe(200);
    const rule: AlertRule = {
      id: 'two',
      name: 'Two wait',
      subject: { table: 'queues' },
      levels: [
        {
          severity: 'critical',
          when: { metric: 'waiting', is: 'at-least', threshold: 2 },
          forMs: 4_000,
          keepFiringMs: 0,
        },
      ],
    };
    const localToken = readFileSync(join(api.home, 'cli-token'), 'utf8').trim();
    expect((await post(`sites/${SITE}/alert-rules/two`, localToken, 'PUT', rule)).status).toBe(200);
    await until(async () => (await said()).size === QUEUES, 20_000);
    await kill(first.process);
    expect([...(await said()).values()].flat()).toEqual(Array.from({ length: QUEUES }, () => 'alert.pending'));
    const next = start('fold', 0);
    await next.process.line();
    await until(async () => {
      const moves = await said();
      return [...moves.values()].every((types) => types.includes('alert.fired'));
    }, 40_000);
    const moves = await said();
    expect(moves.size).toBe(QUEUES);
    for (const [queueId, types] of moves) expect([queueId, types]).toEqual([queueId, ['alert.pending', 'alert.fired']]);
    const firings = (await (
      await fetch(`${url}/api/v1/sites/${SITE}/alerts?rule=two&limit=500`, {
        headers: { authorization: `Bearer ${localToken}` },
      })
    ).json()) as { paged: boolean }[];
    expect(firings).toHaveLength(QUEUES);
    expect(firings.filter((firing) => firing.paged)).toHaveLength(1);
  });
});
