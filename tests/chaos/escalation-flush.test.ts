import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentEnvironment, searchPath } from '@floorwalk/server/config';
import { fetchRedisProgram, findRedisProgram } from '@floorwalk/server/embedded/redis-binaries';
import { startRedis, type RunningRedis } from '@floorwalk/server/embedded/redis';
import { openStateDirectory } from '@floorwalk/server/embedded/state-directory';
import type { Lease } from '@floorwalk/server/live/lease';
import { SWEEP_EVERY_MS, sweepEscalations } from '@floorwalk/server/modules/escalation/sweep-escalations';
import { openBase, type Base } from '@floorwalk/server/roles/open-base';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import type { ChannelAnswer } from '@floorwalk/shared/api/notices';
import type { EscalationPolicy } from '@floorwalk/shared/escalation/policy';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../integration/live-app.ts';
import { BuiltRoles } from '../kit/built-roles.ts';
import { jsonOf, startHttpReceiver, type HttpReceiver } from '../kit/notice-receivers.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import type { StartedProcess } from '../kit/started-process.ts';

/** How long a step waits, by the site's clock. */
const STEP_MS = 600_000;
/** Long enough for the slowest machine; nothing waits for it. */
const LIMIT_MS = 100_000;
/** What is counted is counted in the database that everybody works with: not all the time. */
const LOOK_EVERY_MS = 150;
const roles = new BuiltRoles();
let home: string;
let redis: RunningRedis;
let connection: Redis;
let floorwalk: RunningFloorwalk;
let base: Base;
let web: HttpReceiver;
let workers: StartedProcess[];
let eventCount = 0;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'floorwalk-flush-'));
  const { tools } = openStateDirectory(currentEnvironment().home);
  const program = (await findRedisProgram(tools, searchPath())) ?? (await fetchRedisProgram(tools));
  // A Redis of its own: it is emptied in the middle of everything.
  [redis, web] = await Promise.all([
    startRedis({
      program,
      directory: join(home, 'redis'),
      password: 'p'.repeat(32),
      logFile: join(home, 'redis.log'),
      durable: false,
    }),
    startHttpReceiver(),
  ]);
  connection = new Redis(redis.url);
  floorwalk = await startFloorwalk({
    roles: ['api', 'fold'],
    demo: false,
    config: { redisUrl: redis.url, noticesToPrivateAddresses: true },
  });
  base = openBase(floorwalk.config);
  workers = await Promise.all([startWorker(), startWorker()]);
  const grants = [{ role: 'supervisor', scope: { siteId: '*' } }];
  const password = 'correct horse battery';
  await ask('POST', '/people', { name: 'Sue', email: 'sue@example.org', password, grants });
});
afterAll(async () => {
  await roles.close();
  await base?.close();
  await floorwalk?.stop();
  await web?.stop();
  connection?.disconnect();
  await redis?.stop();
  rmSync(home, { recursive: true, force: true });
});

const eventually = <T>(condition: () => T | Promise<T>) => until(condition, LIMIT_MS, LOOK_EVERY_MS);

/** The jobs role in a process of its own, on the same database and Redis. */
const startWorker = (): Promise<StartedProcess> => roles.start('jobs', floorwalk.config);

async function replaceWorker(index: 0 | 1): Promise<void> {
  await roles.kill(workers[index] as StartedProcess);
  workers[index] = await startWorker();
}

async function ask<T>(method: string, path: string, body: unknown): Promise<T> {
  const token = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
  const response = await fetch(`${floorwalk.address}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  return (text === '' ? null : JSON.parse(text)) as T;
}

async function tell(siteId: string, events: readonly (readonly [type: string, data: object])[], time = Date.now()) {
  const said = events.map(([type, data]) => ({ id: `e${eventCount++}`, source: 'test', type, time, data }));
  await base.log.append(siteId, said as unknown as NewEvent[]);
}

/** Moves the site's clock so many ms ahead of the real one. */
async function fastForward(siteId: string, ahead: number): Promise<void> {
  const at = Date.now();
  await tell(siteId, [['site.clock-set', { clock: { kind: 'paced', base: at + ahead, at, rate: 1 } }]]);
}

/** Keeps the workers from sweeping for escalations, until it is given back. None is under way then. */
const holdSweeps = (): Promise<Lease> => until(() => base.leases.tryAcquire(`job:${sweepEscalations.name}`), LIMIT_MS);

/** Jobs that wait or are under way. */
async function leftInLine(): Promise<number> {
  const line = `${floorwalk.config.redisPrefix}-bull:jobs`;
  const lengths = await Promise.all([connection.llen(`${line}:wait`), connection.llen(`${line}:active`)]);
  return lengths.reduce((sum, length) => sum + length, 0);
}

async function query<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
  return (await base.database.$client.query(text, [...values])).rows as Row[];
}

async function countOf(text: string, values: readonly unknown[]): Promise<number> {
  const [row] = await query<{ count: number }>(text, values);
  return row?.count ?? 0;
}

/** Steps of one escalation in one round that were told of more than once, and pages asked for twice: none, whatever happens. */
async function toldTwice(siteId: string): Promise<unknown[]> {
  const steps = await query(
    `select data->>'escalationId' as escalation from event_log where site = $1 and type = 'escalation.step-reached'
     group by data->>'escalationId', data->'standing'->>'lap', data->'standing'->>'reached' having count(*) > 1`,
    [siteId],
  );
  const pages = await query(
    `select data->>'noticeId' as notice from event_log where site = $1 and type = 'notice.requested'
     group by 1 having count(*) > 1`,
    [siteId],
  );
  return [...steps, ...pages];
}

/** Pages asked for after somebody had acknowledged what they are about. */
const pagedLater = (siteId: string): Promise<unknown[]> =>
  query(
    `select told.position from event_log told join event_log taken
       on taken.site = told.site and taken.type = 'escalation.acknowledged'
       and taken.data->>'escalationId' = told.data->'about'->>'id' and told.position > taken.position
     where told.site = $1 and told.type = 'notice.requested'`,
    [siteId],
  );

const policyOf = (id: string, more: Partial<EscalationPolicy>): EscalationPolicy => ({
  id,
  name: id,
  steps: [{ targets: [{ kind: 'role', role: 'supervisor' }], waitMs: STEP_MS }],
  repeatCount: 1,
  acknowledgementsNeeded: 1,
  acknowledgeTimeoutMs: null,
  warRoom: false,
  owner: { kind: 'role', role: 'supervisor' },
  ...more,
});

describe('500 running escalations', () => {
  const SITE = 'flood';
  const RUNNING = 500;
  const TAKEN = 40;

  it('all begin, each once, from requests told at once', async () => {
    await tell(SITE, [['team.configured', { teamId: 'north', name: 'North' }]]);
    await ask('PUT', `/sites/${SITE}/escalation-policies/flood`, policyOf('flood', {}));
    const requested = Array.from({ length: RUNNING }, (_, index) => {
      const about = { kind: 'other', id: `flood-${index}` };
      const data = { requestId: about.id, about, title: `Flood ${index}`, impact: 'high', policyId: 'flood' };
      return ['escalation.requested', data] as const;
    });
    await tell(SITE, requested);
    const begun = () => countOf('select count(*) as count from escalation where site = $1', [SITE]);
    await eventually(async () => (await begun()) === RUNNING);
    const taken = await query<{ id: string }>('select id from escalation where site = $1 order by id limit $2', [
      SITE,
      TAKEN,
    ]);
    await Promise.all(taken.map(({ id }) => ask('POST', `/sites/${SITE}/escalations/${id}/acknowledge`, {})));
  });

  it('every one of them still reaches its next step when everything in Redis is lost, and the next sweep is enough for all', async () => {
    const armed = () => connection.zcard(`${floorwalk.config.redisPrefix}-bull:jobs:delayed`);
    const before = await armed();
    expect(before).toBeGreaterThan(0);
    const { position } = await base.log.head(SITE);
    // The workers sweep while nobody else does: from here on the one sweep is the one below. What they are rung for they do.
    const first = await holdSweeps();
    await connection.flushall();
    expect(await armed()).toBeLessThan(before);
    await first.release();
    const held = await holdSweeps();
    await fastForward(SITE, STEP_MS);
    await sweepEscalations.run(base);
    await eventually(async () => (await leftInLine()) === 0);
    const reached = await countOf(
      `select count(distinct data->>'escalationId') as count from event_log
       where site = $1 and position > $2 and type = 'escalation.step-reached'`,
      [SITE, position],
    );
    process.stderr.write(
      `escalation-flush: ${reached} of ${RUNNING - TAKEN} reached their next step by one sweep (one comes every ${SWEEP_EVERY_MS} ms)\n`,
    );
    expect(reached).toBe(RUNNING - TAKEN);
    expect(await toldTwice(SITE)).toEqual([]);
    expect(await pagedLater(SITE)).toEqual([]);
    await held.release();
  });
});

describe('a storm of 200 alerts, workers killed, the clock fast-forwarded', () => {
  const SITE = 'storm';
  const ALERTS = 200;
  const contacts = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => {
      const number = from + index;
      return ['contact.queued', { contactId: `c${number}`, queueId: `q${number}` }] as const;
    });
  const ruleOf = (queueId: string): AlertRule => ({
    id: `waiting-${queueId}`,
    name: 'Somebody waits',
    subject: { table: 'queues', ids: [queueId] },
    levels: [
      {
        severity: 'critical',
        when: { metric: 'waiting', is: 'at-least', threshold: 1 },
        forMs: 0,
        keepFiringMs: 0,
      },
    ],
  });
  /** Which escalations the receiver was paged of, as often as it was. */
  const arrived = (): readonly string[] =>
    web.received.flatMap((one) =>
      jsonOf<{ data: { notices: { about: { id: string } }[] } }>(one).data.notices.map(({ about }) => about.id),
    );

  it('pages nobody twice for one step, nobody for what was acknowledged, and forgets nothing', async () => {
    await tell(
      SITE,
      Array.from({ length: ALERTS }, (_, index) => [
        'queue.configured',
        { queueId: `q${index}`, name: `Queue ${index}` },
      ]),
    );
    // The rules and paths of a new site come first; then those of the storm.
    const rules = await eventually(async () => {
      const found = await query<{ id: string }>('select id from alert_rule where site = $1', [SITE]);
      const paths = await countOf('select count(*) as count from escalation_policy where site = $1', [SITE]);
      return found.length > 0 && paths > 0 ? found : null;
    });
    await Promise.all(rules.map(({ id }) => ask('DELETE', `/sites/${SITE}/alert-rules/${id}`, undefined)));
    const room = await ask<ChannelAnswer>('POST', `/sites/${SITE}/notice-channels`, {
      kind: 'webhook',
      name: 'Room',
      enabled: true,
      limits: { perHour: 1_000, bundleMinutes: 0 },
      url: `${web.url}/room`,
    });
    const targets = [
      { kind: 'role' as const, role: 'supervisor' as const },
      { kind: 'channel' as const, channelId: room.id },
    ];
    const steps = [targets, targets].map((told) => ({ targets: told, waitMs: STEP_MS }));
    await ask('PUT', `/sites/${SITE}/escalation-policies/urgent`, policyOf('urgent', { steps, repeatCount: 0 }));
    // A rule for each queue: what one rule finds is one page.
    await tell(
      SITE,
      Array.from({ length: ALERTS }, (_, index) => [
        'alert.rule-set',
        { rule: ruleOf(`q${index}`), version: 1, by: { id: 'sue', name: 'Sue' } },
      ]),
    );

    // The first half of the storm: nobody answers, so that the workers die with their hands full. Some of what they held is acknowledged then.
    web.answer = () => 'hold';
    const began = Date.now();
    await tell(SITE, contacts(0, ALERTS / 2));
    await until(() => web.received.length >= 20, LIMIT_MS);
    await Promise.all(workers.map((worker) => roles.kill(worker)));
    web.answer = () => 200;
    const inDeadHands = arrived().slice(0, 10);
    const acknowledge = (ids: readonly string[]) =>
      Promise.all(ids.map((id) => ask('POST', `/sites/${SITE}/escalations/${id}/acknowledge`, {})));
    await Promise.all([acknowledge(inDeadHands), tell(SITE, contacts(ALERTS / 2, ALERTS))]);
    workers = await Promise.all([startWorker(), startWorker()]);
    const fired = `select count(*) as count from event_log where site = $1 and type = 'alert.fired'`;
    await eventually(async () => (await countOf(fired, [SITE])) === ALERTS);
    const firedMs = Date.now() - began;
    const begun = () => query<{ id: string }>('select id from escalation where site = $1 order by id', [SITE]);
    const all = await eventually(async () => {
      const found = await begun();
      return found.length === ALERTS ? found.map(({ id }) => id) : null;
    });

    // Others are acknowledged when their page has arrived.
    const sent = async () => {
      const rows = await query<{ id: string }>(
        `select notice.about_id as id from notice_delivery delivery
         join notice on notice.site = delivery.site and notice.id = delivery.notice_id
         where delivery.site = $1 and delivery.channel = 'webhook' and delivery.status = 'sent' order by 1 limit 30`,
        [SITE],
      );
      return rows.length === 30 ? rows.map(({ id }) => id) : null;
    };
    const answered = await eventually(sent);
    await acknowledge(answered);
    const taken = new Set([...inDeadHands, ...answered]);
    const arrivedBefore = arrived()
      .filter((id) => taken.has(id))
      .toSorted();

    // The clock leaps over the wait of the first step, and the second worker is killed in the middle of the second.
    await fastForward(SITE, STEP_MS);
    const pages = web.received.length;
    await until(() => web.received.length >= pages + 20, LIMIT_MS);
    await replaceWorker(1);
    const left = all.filter((id) => !taken.has(id));
    const reached = (reachedCount: number) =>
      countOf(
        `select count(distinct data->>'escalationId') as count from event_log where site = $1
         and type = 'escalation.step-reached' and (data->'standing'->>'reached')::int = $2`,
        [SITE, reachedCount],
      );
    await eventually(async () => (await reached(2)) === left.length);
    await fastForward(SITE, 2 * STEP_MS + 1_000);
    const standing = () =>
      query<{ id: string; state: string; owner: string | null }>(
        `select id, state, shown->>'owner' as owner from escalation where site = $1`,
        [SITE],
      );
    const ended = await eventually(async () => {
      const rows = await standing();
      return rows.every(({ state }) => state === 'exhausted' || state === 'acknowledged') ? rows : null;
    });
    await eventually(async () => {
      const open = `select count(*) as count from notice_delivery where site = $1 and status in ('queued', 'sending')`;
      const isTaken = `select count(*) as count from notice where site = $1`;
      const asked = `select count(*) as count from event_log where site = $1 and type = 'notice.requested'`;
      return (await countOf(open, [SITE])) === 0 && (await countOf(isTaken, [SITE])) === (await countOf(asked, [SITE]));
    });

    // Nothing is forgotten: each is with who took it, or has been through every step and has an owner.
    expect(new Set(ended.filter(({ state }) => state === 'acknowledged').map(({ id }) => id))).toEqual(taken);
    expect(ended.filter(({ owner }) => owner === null)).toEqual([]);
    expect([await reached(1), await reached(2)]).toEqual([ALERTS, left.length]);
    // Nobody is paged twice for one step: one page a step, person and channel in the ledger, and by one death once more at most at the receiver.
    expect(await toldTwice(SITE)).toEqual([]);
    const lines = await query<{ id: string; status: string; channel: string; attempts: { outcome: string }[] }>(
      `select id, status, channel, attempts from notice_delivery where site = $1`,
      [SITE],
    );
    const byRoom = lines.filter(({ channel }) => channel === 'webhook');
    expect(byRoom).toHaveLength(ALERTS + left.length);
    // To Sue, also of what was at its end.
    expect(lines.filter(({ channel }) => channel === 'in-app')).toHaveLength(ALERTS + 2 * left.length);
    const times = new Map<string, number>();
    for (const { headers } of web.received) {
      const id = String(headers['webhook-id']);
      times.set(id, (times.get(id) ?? 0) + 1);
    }
    for (const { id, status: became, attempts } of byRoom) {
      const lostCount = attempts.filter(({ outcome }) => outcome === 'unknown').length;
      const count = times.get(id) ?? 0;
      expect(count).toBeLessThanOrEqual(1 + lostCount);
      if (became === 'sent') expect(count).toBeGreaterThan(0);
      else expect(became).toBe('withdrawn');
    }
    // Nothing acknowledged is paged later, not even what died in somebody's hands.
    expect(await pagedLater(SITE)).toEqual([]);
    expect(
      arrived()
        .filter((id) => taken.has(id))
        .toSorted(),
    ).toEqual(arrivedBefore);
    process.stderr.write(
      `escalation-storm: ${ALERTS} alerts within ${firedMs} ms, ${byRoom.length} pages to the room, ${web.received.length} arrived, ${inDeadHands.length} acknowledged in dead hands\n`,
    );
  });
});
