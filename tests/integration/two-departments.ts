import type { Agreement, Department } from '@floorwalk/shared/handoffs/department';
import { expect } from 'vitest';
import type { RunningFloorwalk } from '../kit/running-floorwalk.ts';

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
