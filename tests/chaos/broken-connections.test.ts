import { setTimeout as pause } from 'node:timers/promises';
import type { Appended } from '@floorwalk/server/log/event-log';
import { problemOf } from '@floorwalk/server/auth/answer-problem';
import { closeDatabase, openDatabase } from '@floorwalk/server/db/database';
import { foldBatch } from '@floorwalk/server/live/fold-batch';
import { RedisDeltaStream } from '@floorwalk/server/live/redis-delta-stream';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { connectRedis } from '@floorwalk/server/roles/connect-redis';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { createLiveState, snapshotOf } from '@floorwalk/shared/live/live-state';
import type { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, expect, it } from 'vitest';
import { until, useLiveApp } from '../integration/live-app.ts';
import { connectClient, rowsOf, rowsOfSnapshot } from '../integration/live-client.ts';
import { testServices } from '../kit/services.ts';
import { SilentLine } from '../kit/silent-line.ts';

const app = useLiveApp();
const SITE = 'cut';
const BASE = Date.UTC(2026, 4, 4, 9);
const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);
process.on('uncaughtException', note);
process.on('unhandledRejection', note);
afterAll(() => {
  process.off('uncaughtException', note);
  process.off('unhandledRejection', note);
});

function contact(index: number): NewEvent[] {
  const contactId = `c${index}`;
  return [
    {
      id: `${contactId}-q`,
      source: 'acd',
      type: 'contact.queued',
      time: BASE + index * 1000,
      data: { contactId, queueId: 'q' },
    },
    {
      id: `${contactId}-e`,
      source: 'acd',
      type: 'contact.abandoned',
      time: BASE + index * 1000 + 500,
      data: { contactId },
    },
  ];
}

/** Ends every connection to the database of these tests but its own, as a server that is restarted does. */
async function cutConnections(): Promise<void> {
  const { connectionString } = app.database.$client.options;
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}

it('a database that drops every connection, again and again, delays and loses nothing, and ends no process', async () => {
  await app.send(SITE, [
    { id: 'clock', source: 'acd', type: 'site.clock-set', time: BASE, data: { clock: { kind: 'log' } } },
  ]);
  app.startFold();
  const api = await app.startApi();
  const client = await connectClient(api.url, 'sue');
  await until(async () => (await client.subscribe({ siteId: SITE })).ok);

  const acknowledged: Appended[] = [];
  let failedCount = 0;
  let sent = 0;
  const sending = Promise.all(
    [0, 1, 2].map(async (lane) => {
      for (let turn = 0; turn < 120; turn += 1) {
        const events = contact(lane * 1000 + turn);
        for (let done = false; !done;) {
          try {
            // oxlint-disable-next-line no-await-in-loop -- one after the other, again until acknowledged
            acknowledged.push(...(await app.log.append(SITE, events)));
            done = true;
            sent += 1;
          } catch {
            failedCount += 1;
            // oxlint-disable-next-line no-await-in-loop -- the database is away
            await pause(10);
          }
        }
      }
    }),
  );
  for (const after of [30, 120, 220, 300]) {
    // oxlint-disable-next-line no-await-in-loop -- in the midst of the sending
    await until(() => sent >= after);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await cutConnections();
  }
  await sending;

  expect(failedCount).toBeGreaterThan(0);
  const state = createLiveState(SITE);
  let count = 0;
  for await (const events of app.log.read(SITE)) {
    foldBatch(state, events);
    for (const event of events) expect(event.position).toBe((count += 1));
  }
  expect(count).toBe(1 + 3 * 120 * 2);
  expect(Math.max(...acknowledged.map((one) => one.position))).toBe(count);
  await until(() => {
    expect(client.view.mark.position).toBe(count);
    expect(rowsOf(client.view)).toEqual(rowsOfSnapshot(snapshotOf(state, client.view.mark.asOf, 0)));
    return true;
  }, 20_000);
  expect(uncaught).toEqual([]);
  // No connection was lost from the pool on the way.
  const pool = app.database.$client;
  await until(() => pool.waitingCount === 0 && pool.idleCount === pool.totalCount);
  client.close();
});

it('a Redis that drops every connection delays and loses nothing', async () => {
  const siteId = 'cut-redis';
  await app.send(siteId, [
    { id: 'clock', source: 'acd', type: 'site.clock-set', time: BASE, data: { clock: { kind: 'log' } } },
  ]);
  app.startFold();
  const api = await app.startApi();
  const client = await connectClient(api.url, 'sue');
  await until(async () => (await client.subscribe({ siteId })).ok);
  for (let turn = 0; turn < 60; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await app.log.append(siteId, contact(turn));
    // oxlint-disable-next-line no-await-in-loop -- in the midst of the sending
    if (turn % 20 === 7) await cutRedis();
  }
  const state = createLiveState(siteId);
  for await (const events of app.log.read(siteId)) foldBatch(state, events);
  await until(() => {
    expect(client.view.mark.position).toBe(121);
    expect(rowsOf(client.view)).toEqual(rowsOfSnapshot(snapshotOf(state, client.view.mark.asOf, 0)));
    return true;
  }, 20_000);
  expect(client.applied).not.toContain('gap');
  expect(uncaught).toEqual([]);
  client.close();
});

/** Ends the connections of these tests, which bear their prefix as a name, and of nobody else. */
async function cutRedis(): Promise<void> {
  const own = await app.redis.client('ID');
  let others: number[] = [];
  // Those ended the time before may still be on their way back.
  await until(async () => {
    const list = String(await app.redis.client('LIST'));
    const ids = list.split('\n').filter((line) => line.includes(` name=${app.redisPrefix} `));
    others = ids.map((line) => Number(/^id=(\d+)/.exec(line)?.[1])).filter((id) => id !== own);
    return others.length > 3;
  });
  await Promise.all(others.map((id) => app.redis.client('KILL', 'ID', id)));
}

it('a line to the database that falls silent is given up: who waits on it is told, and who comes next is answered', async () => {
  const url = String(app.database.$client.options.connectionString);
  const line = await SilentLine.to(url);
  const database = openDatabase(line.through(url), { maxConnections: 2, statementMs: 400 });
  const log = new PostgresEventLog({ database, databaseUrl: line.through(url), now: Date.now });
  await log.append('silent', contact(1));
  // Both connections of the pool are open.
  await Promise.all([log.head('silent'), log.head('silent')]);
  line.fallSilent();
  const [appending, reading] = await Promise.allSettled([log.append('silent', contact(2)), log.head('silent')]);
  for (const outcome of [appending, reading]) {
    expect(outcome.status).toBe('rejected');
    if (outcome.status === 'rejected') expect(problemOf(outcome.reason)).toMatchObject({ status: 503 });
  }
  const appended = await log.append('silent', contact(2));
  expect(appended.map(({ position }) => position)).toEqual([3, 4]);
  // What the server was told in case it is our end that vanishes.
  const { rows } = await database.$client.query('show idle_in_transaction_session_timeout');
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '30s' }]);
  await log.close();
  await closeDatabase(database);
  line.close();
});

it('a line to Redis that falls silent is given up: what is published or asked after it arrives', async () => {
  const { redisUrl } = testServices();
  const line = await SilentLine.to(redisUrl);
  // A read waits in Redis for two seconds.
  const options = { isPatient: false, answerMs: 2_200, failed: () => undefined };
  const connect = (): Redis => connectRedis(line.through(redisUrl), options);
  const stream = new RedisDeltaStream({ connect, prefix: `${app.redisPrefix}-silent`, pingMs: 100 });
  const heard: number[] = [];
  stream.follow('silent', (entry) => {
    if (entry.kind === 'snapshot') heard.push(entry.snapshot.at.position);
  });
  let askedCount = 0;
  stream.onAsk(() => askedCount++);
  const publish = (position: number) => {
    const state = createLiveState('silent');
    state.position = position;
    return stream.publish('silent', { kind: 'snapshot', snapshot: snapshotOf(state, BASE, BASE) });
  };
  await until(async () => {
    await publish(1).catch(() => undefined);
    stream.ask('silent');
    return heard.length > 0 && askedCount > 0;
  });
  line.fallSilent();
  askedCount = 0;
  await until(async () => {
    await publish(2).catch(() => undefined);
    stream.ask('silent');
    return heard.includes(2) && askedCount > 0;
  });
  await stream.close();
  line.close();
});
