import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { createSourceToken } from '@floorwalk/server/ingest/source-tokens';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../integration/live-app.ts';
import { BuiltRoles } from '../kit/built-roles.ts';
import { useDatabase } from '../kit/database.ts';
import { useRedis } from '../kit/redis.ts';
import type { StartedProcess } from '../kit/started-process.ts';

const SITE = 'owned';
const QUEUES = 20;
const given = useDatabase();
const redis = useRedis();
const roles = new BuiltRoles();
let database: Database;
let log: PostgresEventLog;

beforeAll(() => {
  database = openDatabase(given.url);
  log = new PostgresEventLog({ database, databaseUrl: given.url, now: Date.now });
});
afterAll(async () => {
  await roles.close();
  await log.close();
  await closeDatabase(database);
});

const start = (role: string): Promise<StartedProcess> =>
  roles.start(role, {
    databaseUrl: given.url,
    redisUrl: redis.url,
    redisPrefix: redis.prefix,
    secret: 's'.repeat(40),
  });

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
    const [api, first] = await Promise.all([start('api'), start('fold')]);
    const url = api.record().address;
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
    await roles.kill(first);
    expect([...(await said()).values()].flat()).toEqual(Array.from({ length: QUEUES }, () => 'alert.pending'));
    await start('fold');
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
