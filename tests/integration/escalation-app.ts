import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EscalationPolicy } from '@floorwalk/shared/escalation/policy';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { afterAll, beforeAll, expect } from 'vitest';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';
import { connectClient, type LiveClient } from './live-client.ts';

export const SITE = 'demo';
let cliToken: string;
/** The running parts of the one file of tests that uses this. */
export let floorwalk: RunningFloorwalk;
export let client: LiveClient;
export let log: PostgresEventLog;
export let database: Database;

/** All of Floorwalk with a site of two teams, two queues and two agents, and a client that watches its escalations. */
export function useEscalationApp(): void {
  beforeAll(async () => {
    floorwalk = await startFloorwalk();
    cliToken = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
    database = openDatabase(floorwalk.config.databaseUrl);
    log = new PostgresEventLog({ database, databaseUrl: floorwalk.config.databaseUrl, now: Date.now });
    await send([
      ['team.configured', { teamId: 'north', name: 'North' }],
      ['team.configured', { teamId: 'south', name: 'South' }],
      ['queue.configured', { queueId: 'loud', name: 'Loud', teamId: 'north' }],
      [
        'queue.configured',
        { queueId: 'gold', name: 'Gold line', teamId: 'south', highValue: true, serviceLevelThresholdMs: 1_000 },
      ],
      [
        'agent.configured',
        {
          agentId: 'ada',
          name: 'Ada',
          teamId: 'north',
          queueIds: ['loud'],
          skills: [{ skill: 'refunds', proficiency: 5 }],
        },
      ],
      [
        'agent.configured',
        {
          agentId: 'ben',
          name: 'Ben',
          teamId: 'north',
          queueIds: ['loud'],
          skills: [{ skill: 'refunds', proficiency: 3 }, { skill: 'de' }],
        },
      ],
      ['agent.signed-in', { agentId: 'ada' }],
      ['agent.signed-in', { agentId: 'ben' }],
    ]);
    client = await connectClient(floorwalk.address, cliToken);
    const tables = ['queues', 'alerts', 'escalations', 'escalationPolicies', 'onCall'] as const;
    await until(async () => (await client.subscribe({ siteId: SITE, tables: [...tables] })).ok);
  });
  afterAll(async () => {
    client?.close();
    await log?.close();
    if (database !== undefined) await closeDatabase(database);
    await floorwalk?.stop();
  });
}

let sentCount = 0;
export async function send(events: readonly (readonly [type: string, data: object])[]): Promise<void> {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${floorwalk.token}` },
    body: JSON.stringify(
      events.map(([type, data]) => ({
        specversion: '1.0',
        id: `sent-${sentCount++}`,
        source: 'demo',
        type,
        time: new Date().toISOString(),
        data,
      })),
    ),
  });
  expect(await response.clone().json(), await response.clone().text()).toMatchObject({ refusedCount: 0 });
}

export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<{ status: number; body: T }> {
  const response = await fetch(`${floorwalk.address}/api/v1/sites/${SITE}/${path}`, {
    method,
    headers: {
      ...(headers ?? { authorization: `Bearer ${cliToken}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** Cookies of somebody with these grants. */
export async function signIn(name: string, grants: readonly object[]): Promise<{ id: string; cookie: string }> {
  const email = `${name.toLowerCase()}@example.com`;
  const made = await fetch(`${floorwalk.address}/api/v1/people`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cliToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, email, password: 'correct horse battery', grants }),
  });
  expect(made.status, await made.clone().text()).toBe(201);
  const { id } = (await made.json()) as { id: string };
  const session = await fetch(`${floorwalk.address}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: floorwalk.address },
    body: JSON.stringify({ email, password: 'correct horse battery' }),
  });
  return { id, cookie: (session.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '' };
}

export const policy = (id: string, more: Partial<EscalationPolicy> = {}): EscalationPolicy => ({
  id,
  name: `Policy ${id}`,
  steps: [
    { targets: [{ kind: 'team' }], waitMs: 1_000 },
    { targets: [{ kind: 'role', role: 'supervisor' }], waitMs: 600_000 },
  ],
  repeatCount: 0,
  acknowledgementsNeeded: 1,
  acknowledgeTimeoutMs: null,
  warRoom: false,
  owner: { kind: 'role', role: 'supervisor' },
  ...more,
});

export const put = (given: EscalationPolicy) => ask('PUT', `escalation-policies/${given.id}`, given);
export const rows = () => [...client.view.tables.escalations.values()];
export const rowOf = (id: string): EscalationRow | undefined => client.view.tables.escalations.get(id);
export const kindsOf = (row: EscalationRow | undefined) => row?.timeline.map(({ kind }) => kind) ?? [];

export async function start(policyId: string, more: object = {}): Promise<string> {
  const about = { kind: 'queue', id: 'loud' };
  const { status, body } = await ask<{ id: string }>('POST', 'escalations', {
    about,
    title: 'Something is wrong',
    impact: 'high',
    queueId: 'loud',
    teamId: 'north',
    policyId,
    ...more,
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

export async function logged<T extends LoggedEvent['type']>(type: T): Promise<LoggedEvent<T>[]> {
  const found: LoggedEvent<T>[] = [];
  for await (const events of log.read(SITE)) {
    for (const event of events) if (event.type === type) found.push(event as LoggedEvent<T>);
  }
  return found;
}
