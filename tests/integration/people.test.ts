import { forgetExpired } from '@floorwalk/server/modules/people/forget-expired';
import { auditEntry, personSession } from '@floorwalk/server/auth/tables';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_TOKEN, PASSWORD, usePeopleApp } from './people-app.ts';

const everySite = [{ role: 'administrator', scope: { siteId: '*' } }];
const wholeSite = (role: string, siteId: string) => [{ role, scope: { siteId } }];

describe('the first administrator', () => {
  const it1 = usePeopleApp();
  const setup = (setupCode: string) => ({ name: 'Ada', email: 'Ada@Example.com', password: PASSWORD, setupCode });

  it('until somebody is set up, the session says so and nobody is signed in', async () => {
    const { status, body } = await it1.ask('GET', '/api/v1/session');
    expect([status, body]).toEqual([200, { signedIn: false, needsSetup: true, demo: false, sites: [] }]);
  });

  it('a wrong code, a short password and an unusable address set nobody up, and the answer names the field', async () => {
    const wrong = await it1.ask('POST', '/api/v1/setup', { body: setup('AAAA-BBBB-CCCC') });
    expect([wrong.status, wrong.body['pointer']]).toEqual([403, '/setupCode']);
    const short = await it1.ask('POST', '/api/v1/setup', { body: { ...setup('x'), password: 'short' } });
    expect([short.status, short.body['pointer']]).toEqual([400, '/password']);
    const guessed = await it1.ask('POST', '/api/v1/setup', { body: { ...setup('x'), password: 'aaaaaaaaaaaaaaaa' } });
    expect([guessed.status, guessed.body['pointer']]).toEqual([400, '/password']);
    const address = await it1.ask('POST', '/api/v1/setup', { body: { ...setup('x'), email: 'nobody' } });
    expect([address.status, address.body['pointer']]).toEqual([400, '/email']);
    const surplus = await it1.ask('POST', '/api/v1/setup', { body: { ...setup('x'), role: 'x' } });
    expect([surplus.status, surplus.body['pointer']]).toEqual([400, '/role']);
    expect((await it1.ask('GET', '/api/v1/session')).body['needsSetup']).toBe(true);
  });

  it('of many who use the code at once one becomes administrator of every site, and the code is gone', async () => {
    const code = (await it1.identity.setupCode()) ?? '';
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        it1.ask('POST', '/api/v1/setup', { body: { ...setup(code.toLowerCase()), email: `ada${n}@example.com` } }),
      ),
    );
    expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
    const first = answers.find((answer) => answer.status === 201);
    expect(first?.body).toMatchObject({
      signedIn: true,
      needsSetup: false,
      principal: { kind: 'person', grants: everySite },
    });
    expect((await it1.ask('GET', '/api/v1/people', { as: first?.cookie })).status).toBe(200);
    expect(await it1.identity.setupCode()).toBeNull();
  });
});

describe('signing in', () => {
  const it2 = usePeopleApp();
  let admin: string;
  beforeAll(async () => {
    admin = (await it2.person('admin@example.com', everySite)).cookie;
  });

  it('the right password opens a session by an HttpOnly, SameSite cookie; signing out ends it', async () => {
    const answer = await it2.ask('POST', '/api/v1/sign-in', {
      body: { email: ' ADMIN@example.com ', password: PASSWORD },
    });
    expect([answer.status, answer.body['signedIn']]).toEqual([200, true]);
    const [set] = [answer.headers['set-cookie']].flat().map(String);
    expect(set).toMatch(/^floorwalk\.session_token=.*HttpOnly/);
    expect(set).toMatch(/SameSite=Lax/i);
    expect((await it2.ask('GET', '/api/v1/people', { as: answer.cookie })).status).toBe(200);
    expect((await it2.ask('POST', '/api/v1/sign-out', { as: answer.cookie })).status).toBe(204);
    expect((await it2.ask('GET', '/api/v1/people', { as: answer.cookie })).status).toBe(401);
  });

  it('signing in makes a session of its own and ends the one whose cookie came along', async () => {
    await it2.person('again@example.com', wholeSite('analyst', 'a'));
    const signIn = (as?: string) =>
      it2.ask('POST', '/api/v1/sign-in', { as, body: { email: 'again@example.com', password: PASSWORD } });
    const planted = await signIn('floorwalk.session_token=chosen-by-somebody-else');
    expect([planted.status, planted.cookie.includes('chosen-by-somebody-else')]).toEqual([200, false]);
    const next = await signIn(planted.cookie);
    expect(next.cookie).not.toBe(planted.cookie);
    const signedIn = async (as: string) => (await it2.ask('GET', '/api/v1/session', { as })).body['signedIn'];
    expect([await signedIn(planted.cookie), await signedIn(next.cookie)]).toEqual([false, true]);
  });

  it('signing out everywhere ends every session of this person, tells the screens, and nobody else’s', async () => {
    const { id, cookie } = await it2.person('many@example.com', wholeSite('analyst', 'a'));
    const others = [await it2.signIn('many@example.com'), await it2.signIn('many@example.com')];
    const told: unknown[] = [];
    const stop = it2.identity.changes.onChange((change) => told.push(change));
    const out = await it2.ask('POST', '/api/v1/sign-out', { as: cookie, body: { everywhere: true } });
    stop();
    expect(out.status).toBe(204);
    expect(told).toContainEqual({ principalId: id, ended: 'You signed out everywhere.' });
    for (const as of [cookie, ...others])
      // oxlint-disable-next-line no-await-in-loop -- few
      expect((await it2.ask('GET', '/api/v1/session', { as })).body['signedIn']).toBe(false);
    expect((await it2.ask('GET', '/api/v1/people', { as: admin })).status).toBe(200);
  });

  it('a wrong password and an unknown address are answered alike', async () => {
    const wrong = await it2.ask('POST', '/api/v1/sign-in', {
      body: { email: 'admin@example.com', password: 'wrong wrong wrong' },
    });
    const unknown = await it2.ask('POST', '/api/v1/sign-in', {
      body: { email: 'who@example.com', password: 'wrong wrong wrong' },
    });
    const notAnAddress = await it2.ask('POST', '/api/v1/sign-in', {
      body: { email: "' or 1=1", password: 'wrong wrong wrong' },
    });
    expect([wrong.status, wrong.body]).toEqual([401, unknown.body]);
    expect([notAnAddress.status, notAnAddress.body]).toEqual([401, unknown.body]);
  });

  it('the eleventh wrong password is told how long to wait, even a right one; after the wait it works again', async () => {
    await it2.person('slow@example.com', wholeSite('analyst', 'a'));
    const attempt = (password: string) =>
      it2.ask('POST', '/api/v1/sign-in', { body: { email: 'slow@example.com', password } });
    const wrong = await Promise.all(Array.from({ length: 12 }, () => attempt('wrong wrong wrong')));
    expect(wrong.filter((answer) => answer.status === 401)).toHaveLength(10);
    const refused = await attempt(PASSWORD);
    expect(refused.status).toBe(429);
    expect(refused.body['detail']).toMatch(
      /Too many attempts with this e-mail address have failed\. Try again in 15 minutes\./,
    );
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(800);
    expect(it2.identity.signInLimit.refusedCount()).toBe(3);
    it2.ahead += 15 * 60_000 + 1;
    expect((await attempt(PASSWORD)).status).toBe(200);
  });

  it('a write that another page sends with the cookie is not carried out', async () => {
    const body = { name: 'X', email: 'x@example.com', password: PASSWORD, grants: [] };
    const foreign = await it2.ask('POST', '/api/v1/people', {
      as: admin,
      body,
      headers: { origin: 'https://evil.example' },
    });
    expect([foreign.status, foreign.body['title']]).toEqual([403, 'foreign-origin']);
    const opaque = await it2.ask('POST', '/api/v1/people', { as: admin, body, headers: { origin: 'null' } });
    expect(opaque.status).toBe(403);
    const fetched = await it2.ask('POST', '/api/v1/people', {
      as: admin,
      body,
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(fetched.status).toBe(403);
    const signIn = await it2.ask('POST', '/api/v1/sign-in', {
      body: { email: 'admin@example.com', password: PASSWORD },
      headers: { origin: 'https://evil.example' },
    });
    expect(signIn.status).toBe(403);
    const own = await it2.ask('POST', '/api/v1/people', {
      as: admin,
      body,
      headers: { origin: 'http://localhost:80', host: 'localhost:80' },
    });
    expect(own.status).toBe(403);
  });

  it('a changed or foreign cookie and an unknown token are nobody', async () => {
    for (const as of [
      `${admin}x`,
      'floorwalk.session_token=abc.def',
      'fwc_unknown',
      'fwk_a.bbbbbbbbbbbbbbbbbbbbbbbbb',
      'floorwalk.demo=e30.x',
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await it2.ask('GET', '/api/v1/people', { as })).status, as).toBe(401);
    }
  });

  it('where no demo runs, nobody signs in as a demo role', async () => {
    expect((await it2.ask('POST', '/api/v1/demo-session', { body: { role: 'supervisor' } })).status).toBe(403);
  });

  it('what has run out is forgotten, and what has not stays', async () => {
    const cookie = await it2.signIn('admin@example.com');
    const before = (await it2.database.select().from(personSession)).length;
    await forgetExpired.run(it2.services);
    expect(await it2.database.select().from(personSession)).toHaveLength(before);
    expect((await it2.ask('GET', '/api/v1/session', { as: cookie })).body['signedIn']).toBe(true);
    it2.ahead += 8 * 86_400_000;
    await forgetExpired.run(it2.services);
    it2.ahead -= 8 * 86_400_000;
    expect(await it2.database.select().from(personSession)).toEqual([]);
    admin = await it2.signIn('admin@example.com');
  });

  it('your own password changes with the old one; your other sessions end, this one stays', async () => {
    const { cookie } = await it2.person('own@example.com', wholeSite('supervisor', 'a'));
    const other = await it2.signIn('own@example.com');
    const wrong = await it2.ask('POST', '/api/v1/password', {
      as: cookie,
      body: { currentPassword: 'x', newPassword: 'another good password' },
    });
    expect([wrong.status, wrong.body['pointer']]).toEqual([400, '/currentPassword']);
    const body = { currentPassword: PASSWORD, newPassword: 'another good password' };
    expect((await it2.ask('POST', '/api/v1/password', { as: cookie, body })).status).toBe(204);
    expect((await it2.ask('GET', '/api/v1/session', { as: cookie })).body['signedIn']).toBe(true);
    expect((await it2.ask('GET', '/api/v1/session', { as: other })).body['signedIn']).toBe(false);
    await expect(it2.signIn('own@example.com')).rejects.toThrow('401');
    await it2.signIn('own@example.com', 'another good password');
  });
});

describe('people', () => {
  const it3 = usePeopleApp();
  let admin: { id: string; cookie: string };
  beforeAll(async () => {
    admin = await it3.person('admin@example.com', everySite);
  });

  it('deactivating someone ends their sessions at once, and says so when they try again', async () => {
    const { id, cookie } = await it3.person('leaver@example.com', wholeSite('supervisor', 'a'));
    expect((await it3.ask('GET', '/api/v1/session', { as: cookie })).body['signedIn']).toBe(true);
    const ended: unknown[] = [];
    const stop = it3.identity.changes.onChange((change) => ended.push(change));
    const off = await it3.ask('PATCH', `/api/v1/people/${id}`, { as: admin.cookie, body: { active: false } });
    stop();
    expect([off.status, off.body['active']]).toEqual([200, false]);
    expect(ended).toContainEqual({ principalId: id, ended: 'Your account was deactivated.' });
    expect((await it3.ask('GET', '/api/v1/session', { as: cookie })).body['signedIn']).toBe(false);
    const again = await it3.ask('POST', '/api/v1/sign-in', {
      body: { email: 'leaver@example.com', password: PASSWORD },
    });
    expect([again.status, again.body['detail']]).toEqual([
      403,
      'This account is deactivated. Ask an administrator to activate it.',
    ]);
    const rows = await it3.database.select().from(personSession);
    expect(rows.some((row) => row.userId === id)).toBe(false);
  });

  it('a change of grants holds from the next request on', async () => {
    const { id, cookie } = await it3.person('mover@example.com', wholeSite('administrator', 'a'));
    expect((await it3.ask('GET', '/api/v1/people', { as: cookie })).status).toBe(200);
    const grants = wholeSite('analyst', 'b');
    expect((await it3.ask('PATCH', `/api/v1/people/${id}`, { as: admin.cookie, body: { grants } })).status).toBe(200);
    expect((await it3.ask('GET', '/api/v1/people', { as: cookie })).status).toBe(403);
    expect((await it3.ask('GET', '/api/v1/session', { as: cookie })).body['principal']).toMatchObject({ grants });
  });

  it('grants that mean nothing are refused with the pointer of the field', async () => {
    const add = (grants: unknown) =>
      it3.ask('POST', '/api/v1/people', {
        as: admin.cookie,
        body: { name: 'X', email: 'grants@example.com', password: PASSWORD, grants },
      });
    const cases: [unknown, string][] = [
      [wholeSite('kiosk', 'a'), '/grants/0/role'],
      [wholeSite('agent', 'a'), '/grants/0/scope/agentId'],
      [[{ role: 'administrator', scope: { siteId: 'a', teamIds: ['t'] } }], '/grants/0/scope'],
      [[{ role: 'supervisor', scope: { siteId: 'a', agentId: 'x' } }], '/grants/0/scope/agentId'],
      [[{ role: 'owner', scope: { siteId: 'a' } }], '/grants/0/role'],
      [[{ role: 'supervisor', scope: { siteId: '' } }], '/grants/0/scope/siteId'],
    ];
    for (const [grants, pointer] of cases) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { status, body } = await add(grants);
      expect([status, body['pointer']], JSON.stringify(grants)).toEqual([400, pointer]);
    }
  });

  it("a site's administrator sees and changes the people of that site alone", async () => {
    const local = await it3.person('local@example.com', wholeSite('administrator', 'a'));
    const onA = await it3.person('on-a@example.com', wholeSite('supervisor', 'a'));
    const onBoth = await it3.person('on-both@example.com', [
      ...wholeSite('analyst', 'a'),
      ...wholeSite('analyst', 'b'),
    ]);
    const onB = await it3.person('on-b@example.com', wholeSite('supervisor', 'b'));
    const seen = (await it3.ask('GET', '/api/v1/people', { as: local.cookie })).body as unknown as { id: string }[];
    const ids = seen.map((person) => person.id);
    expect(ids).toEqual(expect.arrayContaining([onA.id, onBoth.id]));
    expect(ids).not.toContain(onB.id);
    expect(ids).not.toContain(admin.id);
    const patch = async (id: string, body: unknown) =>
      (await it3.ask('PATCH', `/api/v1/people/${id}`, { as: local.cookie, body })).status;
    expect(await patch(onA.id, { name: 'Renamed' })).toBe(200);
    expect(await patch(onA.id, { grants: wholeSite('supervisor', 'b') })).toBe(403);
    expect(await patch(onA.id, { grants: everySite })).toBe(403);
    expect(await patch(onBoth.id, { active: false })).toBe(403);
    expect(await patch(onB.id, { active: false })).toBe(404);
    expect(await patch(admin.id, { active: false })).toBe(404);
    const removed = await it3.ask('DELETE', `/api/v1/people/${onBoth.id}`, { as: local.cookie });
    expect(removed.status).toBe(403);
    const made = await it3.ask('POST', '/api/v1/people', {
      as: local.cookie,
      body: { name: 'X', email: 'no-grants@example.com', password: PASSWORD, grants: [] },
    });
    expect([made.status, made.body['pointer']]).toEqual([400, '/grants']);
  });

  it('the last administrator of every site cannot be deactivated, demoted or removed, also not two by each other', async () => {
    const patch = (id: string, as: string, body: unknown) => it3.ask('PATCH', `/api/v1/people/${id}`, { as, body });
    expect((await patch(admin.id, admin.cookie, { active: false })).status).toBe(409);
    expect((await patch(admin.id, admin.cookie, { grants: [] })).status).toBe(409);
    expect((await it3.ask('DELETE', `/api/v1/people/${admin.id}`, { as: LOCAL_TOKEN })).status).toBe(409);
    const second = await it3.person('second@example.com', everySite);
    const both = async (byAdmin: string, bySecond: string) => {
      const asked = [patch(admin.id, bySecond, { active: false }), patch(second.id, byAdmin, { active: false })];
      const statuses = (await Promise.all(asked)).map(({ status }) => status).toSorted((a, b) => a - b);
      await patch(second.id, LOCAL_TOKEN, { active: true });
      return statuses;
    };
    // Who was deactivated a moment before they were heard is nobody any more.
    const [done, refused] = await both(admin.cookie, second.cookie);
    expect([done, [401, 409].includes(refused ?? 0)]).toEqual([200, true]);
    await patch(admin.id, LOCAL_TOKEN, { active: true });
    expect(await both(LOCAL_TOKEN, LOCAL_TOKEN)).toEqual([200, 409]);
    await patch(admin.id, LOCAL_TOKEN, { active: true });
    admin = { id: admin.id, cookie: await it3.signIn('admin@example.com') };
  });

  it('an e-mail address has one account, whatever its case', async () => {
    const body = { name: 'X', email: 'ADMIN@example.com', password: PASSWORD, grants: [] };
    expect((await it3.ask('POST', '/api/v1/people', { as: admin.cookie, body })).status).toBe(409);
  });

  it('each change is written down with who, when, before and after, and never a password', async () => {
    const { id } = await it3.person('audited@example.com', wholeSite('analyst', 'audited'));
    await it3.ask('PATCH', `/api/v1/people/${id}`, {
      as: admin.cookie,
      body: { grants: wholeSite('supervisor', 'audited'), password: 'another good password' },
    });
    const entries = (await it3.ask('GET', '/api/v1/audit?site=audited&limit=1', { as: admin.cookie }))
      .body as unknown as Record<string, unknown>[];
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      actorId: admin.id,
      action: 'person.granted',
      subject: id,
      before: { grants: wholeSite('analyst', 'audited') },
      after: { grants: wholeSite('supervisor', 'audited'), passwordChanged: true },
    });
    const all = JSON.stringify(await it3.database.select().from(auditEntry));
    expect(all).not.toContain(PASSWORD);
    expect(all).not.toContain('another good password');
  });
});

describe('the demo', () => {
  const it4 = usePeopleApp({ demo: true });
  beforeAll(async () => {
    await it4.services.log.append('demo', [
      {
        id: '1',
        source: 'demo',
        type: 'site.configured',
        time: 1,
        data: { name: 'Demo floor', zone: 'Europe/Berlin' },
      },
      { id: '2', source: 'demo', type: 'agent.configured', time: 2, data: { agentId: 'a-1', teamId: 't-1' } },
    ]);
    await it4.services.log.append('mine', [{ id: '1', source: 's', type: 'source.heartbeat', time: 1, data: {} }]);
  });

  it('any role signs in with one click: a team lead to one team, an agent to themselves', async () => {
    for (const role of ['supervisor', 'agent', 'team-lead', 'executive', 'analyst', 'administrator', 'kiosk']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { body } = await it4.ask('GET', '/api/v1/session', { as: await it4.demo(role) });
      expect(body, role).toMatchObject({ signedIn: true, demo: true, principal: { kind: 'demo', grants: [{ role }] } });
    }
    const scope = async (role: string) =>
      (
        (await it4.ask('GET', '/api/v1/session', { as: await it4.demo(role) })).body['principal'] as {
          grants: { scope: unknown }[];
        }
      ).grants[0]?.scope;
    expect(await scope('team-lead')).toEqual({ siteId: 'demo', teamIds: ['t-1'] });
    expect(await scope('agent')).toEqual({ siteId: 'demo', agentId: 'a-1' });
  });

  it('the demo administrator sees people but cannot make accounts', async () => {
    const as = await it4.demo('administrator');
    expect((await it4.ask('GET', '/api/v1/people', { as })).status).toBe(200);
    const body = { name: 'X', email: 'x@example.com', password: PASSWORD, grants: wholeSite('supervisor', 'demo') };
    expect((await it4.ask('POST', '/api/v1/people', { as, body })).status).toBe(403);
  });

  it('the demo session ends with its time and with signing out', async () => {
    const as = await it4.demo('supervisor');
    const out = await it4.ask('POST', '/api/v1/sign-out', { as });
    expect(String(out.headers['set-cookie'])).toMatch(/floorwalk\.demo=;.*Max-Age=0/);
    it4.ahead += 12 * 3_600_000 + 1;
    expect((await it4.ask('GET', '/api/v1/session', { as })).body['signedIn']).toBe(false);
    it4.ahead = 0;
  });

  it('once somebody owns the installation, the demo reaches its own floor alone', async () => {
    const as = await it4.demo('supervisor');
    const sites = async () =>
      ((await it4.ask('GET', '/api/v1/session', { as })).body['sites'] as { id: string }[]).map((site) => site.id);
    expect(await sites()).toEqual(['demo', 'mine']);
    await it4.person('owner@example.com', everySite);
    expect(await sites()).toEqual(['demo']);
  });
});
