import { openIdentity, type Identity } from '@floorwalk/server/auth/identity';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_TOKEN, SECRET, usePeopleApp } from './people-app.ts';

const PATIENCE_MS = 4000;

describe('two processes on one database', () => {
  const it1 = usePeopleApp();
  let database: Database;
  let other: Identity;

  beforeAll(async () => {
    database = openDatabase(it1.services.config.databaseUrl);
    other = await openIdentity({
      database,
      secret: SECRET,
      publicUrl: undefined,
      demo: false,
      localToken: null,
      now: Date.now,
    });
  });
  afterAll(async () => {
    await other.close();
    await closeDatabase(database);
  });

  const whoIs = async (cookie: string) => (await other.recognise({ headers: { cookie } }))?.principal.id ?? null;
  const deactivate = (id: string) =>
    it1.ask('PATCH', `/api/v1/people/${id}`, { as: LOCAL_TOKEN, body: { active: false } });

  it('who is deactivated in one is nobody in the other, and its listeners are told why', async () => {
    const { id, cookie } = await it1.person('one@example.com', [{ role: 'analyst', scope: { siteId: 's' } }]);
    expect(await whoIs(cookie)).toBe(id);
    const told: unknown[] = [];
    const stop = other.changes.onChange((change) => told.push(change));
    await deactivate(id);
    await until(async () => (await whoIs(cookie)) === null, 'the other process forgets them');
    stop();
    expect(told).toEqual([{ principalId: id, ended: 'Your account was deactivated.' }]);
  });

  it('while announcements cannot come, nothing is remembered; afterwards they come again', async () => {
    const lost = await it1.person('two@example.com', [{ role: 'analyst', scope: { siteId: 's' } }]);
    expect(await whoIs(lost.cookie)).toBe(lost.id);
    // Every connection of the other process that listens is cut by the server.
    await it1.database.$client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen floorwalk_identity' and datname = current_database()",
    );
    await until(() => !other.changes.isListening(), 'the loss is noticed');
    await deactivate(lost.id);
    expect(await whoIs(lost.cookie)).toBeNull();

    await until(() => other.changes.isListening(), 'it listens again');
    const found = await it1.person('three@example.com', [{ role: 'analyst', scope: { siteId: 's' } }]);
    expect(await whoIs(found.cookie)).toBe(found.id);
    await deactivate(found.id);
    await until(async () => (await whoIs(found.cookie)) === null, 'the other process forgets them');
  });
});

async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  // oxlint-disable-next-line no-await-in-loop -- looking again is the point
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${PATIENCE_MS} ms in vain: ${what}`);
    // oxlint-disable-next-line no-await-in-loop -- looking again is the point
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
