import type { Principal, Role, Scope } from '@floorwalk/shared/access/role';
import { SOCKET_LIMITS } from '@floorwalk/server/socket/socket-limits';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { io } from 'socket.io-client';
import { connectClient, isLater, reaches, rowsOf, type LiveClient } from './live-client.ts';
import { until, useLiveApp, type ApiNode } from './live-app.ts';
import { BASE, event, twoTeams } from './two-teams.ts';

const app = useLiveApp();
const clients: LiveClient[] = [];
let api: ApiNode;
let siteCount = 0;

beforeAll(async () => {
  app.startFold();
  api = await app.startApi();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

async function newSite(): Promise<string> {
  const siteId = `socket-${++siteCount}`;
  await app.send(siteId, twoTeams());
  return siteId;
}

async function connect(token = 'sue', node = api): Promise<LiveClient> {
  const client = await connectClient(node.url, token);
  clients.push(client);
  return client;
}
function principal(id: string, role: Role, scope: Partial<Scope> & { siteId: string }): void {
  app.principals.set(id, { id, name: id, kind: 'person', grants: [{ role, scope }] } satisfies Principal);
}
const head = async (siteId: string): Promise<number> => (await app.log.head(siteId)).position;
async function settle(client: LiveClient, siteId: string): Promise<void> {
  const position = await head(siteId);
  await until(() => reaches(client.view, position));
}
const ids = (client: LiveClient): Record<string, string[]> =>
  Object.fromEntries(Object.entries(rowsOf(client.view)).map(([table, rows]) => [table, Object.keys(rows)]));

describe('who may listen', () => {
  it('tells who is not signed in so, and hangs up', async () => {
    const client = await connect('nobody');
    await until(() => client.signedOut.length > 0);
    await until(() => !client.socket.connected);
  });

  it('tells a client of another protocol that it is outdated', async () => {
    const socket = io(api.url, {
      transports: ['websocket'],
      auth: { protocolVersion: 0, token: 'sue' },
      forceNew: true,
    });
    const said: number[] = [];
    socket.on('outdated', (version: number) => said.push(version));
    await until(() => said.length > 0);
    socket.disconnect();
  });

  it.each([
    ['no request at all', null, 'bad-request'],
    ['an unknown table', { siteId: 'x', tables: ['secrets'], windows: [] }, 'bad-request'],
    ['an unknown field', { siteId: 'x', tables: ['queues'], windows: [], more: 1 }, 'bad-request'],
    ['a site that is not there', { siteId: 'atlantis', tables: ['queues'], windows: [] }, 'unknown-site'],
  ])('refuses %s', async (_what, request, reason) => {
    const client = await connect();
    expect(await client.socket.emitWithAck('subscribe', request)).toMatchObject({ ok: false, reason });
  });

  it('refuses a site on which one has no role, before saying whether there is such a site', async () => {
    const siteId = await newSite();
    principal('outsider', 'supervisor', { siteId: 'elsewhere' });
    const client = await connect('outsider');
    expect(await client.subscribe({ siteId })).toMatchObject({ ok: false, reason: 'forbidden' });
    expect(await client.subscribe({ siteId: 'atlantis' })).toMatchObject({ ok: false, reason: 'forbidden' });
  });

  it('answers the clock at once, and leaves alone what it does not know', async () => {
    const client = await connect();
    client.socket.emit('drop-all-tables', { now: true });
    client.socket.emit('seen', 'nonsense');
    const answer = (await client.socket.emitWithAck('clock', { sentAt: 1 })) as number;
    expect(Math.abs(answer - Date.now())).toBeLessThan(5_000);
  });

  it('counts and refuses subscriptions that come too thick', async () => {
    const siteId = await newSite();
    const client = await connect();
    const answers = await Promise.all(
      Array.from({ length: SOCKET_LIMITS.subscribes + 1 }, () =>
        client.socket
          .timeout(3_000)
          .emitWithAck('subscribe', { siteId, tables: ['queues'], windows: [] })
          .catch(() => null),
      ),
    );
    expect(answers.at(-1)).toMatchObject({ ok: false, reason: 'bad-request' });
  });
});

describe('what one sees', () => {
  it('gives a team lead the rows of the own team and none of the others, from the first snapshot on', async () => {
    const siteId = await newSite();
    principal('red-lead', 'team-lead', { siteId, teamIds: ['red'] });
    const client = await connect('red-lead');
    await client.subscribe({ siteId });
    await app.send(siteId, [
      event('k3', 'contact.queued', 5, { contactId: 'rc2', queueId: 'sales' }),
      event('k4', 'contact.queued', 5, { contactId: 'bc2', queueId: 'help' }),
      event('a3', 'agent.state-changed', 5, { agentId: 'bob', state: 'not-ready' }),
      event('t3', 'bot.turned', 5, { sessionId: 'bs', botId: 'blue-bot', confidence: 0.2 }),
    ]);
    await settle(client, siteId);
    await until(() => ids(client)['contacts']?.length === 2);
    expect(ids(client)).toMatchObject({
      sites: [siteId],
      groups: [],
      teams: ['red'],
      queues: ['sales'],
      agents: ['ann'],
      contacts: ['rc', 'rc2'],
      bots: ['red-bot'],
      botSessions: ['rs'],
      sources: [],
    });
    expect(client.view.tables.sites.get(siteId)).toMatchObject({ partial: true, waitingCount: 0, windows: {} });
    const sent = JSON.stringify([client.deltas, client.merged]);
    for (const hidden of ['bob', 'help', 'bc', 'blue-bot', '"bs"']) expect(sent).not.toContain(hidden);
  });

  it('takes rows away that leave the sight, and brings those that enter it, though they did not change themselves', async () => {
    const siteId = await newSite();
    principal('red-lead', 'team-lead', { siteId, teamIds: ['red'] });
    const client = await connect('red-lead');
    await client.subscribe({ siteId });
    await app.send(siteId, [
      event('m1', 'queue.configured', 6, { queueId: 'sales', teamId: 'blue' }),
      event('m2', 'queue.configured', 6, { queueId: 'help', teamId: 'red' }),
      event('m3', 'agent.configured', 6, { agentId: 'ann', teamId: 'blue' }),
      event('m4', 'bot.configured', 6, { botId: 'blue-bot', teamId: 'red' }),
    ]);
    await settle(client, siteId);
    await until(() => ids(client)['queues']?.join() === 'help');
    expect(ids(client)).toMatchObject({
      queues: ['help'],
      agents: [],
      contacts: ['bc'],
      bots: ['blue-bot', 'red-bot'],
      botSessions: ['bs', 'rs'],
    });
  });

  it('gives an agent the own row and contacts, and nobody else', async () => {
    const siteId = await newSite();
    principal('bob', 'agent', { siteId, teamIds: ['blue'], agentId: 'bob' });
    const client = await connect('bob');
    await client.subscribe({ siteId });
    await app.send(siteId, [event('an', 'contact.answered', 7, { contactId: 'bc', agentId: 'bob' })]);
    await settle(client, siteId);
    await until(() => ids(client)['contacts']?.length === 1);
    expect(ids(client)).toMatchObject({ agents: ['bob'], contacts: ['bc'], sources: [], groups: [] });
  });

  it('sends only the tables and windows asked for', async () => {
    const siteId = await newSite();
    const client = await connect();
    await client.subscribe({ siteId, tables: ['queues'], windows: ['today'] });
    await app.send(siteId, [event('k5', 'contact.queued', 8, { contactId: 'x', queueId: 'sales' })]);
    await settle(client, siteId);
    expect(Object.entries(ids(client)).filter(([, rows]) => rows.length > 0)).toEqual([['queues', ['help', 'sales']]]);
    expect(Object.keys(client.view.tables.queues.get('sales')?.windows ?? {})).toEqual(['today']);
    expect(client.deltas.every((delta) => Object.keys(delta.tables).every((table) => table === 'queues'))).toBe(true);
  });

  it('begins anew with what one may see when rights change, and hangs up when they end', async () => {
    const siteId = await newSite();
    principal('pat', 'supervisor', { siteId });
    const client = await connect('pat');
    await client.subscribe({ siteId });
    expect(ids(client)['queues']).toEqual(['help', 'sales']);
    principal('pat', 'team-lead', { siteId, teamIds: ['blue'] });
    app.change({ principalId: 'pat', ended: null });
    await until(() => ids(client)['queues']?.join() === 'help');
    expect(ids(client)).toMatchObject({ agents: ['bob'], contacts: ['bc'] });
    app.change({ principalId: 'pat', ended: 'Your account was closed.' });
    await until(() => client.signedOut.includes('Your account was closed.'));
    await until(() => !client.socket.connected);
  });
});

describe('coming back', () => {
  it('is answered with what was missed, and then goes on without a gap', async () => {
    const siteId = await newSite();
    const before = await connect();
    await before.subscribe({ siteId });
    const have = before.view.mark;
    before.close();
    await app.send(siteId, [
      event('k6', 'contact.queued', 9, { contactId: 'missed', queueId: 'sales' }),
      event('k7', 'contact.abandoned', 10, { contactId: 'rc' }),
    ]);
    const witness = await connect();
    expect(await witness.subscribe({ siteId })).toMatchObject({ ok: true });
    await settle(witness, siteId);
    const after = await connect();
    Object.assign(after.view, before.view);
    const answer = await after.subscribe({ siteId, have });
    expect(answer).toMatchObject({ ok: true, deltas: [{ from: have }] });
    await app.send(siteId, [event('k8', 'contact.queued', 11, { contactId: 'next', queueId: 'sales' })]);
    await settle(after, siteId);
    await settle(witness, siteId);
    await until(() => {
      expect(rowsOf(after.view)).toEqual(rowsOf(witness.view));
      return true;
    });
    expect(after.applied.every((applied) => applied === 'applied')).toBe(true);
  });

  it.each([
    ['too long ago', { position: 1, asOf: 1 }],
    ['of another life of the log', { position: 1_000_000, asOf: BASE }],
  ])('is answered with a snapshot when the mark is %s', async (_what, have) => {
    const siteId = await newSite();
    const client = await connect();
    expect(await client.subscribe({ siteId, have })).toMatchObject({ ok: true, snapshot: { siteId } });
  });

  it('on another node finds a snapshot there', async () => {
    const siteId = await newSite();
    const first = await connect();
    await first.subscribe({ siteId });
    const other = await app.startApi();
    const second = await connect('sue', other);
    expect(await second.subscribe({ siteId, have: first.view.mark })).toMatchObject({ ok: true });
    await settle(second, siteId);
  });
});

describe('a slow client', () => {
  async function fallBehind(siteId: string): Promise<LiveClient> {
    const client = await connect();
    client.acknowledges = false;
    await client.subscribe({ siteId });
    await app.send(siteId, [event('w0', 'contact.queued', 20, { contactId: 'w0', queueId: 'sales' })]);
    await settle(client, siteId);
    // It says nothing any more, and time goes on.
    app.ahead += SOCKET_LIMITS.behindMs + SOCKET_LIMITS.seenEveryMs + 1_000;
    await app.send(siteId, [event('w1', 'contact.queued', 21, { contactId: 'w1', queueId: 'sales' })]);
    await until(() => client.merged.length === 1);
    return client;
  }

  it('gets one merged delta at a time, each after the last was acknowledged, and ends with the same view', async () => {
    const siteId = await newSite();
    const client = await fallBehind(siteId);
    const watcher = await connect();
    await watcher.subscribe({ siteId });
    for (let index = 0; index < 10; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- bit by bit, each seen by the one who keeps up
      await app.send(siteId, [
        event(`x${index}`, 'contact.queued', 30 + index, { contactId: `x${index}`, queueId: 'help' }),
      ]);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await settle(watcher, siteId);
    }
    const deltasBefore = client.deltas.length;
    expect(client.merged).toHaveLength(1);
    client.unanswered.shift()?.();
    await until(() => client.merged.length === 2);
    // All ten in one.
    expect(client.merged[1]?.delta.tables.contacts).toHaveLength(10);
    expect(client.deltas).toHaveLength(deltasBefore);
    client.acknowledges = true;
    client.unanswered.shift()?.();
    await settle(client, siteId);
    await until(() => {
      expect(rowsOf(client.view)).toEqual(rowsOf(watcher.view));
      return true;
    });
    expect(client.applied).not.toContain('gap');
  });

  it('returns to the room when it has kept up for a while, without a gap', async () => {
    const siteId = await newSite();
    const client = await fallBehind(siteId);
    client.acknowledges = true;
    client.unanswered.shift()?.();
    app.ahead += SOCKET_LIMITS.healthyMs + 1_000;
    const before = client.deltas.length;
    let sent = 0;
    await until(async () => {
      await app.send(siteId, [event(`y${++sent}`, 'contact.queued', 40, { contactId: `y${sent}`, queueId: 'help' })]);
      client.seen();
      return client.deltas.length > before + 2;
      // Held up for a moment it has to keep up for as long again.
    }, 30_000);
    await settle(client, siteId);
    expect(client.applied).not.toContain('gap');
  });

  it('keeps the room as long as it says what it holds', async () => {
    const siteId = await newSite();
    const client = await connect();
    await client.subscribe({ siteId });
    for (let index = 0; index < 5; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- time goes on step by step
      await app.send(siteId, [event(`z${index}`, 'contact.queued', 50, { contactId: `z${index}`, queueId: 'help' })]);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await settle(client, siteId);
      client.seen();
      // oxlint-disable-next-line no-await-in-loop -- the answer shows that `seen` was heard
      await client.socket.emitWithAck('clock', { sentAt: 1 });
      app.ahead += 1_900;
    }
    expect(client.merged).toEqual([]);
  });
});

describe('time travel', () => {
  it('opens any past moment, as known now and as shown then', async () => {
    const siteId = `travel-${++siteCount}`;
    const clock = { kind: 'paced', base: BASE, at: Date.now() + app.ahead, rate: 0.001 };
    await app.send(siteId, [event('clock', 'site.clock-set', 0, { clock })]);
    await app.send(siteId, [event('1', 'contact.queued', 10, { contactId: 'c1', queueId: 'sales' })]);
    app.ahead += 60_000_000;
    // Arrives a minute of the site late.
    await app.send(siteId, [event('2', 'contact.queued', 20, { contactId: 'c2', queueId: 'sales' })]);
    const client = await connect();
    const at = BASE + 30_000;
    await client.subscribe({ siteId, travel: { at, view: 'known', speed: 0 } });
    expect([client.view.mark.asOf, ids(client)['contacts']]).toEqual([at, ['c1', 'c2']]);
    await client.subscribe({ siteId, travel: { at, view: 'shown', speed: 0 } });
    expect([client.view.mark.asOf, ids(client)['contacts']]).toEqual([at, ['c1']]);
    await client.subscribe({ siteId, travel: { at: BASE + 15_000, view: 'known', speed: 0 } });
    expect(ids(client)['contacts']).toEqual(['c1']);
  });

  it('plays on at its speed, with the same deltas as live, to the same rows', async () => {
    const siteId = await newSite();
    await app.send(
      siteId,
      Array.from({ length: 60 }, (_, index) =>
        event(`p${index}`, 'contact.queued', 100 + index, { contactId: `p${index}`, queueId: 'help' }),
      ),
    );
    const client = await connect();
    await client.subscribe({ siteId, travel: { at: BASE + 99_000, view: 'known', speed: 600 } });
    expect(ids(client)['contacts']).toEqual(['bc', 'rc']);
    await until(() => isLater(client.view.mark, { position: client.view.mark.position, asOf: BASE + 130_000 }));
    await until(() => ids(client)['contacts']?.length === 62);
    expect(client.applied.every((applied) => applied === 'applied')).toBe(true);
    const live = await connect();
    await live.subscribe({ siteId });
    expect(rowsOf(client.view)['contacts']).toEqual(rowsOf(live.view)['contacts']);
  });

  it('stands still at speed 0, but says that it is there', async () => {
    const siteId = await newSite();
    const client = await connect();
    await client.subscribe({ siteId, travel: { at: BASE + 5_000, view: 'known', speed: 0 } });
    await until(() => client.deltas.length >= 2);
    expect(client.applied).toEqual(client.deltas.map(() => 'applied'));
    expect(Math.round(client.view.mark.asOf)).toBe(BASE + 5_000);
    expect(client.deltas.every((delta) => Object.keys(delta.tables).length === 0)).toBe(true);
  });

  it('is not for roles that may not look back, and shows others only what they may see', async () => {
    const siteId = await newSite();
    principal('tv', 'kiosk', { siteId });
    principal('red-lead', 'team-lead', { siteId, teamIds: ['red'] });
    const travel = { at: BASE + 5_000, view: 'known', speed: 0 } as const;
    expect(await (await connect('tv')).subscribe({ siteId, travel })).toMatchObject({ ok: false, reason: 'forbidden' });
    const lead = await connect('red-lead');
    await lead.subscribe({ siteId, travel });
    expect(ids(lead)).toMatchObject({ queues: ['sales'], agents: ['ann'], contacts: ['rc'] });
  });

  it('is limited per person, and makes room when a journey ends', async () => {
    const siteId = await newSite();
    principal('tim', 'supervisor', { siteId });
    const travel = { at: BASE + 5_000, view: 'known', speed: 0 } as const;
    const travellers = await Promise.all(
      Array.from({ length: SOCKET_LIMITS.travelsPerPrincipal }, async () => {
        const client = await connect('tim');
        expect(await client.subscribe({ siteId, travel })).toMatchObject({ ok: true });
        return client;
      }),
    );
    const one = await connect('tim');
    expect(await one.subscribe({ siteId, travel })).toMatchObject({ ok: false });
    travellers[0]?.close();
    await until(async () => (await one.subscribe({ siteId, travel })).ok);
  });
});
