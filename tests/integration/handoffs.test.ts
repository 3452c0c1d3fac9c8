import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AttainmentAnswer,
  ClockAnswer,
  HandoffAnswer,
  HandoffDecisionAnswer,
  HandoffDetailAnswer,
} from '@floorwalk/shared/api/handoffs';
import { HANDOFF_CLOCK } from '@floorwalk/shared/handoffs/decide-handoff';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { openHandoff } from '@floorwalk/server/modules/handoffs/decide-handoffs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { ALL_TABLES, connectClient, type LiveClient } from './live-client.ts';
import { describeDepartments } from './departments-suite.ts';
import {
  askAs,
  department,
  emma,
  FLOOR,
  HOUR,
  MINUTE,
  readLog,
  sendAs,
  servicesOf,
  signInAs,
  type Asked,
} from './two-departments.ts';
import { until } from './live-app.ts';

const SITE = 'demo';
const FRIDAY = Date.parse('2026-06-05T13:00:00Z');

let floorwalk: RunningFloorwalk;
let supervisor: string;
let cliToken: string;
let client: LiveClient;
let database: Database;
let log: PostgresEventLog;
let clockCount = 0;

beforeAll(async () => {
  floorwalk = await startFloorwalk();
  cliToken = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
  database = openDatabase(floorwalk.config.databaseUrl);
  log = new PostgresEventLog({ database, databaseUrl: floorwalk.config.databaseUrl, now: Date.now });
  await setClock(FRIDAY);
  for (const [type, data] of FLOOR) {
    // oxlint-disable-next-line no-await-in-loop -- in this order
    await send(type, data);
  }
  supervisor = await signIn('supervisor');
  client = await connectClient(floorwalk.address, cliToken);
  await until(
    async () =>
      (
        await client.subscribe({
          siteId: SITE,
          tables: [...ALL_TABLES, 'handoffs', 'departments', 'departmentAgreements'],
        })
      ).ok,
  );
});
afterAll(async () => {
  client?.close();
  await log?.close();
  if (database !== undefined) await closeDatabase(database);
  await floorwalk?.stop();
});

/** The site's clock stands at that moment from now on, until it is set again. */
async function setClock(at: number): Promise<void> {
  clockCount += 1;
  const clock = { kind: 'paced', base: at, at: Date.now(), rate: 0 };
  await send('site.clock-set', { clock }, clockCount === 1 ? Math.min(at, Date.now()) : undefined);
}

let sentCount = 0;
let lastTime = FRIDAY;
async function send(type: string, data: object, time = lastTime): Promise<void> {
  sentCount += 1;
  lastTime = time;
  await sendAs(floorwalk, { id: `e${sentCount}`, type, time: new Date(time).toISOString(), data });
}

const signIn = (role: string) => signInAs(floorwalk.address, role);

async function ask<T>(method: string, path: string, body?: unknown, cookie = supervisor): Promise<Asked<T>> {
  return askAs<T>(`${floorwalk.address}/api/v1/sites/${SITE}/${path}`, method, body, cookie);
}

const open = async (title: string, more: object = {}): Promise<HandoffAnswer> => {
  const request = { title, fromDepartmentId: 'sales', toDepartmentId: 'back-office', ...more };
  const { status, body } = await ask<HandoffDecisionAnswer>('POST', 'handoffs', request);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.handoff;
};
const rowOf = (id: string) => client.view.tables.handoffs.get(id);

const logged = () => readLog(log, SITE);

describeDepartments(() => ({ floorwalk, client, cliToken, ask }));

describe('a handoff', () => {
  it('has an owner and a promise in business hours from the first moment on', async () => {
    const handoff = await open('Refund for order 4711', { contactId: 'c-1' });
    // Two hours are left of Friday; the other two count from Monday morning.
    expect(handoff).toMatchObject({ state: 'opened', owner: emma, dueAt: Date.parse('2026-06-08T09:00:00Z') });
    const row = await until(() => rowOf(handoff.id));
    expect(row).toMatchObject({ dueAt: handoff.dueAt, targets: [emma.to], teamIds: ['south', 'north'] });
    expect((await ask('POST', `handoffs/${handoff.id}/cancel`, { reason: 'Only a try' })).status).toBe(200);
  });

  it('of two who accept at once one has it, and the other hears who', async () => {
    const handoff = await open('For the quicker one');
    const answers = await Promise.all(
      [supervisor, await signIn('administrator')].map((cookie) =>
        ask<{ detail?: string }>('POST', `handoffs/${handoff.id}/accept`, {}, cookie),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.detail).toContain('has accepted this handoff already');
    await until(() => rowOf(handoff.id)?.state === 'in-work');
    const accepted = (await logged()).filter(
      ({ type, data }) => type === 'handoff.accepted' && 'handoffId' in data && data.handoffId === handoff.id,
    );
    expect(accepted).toHaveLength(1);
    const gone = { to: { kind: 'person', personId: 'gone' }, name: 'Gone' };
    expect(await ask('POST', `handoffs/${handoff.id}/assign`, { owner: gone })).toMatchObject({
      status: 400,
      body: { pointer: '/owner/to' },
    });
    expect((await ask('POST', `handoffs/${handoff.id}/complete`, {})).status).toBe(200);
  });

  it('warns before the breach, falls to the exception owner and is escalated at it, each once, by the site’s clock', async () => {
    const monday = Date.parse('2026-06-08T07:00:00Z');
    await setClock(monday);
    const handoff = await open('Nobody looks at it');
    expect(handoff.dueAt).toBe(monday + 5 * HOUR);
    await setClock(monday + 4 * HOUR + MINUTE);
    await until(() => rowOf(handoff.id)?.warnedAt != null);
    expect(rowOf(handoff.id)?.state).toBe('opened');
    await setClock(monday + 5 * HOUR + MINUTE);
    await until(() => rowOf(handoff.id)?.state === 'excepted');
    expect(rowOf(handoff.id)).toMatchObject({ breachedAt: monday + 5 * HOUR, owner: emma });
    const events = await logged();
    const notices = events.flatMap((event) =>
      event.type === 'notice.requested' && event.data.about.id === handoff.id ? [event.data] : [],
    );
    expect(notices.map(({ urgency }) => urgency)).toEqual(['inform', 'inform', 'page']);
    expect(notices.at(-1)?.to).toContainEqual({ kind: 'team', teamId: 'south' });
    const escalations = events.flatMap((event) =>
      event.type === 'escalation.requested' && event.data.about.id === handoff.id ? [event.data] : [],
    );
    expect(escalations).toMatchObject([{ impact: 'high', about: { kind: 'handoff' } }]);

    // Settled: what was asked for is taken back.
    expect((await ask('POST', `handoffs/${handoff.id}/accept`, {})).status).toBe(200);
    expect((await ask('POST', `handoffs/${handoff.id}/complete`, { note: 'Late, but done' })).status).toBe(200);
    const later = (await logged()).map(({ type, data }) => ({ type, data }));
    const requestId = escalations[0]?.requestId;
    expect(later).toContainEqual({
      type: 'escalation.request-withdrawn',
      data: {
        requestId,
        reason: 'completed',
        words: { key: 'settled.handoff', values: { state: 'completed' } },
      },
    });
    const withdrawn = later.filter(
      ({ type, data }) => type === 'notice.withdrawn' && 'about' in data && data.about.id === handoff.id,
    );
    expect(withdrawn.length).toBeGreaterThan(0);
  });

  it('that nobody accepts in the time promised for that is warned of, falls to the exception owner and is escalated', async () => {
    const noon = Date.parse('2026-06-08T13:00:00Z');
    await setClock(noon);
    const slow = department('back-office', 'Back office', { acceptMs: 5 * HOUR });
    expect(await ask('PUT', 'departments/back-office', slow)).toMatchObject({
      status: 400,
      body: { pointer: '/acceptMs' },
    });
    await ask('PUT', 'departments/back-office', { ...slow, acceptMs: HOUR });
    const handoff = await open('Nobody takes it');
    expect(handoff).toMatchObject({ acceptMs: HOUR, acceptMissedAt: null });
    await until(() => rowOf(handoff.id)?.acceptDueAt === noon + HOUR);
    await setClock(noon + 50 * MINUTE);
    await until(() => rowOf(handoff.id)?.acceptWarnedAt != null);
    await setClock(noon + HOUR);
    await until(() => rowOf(handoff.id)?.state === 'excepted');
    expect(rowOf(handoff.id)).toMatchObject({ acceptMissedAt: noon + HOUR, breachedAt: null, acceptDueAt: null });
    expect((await ask('POST', `handoffs/${handoff.id}/accept`, {})).status).toBe(200);
    await ask('POST', `handoffs/${handoff.id}/cancel`, { reason: 'Only a try' });
    const asked = (await logged()).flatMap(({ type, data }) =>
      'requestId' in data && data.requestId === `handoff-${handoff.id}-not-accepted-0` ? [type] : [],
    );
    expect(asked).toEqual(['escalation.requested', 'escalation.request-withdrawn']);
    await ask('PUT', 'departments/back-office', department('back-office', 'Back office'));
  });

  it('its clock is taken apart: what counted, what was closed, what was paused and why', async () => {
    const tuesday = Date.parse('2026-06-09T08:00:00Z');
    await setClock(tuesday);
    const handoff = await open('Needs the customer');
    await ask('POST', `handoffs/${handoff.id}/accept`, {});
    const until_ = tuesday + 4 * HOUR;
    const pause = { reason: 'customer', note: 'Asked for the number', until: until_ };
    expect(await ask('POST', `handoffs/${handoff.id}/pause`, { ...pause, until: tuesday })).toMatchObject({
      status: 400,
      body: { pointer: '/until' },
    });
    expect((await ask('POST', `handoffs/${handoff.id}/pause`, pause)).status).toBe(200);
    // The pause ends by itself, though nobody looks.
    await setClock(tuesday + 5 * HOUR);
    await until(() => rowOf(handoff.id)?.state === 'in-work');
    const { body } = await ask<ClockAnswer>('GET', `handoffs/${handoff.id}/clock`);
    const due = Date.parse('2026-06-10T08:00:00Z');
    expect(body).toMatchObject({
      zone: 'Europe/Berlin',
      countedMs: 60 * MINUTE,
      leftMs: 3 * HOUR,
      dueAt: due,
      segments: [
        { from: tuesday, to: tuesday + 2 * HOUR, kind: 'paused', pause: 'customer', note: 'Asked for the number' },
        { from: tuesday + 2 * HOUR, to: tuesday + 3 * HOUR, kind: 'closed', pause: 'customer' },
        { from: tuesday + 3 * HOUR, to: until_, kind: 'paused', pause: 'customer' },
        { from: until_, to: Date.parse('2026-06-09T15:00:00Z'), kind: 'counted', pause: null },
        { kind: 'closed' },
        { to: due, kind: 'counted' },
      ],
    });

    // A forgotten holiday moves what is open.
    const calendar = { ...department('back-office', 'x').calendar };
    const holidays = [{ date: '2026-06-10', name: 'Works outing', periods: [] }];
    const changed = department('back-office', 'Back office', { calendar: { ...calendar, holidays } });
    expect((await ask('PUT', 'departments/back-office', changed)).status).toBe(200);
    const moved = Date.parse('2026-06-11T08:00:00Z');
    await until(() => rowOf(handoff.id)?.dueAt === moved);
    const after = await ask<ClockAnswer>('GET', `handoffs/${handoff.id}/clock`);
    expect(after.body.dueAt).toBe(moved);
    expect(after.body.segments).toContainEqual(expect.objectContaining({ kind: 'holiday', holiday: 'Works outing' }));
    // In the past it is as it was: paused, and by the hours of that time.
    const at = tuesday + HOUR;
    const then = await ask<ClockAnswer>('GET', `handoffs/${handoff.id}/clock?at=${at}`);
    expect(then.body).toMatchObject({ now: at, hoursVersion: after.body.hoursVersion - 1, countedMs: 0, dueAt: due });
    expect(then.body.segments[0]).toMatchObject({ kind: 'paused', note: 'Asked for the number' });
    expect((await ask('GET', `handoffs/${handoff.id}/clock?at=${tuesday - 1}`)).status).toBe(404);
    await ask('POST', `handoffs/${handoff.id}/complete`, {});
    await ask('PUT', 'departments/back-office', department('back-office', 'Back office'));
    // What ended stays explained by the hours it ended under.
    const ended = await ask<ClockAnswer>('GET', `handoffs/${handoff.id}/clock`);
    expect(ended.body).toMatchObject({ hoursVersion: after.body.hoursVersion, countedMs: 60 * MINUTE, dueAt: null });
  });

  it('comes back counted, falls to the exception owner when it does too often, and needs its documents to end', async () => {
    await ask(
      'PUT',
      'departments/back-office',
      department('back-office', 'Back office', { documents: [{ name: 'Contract' }] }),
    );
    const { id } = await open('To and fro');
    await ask('POST', `handoffs/${id}/accept`, {});
    expect(
      (await ask<HandoffDecisionAnswer>('POST', `handoffs/${id}/return`, { reason: 'Not ours' })).body.handoff,
    ).toMatchObject({
      state: 'returned',
      bounceCount: 1,
    });
    await ask('POST', `handoffs/${id}/send-again`, { note: 'It is' });
    expect(
      (await ask<HandoffDecisionAnswer>('POST', `handoffs/${id}/return`, { reason: 'It is not' })).body.handoff,
    ).toMatchObject({
      state: 'excepted',
      owner: emma,
    });
    await ask('POST', `handoffs/${id}/accept`, {});
    expect(await ask('POST', `handoffs/${id}/complete`, {})).toMatchObject({
      status: 409,
      body: { detail: 'Required documents are missing: Contract.' },
    });
    const given = { document: 'Contract', reference: 'https://files.example/contract-7' };
    expect((await ask('POST', `handoffs/${id}/documents`, given)).status).toBe(200);
    expect((await ask('POST', `handoffs/${id}/complete`, {})).status).toBe(200);
    expect((await ask('POST', `handoffs/${id}/notes`, { text: 'too late' })).status).toBe(409);
    const { body } = await ask<HandoffDetailAnswer>('GET', `handoffs/${id}`);
    expect(body.entries.map(({ type }) => type)).toEqual([
      'handoff.opened',
      'handoff.accepted',
      'handoff.returned',
      'handoff.sent-again',
      'handoff.excepted',
      'handoff.accepted',
      'handoff.document-given',
      'handoff.completed',
    ]);
    await ask('PUT', 'departments/back-office', department('back-office', 'Back office'));
  });

  it('opens by itself, once, for a contact transferred between departments, and follows it to its end', async () => {
    const at = Date.parse('2026-06-12T08:00:00Z');
    await setClock(at);
    const data = { contactId: 'walk', customerRef: 'cust-9', tier: 'gold' };
    await send('contact.queued', { ...data, queueId: 'sales' }, at);
    await send('contact.answered', { contactId: 'walk', agentId: 'a-north' }, at + 1_000);
    await send(
      'contact.transferred',
      { contactId: 'walk', toQueueId: 'claims', toDepartment: 'Back office' },
      at + 2_000,
    );
    await send('contact.queued', { ...data, queueId: 'claims' }, at + 2_000);
    const byContact = () => [...client.view.tables.handoffs.values()].filter(({ contactId }) => contactId === 'walk');
    await until(() => byContact().length === 1);
    expect(byContact()[0]).toMatchObject({
      cause: 'transfer',
      state: 'opened',
      title: 'Sales line → Claims desk',
      customerRef: 'cust-9',
      tier: 'gold',
      fromDepartmentId: 'sales',
    });
    await send('contact.answered', { contactId: 'walk', agentId: 'a-north' }, at + 3_000);
    await until(() => byContact()[0]?.state === 'in-work');
    expect(byContact()[0]?.owner).toEqual({ to: { kind: 'agent', agentId: 'a-north' }, name: 'Nora' });
    await send('contact.completed', { contactId: 'walk' }, at + 4_000);
    await until(() => byContact()[0]?.state === 'completed');

    // Another owner that looks at the same transfer opens nothing.
    const position = Number(byContact()[0]?.id.replace('transfer-', ''));
    const services = servicesOf(floorwalk, database, log);
    const again = {
      handoffId: `transfer-${position}`,
      transferPosition: position,
      title: 'again',
      fromDepartmentId: 'sales',
      toDepartmentId: 'back-office',
      sender: emma,
      by: HANDOFF_CLOCK,
    };
    expect(await openHandoff(services, SITE, again, null)).toBeNull();
    expect(byContact()).toHaveLength(1);
  });

  it('attainment counts each where it was answered or broken, whichever came first', async () => {
    const { body } = await ask<AttainmentAnswer>(
      'GET',
      `handoff-attainment?from=${FRIDAY - HOUR}&to=${FRIDAY + 9 * 24 * HOUR}`,
    );
    const pair = { fromDepartmentId: 'sales', toDepartmentId: 'back-office' };
    expect(body).toContainEqual({ ...pair, period: '2026-06-05', settled: 1, within: 1, rate: 1 });
    expect(body).toContainEqual({ ...pair, period: '2026-06-08', settled: 1, within: 0, rate: 0 });
    const month = await ask<AttainmentAnswer>('GET', `handoff-attainment?from=${FRIDAY - HOUR}&by=month`);
    expect(month.body).toMatchObject([{ ...pair, period: '2026-06', within: (month.body[0]?.settled ?? 0) - 1 }]);
    expect(await ask('GET', 'handoff-attainment?from=2&to=1')).toMatchObject({
      status: 400,
      body: { pointer: '/from' },
    });
  });

  it('is listed, filtered, and given out as CSV in which no text is a formula', async () => {
    await open('=1+1', { contactId: 'csv' });
    const { body } = await ask<HandoffAnswer[]>('GET', 'handoffs?contact=csv');
    expect(body.map(({ title }) => title)).toEqual(['=1+1']);
    const ended = await ask<HandoffAnswer[]>('GET', 'handoffs?state=ended&breached=true');
    expect(ended.body.map(({ title }) => title)).toEqual(['Nobody looks at it']);
    const csv = (await ask<string>('GET', 'handoffs?state=all&format=csv')).body;
    expect(csv.split('\n')[0]).toContain('id,title,kind,priority');
    expect(csv).toContain("'=1+1");
  });

  it('is seen by the teams of either department, by its queue, and by no other', async () => {
    const here = (await ask<HandoffAnswer[]>('GET', 'handoffs?contact=csv')).body[0]?.id ?? '';
    // The demo's lead and agent are of the first agent's team, north, which belongs to Sales.
    const lead = await signIn('team-lead');
    expect((await ask('GET', `handoffs/${here}`, undefined, lead)).status).toBe(200);
    const inner = department('sales', 'Sales', { teamIds: [] });
    await ask('PUT', 'departments/sales', inner);
    expect((await ask('GET', `handoffs/${here}`, undefined, lead)).status).toBe(404);
    expect((await ask('POST', `handoffs/${here}/accept`, {}, lead)).status).toBe(404);
    expect((await ask('PUT', 'departments/sales', inner, lead)).status).toBe(403);
    await ask('PUT', 'departments/sales', department('sales', 'Sales'));
    expect((await ask('DELETE', 'departments/sales')).status).toBe(409);
    const executive = await signIn('executive');
    // An executive reads all of them, but not whose they are, and does nothing with them.
    const listed = await ask<HandoffAnswer[]>('GET', 'handoffs', undefined, executive);
    const seen = listed.body.find(({ id }) => id === here);
    expect(seen).toMatchObject({ title: '=1+1', contactId: null, customerRef: null });
    expect((await ask('GET', 'handoffs?contact=csv', undefined, executive)).status).toBe(403);
    const read = await ask<HandoffDetailAnswer>('GET', `handoffs/${here}`, undefined, executive);
    expect(read.body.handoff.contactId).toBeNull();
    expect(JSON.stringify(read.body.entries)).not.toContain('contactId');
    expect((await ask('GET', `handoffs/${here}/clock`, undefined, executive)).status).toBe(200);
    expect((await ask('POST', `handoffs/${here}/accept`, {}, executive)).status).toBe(403);
    expect((await ask('GET', 'handoff-attainment', undefined, executive)).status).toBe(200);
  });
});
