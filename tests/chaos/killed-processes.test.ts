import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { createSourceToken } from '@floorwalk/server/ingest/source-tokens';
import { foldBatch } from '@floorwalk/server/live/fold-batch';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import type { IngestAnswer } from '@floorwalk/shared/api/ingest';
import { createLiveState, snapshotOf } from '@floorwalk/shared/live/live-state';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectClient, rowsOf, rowsOfSnapshot } from '../integration/live-client.ts';
import { until } from '../integration/live-app.ts';
import { BuiltRoles } from '../kit/built-roles.ts';
import { useDatabase } from '../kit/database.ts';
import { freePort } from '../kit/free-port.ts';
import { useRedis } from '../kit/redis.ts';
import type { StartedProcess } from '../kit/started-process.ts';

const SITE = 'chaos';
const BASE = Date.UTC(2026, 4, 4, 9);
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

const start = (role: string, place: { readonly port?: number; readonly home?: string } = {}): Promise<StartedProcess> =>
  roles.start(
    role,
    { databaseUrl: given.url, redisUrl: redis.url, redisPrefix: redis.prefix, secret: 's'.repeat(40) },
    place,
  );

function event(id: string, type: string, seconds: number, data: object): object {
  const time = new Date(BASE + seconds * 1000).toISOString();
  return { specversion: '1.0', id, source: 'acd', type, time, data };
}

function contact(index: number): object[] {
  const contactId = `c${index}`;
  return [
    event(`${contactId}-q`, 'contact.queued', index, { contactId, queueId: `q${index % 7}` }),
    event(`${contactId}-a`, 'contact.answered', index + 9, { contactId, agentId: `agent${index % 11}` }),
    event(`${contactId}-c`, 'contact.completed', index + 90, { contactId }),
  ];
}

/** A source as it should be: sends a batch again until it is answered, for as long as `going` says. */
async function sendUntilStopped(url: string, token: string, lane: number, going: () => boolean) {
  const acknowledged = new Map<string, number>();
  let resentCount = 0;
  for (let batch = 0; going(); batch += 1) {
    const events = Array.from({ length: 5 }, (_, index) => contact(lane * 1_000_000 + batch * 5 + index)).flat();
    for (let answer: IngestAnswer | null = null; answer === null;) {
      // oxlint-disable-next-line no-await-in-loop -- a source sends one batch after the other
      answer = await post(url, token, events);
      if (answer === null) {
        resentCount += 1;
        // oxlint-disable-next-line no-await-in-loop -- the server is down; a moment later it may not be
        await pause(100);
      } else {
        for (const one of answer.results) if (one.status !== 'refused') acknowledged.set(one.id, one.position);
      }
    }
  }
  return { acknowledged, resentCount };
}

async function post(url: string, token: string, events: object[]): Promise<IngestAnswer | null> {
  try {
    const response = await fetch(`${url}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(events),
      signal: AbortSignal.timeout(20_000),
    });
    return response.status === 200 ? ((await response.json()) as IngestAnswer) : null;
  } catch {
    return null;
  }
}

describe('kill -9 under load', () => {
  it('loses nothing that was acknowledged, leaves no gap, and ends with the board a refold gives', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    let [api, fold] = await Promise.all([start('api', { port }), start('fold')]);
    const { home: apiHome } = api;
    const killApi = async (): Promise<void> => {
      await roles.kill(api);
      api = await start('api', { port, home: apiHome });
    };
    const killFold = async (): Promise<void> => {
      await roles.kill(fold);
      fold = await start('fold', { home: fold.home });
    };
    const { token } = await createSourceToken(database, { siteId: SITE, name: 'acd', now: Date.now() });
    expect(await post(url, token, [event('clock', 'site.clock-set', 0, { clock: { kind: 'log' } })])).not.toBeNull();

    let going = true;
    const sources = Promise.all([1, 2, 3].map((lane) => sendUntilStopped(url, token, lane, () => going)));
    const grown = async (): Promise<void> => {
      const { position } = await log.head(SITE);
      await until(async () => (await log.head(SITE)).position > position + 300, 30_000);
    };
    await grown();
    await killFold();
    await grown();
    await killApi();
    await grown();
    await Promise.all([killApi(), killFold()]);
    await grown();
    going = false;
    const results = await sources;

    expect(results.reduce((sum, one) => sum + one.resentCount, 0)).toBeGreaterThan(0);
    const state = createLiveState(SITE);
    const stored = new Map<string, number>();
    let count = 0;
    for await (const events of log.read(SITE)) {
      foldBatch(state, events);
      for (const one of events) {
        count += 1;
        expect(one.position).toBe(count);
        stored.set(one.id, one.position);
      }
    }
    expect(stored.size).toBe(count);
    for (const { acknowledged } of results) {
      for (const [id, position] of acknowledged) expect([id, stored.get(id)]).toEqual([id, position]);
    }

    const localToken = readFileSync(join(apiHome, 'cli-token'), 'utf8').trim();
    const client = await connectClient(url, localToken);
    expect(await client.subscribe({ siteId: SITE })).toMatchObject({ ok: true });
    await until(() => {
      expect(client.view.mark.position).toBe(count);
      expect(rowsOf(client.view)).toEqual(rowsOfSnapshot(snapshotOf(state, client.view.mark.asOf, 0)));
      return true;
    }, 20_000);
    client.close();
  });
});
