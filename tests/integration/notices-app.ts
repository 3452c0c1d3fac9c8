import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import type { ChannelAnswer, DeliveryAnswer, MyNotices } from '@floorwalk/shared/api/notices';
import type { EventData } from '@floorwalk/shared/events';
import { DEFAULT_PREFERENCES, type NoticePreferences } from '@floorwalk/shared/notices/preferences';
import { afterAll, beforeAll, expect } from 'vitest';
import { freePort } from '../kit/free-port.ts';
import { startHttpReceiver, startMailReceiver, type HttpReceiver, type MailReceiver } from '../kit/notice-receivers.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';
import { connectClient, type LiveClient } from './live-client.ts';

export const SITE = 'hall';
const PASSWORD = 'correct horse battery';

export type Person = { readonly id: string; readonly cookie: string; readonly email: string };
type Answer<T> = { readonly status: number; readonly body: T };

/** All of Floorwalk with a web server and a mail server that receive, a team lead and an agent. */
export type NoticesApp = {
  readonly floorwalk: RunningFloorwalk;
  readonly database: Database;
  readonly log: PostgresEventLog;
  readonly web: HttpReceiver;
  readonly mail: MailReceiver;
  readonly client: LiveClient;
  /** Where people reach it, as links say. */
  readonly desk: string;
  readonly lead: Person;
  readonly agent: Person;
};

/** Opens it before the tests of a file and closes it after them. */
export function useNoticesApp() {
  const app = {} as { -readonly [K in keyof NoticesApp]: NoticesApp[K] };
  let cli = '';
  let eventCount = 0;

  beforeAll(async () => {
    [app.web, app.mail] = await Promise.all([startHttpReceiver(), startMailReceiver()]);
    const port = await freePort();
    app.desk = `http://127.0.0.1:${port}`;
    app.floorwalk = await startFloorwalk({
      demo: false,
      config: { noticesToPrivateAddresses: true, publicUrl: app.desk, port },
    });
    const { home, databaseUrl } = app.floorwalk.config;
    cli = readFileSync(join(home, 'cli-token'), 'utf8').trim();
    app.database = openDatabase(databaseUrl);
    app.log = new PostgresEventLog({ database: app.database, databaseUrl, now: Date.now });
    await append('team.configured', { teamId: 'north', name: 'North' });
    app.lead = await addPerson('lead@example.org', { role: 'team-lead', scope: { siteId: SITE, teamIds: ['north'] } });
    app.agent = await addPerson('agent@example.org', { role: 'agent', scope: { siteId: SITE, agentId: 'a1' } });
    app.client = await connectClient(app.floorwalk.address, cli);
    await until(async () => (await app.client.subscribe({ siteId: SITE, tables: ['noticeSignals'] })).ok);
  });
  afterAll(async () => {
    app.client?.close();
    await Promise.all([app.web?.stop(), app.mail?.stop()]);
    await app.log?.close();
    if (app.database !== undefined) await closeDatabase(app.database);
    await app.floorwalk?.stop();
  });

  async function append<T extends keyof EventData>(type: T, data: EventData[T], time = Date.now()): Promise<void> {
    eventCount += 1;
    await app.log.append(SITE, [{ id: `e${eventCount}`, source: 'test', type, time, data } as never]);
  }

  /** With the command line's token, or as a person. */
  async function ask<T>(method: string, path: string, body?: unknown, as?: Person): Promise<Answer<T>> {
    const { address } = app.floorwalk;
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: {
        ...(as === undefined ? { authorization: `Bearer ${cli}` } : { cookie: as.cookie, origin: address }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
  }

  async function addPerson(email: string, grant: unknown): Promise<Person> {
    const name = email.split('@')[0];
    const made = await ask<{ id: string }>('POST', '/people', { name, email, password: PASSWORD, grants: [grant] });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const response = await fetch(`${app.floorwalk.address}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD }),
    });
    const cookie = response.headers.getSetCookie().map((one) => one.split(';')[0] ?? '');
    return { id: made.body.id, cookie: cookie.join('; '), email };
  }

  return {
    app,
    append,
    ask,
    /** Asks for a page, unless told otherwise. */
    request: (noticeId: string, more: Partial<EventData['notice.requested']>, time?: number): Promise<void> =>
      append(
        'notice.requested',
        {
          noticeId,
          about: { kind: 'escalation', id: `about-${noticeId}` },
          to: [],
          urgency: 'page',
          title: `Title of ${noticeId}`,
          body: 'Somebody waits.',
          path: 'alerts',
          ...more,
        },
        time,
      ),
    toLead: () => ({ to: [{ kind: 'person' as const, personId: app.lead.id }] }),
    addChannel: async (more: object): Promise<ChannelAnswer> => {
      const limits = { perHour: 1_000, bundleMinutes: 0 };
      const made = await ask<ChannelAnswer>('POST', `/sites/${SITE}/notice-channels`, {
        enabled: true,
        limits,
        ...more,
      });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      return made.body;
    },
    ledger: async (query: string): Promise<DeliveryAnswer[]> =>
      (await ask<DeliveryAnswer[]>('GET', `/sites/${SITE}/notice-deliveries?${query}`)).body,
    inbox: async (of: Person): Promise<MyNotices> =>
      (await ask<MyNotices>('GET', `/sites/${SITE}/my-notices`, undefined, of)).body,
    prefer: async (who: Person, more: Partial<NoticePreferences>): Promise<void> => {
      const { status } = await ask('PUT', '/notice-preferences', { ...DEFAULT_PREFERENCES, ...more }, who);
      expect(status).toBe(200);
    },
  };
}
