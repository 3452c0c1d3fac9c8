import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { LEASE_MS } from '@floorwalk/server/modules/notices/claim-deliveries';
import { noticeChannel, noticeDelivery } from '@floorwalk/server/modules/notices/tables';
import { seal } from '@floorwalk/server/notify/sealed';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../integration/live-app.ts';
import { BuiltRoles } from '../kit/built-roles.ts';
import { useDatabase } from '../kit/database.ts';
import { startHttpReceiver, type HttpReceiver } from '../kit/notice-receivers.ts';
import { useRedis } from '../kit/redis.ts';
import type { StartedProcess } from '../kit/started-process.ts';

const SITE = 'chaos';
const SECRET = 's'.repeat(40);
/** More than a worker has in its hands at once. */
const NOTICES = 150;
const given = useDatabase();
const redis = useRedis();
const roles = new BuiltRoles();
let database: Database;
let log: PostgresEventLog;
let web: HttpReceiver;

beforeAll(async () => {
  database = openDatabase(given.url);
  log = new PostgresEventLog({ database, databaseUrl: given.url, now: Date.now });
  web = await startHttpReceiver();
});
afterAll(async () => {
  await roles.close();
  await web?.stop();
  await log.close();
  await closeDatabase(database);
});

const start = (role: string): Promise<StartedProcess> =>
  roles.start(role, { databaseUrl: given.url, redisUrl: redis.url, redisPrefix: redis.prefix, secret: SECRET });

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
    await roles.kill(jobs);
    // As if the time had passed for which the dead worker had them to itself.
    await database.$client.query('update notice_delivery set lease_until = lease_until - $1', [LEASE_MS]);
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
