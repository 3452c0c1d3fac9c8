import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_RULES } from '@floorwalk/shared/alerts/default-rules';
import type { AlertWindow } from '@floorwalk/shared/alerts/alert-window';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import type { BacktestAnswer, ExplainAnswer, FiringAnswer } from '@floorwalk/shared/api/alerts';
import type { MatrixAnswer } from '@floorwalk/shared/api/escalation';
import { DEFAULT_POLICIES } from '@floorwalk/shared/escalation/default-policies';
import { firstDepartments } from '@floorwalk/shared/handoffs/first-departments';
import { DEFAULT_POLICY } from '@floorwalk/shared/handover/policy';
import { createLiveState, type LiveState } from '@floorwalk/shared/live/live-state';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { foldBatch } from '@floorwalk/server/live/fold-batch';
import { SnapshotStore } from '@floorwalk/server/live/snapshot-store';
import { createStateAt } from '@floorwalk/server/live/state-at';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { watchSites } from '@floorwalk/server/modules/alerts/watch-site';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeKeys } from '../kit/remove-keys.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { connectClient, type LiveClient } from './live-client.ts';
import { until } from './live-app.ts';

const SITE = 'demo';
let floorwalk: RunningFloorwalk;
let cliToken: string;
let client: LiveClient;
let database: Database;
let log: PostgresEventLog;

beforeAll(async () => {
  floorwalk = await startFloorwalk();
  cliToken = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
  database = openDatabase(floorwalk.config.databaseUrl);
  log = new PostgresEventLog({ database, databaseUrl: floorwalk.config.databaseUrl, now: Date.now });
  await send([['team', 'team.configured', { teamId: 'north', name: 'North' }]]);
  await send([['queue', 'queue.configured', { queueId: 'loud', name: 'Loud', teamId: 'north' }]]);
  client = await connectClient(floorwalk.address, cliToken);
  await until(async () => (await client.subscribe({ siteId: SITE })).ok);
});
afterAll(async () => {
  client.close();
  await log.close();
  await closeDatabase(database);
  await floorwalk.stop();
});

async function send(events: readonly (readonly [id: string, type: string, data: object])[]): Promise<void> {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${floorwalk.token}` },
    body: JSON.stringify(
      events.map(([id, type, data]) => ({
        specversion: '1.0',
        id,
        source: 'demo',
        type,
        time: new Date().toISOString(),
        data,
      })),
    ),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  token = cliToken,
): Promise<{ status: number; body: T }> {
  const response = await fetch(`${floorwalk.address}/api/v1/sites/${SITE}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

const waitingRule = (id: string, queueId: string, more: Partial<AlertRule['levels'][number]> = {}): AlertRule => ({
  id,
  name: `Two wait in ${queueId}`,
  subject: { table: 'queues', ids: [queueId] },
  levels: [
    {
      severity: 'critical',
      when: { metric: 'waiting', is: 'at-least', threshold: 2 },
      forMs: 0,
      keepFiringMs: 0,
      ...more,
    },
  ],
});

const queued = (contactId: string, queueId: string) =>
  [`${contactId}-q`, 'contact.queued', { contactId, queueId }] as const;
const rowOf = (ruleId: string) => [...client.view.tables.alerts.values()].find((row) => row.ruleId === ruleId);

async function movesOf(ruleId: string): Promise<string[]> {
  const moves: string[] = [];
  for await (const events of log.read(SITE)) {
    for (const { type, data } of events) if ('ruleId' in data && data.ruleId === ruleId) moves.push(type);
  }
  return moves;
}

describe('alerts', () => {
  it('a new site has the first rules in force, each set once', async () => {
    await until(() => {
      expect([...client.view.tables.alertRules.keys()].toSorted()).toEqual(
        DEFAULT_RULES.map((rule) => rule.id).toSorted(),
      );
      return true;
    });
    const { body } = await ask<{ id: string; version: number }[]>('GET', 'alert-rules');
    expect(body.map(({ version }) => version)).toEqual(DEFAULT_RULES.map(() => 1));
  });

  it('what crosses a threshold is on the log as fired once, in the history, and on the glass with its evidence', async () => {
    expect(await ask('PUT', 'alert-rules/two', waitingRule('two', 'loud'))).toMatchObject({
      status: 200,
      body: { version: 1 },
    });
    await send([queued('a', 'loud'), queued('b', 'loud')]);
    const row = await until(() => rowOf('two'));
    expect(row).toMatchObject({
      state: 'firing',
      subjectName: 'Loud',
      paged: true,
      evidence: [{ metric: 'waiting', value: 2, threshold: 2, finding: 'breached' }],
    });
    expect(await movesOf('two')).toEqual(['alert.fired']);
    const { body } = await ask<FiringAnswer[]>('GET', 'alerts?rule=two');
    expect(body).toMatchObject([{ alertId: row.id, firedAt: row.firedAt, resolvedAt: null, paged: true }]);
  });

  it('is acknowledged once, by the first who does', async () => {
    const { id, firedAt } = await until(() => rowOf('two'));
    expect((await ask('POST', `alerts/${id}/acknowledge`, { firedAt, note: 'On it' })).status).toBe(200);
    await until(() => rowOf('two')?.acknowledgedNote === 'On it');
    expect((await ask('POST', `alerts/${id}/acknowledge`, { firedAt })).status).toBe(409);
    expect((await ask('POST', `alerts/${id}/acknowledge`, { firedAt: 1 })).status).toBe(404);
  });

  it('says why it fires, and of a moment before why it did not', async () => {
    await until(() => rowOf('two'));
    let ruleAt = 0;
    for await (const events of log.read(SITE)) {
      const set = events.find(
        ({ type, data }) => type === 'alert.rule-set' && 'rule' in data && data.rule.id === 'two',
      );
      ruleAt = set?.recordedAt ?? ruleAt;
    }
    const query = 'alerts/explain?rule=two&table=queues&id=loud';
    const { body } = await ask<ExplainAnswer>('GET', query);
    expect(body.levels).toMatchObject([{ verdict: 'firing', evidence: [{ value: 2 }] }]);
    const before = await ask<ExplainAnswer>('GET', `${query}&at=${ruleAt}`);
    expect(before.body.levels).toMatchObject([{ verdict: 'not-met', firedAt: null, evidence: [{ value: 0 }] }]);
    expect((await ask('GET', `${query}&at=${Date.now() + 3_600_000}`)).status).toBe(400);
    expect((await ask('GET', 'alerts/explain?rule=two&table=queues&id=other')).status).toBe(404);
  });

  it('fires by time alone, no event coming, and not before its time', async () => {
    const longest: AlertRule = waitingRule('slow', 'slow', {
      when: { metric: 'longest-wait', is: 'above', threshold: 1_500 },
    });
    expect((await ask('PUT', 'alert-rules/slow', longest)).status).toBe(200);
    await send([queued('c', 'slow')]);
    const row = await until(() => rowOf('slow'));
    const queuedAt = client.view.tables.contacts.get('c')?.queuedAt ?? 0;
    expect((row.firedAt ?? 0) - queuedAt).toBeGreaterThan(1_500);
    expect(row.evidence[0]?.value).toBeGreaterThan(1_500);
  });

  it('a silence keeps what fires from paging, until it is ended', async () => {
    const scope = { ruleId: 'hush' };
    expect((await ask('PUT', 'alert-rules/hush', waitingRule('hush', 'hushed'))).status).toBe(200);
    const until1 = Date.now() + 600_000;
    expect(await ask('POST', 'alert-silences', { scope, until: 5, reason: 'x' })).toMatchObject({
      status: 400,
      body: { pointer: '/until' },
    });
    const made = await ask<{ id: string }>('POST', 'alert-silences', { scope, until: until1, reason: 'Planned' });
    expect(made.status).toBe(201);
    await until(() => client.view.tables.alertSilences.has(made.body.id));
    await send([queued('d', 'hushed'), queued('e', 'hushed')]);
    const row = await until(() => rowOf('hush'));
    expect(row).toMatchObject({
      paged: false,
      suppressedBy: { kind: 'silence', silenceId: made.body.id },
      silencedUntil: until1,
    });
    expect((await ask('DELETE', `alert-silences/${made.body.id}`)).status).toBe(200);
    await until(() => rowOf('hush')?.silencedUntil === null);
    expect((await ask('DELETE', `alert-silences/${made.body.id}`)).status).toBe(404);
  });

  it('an impossible rule is refused with the pointer of its fault', async () => {
    const wrong = waitingRule('wrong', 'q', { when: { metric: 'no-such' as 'waiting', is: 'above', threshold: 1 } });
    expect(await ask('PUT', 'alert-rules/wrong', wrong)).toMatchObject({ status: 400 });
    expect(await ask('PUT', 'alert-rules/other', waitingRule('wrong', 'q'))).toMatchObject({
      status: 400,
      body: { pointer: '/id' },
    });
  });

  it('no source may send what only rules and people decide', async () => {
    const response = await fetch(`${floorwalk.address}/api/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${floorwalk.token}` },
      body: JSON.stringify([
        {
          specversion: '1.0',
          id: 'x',
          source: 'demo',
          type: 'alert.rule-removed',
          time: new Date().toISOString(),
          data: { ruleId: 'two', by: { id: 'x', name: 'X' } },
        },
      ]),
    });
    expect(await response.json()).toMatchObject({ refusedCount: 1 });
  });

  it('fires though everything in Redis is lost while it is pending', async () => {
    expect((await ask('PUT', 'alert-rules/held', waitingRule('held', 'lost', { forMs: 2_000 }))).status).toBe(200);
    await send([queued('f', 'lost'), queued('g', 'lost')]);
    await until(async () => (await movesOf('held')).length > 0);
    await removeKeys(floorwalk.config.redisUrl, floorwalk.config.redisPrefix);
    await until(async () => (await movesOf('held')).includes('alert.fired'));
    expect(await movesOf('held')).toEqual(['alert.pending', 'alert.fired']);
    await until(() => rowOf('held')?.state === 'firing');
  });

  it('tries a rule on the past by a job, and says how it differs from the version in force', async () => {
    const from = Date.now() - 3_600_000;
    const tried = waitingRule('two', 'loud', { when: { metric: 'waiting', is: 'at-least', threshold: 9 } });
    for (const [rule, firingCount] of [
      [waitingRule('two', 'loud'), 1],
      [tried, 0],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const asked = await ask<BacktestAnswer>('POST', 'alert-backtests', { rules: [rule], from });
      expect(asked.status).toBe(202);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const done = await until(async () => {
        const { body } = await ask<BacktestAnswer>('GET', `alert-backtests/${asked.body.id}`);
        return body.status === 'done' ? body : null;
      }, 20_000);
      expect(done.result).toMatchObject({ totals: { firingCount }, current: { firingCount: 1 } });
    }
    expect(await ask('POST', 'alert-backtests', { rules: [tried], from: Date.now() + 9e6 })).toMatchObject({
      status: 400,
      body: { pointer: '/from' },
    });
  });

  it('who leads one team sees its queues’ alerts in live rows and history, and no others', async () => {
    const signedIn = await fetch(`${floorwalk.address}/api/v1/people`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cliToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Lea',
        email: 'lea@example.com',
        password: 'correct horse battery',
        grants: [{ role: 'team-lead', scope: { siteId: SITE, teamIds: ['north'] } }],
      }),
    });
    expect(signedIn.status, await signedIn.clone().text()).toBe(201);
    const session = await fetch(`${floorwalk.address}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: floorwalk.address },
      body: JSON.stringify({ email: 'lea@example.com', password: 'correct horse battery' }),
    });
    const cookie = (session.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    const get = async (path: string): Promise<unknown> =>
      (await fetch(`${floorwalk.address}/api/v1/sites/${SITE}/${path}`, { headers: { cookie } })).json();
    const firings = (await get('alerts')) as FiringAnswer[];
    expect(new Set(firings.map((firing) => firing.subject.id))).toEqual(new Set(['loud']));
    const live = (await get('live?tables=alerts,alertRules')) as {
      tables: { alerts: { subjectId: string }[]; alertRules: [] };
    };
    expect(new Set(live.tables.alerts.map((row) => row.subjectId))).toEqual(new Set(['loud']));
    expect(live.tables.alertRules).toEqual([]);
    expect(await get('alert-rules')).toEqual([]);
  });

  it('a rule taken away ends what it had firing', async () => {
    expect((await ask('DELETE', 'alert-rules/two')).status).toBe(200);
    await until(() => rowOf('two')?.state === 'resolved');
    const { body } = await ask<FiringAnswer[]>('GET', 'alerts?rule=two');
    expect(body[0]?.resolvedAt).not.toBeNull();
    expect((await ask('DELETE', 'alert-rules/two')).status).toBe(404);
  });
});

describe('two owners of one site', () => {
  it('say everything once, each from a state of its own', async () => {
    const site = 'twice';
    const logger = pino({ level: 'silent' });
    const snapshots = new SnapshotStore({ database, now: Date.now });
    const stateAt = createStateAt({ log, snapshots });
    const { config } = floorwalk;
    const owners = [0, 1].map(() => ({
      state: createLiveState(site),
      reaction: watchSites({ config, database, log, stateAt, logger, now: Date.now })(site),
    }));
    const time = Date.now() - 600_000;
    const data = (contactId: string) => ({ contactId, queueId: 'q' });
    await log.append(site, [
      { id: '1', source: 'x', type: 'contact.queued', time, data: data('a') },
      { id: '2', source: 'x', type: 'contact.queued', time, data: data('b') },
    ]);
    await until(async () => {
      // Both fold to the head and look in the same turn of the loop, each time anew.
      for (const { state } of owners) {
        // oxlint-disable-next-line no-await-in-loop -- two
        await foldOn(state, site);
      }
      for (const { state, reaction } of owners) reaction.caughtUp(state);
      return owners.every(({ state }) =>
        [...state.alerts.alerts.values()].some((alert) => alert.ruleId === 'longest-wait'),
      );
    });
    await Promise.all(owners.map(({ reaction }) => reaction.stop()));
    const said: string[] = [];
    for await (const events of log.read(site)) said.push(...events.map((event) => event.type));
    expect(said.filter((type) => type === 'alert.rule-set')).toHaveLength(DEFAULT_RULES.length);
    expect(said.filter((type) => type === 'alert.fired')).toHaveLength(1);
  });

  async function foldOn(state: LiveState, site: string): Promise<void> {
    for await (const events of log.read(site, { from: state.position + 1 })) foldBatch(state, events);
  }
});

describe('what is in force', () => {
  it('is not written over from what somebody else changed meanwhile, whatever it is', async () => {
    const owner = { to: { kind: 'person', personId: 'demo:emma' }, name: 'Emma' } as const;
    const { departments } = firstDepartments([{ name: 'Both', teamIds: ['north'] }], 'UTC', owner);
    const window: AlertWindow = {
      id: 'both',
      name: 'Night',
      kind: 'mute',
      when: { kind: 'weekly', days: [7], from: '02:00', to: '04:00' },
    };
    const kept: readonly (readonly [path: string, body: object | undefined])[] = [
      ['alert-rules/both', waitingRule('both', 'both')],
      ['alert-windows/both', window],
      ['escalation-policies/both', { ...DEFAULT_POLICIES[0], id: 'both' }],
      ['departments/both', departments[0]],
      ['handover-policies/both', { ...DEFAULT_POLICY, botId: 'both' }],
    ];
    for (const [path, body] of kept) {
      const put = (from: number) => ask<{ detail: string }>('PUT', `${path}?version=${from}`, body);
      // oxlint-disable-next-line no-await-in-loop -- one after another
      const answers = [await put(0), await put(1), await put(1), await put(0), await ask('PUT', path, body)];
      expect([path, ...answers.map(({ status }) => status)]).toEqual([path, 200, 200, 409, 409, 200]);
      expect(answers[2]?.body).toMatchObject({ detail: expect.stringContaining('has changed this') });
    }
    const [{ matrix, version } = { matrix: null, version: 0 }] = (
      await ask<readonly MatrixAnswer[]>('GET', 'escalation-matrix')
    ).body;
    const putMatrix = () => ask('PUT', `escalation-matrix?version=${version}`, matrix);
    expect([(await putMatrix()).status, (await putMatrix()).status]).toEqual([200, 409]);
  });
});
