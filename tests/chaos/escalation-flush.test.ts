import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentEnvironment, searchPath } from '@floorwalk/server/config';
import { fetchRedisProgram, findRedisProgram } from '@floorwalk/server/embedded/redis-binaries';
import { startRedis, type RunningRedis } from '@floorwalk/server/embedded/redis';
import { openStateDirectory } from '@floorwalk/server/embedded/state-directory';
import { advanceEscalationHandler } from '@floorwalk/server/modules/escalation/jobs/advance-escalation.handler';
import { sweepEscalations, SWEEP_EVERY_MS } from '@floorwalk/server/modules/escalation/sweep-escalations';
import { openBase, type Base } from '@floorwalk/server/roles/open-base';
import type { EscalationPolicy } from '@floorwalk/shared/escalation/policy';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../integration/live-app.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';

const SITE = 'demo';
const RUNNING = 500;
const TAKEN = 40;
const WAIT_MS = 5_000;
const LONG_MS = 60_000;

const policy: EscalationPolicy = {
  id: 'storm',
  name: 'Storm',
  steps: [{ targets: [{ kind: 'role', role: 'supervisor' }], waitMs: WAIT_MS }],
  repeatCount: 9,
  acknowledgementsNeeded: 1,
  acknowledgeTimeoutMs: null,
  warRoom: false,
  owner: { kind: 'role', role: 'supervisor' },
};

let home: string;
let redis: RunningRedis;
let connection: Redis;
let floorwalk: RunningFloorwalk;
let base: Base;
let sweeping: Promise<void> | undefined;
let sweepTimer: NodeJS.Timeout;
const workers: { stop(): Promise<void> }[] = [];
/** How a worker dies: before it did anything, or after the commit and before the next ring. Every third time, when on. */
let isDeadly = false;
let handledCount = 0;
let killedCount = 0;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'floorwalk-flush-'));
  const { tools } = openStateDirectory(currentEnvironment().home);
  const program = (await findRedisProgram(tools, searchPath())) ?? (await fetchRedisProgram(tools));
  // A Redis of its own: it is emptied in the middle of everything.
  redis = await startRedis({
    program,
    directory: join(home, 'redis'),
    password: 'p'.repeat(32),
    logFile: join(home, 'redis.log'),
    durable: false,
  });
  connection = new Redis(redis.url);
  floorwalk = await startFloorwalk({ roles: ['api', 'fold'], config: { redisUrl: redis.url } });
  base = openBase(floorwalk.config);
  // The jobs role, with workers that can die.
  const handler = {
    ...advanceEscalationHandler,
    handle: async (...[services, payload]: Parameters<typeof advanceEscalationHandler.handle>) => {
      handledCount++;
      if (!isDeadly || handledCount % 3 !== 0) return advanceEscalationHandler.handle(services, payload);
      killedCount++;
      if (handledCount % 2 === 0) await advanceEscalationHandler.handle({ ...services, ring: undefined }, payload);
      throw new Error('killed');
    },
  };
  const worker = base.startWorker?.([handler], base);
  if (worker !== undefined) workers.push(worker);
  sweepTimer = setInterval(() => {
    sweeping ??= sweepEscalations.run(base).finally(() => {
      sweeping = undefined;
    });
  }, SWEEP_EVERY_MS);
});
afterAll(async () => {
  clearInterval(sweepTimer);
  await sweeping;
  await Promise.all(workers.map((worker) => worker.stop()));
  await base?.close();
  await floorwalk?.stop();
  connection?.disconnect();
  await redis?.stop();
  rmSync(home, { recursive: true, force: true });
});

async function query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await base.database.$client.query(text, [...values])).rows as Row[];
}

/** Escalations that reached a step after a position of the log, once each, and how late the latest did by its own due moment. */
async function reachedAfter(position: number): Promise<{ count: number; latestMs: number }> {
  const [row] = await query<{ count: number; latest: number }>(
    `with told as (
       select data->>'escalationId' as id, position, time, type,
         lag((data->'standing'->>'dueAt')::bigint) over (partition by data->>'escalationId' order by position) as due
       from event_log where site = $1 and type like 'escalation.%' and data ? 'escalationId'
     )
     select count(distinct id) as count, max(time - due) as latest
     from told where position > $2 and type = 'escalation.step-reached'`,
    [SITE, position],
  );
  return { count: row?.count ?? 0, latestMs: row?.latest ?? 0 };
}

const head = async () => (await base.log.head(SITE)).position;

async function send(type: string, data: object): Promise<void> {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${floorwalk.token}` },
    body: JSON.stringify([
      { specversion: '1.0', id: `${type}-${Date.now()}`, source: 'demo', type, time: new Date().toISOString(), data },
    ]),
  });
  expect(response.status).toBe(200);
}

describe(`${RUNNING} running escalations`, () => {
  it('all begin, each once, from requests told at once', async () => {
    const token = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    await send('team.configured', { teamId: 'north', name: 'North' });
    const put = await fetch(`${floorwalk.address}/api/v1/sites/${SITE}/escalation-policies/storm`, {
      method: 'PUT',
      headers,
      body: JSON.stringify(policy),
    });
    expect(put.status, await put.clone().text()).toBe(200);
    const requests: NewEvent[] = Array.from({ length: RUNNING }, (_, index) => ({
      id: `r${index}`,
      source: 'floorwalk/console',
      type: 'escalation.requested',
      time: Date.now(),
      data: {
        requestId: `storm-${index}`,
        about: { kind: 'other', id: `storm-${index}` },
        title: `Storm ${index}`,
        impact: 'high',
        policyId: 'storm',
      },
    }));
    await base.log.append(SITE, requests);
    await until(async () => {
      const [row] = await query<{ count: number }>('select count(*) as count from escalation where site = $1', [SITE]);
      return row?.count === RUNNING;
    }, 100_000);
    const taken = await query<{ id: string }>('select id from escalation where site = $1 order by id limit $2', [
      SITE,
      TAKEN,
    ]);
    await Promise.all(
      taken.map(async ({ id }) => {
        const url = `${floorwalk.address}/api/v1/sites/${SITE}/escalations/${id}/acknowledge`;
        const answer = await fetch(url, { method: 'POST', headers, body: '{}' });
        expect(answer.status, await answer.clone().text()).toBe(200);
      }),
    );
  });

  it('every one of them still reaches its next step when everything in Redis is lost, found by the sweep', async () => {
    const armed = await connection.zcard(`${floorwalk.config.redisPrefix}-bull:jobs:delayed`);
    expect(armed).toBeGreaterThan(0);
    await connection.flushall();
    const position = await head();
    expect(await connection.zcard(`${floorwalk.config.redisPrefix}-bull:jobs:delayed`)).toBeLessThan(armed);
    const { count, latestMs } = await until(async () => {
      const reached = await reachedAfter(position);
      return reached.count >= RUNNING - TAKEN ? reached : null;
    }, 100_000);
    expect(count).toBe(RUNNING - TAKEN);
    process.stderr.write(
      `escalation-flush: ${count} of ${RUNNING - TAKEN} reached their next step, the latest ${latestMs} ms after its moment (a sweep comes every ${SWEEP_EVERY_MS} ms)\n`,
    );
  });

  it('workers are killed and the clock leaps: still every one moves on, and nobody is told twice for one step', async () => {
    isDeadly = true;
    const position = await head();
    const at = Date.now();
    // A minute in no time: everything is due at once, and overdue.
    await send('site.clock-set', { clock: { kind: 'paced', base: at + LONG_MS, at, rate: 1 } });
    const { count } = await until(async () => {
      const reached = await reachedAfter(position);
      return reached.count >= RUNNING - TAKEN ? reached : null;
    }, 100_000);
    expect(count).toBe(RUNNING - TAKEN);
    expect(killedCount).toBeGreaterThan(0);
    isDeadly = false;

    const twice = await query(
      `select data->>'noticeId' from event_log where site = $1 and type = 'notice.requested' group by 1 having count(*) > 1`,
      [SITE],
    );
    expect(twice).toEqual([]);
    const late = await query(
      `select told.position from event_log told join event_log taken
         on taken.site = told.site and taken.type = 'escalation.acknowledged'
         and taken.data->>'escalationId' = told.data->'about'->>'id' and told.position > taken.position
       where told.site = $1 and told.type = 'notice.requested'`,
      [SITE],
    );
    expect(late).toEqual([]);
    const [begun] = await query<{ count: number }>(
      `select count(*) as count from event_log where site = $1 and type = 'escalation.started'`,
      [SITE],
    );
    expect(begun?.count).toBe(RUNNING);
  });
});
