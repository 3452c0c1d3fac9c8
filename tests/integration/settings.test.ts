import { beforeAll, describe, expect, it } from 'vitest';
import type { Board, Kiosk, SavedView } from '@floorwalk/shared/api/settings';
import { LOCAL_TOKEN, usePeopleApp } from './people-app.ts';

const grant = (role: string, scope: Record<string, unknown>) => [{ role, scope }];

describe('settings', () => {
  const it1 = usePeopleApp();
  let supervisor: string;
  let teamLead: string;
  let analyst: string;
  let agent: string;
  let elsewhere: string;

  beforeAll(async () => {
    await it1.services.log.append('a', [
      { id: '1', source: 's', type: 'site.configured', time: 1, data: { name: 'Site A' } },
      { id: '2', source: 's', type: 'bot.turned', time: 2, data: { sessionId: 'x', botId: 'b', confidence: 0.5 } },
    ]);
    supervisor = (await it1.person('supervisor@example.com', grant('supervisor', { siteId: 'a' }))).cookie;
    teamLead = (await it1.person('lead@example.com', grant('team-lead', { siteId: 'a', teamIds: ['t-1'] }))).cookie;
    analyst = (await it1.person('analyst@example.com', grant('analyst', { siteId: 'a' }))).cookie;
    agent = (await it1.person('agent@example.com', grant('agent', { siteId: 'a', agentId: 'x' }))).cookie;
    elsewhere = (await it1.person('elsewhere@example.com', grant('supervisor', { siteId: 'b' }))).cookie;
  });

  describe('saved views', () => {
    const view = (name: string, shared: boolean, address = '/floor?site=a') => ({ siteId: 'a', name, address, shared });
    const names = async (as: string) =>
      ((await it1.ask('GET', '/api/v1/views?site=a', { as })).body as unknown as SavedView[]).map((one) => one.name);

    it('a view is its owner’s alone until it is shared; then everyone on the site sees it and nobody else', async () => {
      const made = await it1.ask('POST', '/api/v1/views', { as: supervisor, body: view('Morning', false) });
      expect([made.status, made.body]).toMatchObject([201, { name: 'Morning', mine: true, shared: false }]);
      expect(await names(supervisor)).toEqual(['Morning']);
      expect(await names(analyst)).toEqual([]);
      const id = String(made.body['id']);
      expect((await it1.ask('PATCH', `/api/v1/views/${id}`, { as: analyst, body: { name: 'X' } })).status).toBe(404);
      await it1.ask('PATCH', `/api/v1/views/${id}`, { as: supervisor, body: { shared: true } });
      const [seen] = (await it1.ask('GET', '/api/v1/views?site=a', { as: analyst })).body as unknown as SavedView[];
      expect(seen).toMatchObject({ name: 'Morning', mine: false, shared: true });
      expect((await it1.ask('GET', '/api/v1/views?site=a', { as: elsewhere })).status).toBe(403);
      expect((await it1.ask('DELETE', `/api/v1/views/${id}`, { as: analyst })).status).toBe(403);
      expect((await it1.ask('DELETE', `/api/v1/views/${id}`, { as: supervisor })).status).toBe(204);
      expect(await names(supervisor)).toEqual([]);
    });

    it('who may not share keeps views for themselves', async () => {
      expect((await it1.ask('POST', '/api/v1/views', { as: agent, body: view('Mine', true) })).status).toBe(403);
      const made = await it1.ask('POST', '/api/v1/views', { as: agent, body: view('Mine', false) });
      expect(made.status).toBe(201);
      const path = `/api/v1/views/${String(made.body['id'])}`;
      expect((await it1.ask('PATCH', path, { as: agent, body: { shared: true } })).status).toBe(403);
    });

    it('an address that leads out of the console is refused', async () => {
      for (const address of [
        'https://evil.example',
        '//evil.example',
        '/\\evil.example',
        'floor',
        '/\t/evil.example',
        'javascript:x',
      ]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const { status, body } = await it1.ask('POST', '/api/v1/views', {
          as: supervisor,
          body: view('X', false, address),
        });
        expect([status, body['pointer']], address).toEqual([400, '/address']);
      }
    });
  });

  describe('boards', () => {
    const boards = async (as: string) =>
      (await it1.ask('GET', '/api/v1/boards?site=a', { as })).body as unknown as Board[];
    const draft = (ready: Board, changes: Partial<Board>) => {
      const { id: _id, updatedAt: _updatedAt, ...rest } = ready;
      return { ...rest, ...changes };
    };

    it('a site where nobody made a board has a ready one, with a page for bots where there are bots', async () => {
      const [ready, ...others] = await boards(supervisor);
      expect(others).toEqual([]);
      expect(ready).toMatchObject({ id: 'default:a', name: 'Site A', teamId: null });
      expect(ready?.pages.map((page) => page.id)).toEqual(['now', 'queues', 'bots']);
      expect((await it1.ask('GET', '/api/v1/boards/default%3Aa', { as: agent })).body).toEqual(ready);
    });

    it('a board is made, replaced and deleted; the ready one steps back while there are others', async () => {
      const [ready] = await boards(supervisor);
      const made = await it1.ask('POST', '/api/v1/boards', {
        as: supervisor,
        body: draft(ready as Board, { name: 'Mine' }),
      });
      expect(made.status).toBe(201);
      expect((await boards(supervisor)).map((one) => one.name)).toEqual(['Mine']);
      const path = `/api/v1/boards/${String(made.body['id'])}`;
      const put = await it1.ask('PUT', path, { as: supervisor, body: { ...made.body, name: 'Renamed' } });
      expect([put.status, put.body['name']]).toEqual([200, 'Renamed']);
      expect((await it1.ask('DELETE', path, { as: supervisor })).status).toBe(204);
      expect((await boards(supervisor)).map((one) => one.id)).toEqual(['default:a']);
    });

    it('a tile outside the grid, and unknown fields, are refused with their pointer', async () => {
      const [ready] = (await boards(supervisor)) as [Board];
      const [page] = ready.pages as [Board['pages'][number]];
      const tile = { id: 't', kind: 'number' as const, x: 11, y: 0, width: 2, height: 2 };
      const wide = await it1.ask('POST', '/api/v1/boards', {
        as: supervisor,
        body: draft(ready, { pages: [{ ...page, tiles: [tile] }] }),
      });
      expect([wide.status, wide.body['pointer']]).toEqual([400, '/pages/0/tiles/0/width']);
      const twice = await it1.ask('POST', '/api/v1/boards', {
        as: supervisor,
        body: draft(ready, { pages: [page, page] }),
      });
      expect([twice.status, twice.body['pointer']]).toEqual([400, '/pages/1/id']);
      const surplus = await it1.ask('POST', '/api/v1/boards', {
        as: supervisor,
        body: { ...draft(ready, {}), colour: 'red' },
      });
      expect([surplus.status, surplus.body['pointer']]).toEqual([400, '/colour']);
    });

    it('who sees one team makes boards for that team, and neither changes nor pairs the whole site’s', async () => {
      const [ready] = (await boards(teamLead)) as [Board];
      const post = (body: unknown, as = teamLead) => it1.ask('POST', '/api/v1/boards', { as, body });
      expect((await post(draft(ready, { name: 'All' }))).status).toBe(403);
      expect((await post(draft(ready, { name: 'Other', teamId: 't-2' }))).status).toBe(403);
      const own = await post(draft(ready, { name: 'Own', teamId: 't-1' }));
      expect(own.status).toBe(201);
      const foreign = await post(draft(ready, { name: 'Foreign', teamId: 't-2' }), supervisor);
      expect((await boards(teamLead)).map((one) => one.name)).toEqual(['Own']);
      const foreignPath = `/api/v1/boards/${String(foreign.body['id'])}`;
      expect((await it1.ask('GET', foreignPath, { as: teamLead })).status).toBe(404);
      expect((await it1.ask('PUT', foreignPath, { as: teamLead, body: foreign.body })).status).toBe(404);
      const widened = { ...own.body, teamId: null };
      expect(
        (await it1.ask('PUT', `/api/v1/boards/${String(own.body['id'])}`, { as: teamLead, body: widened })).status,
      ).toBe(403);
      expect((await post(draft(ready, {}), analyst)).status).toBe(201);
      expect((await post(draft(ready, {}), agent)).status).toBe(403);
    });
  });

  describe('screens', () => {
    type Pairing = { code: string; pairingId: string; secret: string };
    const ask = async () => (await it1.ask('POST', '/api/v1/kiosk/pairings', { body: {} })).body as unknown as Pairing;
    const claim = (pairing: Pairing, secret = pairing.secret) =>
      it1.ask('POST', `/api/v1/kiosk/pairings/${pairing.pairingId}/claim`, { body: { secret } });
    const confirm = (code: string, as = supervisor, boardId = 'default:a') =>
      it1.ask('POST', '/api/v1/kiosks', { as, body: { code, boardId, name: 'TV by the door' } });

    it('a screen gets its token once its code was confirmed, and not with another secret', async () => {
      const pairing = await ask();
      expect(pairing.code).toMatch(/^[A-Z2-9]{6}$/);
      expect((await claim(pairing)).body).toEqual({});
      expect((await confirm('ZZZZZZ')).body['pointer']).toBe('/code');
      const made = await confirm(pairing.code.toLowerCase());
      expect([made.status, made.body['name']]).toEqual([201, 'TV by the door']);
      expect((await confirm(pairing.code)).status).toBe(400);
      expect((await claim(pairing, 'fwp_wrong')).status).toBe(404);
      const claimed = await claim(pairing);
      expect(claimed.body).toMatchObject({ boardId: 'default:a' });
      const token = String(claimed.body['token']);
      const own = await it1.ask('GET', '/api/v1/kiosk', { as: token });
      expect([own.status, own.body]).toMatchObject([
        200,
        { kiosk: { id: made.body['id'] }, board: { id: 'default:a' } },
      ]);
      const session = await it1.ask('GET', '/api/v1/session', { as: token });
      expect(session.body).toMatchObject({
        signedIn: true,
        principal: { kind: 'kiosk', grants: grant('kiosk', { siteId: 'a' }) },
      });
    });

    it('a screen sees its own board and nothing that needs a person', async () => {
      const { token } = await paired();
      const status = async (method: string, url: string, body?: unknown) =>
        (await it1.ask(method, url, { as: token, body })).status;
      expect(await status('GET', '/api/v1/boards/default%3Aa')).toBe(200);
      const [other] = (await it1.ask('GET', '/api/v1/boards?site=a', { as: supervisor })).body as unknown as Board[];
      expect(await status('GET', `/api/v1/boards/${other?.id ?? ''}`)).toBe(403);
      expect(await status('GET', '/api/v1/boards?site=a')).toBe(403);
      expect(await status('GET', '/api/v1/people')).toBe(403);
      expect(await status('POST', '/api/v1/views', { siteId: 'a', name: 'x', address: '/x', shared: false })).toBe(403);
      expect(
        await status('POST', '/api/v1/password', { currentPassword: 'x', newPassword: 'another good password' }),
      ).toBe(403);
    });

    it('a code is good for ten minutes', async () => {
      const pairing = await ask();
      it1.ahead += 10 * 60_000 + 1;
      expect((await confirm(pairing.code)).status).toBe(400);
      expect((await claim(pairing)).status).toBe(404);
      it1.ahead = 0;
    });

    it('taken off, a screen is nobody at once and every process is told', async () => {
      const { id, token } = await paired();
      expect((await it1.ask('GET', '/api/v1/kiosk', { as: token })).status).toBe(200);
      const told: unknown[] = [];
      const stop = it1.identity.changes.onChange((change) => told.push(change));
      expect((await it1.ask('DELETE', `/api/v1/kiosks/${id}`, { as: supervisor })).status).toBe(204);
      stop();
      expect(told).toContainEqual({ principalId: `kiosk:${id}`, ended: 'This screen was taken off.' });
      expect((await it1.ask('GET', '/api/v1/kiosk', { as: token })).status).toBe(401);
      const there = (await it1.ask('GET', '/api/v1/kiosks?site=a', { as: supervisor })).body as unknown as Kiosk[];
      expect(there.map((one) => one.id)).not.toContain(id);
    });

    it('a screen that a narrow role may not see cannot be paired, listed or taken off by it', async () => {
      const { id } = await paired();
      const pairing = await ask();
      expect((await confirm(pairing.code, teamLead)).status).toBe(403);
      expect((await confirm(pairing.code, elsewhere)).body['pointer']).toBe('/boardId');
      expect((await confirm(pairing.code, analyst)).status).toBe(403);
      expect((await it1.ask('GET', '/api/v1/kiosks?site=a', { as: teamLead })).body).toEqual([]);
      expect((await it1.ask('DELETE', `/api/v1/kiosks/${id}`, { as: teamLead })).status).toBe(403);
      expect((await it1.ask('DELETE', `/api/v1/kiosks/${id}`, { as: elsewhere })).status).toBe(404);
    });

    it('a screen follows its board’s team, and its board cannot be deleted below it', async () => {
      const [ready] = (await it1.ask('GET', '/api/v1/boards?site=a', { as: supervisor })).body as unknown as [Board];
      const made = await it1.ask('POST', '/api/v1/boards', { as: supervisor, body: { ...ready, name: 'Team wall' } });
      const path = `/api/v1/boards/${String(made.body['id'])}`;
      const { token } = await paired(String(made.body['id']));
      expect((await it1.ask('DELETE', path, { as: supervisor })).status).toBe(409);
      await it1.ask('PUT', path, { as: supervisor, body: { ...made.body, teamId: 't-1' } });
      const session = await it1.ask('GET', '/api/v1/session', { as: token });
      expect(session.body['principal']).toMatchObject({ grants: grant('kiosk', { siteId: 'a', teamIds: ['t-1'] }) });
    });

    const paired = async (boardId = 'default:a') => {
      const pairing = await ask();
      const made = await confirm(pairing.code, supervisor, boardId);
      return { id: String(made.body['id']), token: String((await claim(pairing)).body['token']) };
    };
  });

  describe('sources', () => {
    it('the token is shown once and removing the source ends it', async () => {
      const made = await it1.ask('POST', '/api/v1/sites/new-site/sources', { as: LOCAL_TOKEN, body: { name: 'pbx' } });
      expect([made.status, made.body]).toMatchObject([201, { siteId: 'new-site', name: 'pbx', lastUsedAt: null }]);
      expect(String(made.body['token']).length).toBeGreaterThan(20);
      const list = await it1.ask('GET', '/api/v1/sites/new-site/sources', { as: LOCAL_TOKEN });
      expect(list.body).toEqual([{ ...made.body, token: undefined }]);
      const path = `/api/v1/sites/new-site/sources/${String(made.body['id'])}`;
      expect((await it1.ask('DELETE', path, { as: LOCAL_TOKEN })).status).toBe(204);
      expect((await it1.ask('DELETE', path, { as: LOCAL_TOKEN })).status).toBe(404);
      expect((await it1.ask('POST', '/api/v1/sites/a/sources', { as: supervisor, body: { name: 'x' } })).status).toBe(
        403,
      );
    });
  });
});
