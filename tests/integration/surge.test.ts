import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Surge, SurgeMove } from '@floorwalk/shared/surge/surge';
import { DEFAULT_SURGE_POLICY, type SurgePolicy } from '@floorwalk/shared/surge/surge-policy';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { appendWith } from '@floorwalk/server/log/append-with';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { surge as surgeTable } from '@floorwalk/server/modules/surge/tables';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeKeys } from '../kit/remove-keys.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';
import { connectClient, type LiveClient } from './live-client.ts';
import { agents, day, floorOfHaifa, HOUR, MINUTE, NOON, type Sent } from './surge-floor.ts';
import { forecastOf } from './surge-forecast.ts';

const SITE = 'demo';
let floorwalk: RunningFloorwalk;
let database: Database;
let log: PostgresEventLog;
let client: LiveClient;
let haifa: LiveClient;
let administrator: string;
const cookies: Record<string, string> = {};

beforeAll(async () => {
  floorwalk = await startFloorwalk();
  administrator = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
  database = openDatabase(floorwalk.config.databaseUrl);
  log = new PostgresEventLog({ database, databaseUrl: floorwalk.config.databaseUrl, now: Date.now });
  await send([
    ['site', 'site.configured', { name: 'Surges', zone: 'Europe/Berlin', intervalMinutes: 15 }],
    ['team', 'team.configured', { teamId: 'north', name: 'North' }],
    ...['orders', 'billing'].map(
      (queueId) =>
        [
          `queue-${queueId}`,
          'queue.configured',
          { queueId, name: queueId, teamId: 'north', channel: 'voice' },
        ] as const,
    ),
    // The demo's agent plays the first agent it finds.
    ...agents('orders', ['ben', 'ana']),
    ...agents('billing', ['cem', 'dee', 'eva', 'fay']),
    // Gil is at home, and has worked all week's nights: coming in now would leave no rest.
    ['gil', 'agent.configured', { agentId: 'gil', name: 'Gil', teamId: 'north', queueIds: ['orders'] }],
    ['hal', 'agent.configured', { agentId: 'hal', name: 'Hal', teamId: 'north', queueIds: ['orders'] }],
    day('ana', [['work', -4, 2]]),
    day('ben', [
      ['work', -4, 0.25],
      ['break', 0.25, 0.75],
      ['work', 0.75, 4],
    ]),
    day('gil', [['work', -12, -5]]),
  ]);
  for (const role of ['administrator', 'supervisor', 'team-lead', 'agent'] as const)
    cookies[role] = await signIn('demo-session', { role });
  for (const event of floorOfHaifa(Date.now())) await say(event, 'haifa');
  for (const agentId of ['dan', 'ora']) cookies[agentId] = await signInAs(agentId);
  await clockAt(NOON);
  haifa = await connectClient(floorwalk.address, administrator);
  await until(
    async () => (await haifa.subscribe({ siteId: 'haifa', tables: ['sites', 'agents', 'schedules', 'surgeHelps'] })).ok,
  );
  client = await connectClient(floorwalk.address, administrator);
  await until(
    async () => (await client.subscribe({ siteId: SITE, tables: ['sites', 'agents', 'surges', 'schedules'] })).ok,
  );
}, 30_000);
afterAll(async () => {
  client.close();
  haifa.close();
  await log.close();
  await closeDatabase(database);
  await floorwalk.stop();
});

/** Sends events as they happened a few minutes before noon. */
async function send(events: readonly Sent[], time = NOON - 5 * MINUTE): Promise<void> {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${floorwalk.token}` },
    body: JSON.stringify(
      events.map(([id, type, data]) => ({
        specversion: '1.0',
        id,
        source: 'demo',
        type,
        time: new Date(time).toISOString(),
        data,
      })),
    ),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ refusedCount: 0 });
}

/** Says something on the log as Floorwalk does. */
async function say(event: NewEvent, siteId = SITE): Promise<void> {
  await database.transaction((transaction) => appendWith(transaction, siteId, [event], Date.now()));
}

/** A person of Haifa who is that agent. */
async function signInAs(agentId: string): Promise<string> {
  const who = { email: `${agentId}@example.com`, password: 'correct horse battery' };
  const made = await fetch(`${floorwalk.address}/api/v1/people`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${administrator}` },
    body: JSON.stringify({ ...who, name: agentId, grants: [{ role: 'agent', scope: { siteId: 'haifa', agentId } }] }),
  });
  expect(made.status, await made.text()).toBe(201);
  return signIn('sign-in', who);
}

let clockCount = 0;
/** From now on the site's clock goes on from that moment, as fast as the real one. */
async function clockAt(base: number): Promise<void> {
  clockCount += 1;
  await say({
    id: `clock-${clockCount}`,
    source: 'test',
    type: 'site.clock-set',
    time: base,
    data: { clock: { kind: 'paced', base, at: Date.now(), rate: 1 } },
  });
}

async function forecast(queueId: string, required: readonly number[]): Promise<void> {
  await say(forecastOf(queueId, required, NOON));
}

async function signIn(path: 'demo-session' | 'sign-in', who: object): Promise<string> {
  const response = await fetch(`${floorwalk.address}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: floorwalk.address },
    body: JSON.stringify(who),
  });
  expect(response.status, await response.clone().text()).toBe(200);
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  role: keyof typeof cookies = 'administrator',
): Promise<{ status: number; body: T }> {
  const response = await fetch(
    `${floorwalk.address}/api/v1/${path.startsWith('/') ? path.slice(1) : `sites/${SITE}/${path}`}`,
    {
      method,
      headers: {
        cookie: cookies[role] ?? '',
        origin: floorwalk.address,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  );
  return { status: response.status, body: (await response.json()) as T };
}

type Problem = { detail: string; pointer?: string };
const surgeOf = (queueId: string) => [...client.view.tables.surges.values()].find((row) => row.queueId === queueId);
const movesOf = (surge: Surge, kind: SurgeMove['kind']) => surge.moves.filter((move) => move.kind === kind);
const quick: SurgePolicy = {
  ...DEFAULT_SURGE_POLICY,
  holdMs: 0,
  otherSites: [
    { siteId: 'haifa', name: 'Haifa', agentCount: 2 },
    { siteId: 'moon', name: 'Moon', agentCount: 1 },
  ],
};

/** What a site's log was told of help, in order. */
async function helpsOf(siteId: string): Promise<(readonly [type: string, state: string, agentCount: number])[]> {
  const told: (readonly [string, string, number])[] = [];
  for await (const events of log.read(siteId)) {
    for (const { type, data } of events) if ('help' in data) told.push([type, data.help.state, data.help.agentCount]);
  }
  return told;
}

describe('surges', () => {
  it('a gap that stands is proposed once, with moves, their effect, cost and legality', async () => {
    expect((await ask('PUT', 'surge-policy?version=0', quick)).body).toMatchObject({ version: 1 });
    expect((await ask('PUT', 'surge-policy?version=0', quick)).status).toBe(409);
    await forecast('billing', [1, 1, 1, 1, 1, 1, 1, 1]);
    await forecast('orders', [6, 6, 6, 6, 2, 2, 2, 2]);
    const surge = await until(() => surgeOf('orders'));
    expect(surge).toMatchObject({ state: 'proposed', direction: 'add', queueName: 'orders' });
    expect(surge.endsAt).toBe(NOON + HOUR);
    const [crossed] = movesOf(surge, 'cross-skill');
    expect(crossed).toMatchObject({ cost: 0, refusal: null, change: { kind: 'queue', queueId: 'orders' } });
    expect(crossed?.serviceLevelWith ?? 0).toBeGreaterThan(crossed?.serviceLevelWithout ?? 1);
    expect(movesOf(surge, 'move-break')).toMatchObject([{ agentId: 'ben' }]);
    expect(
      movesOf(surge, 'backup-pool')
        .map(({ agentId }) => agentId ?? '')
        .toSorted((left, right) => (left < right ? -1 : 1)),
    ).toEqual(['gil', 'hal']);
    expect(surge.moves.some((move) => move.isSuggested)).toBe(true);
    const { body } = await ask<Surge[]>('GET', 'surges');
    expect(body.filter((one) => one.queueId === 'orders')).toHaveLength(1);
  });

  it('a move that a labour rule forbids is refused, with the rule and its numbers', async () => {
    const surge = await until(() => surgeOf('orders'));
    const gil = surge.moves.find((move) => move.agentId === 'gil');
    expect(gil?.refusal).toMatchObject({ rule: 'min-daily-rest', limitMs: 11 * HOUR });
    const refused = await ask<Problem>('POST', `surges/${surge.id}/request`, { moveIds: [gil?.id] });
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toMatch(
      /labour rules of European Union.*least rest between two shifts is 11 h.*5 h.*min-daily-rest/,
    );
  });

  it('who asked may not approve, whatever their role; another may, once', async () => {
    const surge = await until(() => surgeOf('orders'));
    const moveIds = [
      movesOf(surge, 'move-break')[0]?.id,
      movesOf(surge, 'cross-skill')[0]?.id,
      ...movesOf(surge, 'other-site').map(({ id }) => id),
    ];
    expect((await ask('POST', `surges/${surge.id}/approve`, {})).status).toBe(409);
    expect((await ask('POST', `surges/${surge.id}/request`, { moveIds: [] })).status).toBe(400);
    expect((await ask('POST', `surges/${surge.id}/request`, { moveIds, note: 'Campaign' }, 'supervisor')).status).toBe(
      200,
    );
    const own = await ask<Problem>('POST', `surges/${surge.id}/approve`, {}, 'supervisor');
    expect(own).toMatchObject({ status: 409, body: { detail: expect.stringContaining('yourself') as string } });
    expect((await ask('POST', `surges/${surge.id}/approve`, {}, 'team-lead')).status).toBe(403);
    expect((await ask('POST', `surges/${surge.id}/approve`, { note: 'Go' })).status).toBe(200);
    expect((await ask('POST', `surges/${surge.id}/approve`, {})).status).toBe(409);
    await until(() => surgeOf('orders')?.state === 'offered');
  });

  it('an offer is answered by its agent alone, and the change then applies to the floor and the schedule', async () => {
    const surge = await until(() => surgeOf('orders'));
    const [pause] = movesOf(surge, 'move-break');
    const [crossed] = movesOf(surge, 'cross-skill');
    const path = `surges/${surge.id}/offers/${pause?.id}/answer`;
    expect((await ask('POST', path, { answer: 'yes' }, 'supervisor')).status).toBe(403);
    const other = `surges/${surge.id}/offers/${crossed?.id}/answer`;
    expect((await ask('POST', other, { answer: 'yes' }, 'agent')).status).toBe(403);
    expect((await ask('POST', path, { answer: 'yes' }, 'agent')).status).toBe(200);
    expect((await ask('POST', path, { answer: 'no' }, 'agent')).status).toBe(409);
    // The other site stands on its own log, and so does its answer; one that nobody knows here counts as told.
    expect(movesOf(surgeOf('orders') as Surge, 'other-site').map(({ answer }) => answer)).toEqual([
      'open',
      'not-asked',
    ]);
    const helpId = `${SITE}:${surge.id}:${surge.moves.findIndex(({ siteId }) => siteId === 'haifa')}`;
    const at = `/sites/haifa/surge-helps/${encodeURIComponent(helpId)}`;
    const candidates = await ask<{ agentId: string; refusal: object | null }[]>('GET', `${at}/candidates`);
    expect(candidates.body.map(({ agentId, refusal }) => [agentId, refusal !== null])).toEqual([
      ['dan', false],
      ['ora', false],
      ['noa', true],
    ]);
    const grant = (agentIds: string[], role?: string) =>
      ask<Problem>('POST', `${at}/answer`, { answer: 'yes', agentIds, note: 'Two may' }, role);
    expect((await grant(['dan', 'eve'])).body.pointer).toBe('/agentIds/1');
    expect((await grant(['noa'])).body.detail).toMatch(/labour rules.*\(other-site of noa\).*max-day/);
    expect((await grant(['dan', 'ora'], 'team-lead')).status).toBe(403);
    expect((await grant(['dan', 'ora'])).status).toBe(200);
    expect((await grant(['dan'])).status).toBe(409);
    // Who was named is asked, and says so for themselves alone.
    const says = (agentId: string, answer: string, role: string) =>
      ask('POST', `${at}/agents/${agentId}/answer`, { answer }, role);
    expect((await says('dan', 'yes', 'ora')).status).toBe(403);
    expect((await says('dan', 'yes', 'administrator')).status).toBe(403);
    expect((await says('dan', 'yes', 'dan')).status).toBe(200);
    expect((await says('dan', 'no', 'dan')).status).toBe(409);
    expect(surgeOf('orders')?.state).toBe('offered');
    expect((await says('ora', 'no', 'ora')).status).toBe(200);
    await until(() => surgeOf('orders')?.state === 'active');
    expect(movesOf(surgeOf('orders') as Surge, 'other-site')[0]).toMatchObject({
      answer: 'yes',
      agentCount: 1,
      answered: { note: 'Two may' },
      outcome: 'applied',
    });
    // Dan is a guest here, in the words of his own source, with a schedule; and lent, not staff, at home.
    const guest = await until(() => {
      const row = client.view.tables.agents.get('haifa:dan');
      return row?.state === 'available' ? row : undefined;
    });
    expect(guest).toMatchObject({ name: 'dan (Haifa)', teamId: 'north', queueIds: ['orders'] });
    const planned = (where: LiveClient, agentId: string) =>
      where.view.tables.schedules
        .get(agentId)
        ?.days.flatMap(({ activities }) => activities.map((one) => one.activityId));
    await until(() => planned(client, 'haifa:dan')?.includes('work'));
    await until(() => planned(haifa, 'dan')?.join(' ') === 'work lent work');
    expect(haifa.view.tables.agents.get('dan')?.queueIds).toEqual([]);
    const data = { agentId: 'dan', state: 'not-ready', reason: 'Tea' } as const;
    await say({ id: 'tea', source: 'test', type: 'agent.state-changed', time: NOON + MINUTE, data }, 'haifa');
    await until(() => client.view.tables.agents.get('haifa:dan')?.reason === 'Tea');
    await until(() => client.view.tables.agents.get(crossed?.agentId ?? '')?.queueIds.includes('orders') === true);
    const active = surgeOf('orders');
    expect(movesOf(active as Surge, 'move-break')).toMatchObject([{ answer: 'yes', outcome: 'applied' }]);
    const today = client.view.tables.schedules.get('ben')?.days.find((one) => one.date === '2026-03-10');
    const pauses = today?.activities.filter((one) => one.activityId === 'break');
    expect(pauses).toEqual([{ activityId: 'break', startAt: NOON + HOUR, endAt: NOON + 1.5 * HOUR }]);
  });

  it('goes on though every job in Redis is lost, ends at its time, and returns people exactly', async () => {
    const surge = await until(() => surgeOf('orders'));
    const crossed = movesOf(surge, 'cross-skill').find((move) => move.isChosen);
    await removeKeys(floorwalk.config.redisUrl ?? '', floorwalk.config.redisPrefix);
    await clockAt(NOON + HOUR + MINUTE);
    await until(() => surgeOf('orders')?.state === 'returning');
    await until(() => client.view.tables.agents.get(crossed?.agentId ?? '')?.queueIds.includes('orders') === false);
    expect(client.view.tables.agents.get(crossed?.agentId ?? '')?.queueIds).toEqual(['billing']);
    expect(surgeOf('orders')?.ending).toMatchObject({ cause: 'end-time' });
    await clockAt(NOON + HOUR + 20 * MINUTE);
    const ended = await until(() => (surgeOf('orders')?.state === 'ended' ? surgeOf('orders') : undefined));
    expect(ended.effect).toMatchObject({ baseline: 'model' });
    expect(ended.moves.filter((move) => move.isChosen).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 4 }, () => 'returned'),
    );
    expect(await helpsOf('haifa')).toEqual([
      ['surge.help-asked', 'asked', 2],
      ['surge.help-answered', 'granted', 2],
      ['surge.help-answered', 'granted', 2],
      ['surge.help-answered', 'granted', 1],
      ['surge.help-lent', 'lent', 1],
      ['surge.help-closed', 'ended', 1],
    ]);
    await until(() => haifa.view.tables.agents.get('dan')?.queueIds[0] === 'sales');
    expect(client.view.tables.agents.get('haifa:dan')).toMatchObject({ state: 'signed-out', queueIds: [] });
    const types: string[] = [];
    for await (const events of log.read(SITE)) {
      for (const { type, data } of events)
        if (type.startsWith('surge.') && 'surge' in data && data.surge.id === surge.id) types.push(type);
    }
    expect(types.filter((type) => type !== 'surge.gap-closed')).toEqual([
      'surge.proposed',
      'surge.requested',
      'surge.approved',
      'surge.offered',
      'surge.answered',
      'surge.answered',
      'surge.answered',
      'surge.answered',
      'surge.activated',
      'surge.returning',
      'surge.ended',
    ]);
    const rows = await database.select().from(surgeTable);
    expect(rows.find((row) => row.id === surge.id)).toMatchObject({ state: 'ended', dueAt: null });
  });

  it('where too many are there, going home early is proposed on the board, and declined with its reason', async () => {
    const later = NOON + HOUR + 20 * MINUTE;
    await send(
      [
        day('cem', [['work', -4, 5]]),
        day('dee', [['work', -4, 5]]),
        // A floor of which nothing is heard for half an hour is not judged.
        ['eva-still-there', 'agent.state-changed', { agentId: 'eva', state: 'available' }],
      ],
      later,
    );
    await forecast('billing', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    const surge = await until(() => surgeOf('billing'));
    expect(surge).toMatchObject({ state: 'proposed', direction: 'release' });
    const home = movesOf(surge, 'time-off');
    expect(new Set(home.map(({ agentId }) => agentId))).toEqual(new Set(['cem', 'dee']));
    expect(home[0]?.cost).toBeLessThan(0);
    const moveIds = [home[0]?.id];
    expect((await ask('POST', `surges/${surge.id}/request`, { moveIds }, 'team-lead')).status).toBe(200);
    expect((await ask('POST', `surges/${surge.id}/decline`, {})).status).toBe(400);
    const declined = await ask('POST', `surges/${surge.id}/decline`, { reason: 'A campaign begins' }, 'supervisor');
    expect(declined.status).toBe(200);
    await until(() => surgeOf('billing')?.state === 'declined');
    expect(surgeOf('billing')?.decided).toMatchObject({ note: 'A campaign begins' });
    expect((await ask('POST', `surges/${surge.id}/approve`, {})).status).toBe(409);

    // Asked for without a proposal: one is withdrawn, the other nobody decides until its time is over.
    const asked = { queueId: 'billing', direction: 'release', to: later + 30 * MINUTE } as const;
    const plan = await ask<Surge>('POST', 'surge-plans', asked, 'supervisor');
    const request = { ...asked, from: plan.body.startsAt, moveIds: [plan.body.moves[0]?.id] };
    const made = async () => (await ask<{ surge: Surge }>('POST', 'surges', request, 'supervisor')).body.surge;
    const [withdrawn, left] = [await made(), await made()];
    const stateOf = (id: string) => client.view.tables.surges.get(id)?.state;
    expect((await ask('POST', `surges/${withdrawn.id}/cancel`, { reason: 'Not needed' }, 'supervisor')).status).toBe(
      200,
    );
    await until(() => stateOf(withdrawn.id) === 'cancelled');
    await clockAt(later + 31 * MINUTE);
    await until(() => stateOf(left.id) === 'expired');
    expect(client.view.tables.surges.get(left.id)?.ending).toMatchObject({ cause: 'not-decided', by: null });
  });
});
