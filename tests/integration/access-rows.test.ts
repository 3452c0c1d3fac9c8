import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { createDemoFloor, type DemoFloor } from '@floorwalk/shared/demo/demo-floor';
import type { LiveAnswer } from '@floorwalk/shared/api/history';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { applyDelta, applySnapshot, createView } from '@floorwalk/shared/live/apply';
import type { Delta, Snapshot } from '@floorwalk/shared/live/delta';
import { PROTOCOL_VERSION } from '@floorwalk/shared/protocol/version';
import type { Subscribed } from '@floorwalk/shared/protocol/subscribe';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { whereIn } from '../kit/where-in.ts';

const SITE = 's';
const TABLES = ['sites', 'groups', 'teams', 'queues', 'agents', 'contacts', 'bots', 'botSessions', 'sources'] as const;
const WINDOWS = ['today', 'last30m'] as const;
const PASSWORD = 'correct horse battery';
const PATIENCE_MS = 20_000;

/** Everything one socket was sent, as text and as messages. */
type Listener = {
  readonly socket: Socket;
  readonly heard: unknown[];
  readonly signedOut: string[];
  readonly subscribe: (request: object) => Promise<Subscribed>;
  readonly position: () => number;
};

describe('a supervisor of one team', () => {
  let running: RunningFloorwalk;
  let database: Database;
  let log: PostgresEventLog;
  let floor: DemoFloor;
  let cli: string;
  const events: NewEvent[] = [];
  const listeners: Listener[] = [];
  const start = Date.now() - 2 * 3_600_000;
  let team = '';

  beforeAll(async () => {
    running = await startFloorwalk({ demo: false });
    cli = (await readFile(join(running.config.home, 'cli-token'), 'utf8')).trim();
    database = openDatabase(running.config.databaseUrl);
    log = new PostgresEventLog({ database, databaseUrl: running.config.databaseUrl, now: Date.now });
    floor = createDemoFloor({ seed: 11, startAt: start, zone: 'UTC', source: 'demo', agentCount: 80 });
    const first = floor.advance(start + 3_600_000);
    const head = await append(first);
    team = busiestTeam(first);
    // Until then it is still learned whose queues and bots are whose, and who comes back is sent everything anew.
    const board = await subscribed('', {}, cli);
    await until(() => board.position() >= head, 'the first hour is on the board');
    board.socket.disconnect();
  });

  afterAll(async () => {
    for (const { socket } of listeners) socket.disconnect();
    await log.close();
    await closeDatabase(database);
    await running.stop();
  });

  async function append(more: NewEvent[]): Promise<number> {
    events.push(...more);
    let position = 0;
    for (let at = 0; at < more.length; at += 2000) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      position = (await log.append(SITE, more.slice(at, at + 2000))).at(-1)?.position ?? position;
    }
    return position;
  }

  async function ask(
    path: string,
    cookie: string,
    init: { method?: string; body?: unknown; token?: string } = {},
  ): Promise<Response> {
    return fetch(`${running.address}/api/v1${path}`, {
      method: init.method ?? 'GET',
      headers: {
        ...(init.token === undefined ? { cookie } : { authorization: `Bearer ${init.token}` }),
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });
  }

  async function person(email: string, grants: readonly unknown[]): Promise<{ id: string; cookie: string }> {
    const body = { name: email, email, password: PASSWORD, grants };
    const made = await ask('/people', '', { method: 'POST', body, token: cli });
    expect(made.status).toBe(201);
    const { id } = (await made.json()) as { id: string };
    const signedIn = await ask('/sign-in', '', { method: 'POST', body: { email, password: PASSWORD } });
    return {
      id,
      cookie: signedIn.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .filter((pair) => !pair?.endsWith('='))
        .join('; '),
    };
  }

  async function listen(cookie: string, headers: Record<string, string> = {}, token?: string): Promise<Listener> {
    const socket = io(running.address, {
      transports: ['websocket'],
      extraHeaders: { cookie, ...headers },
      auth: { protocolVersion: PROTOCOL_VERSION, ...(token === undefined ? {} : { token }) },
      reconnection: false,
      forceNew: true,
    });
    const heard: unknown[] = [];
    const signedOut: string[] = [];
    let position = 0;
    const note = (message: Delta | Snapshot): void => {
      heard.push(message);
      position = 'to' in message ? message.to.position : message.at.position;
    };
    socket.on('delta', note);
    socket.on('snapshot', note);
    socket.on('merged', (delta: Delta, _behindMs: number, acknowledge: () => void) => {
      note(delta);
      acknowledge();
    });
    socket.on('signed-out', (reason: string) => signedOut.push(reason));
    const listener: Listener = {
      socket,
      heard,
      signedOut,
      position: () => position,
      subscribe: async (request) => {
        const answer = (await socket.timeout(PATIENCE_MS).emitWithAck('subscribe', {
          siteId: SITE,
          tables: TABLES,
          windows: WINDOWS,
          ...request,
        })) as Subscribed;
        if (answer.ok) for (const message of 'snapshot' in answer ? [answer.snapshot] : answer.deltas) note(message);
        return answer;
      },
    };
    listeners.push(listener);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return listener;
  }

  async function subscribed(cookie: string, request: object = {}, token?: string): Promise<Listener> {
    const listener = await listen(cookie, {}, token);
    await until(async () => (await listener.subscribe(request)).ok, 'the site can be subscribed to');
    return listener;
  }

  /**
   * What nobody who sees this team alone may ever be sent, anywhere in a message: ids of other teams' agents who never had a contact of this
   * team's queues (a contact's row names its agent), and ids of contacts that neither its queues nor its agents nor its bots ever had.
   */
  function foreignIds(): { agents: Set<string>; contacts: Set<string>; own: Set<string> } {
    const teamOfAgent = new Map<string, string>();
    const teamOfQueue = new Map<string, string>();
    for (const event of events) {
      if (event.type === 'agent.configured' && event.data.teamId)
        teamOfAgent.set(event.data.agentId, event.data.teamId);
      if (event.type === 'queue.configured' && event.data.teamId)
        teamOfQueue.set(event.data.queueId, event.data.teamId);
    }
    const bots = new Set<string>();
    for (const { type, data } of events)
      if (type === 'bot.configured' && [data.teamId, teamOfQueue.get(data.queueId ?? '')].includes(team))
        bots.add(data.botId);
    const contacts = new Set<string>();
    const near = new Set<string>();
    for (const event of events) {
      if (!('contactId' in event.data) || event.data.contactId == null) continue;
      const { contactId } = event.data;
      const agentId = 'agentId' in event.data ? (event.data.agentId ?? '') : '';
      const queueId = 'queueId' in event.data ? (event.data.queueId ?? '') : '';
      contacts.add(contactId);
      const isOfBot = 'botId' in event.data && bots.has(event.data.botId);
      if (isOfBot || teamOfQueue.get(queueId) === team || teamOfAgent.get(agentId) === team) near.add(contactId);
    }
    const visiting = new Set(
      events.flatMap(({ data }) =>
        'agentId' in data && 'contactId' in data && near.has(data.contactId ?? '') ? [data.agentId] : [],
      ),
    );
    const agents = [...teamOfAgent].filter(([id, of]) => of !== team && !visiting.has(id)).map(([id]) => id);
    const own = [...teamOfAgent].filter(([, of]) => of === team).map(([id]) => id);
    return {
      agents: new Set(agents),
      contacts: new Set([...contacts].filter((id) => !near.has(id))),
      own: new Set(own),
    };
  }

  function ownQueues(): Set<string> {
    return new Set(
      events.flatMap((event) =>
        event.type === 'queue.configured' && event.data.teamId === team ? [event.data.queueId] : [],
      ),
    );
  }

  function expectNothingForeign(heard: unknown): void {
    const { agents, contacts, own } = foreignIds();
    expect([agents.size > 5, contacts.size > 50], 'there is something to keep from them').toEqual([true, true]);
    const where = whereIn(JSON.parse(JSON.stringify(heard)));
    expect([...where].filter(([text]) => agents.has(text) || contacts.has(text))).toEqual([]);
    expect(
      [...own].some((id) => where.has(id)),
      'their own people are there',
    ).toBe(true);
  }

  it('is sent nothing of another team: not at first, not as it goes on, not after a break, not in the past', async () => {
    const grants = [{ role: 'supervisor', scope: { siteId: SITE, teamIds: [team] } }];
    const { cookie } = await person('one-team@example.com', grants);
    const listener = await subscribed(cookie);
    const [first] = listener.heard as [Snapshot];

    const head = await append(floor.advance(start + 4_000_000));
    await until(() => listener.position() >= head, 'what was appended has arrived');
    expect(listener.heard.length).toBeGreaterThan(1);
    expectNothingForeign(listener.heard);

    // Somebody else of the same sight stays, so that there is a room to come back to.
    const back = await listen(cookie);
    const answer = await back.subscribe({ have: first.at });
    expect(answer.ok && 'deltas' in answer, 'only what is missing comes').toBe(true);
    await until(() => back.position() >= head, 'the reconnected one has caught up');
    expectNothingForeign(back.heard);
    await until(() => {
      const [stayed, returned] = [viewOf(listener.heard), viewOf([first, ...back.heard])];
      return JSON.stringify(stayed) === JSON.stringify(returned);
    }, 'who came back holds the same rows as who stayed');

    const traveller = await subscribed(cookie, { travel: { at: start + 3_000_000, view: 'known', speed: 600 } });
    await until(() => traveller.heard.length > 3, 'the past plays');
    expectNothingForeign(traveller.heard);
  });

  it('reads nothing of another team over REST: not live, not in the past, not in intervals or timelines', async () => {
    const grants = [{ role: 'supervisor', scope: { siteId: SITE, teamIds: [team] } }];
    const { cookie } = await person('one-team-rest@example.com', grants);
    for (const path of ['', `?at=${start + 3_000_000}`]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = (await (await ask(`/sites/${SITE}/live${path}`, cookie)).json()) as LiveAnswer;
      expect(answer.tables.queues?.length).toBeGreaterThan(0);
      // A handover calls people of any team into the queue it waits for, as the policy says: told apart by that queue.
      const { handovers = [], ...tables } = answer.tables;
      expect(handovers.filter(({ queueId }) => !ownQueues().has(queueId ?? ''))).toEqual([]);
      expectNothingForeign(tables);
      expect([...new Set(answer.tables.queues?.map((row) => row.teamId))]).toEqual([team]);
      expect(answer.tables.teams?.map((row) => row.id)).toEqual([team]);
      expect([answer.tables.groups, answer.tables.sources]).toEqual([[], []]);
      expect(answer.tables.sites?.[0]).toMatchObject({ partial: true, waitingCount: 0 });
    }
    const span = `from=${start}&to=${start + 3_600_000}`;
    for (const by of ['queue', 'team']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { rows } = (await (await ask(`/sites/${SITE}/intervals?${span}&by=${by}`, cookie)).json()) as {
        rows: { queueId?: string; teamId?: string }[];
      };
      expect(rows.length).toBeGreaterThan(0);
      const own = ownQueues();
      expect(rows.every((row) => (by === 'team' ? row.teamId === team : own.has(row.queueId ?? '')))).toBe(true);
    }
    expect((await ask(`/sites/${SITE}/intervals?${span}&by=site`, cookie)).status).toBe(403);
    const { agents, contacts, own } = foreignIds();
    const status = async (path: string) => (await ask(`/sites/${SITE}/${path}`, cookie)).status;
    expect(await status(`contacts/${[...contacts][0]}/timeline`)).toBe(404);
    expect(await status(`agents/${[...agents][0]}/timeline`)).toBe(404);
    expect(await status(`agents/${[...own][0]}/timeline`)).toBe(200);
    expect(await status('events')).toBe(403);
  });

  it('an agent sees their own row and contacts alone, an executive no person, on the socket and over REST', async () => {
    const { own } = foreignIds();
    const [agentId] = own;
    const agent = await person('agent@example.com', [{ role: 'agent', scope: { siteId: SITE, agentId } }]);
    const executive = await person('executive@example.com', [{ role: 'executive', scope: { siteId: SITE } }]);
    for (const [cookie, ids] of [
      [agent.cookie, [agentId]],
      [executive.cookie, []],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const listener = await subscribed(cookie);
      const [snapshot] = listener.heard as [Snapshot];
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = (await (await ask(`/sites/${SITE}/live`, cookie)).json()) as LiveAnswer;
      for (const { tables } of [snapshot, answer]) {
        expect((tables.agents ?? []).map((row) => row.id)).toEqual(ids);
        expect((tables.contacts ?? []).every((row) => ids.includes(row.agentId as never))).toBe(true);
        expect(tables.botSessions ?? []).toEqual([]);
        expect(tables.queues?.length).toBeGreaterThan(3);
      }
    }
  });

  it('who is deactivated is signed out of the socket at once, and hears nothing more', async () => {
    const { id, cookie } = await person('leaver@example.com', [{ role: 'supervisor', scope: { siteId: SITE } }]);
    const listener = await subscribed(cookie);
    expect((await ask(`/people/${id}`, '', { method: 'PATCH', body: { active: false }, token: cli })).status).toBe(200);
    await until(() => listener.socket.disconnected, 'the socket is closed');
    expect(listener.signedOut).toEqual(['Your account was deactivated.']);
    const heard = listener.heard.length;
    await append(floor.advance(start + 4_200_000));
    expect(listener.heard).toHaveLength(heard);
  });

  it('a screen that is taken off goes dark at once, and its token opens nothing any more', async () => {
    const pairing = (await (await ask('/kiosk/pairings', '', { method: 'POST' })).json()) as Record<string, string>;
    const screen = { code: pairing['code'], boardId: `default:${SITE}`, name: 'TV' };
    const made = await ask('/kiosks', '', { method: 'POST', body: screen, token: cli });
    const { id } = (await made.json()) as { id: string };
    const claim = `/kiosk/pairings/${pairing['pairingId']}/claim`;
    const claimed = await ask(claim, '', { method: 'POST', body: { secret: pairing['secret'] } });
    const { token = '' } = (await claimed.json()) as { token?: string };
    const listener = await listen('', {}, token);
    await until(async () => (await listener.subscribe({})).ok, 'the screen has subscribed');
    const [snapshot] = listener.heard as [Snapshot];
    expect([snapshot.tables.queues?.length, snapshot.tables.agents, snapshot.tables.contacts]).toMatchObject([
      expect.any(Number),
      undefined,
      undefined,
    ]);
    expect((await ask(`/kiosks/${id}`, '', { method: 'DELETE', token: cli })).status).toBe(204);
    await until(() => listener.socket.disconnected, 'the socket is closed');
    expect(listener.signedOut).toEqual(['This screen was taken off.']);
    const again = await listen('', {}, token);
    await until(() => again.socket.disconnected, 'it is not let in again');
  });

  it('whose grants shrink is sent the smaller view, and nothing of the larger one any more', async () => {
    const { id, cookie } = await person('shrinking@example.com', [{ role: 'supervisor', scope: { siteId: SITE } }]);
    const listener = await subscribed(cookie);
    const grants = [{ role: 'supervisor', scope: { siteId: SITE, teamIds: [team] } }];
    expect((await ask(`/people/${id}`, '', { method: 'PATCH', body: { grants }, token: cli })).status).toBe(200);
    await until(() => listener.signedOut.length > 0, 'they are told');
    const again = await subscribed(cookie);
    const head = await append(floor.advance(start + 4_400_000));
    await until(() => again.position() >= head, 'what was appended has arrived');
    expectNothingForeign(again.heard);
  });

  it('a page of somebody else’s cannot open a socket with the cookie', async () => {
    const { cookie } = await person('lured@example.com', [{ role: 'supervisor', scope: { siteId: SITE } }]);
    const foreign = await listen(cookie, { origin: 'https://evil.example' });
    await until(() => foreign.socket.disconnected, 'the socket is closed');
    expect(foreign.signedOut).toHaveLength(1);
    const own = await listen(cookie, { origin: running.address });
    expect((await own.subscribe({})).ok).toBe(true);
  });

  it('a site one has no grant on cannot be subscribed to', async () => {
    const { cookie } = await person('elsewhere@example.com', [{ role: 'supervisor', scope: { siteId: 'other' } }]);
    const listener = await listen(cookie);
    expect(await listener.subscribe({})).toMatchObject({ ok: false, reason: 'forbidden' });
  });
});

/** Ids and contents held after these messages, in one order. */
function viewOf(heard: readonly unknown[]): unknown {
  const view = createView(SITE);
  for (const message of heard as (Snapshot | Delta)[]) {
    if ('at' in message) applySnapshot(view, message);
    else applyDelta(view, message);
  }
  const byId = (rows: ReadonlyMap<string, unknown>) => [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [view.mark, Object.values(view.tables).map((rows) => byId(rows as ReadonlyMap<string, unknown>))];
}

/** The team whose queues had most contacts. */
function busiestTeam(events: readonly NewEvent[]): string {
  const teamOfQueue = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'queue.configured' && event.data.teamId) teamOfQueue.set(event.data.queueId, event.data.teamId);
    if (event.type !== 'contact.queued') continue;
    const team = teamOfQueue.get(event.data.queueId) ?? '';
    counts.set(team, (counts.get(team) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** Waits for a condition, looking again every 20 ms. */
async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  // oxlint-disable-next-line no-await-in-loop -- looking again is the point
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${PATIENCE_MS} ms in vain: ${what}`);
    // oxlint-disable-next-line no-await-in-loop -- looking again is the point
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
