import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertWindow } from '@floorwalk/shared/alerts/alert-window';
import type { AlertRule, Comparison } from '@floorwalk/shared/alerts/rule';
import {
  MAX_SITE_WINDOWS,
  type BacktestAnswer,
  type ExplainAnswer,
  type FiringAnswer,
  type PreviewAnswer,
  type WindowAnswer,
} from '@floorwalk/shared/api/alerts';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { eventLog } from '@floorwalk/server/log/tables';
import { alertBacktest, alertRule, alertWindow } from '@floorwalk/server/modules/alerts/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';

const SITE = 'demo';
const MINUTE = 60_000;
let floorwalk: RunningFloorwalk;
let cliToken: string;
let database: Database;
let sent = 0;

beforeAll(async () => {
  floorwalk = await startFloorwalk();
  cliToken = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
  database = openDatabase(floorwalk.config.databaseUrl);
  await send('queue.configured', { queueId: 'quiet', name: 'Quiet', teamId: 'north' });
  await send('agent.configured', { agentId: 'ann', name: 'Ann', teamId: 'north' });
});
afterAll(async () => {
  await closeDatabase(database);
  await floorwalk.stop();
});

async function send(type: string, data: object): Promise<void> {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${floorwalk.token}` },
    body: JSON.stringify({
      specversion: '1.0',
      id: `gates-${sent++}`,
      source: 'demo',
      type,
      time: new Date().toISOString(),
      data,
    }),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

async function sendPast(events: readonly { type: string; time: number; data: object }[]): Promise<void> {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${floorwalk.token}` },
    body: JSON.stringify(
      events.map(({ time, ...event }) => ({
        ...event,
        specversion: '1.0',
        id: `gates-${sent++}`,
        source: 'demo',
        time: new Date(time).toISOString(),
      })),
    ),
  });
  expect(response.status, await response.clone().text()).toBe(200);
}

async function typesOf(): Promise<string[]> {
  const rows = await database.select({ type: eventLog.type }).from(eventLog);
  return rows.map(({ type }) => type);
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
  const response = await fetch(`${floorwalk.address}/api/v1/sites/${SITE}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${cliToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

const rule = (
  id: string,
  subject: AlertRule['subject'],
  when: Comparison,
  more: Partial<AlertRule> = {},
): AlertRule => ({
  id,
  name: id,
  subject,
  levels: [{ severity: 'critical', when, forMs: 0, keepFiringMs: 0 }],
  ...more,
});
const waits = (id: string, more: Partial<AlertRule> = {}): AlertRule =>
  rule(id, { table: 'queues', ids: ['quiet'] }, { metric: 'waiting', is: 'at-least', threshold: 1 }, more);

async function put(given: AlertRule): Promise<void> {
  const { status, body } = await ask('PUT', `alert-rules/${given.id}`, given);
  expect(status, JSON.stringify(body)).toBe(200);
}

async function firingOf(ruleId: string): Promise<FiringAnswer> {
  return until(async () => (await ask<FiringAnswer[]>('GET', `alerts?rule=${ruleId}`)).body[0]);
}

async function explain(ruleId: string, table = 'queues', id = 'quiet'): Promise<ExplainAnswer> {
  const { status, body } = await ask<ExplainAnswer>('GET', `alerts/explain?rule=${ruleId}&table=${table}&id=${id}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

describe('what stands between a number and a page', () => {
  it('a rule outside its schedule, in maintenance, or muted is quiet, and says by which gate', async () => {
    const day = new Date(Date.now() + 2 * 86_400_000).getUTCDay() || 7;
    await put(waits('closed', { schedule: { zone: 'UTC', open: [{ days: [day], from: '09:00', to: '10:00' }] } }));
    await put(waits('muted'));
    await put(waits('serviced'));
    const now = Date.now();
    const window = (id: string, kind: AlertWindow['kind'], ruleId: string): AlertWindow => ({
      id,
      name: `Window ${id}`,
      kind,
      scope: { ruleId },
      when: { kind: 'once', from: now - MINUTE, to: now + 10 * MINUTE },
    });
    for (const one of [window('m', 'mute', 'muted'), window('s', 'maintenance', 'serviced')]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await ask('PUT', `alert-windows/${one.id}`, one)).toMatchObject({ status: 200, body: { version: 1 } });
    }
    expect((await ask<WindowAnswer[]>('GET', 'alert-windows')).body.map(({ id }) => id)).toEqual(['m', 's']);
    await send('contact.queued', { contactId: 'c1', queueId: 'quiet' });
    const muted = await firingOf('muted');
    expect(muted).toMatchObject({ paged: false, suppressedBy: { kind: 'mute', windowId: 'm' }, contactIds: ['c1'] });
    expect(muted.gates).toContainEqual({ name: 'mute', passed: false, about: 'm' });
    expect(muted.gates).toContainEqual({ name: 'threshold', passed: true });
    const closed = (await explain('closed')).levels[0];
    expect(closed).toMatchObject({ verdict: 'outside-schedule', finding: 'breached' });
    expect(closed?.gates.find(({ name }) => name === 'schedule')).toMatchObject({ passed: false });
    const serviced = (await explain('serviced')).levels[0];
    expect(serviced?.gates).toContainEqual({ name: 'maintenance', passed: false, about: 's' });
    expect(serviced).toMatchObject({ verdict: 'maintenance', contactIds: ['c1'] });
    expect((await ask<FiringAnswer[]>('GET', 'alerts?rule=serviced')).body).toEqual([]);

    expect((await ask('DELETE', 'alert-windows/s')).status).toBe(200);
    expect((await ask('DELETE', 'alert-windows/s')).status).toBe(404);
    expect(await firingOf('serviced')).toMatchObject({ paged: true });
  });

  it('a window of no length, or one that is over, is refused at the field', async () => {
    const of = (when: AlertWindow['when']) => ({ id: 'w', name: 'W', kind: 'mute', when });
    for (const [when, pointer] of [
      [{ kind: 'daily', from: '02:00', to: '02:00' }, '/when/to'],
      [{ kind: 'once', from: 10, to: 5 }, '/when/to'],
      [{ kind: 'once', from: 5, to: 10 }, '/when/to'],
      [{ kind: 'weekly', days: [1], from: '01:00', to: '02:00', zone: 'Mars/Base' }, '/when/zone'],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await ask('PUT', 'alert-windows/w', of(when as AlertWindow['when']))).toMatchObject({
        status: 400,
        body: { pointer },
      });
    }
  });

  it('two at once do not both take the last place for a window, and what is in force can be changed when there is none', async () => {
    const of = (id: string): AlertWindow => ({
      id,
      name: id,
      kind: 'mute',
      scope: { ruleId: 'nobody' },
      when: { kind: 'daily', from: '02:00', to: '03:00' },
    });
    const by = { id: 'sue', name: 'Sue' };
    const full = Array.from({ length: MAX_SITE_WINDOWS - 1 }, (_, index) => {
      const window = of(`full-${index}`);
      return { site: SITE, id: window.id, version: 1, window, setBy: by, setAt: 0, removedAt: null };
    });
    const inForce = (await ask<WindowAnswer[]>('GET', 'alert-windows')).body;
    await database.insert(alertWindow).values(full.slice(inForce.length));
    const both = ['one', 'two'];
    const answers = await Promise.all(both.map((id) => ask<{ detail: string }>('PUT', `alert-windows/${id}`, of(id))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(answers.find(({ status }) => status === 409)?.body.detail).toContain(`${MAX_SITE_WINDOWS} windows`);
    const taken = both[answers.findIndex(({ status }) => status === 200)] ?? '';
    expect(await ask('PUT', `alert-windows/${taken}`, of(taken))).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await ask('DELETE', `alert-windows/${taken}`)).status).toBe(200);
    await database.$client.query(`delete from alert_window where id like 'full-%'`);
  });

  it('rules that would inhibit each other in a circle are refused', async () => {
    await put(waits('first'));
    await put(waits('second', { inhibitedBy: ['first'] }));
    expect(await ask('PUT', 'alert-rules/first', waits('first', { inhibitedBy: ['second'] }))).toMatchObject({
      status: 400,
      body: { pointer: '/inhibitedBy/0' },
    });
    expect(await ask('PUT', 'alert-rules/third', waits('third', { inhibitedBy: ['nobody'] }))).toMatchObject({
      status: 400,
      body: { pointer: '/inhibitedBy/0' },
    });
    await send('contact.queued', { contactId: 'c2', queueId: 'quiet' });
    const first = await firingOf('first');
    expect(await firingOf('second')).toMatchObject({
      paged: false,
      suppressedBy: { kind: 'inhibition', alertId: first.alertId },
    });
  });
});

describe('rules on people and single contacts', () => {
  it('fire at their moment, know whose they are, and are explained for any of them', async () => {
    await put(
      rule(
        'break',
        { table: 'agents' },
        { metric: 'time-in-state', state: 'not-ready', is: 'above', threshold: 1_000 },
      ),
    );
    await put(
      rule(
        'patience',
        { table: 'contacts', queueIds: ['quiet'] },
        { metric: 'contact-wait', is: 'above', threshold: 1_500 },
      ),
    );
    await send('agent.state-changed', { agentId: 'ann', state: 'not-ready', reason: 'Break' });
    await send('contact.queued', { contactId: 'slow', queueId: 'quiet' });
    expect(await firingOf('break')).toMatchObject({ subject: { table: 'agents', id: 'ann', name: 'Ann' } });
    await until(async () =>
      (await ask<FiringAnswer[]>('GET', 'alerts?rule=patience')).body.some(({ subject }) => subject.id === 'slow'),
    );
    expect((await explain('break', 'agents', 'ann')).levels[0]).toMatchObject({ verdict: 'firing' });
    expect((await explain('patience', 'contacts', 'slow')).levels[0]?.contactIds).toEqual(['slow']);
    expect(
      await ask(
        'PUT',
        'alert-rules/x',
        rule('x', { table: 'agents' }, { metric: 'waiting', is: 'above', threshold: 1 }),
      ),
    ).toMatchObject({ status: 400, body: { pointer: '/levels/0/when/metric' } });
  });
});

describe('a rule that compares with what was', () => {
  it('learns the days the log knows when it is put in force, and fires by them', async () => {
    const DAY = 24 * 60 * MINUTE;
    const midnight = Math.floor(Date.now() / DAY) * DAY;
    const told = [5, 4, 3, 2, 1].flatMap((daysAgo) =>
      [0, 1, 2, 3, 4].flatMap((index) => {
        const contactId = `weary-${daysAgo}-${index}`;
        const at = midnight - daysAgo * DAY + 12 * 60 * MINUTE + index * MINUTE;
        return [
          { type: 'contact.queued', time: at, data: { contactId, queueId: 'weary' } },
          { type: 'contact.abandoned', time: at + MINUTE, data: { contactId } },
        ];
      }),
    );
    await send('queue.configured', { queueId: 'weary', name: 'Weary', teamId: 'north' });
    await sendPast(told);
    const day = { metric: 'abandon-rate', is: 'above', threshold: 0.5, minimumSample: 3 } as const;
    const bad = rule(
      'weary',
      { table: 'queues', ids: ['weary'] },
      { metric: 'bad-days', is: 'at-least', threshold: 4, day },
    );
    await put(bad);
    const fired = await until(async () => (await ask<FiringAnswer[]>('GET', 'alerts?rule=weary')).body[0], 20_000);
    expect(fired.evidence).toMatchObject([{ metric: 'bad-days', finding: 'breached' }]);
    expect(fired.evidence[0]?.value).toBeGreaterThanOrEqual(4);
    const events = async () => (await typesOf()).filter((type) => type === 'alert.past-learned').length;
    expect(await events()).toBe(1);
    // Another name asks for nothing new.
    await put({ ...bad, name: 'Weary days' });
    const row = (await database.select().from(alertRule)).find(({ id }) => id === 'weary');
    expect(row).toMatchObject({ version: 2, learnedVersion: 2 });
    expect(await events()).toBe(1);
  });
});

describe('the history', () => {
  it('is paged without losing or repeating one, those of one moment included', async () => {
    const { body: all } = await ask<FiringAnswer[]>('GET', 'alerts?limit=500');
    expect(all.length).toBeGreaterThan(3);
    const walked: FiringAnswer[] = [];
    for (;;) {
      const last = walked.at(-1);
      const after = last === undefined ? '' : `&before=${last.firedAt}&beforeId=${last.alertId}`;
      // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
      const { body } = await ask<FiringAnswer[]>('GET', `alerts?limit=1${after}`);
      if (body.length === 0) break;
      walked.push(...body);
    }
    const keys = (firings: FiringAnswer[]) => firings.map(({ alertId, firedAt }) => `${firedAt} ${alertId}`);
    expect(keys(walked)).toEqual(keys(all));
  });
});

describe('before a rule is in force', () => {
  it('says for what it would hold now, and why it cannot be', async () => {
    const { body } = await ask<PreviewAnswer>('POST', 'alert-rules/preview', waits('tried'));
    expect(body).toMatchObject({ subjectCount: 1, isOpen: true, holds: [{ subject: { id: 'quiet', name: 'Quiet' } }] });
    const wrong = waits('wrong', { schedule: { open: [] } });
    expect(await ask('POST', 'alert-rules/preview', wrong)).toMatchObject({
      status: 400,
      body: { pointer: '/schedule/open' },
    });
  });

  it('a backtest whose ring was lost is found by the sweep', async () => {
    const now = Date.now();
    await database.insert(alertBacktest).values({
      id: 'lost',
      site: SITE,
      rules: [waits('tried')],
      compared: [waits('tried')],
      fromAt: now - MINUTE,
      toAt: now,
      status: 'queued',
      progress: 0,
      askedBy: { id: 'x', name: 'X' },
      askedAt: now,
      aliveAt: now - MINUTE,
    });
    const done = await until(async () => {
      const answer = await ask<BacktestAnswer>('GET', 'alert-backtests/lost');
      return answer.body.status === 'done' ? answer.body : null;
    }, 15_000);
    expect(done.result?.totals.firingCount).toBe(1);
    expect(done.result?.currentFirings).toEqual(done.result?.firings);
  });
});
