import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { noticeChannel, noticeDelivery } from '@floorwalk/server/modules/notices/tables';
import { seal } from '@floorwalk/server/notify/sealed';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../integration/live-app.ts';
import { useDatabase } from '../kit/database.ts';
import { startHttpReceiver, type HttpReceiver } from '../kit/notice-receivers.ts';
import { useRedis } from '../kit/redis.ts';
import { startProcess, type StartedProcess } from '../kit/started-process.ts';

/** The built program, as an installation runs it; the test command builds it first. */
const PROGRAM = ['server/dist/cli/main.js'];
const SITE = 'chaos';
const SECRET = 's'.repeat(40);
const NOTICES = 40;
const given = useDatabase();
const redis = useRedis();
const homes: string[] = [];
const running = new Set<StartedProcess>();
let database: Database;
let log: PostgresEventLog;
let web: HttpReceiver;

beforeAll(async () => {
  database = openDatabase(given.url);
  log = new PostgresEventLog({ database, databaseUrl: given.url, now: Date.now });
  web = await startHttpReceiver();
});
afterAll(async () => {
  for (const one of running) one.signal('SIGKILL');
  await Promise.all([...running].map((one) => one.ended));
  await web?.stop();
  await log.close();
  await closeDatabase(database);
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

async function start(roles: string): Promise<StartedProcess> {
  const home = mkdtempSync(join(tmpdir(), 'floorwalk-notify-'));
  homes.push(home);
  const env = {
    DATABASE_URL: given.url,
    REDIS_URL: redis.url,
    REDIS_PREFIX: redis.prefix,
    FLOORWALK_SECRET: SECRET,
    NOTICES_TO_PRIVATE_ADDRESSES: 'true',
  };
  const one = startProcess(home, ['start', '--no-demo', '--roles', roles, '--port', '0'], env, PROGRAM);
  running.add(one);
  await one.line();
  return one;
}

describe('a worker killed mid-notification', () => {
  it('leaves nothing undelivered and delivers nothing more than twice, the second time with the same id', async () => {
    await log.append(SITE, [
      { id: 'team', source: 'test', type: 'team.configured', time: Date.now(), data: { teamId: 't', name: 'T' } },
    ]);
    await database.insert(noticeChannel).values({
      site: SITE,
      id: 'room',
      kind: 'webhook',
      name: 'Room',
      enabled: true,
      limits: { perHour: 1_000, bundleMinutes: 0 },
      mail: null,
      origin: web.url,
      sealed: seal(SECRET, { url: `${web.url}/room`, signingSecret: `whsec_${Buffer.alloc(32).toString('base64')}` }),
      hasPassword: false,
      lastTest: null,
      createdAt: Date.now(),
    });
    // The receiver takes what comes but does not answer: the worker dies with all of it in its hands.
    web.answer = () => 'hold';
    const [, jobs] = await Promise.all([start('fold'), start('jobs')]);
    const ask = Array.from({ length: NOTICES }, (_, index): NewEvent => ({
      id: `ask-${index}`,
      source: 'test',
      type: 'notice.requested',
      time: Date.now(),
      data: {
        noticeId: `n${index}`,
        about: { kind: 'alert', id: `a${index}` },
        to: [],
        channelIds: ['room'],
        urgency: 'page',
        title: `Notice ${index}`,
        body: '',
      },
    }));
    await log.append(SITE, ask);
    await until(() => web.received.length >= 5, 20_000);
    jobs.signal('SIGKILL');
    await jobs.ended;
    running.delete(jobs);
    const beforeDeath = web.received.length;
    web.answer = () => 200;
    await start('jobs');
    const lines = await until(async () => {
      const rows = await database.select().from(noticeDelivery);
      return rows.length === NOTICES && rows.every(({ status }) => status === 'sent') ? rows : null;
    }, 60_000);

    const countOf = new Map<string, number>();
    for (const { headers } of web.received) {
      const id = String(headers['webhook-id']);
      countOf.set(id, (countOf.get(id) ?? 0) + 1);
    }
    expect([...countOf.keys()].toSorted()).toEqual(lines.map(({ id }) => id).toSorted());
    expect(Math.max(...countOf.values())).toBe(2);
    expect([...countOf.values()].filter((count) => count === 2)).toHaveLength(beforeDeath);
    // The ledger says of which it is unknown whether they had arrived: all that came twice, perhaps one that had not been sent yet.
    for (const { id, attempts } of lines) {
      const outcomes = attempts.map(({ outcome }) => outcome).join();
      expect(countOf.get(id) === 2 ? ['unknown,sent'] : ['sent', 'unknown,sent']).toContain(outcomes);
    }
    expect(lines.filter(({ attempts }) => attempts.length === 1).length).toBeGreaterThan(0);
  });
});
