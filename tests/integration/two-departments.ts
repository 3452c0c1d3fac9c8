import type { DepartmentsAnswer } from '@floorwalk/shared/api/handoffs';
import type { Agreement, Department } from '@floorwalk/shared/handoffs/department';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import type { Database } from '@floorwalk/server/db/database';
import { SnapshotStore } from '@floorwalk/server/live/snapshot-store';
import { createStateAt } from '@floorwalk/server/live/state-at';
import type { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { pino } from 'pino';
import { expect } from 'vitest';
import type { RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

const office = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '17:00' },
];
export const emma = { to: { kind: 'person', personId: 'demo:supervisor' }, name: 'Emma' } as const;

/** A department that works from nine to five with a lunch break, and promises four hours. */
export const department = (id: string, name: string, change: Partial<Department> = {}): Department => ({
  id,
  name,
  teamIds: [id === 'sales' ? 'north' : 'south'],
  calendar: {
    zone: 'Europe/Berlin',
    weekly: { mon: office, tue: office, wed: office, thu: office, fri: office, sat: [], sun: [] },
    holidays: [],
  },
  exceptionOwner: emma,
  responseMs: 4 * HOUR,
  promises: [],
  warnShare: 0.75,
  bounceLimit: 1,
  documents: [],
  missingDocuments: 'refuse-completion',
  ...change,
});
export const AGREEMENT: Agreement = {
  fromDepartmentId: 'sales',
  toDepartmentId: 'back-office',
  promises: [],
  escalationContacts: [{ to: { kind: 'team', teamId: 'south' }, name: 'Leads of South' }],
  impact: 'high',
  opensOnTransfer: true,
  followsContact: true,
};

export type Asked<T> = { readonly status: number; readonly body: T };

/** Asks a route with a cookie; the answer as JSON where it is, as text otherwise. */
export async function askAs<T>(url: string, method: string, body: unknown, cookie: string): Promise<Asked<T>> {
  const response = await fetch(url, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: (isJson ? JSON.parse(text) : text) as T };
}

/** The cookie of a demo role. */
export async function signInAs(address: string, role: string): Promise<string> {
  const response = await fetch(`${address}/api/v1/demo-session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role }),
  });
  expect(response.status, await response.clone().text()).toBe(200);
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .join('; ');
}

/** Sends one event of the source `demo`. */
export async function sendAs({ address, token }: RunningFloorwalk, event: object): Promise<void> {
  const response = await fetch(`${address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify([{ specversion: '1.0', source: 'demo', ...event }]),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

/** Two queues that name a department each, their teams and an agent. */
export const FLOOR: readonly (readonly [type: string, data: object])[] = [
  ['site.configured', { zone: 'Europe/Berlin' }],
  ['team.configured', { teamId: 'north', name: 'North' }],
  ['team.configured', { teamId: 'south', name: 'South' }],
  ['agent.configured', { agentId: 'a-north', name: 'Nora', teamId: 'north' }],
  ['queue.configured', { queueId: 'sales', name: 'Sales line', teamId: 'north', department: 'Sales' }],
  ['queue.configured', { queueId: 'claims', name: 'Claims desk', teamId: 'south', department: 'Back office' }],
];

/** What a site without anything is given once its queues name two departments and it has an administrator, Ada First. */
export async function departmentsOfNewSite(
  { address }: RunningFloorwalk,
  cliToken: string,
): Promise<{ readonly listed: readonly Department[]; readonly personId: string }> {
  const headers = { authorization: `Bearer ${cliToken}`, 'content-type': 'application/json' };
  const post = async <T>(path: string, body: unknown, more: object = {}) => {
    const sent = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
    const response = await fetch(`${address}/api/v1/${path}`, sent);
    expect(response.ok, await response.clone().text()).toBe(true);
    return (await response.json()) as T;
  };
  const { token } = await post<{ token: string }>('sites/acme/sources', { name: 'acme' });
  const told = ['Sales', 'Service'].map((name, index) => ({
    specversion: '1.0',
    id: `q${index}`,
    source: 'acme',
    time: new Date().toISOString(),
    type: 'queue.configured',
    data: { queueId: `q${index}`, name, department: name },
  }));
  await post('events', told, { authorization: `Bearer ${token}` });
  const grants = [{ role: 'administrator', scope: { siteId: 'acme' } }];
  const person = { name: 'Ada First', email: 'ada@example.com', password: 'correct horse battery', grants };
  const { id: personId } = await post<{ id: string }>('people', person);
  const listed = await until(async () => {
    const response = await fetch(`${address}/api/v1/sites/acme/departments`, { headers });
    const { departments } = (await response.json()) as DepartmentsAnswer;
    return departments.length === 2 ? departments.map((one) => one.department) : null;
  });
  return { listed, personId };
}

/** What an owner of a site besides the running one works with. */
export function servicesOf({ config }: RunningFloorwalk, database: Database, log: PostgresEventLog) {
  const snapshots = new SnapshotStore({ database, now: Date.now });
  const stateAt = createStateAt({ log, snapshots });
  return { config, database, log, stateAt, logger: pino({ level: 'silent' }), now: Date.now };
}

export async function readLog(log: PostgresEventLog, siteId: string): Promise<LoggedEvent[]> {
  const all: LoggedEvent[] = [];
  for await (const events of log.read(siteId)) all.push(...events);
  return all;
}
