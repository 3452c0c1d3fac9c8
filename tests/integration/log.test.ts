import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { appendWith } from '@floorwalk/server/log/append-with';
import { describeEventLog } from '@floorwalk/server/log/event-log-contract';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../kit/database.ts';

const server = useDatabase();
let database: Database;
beforeAll(() => {
  database = openDatabase(server.url);
});
afterAll(() => closeDatabase(database));

const openLog = (now: () => number): PostgresEventLog =>
  new PostgresEventLog({ database, databaseUrl: server.url, now });

describeEventLog('the log in PostgreSQL', (now) => Promise.resolve(openLog(now)));

describe('the log in PostgreSQL, beside other processes', () => {
  it('stays gapless when several processes append to one site at once', async () => {
    const logs = [openLog(Date.now), openLog(Date.now), openLog(Date.now)];
    const answers = await Promise.all(
      logs.flatMap((log, at) =>
        Array.from({ length: 30 }, (_, index) => log.append('busy', [event(`e${(index + at * 20) % 60}`, 1)])),
      ),
    );
    const positions = new Set(answers.flatMap((answer) => answer.map((one) => one.position)));
    expect([...positions].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    const { rows } = await database.$client.query(
      `select count(*) as count, max(position) as last from event_log where site = 'busy'`,
    );
    expect(rows).toEqual([{ count: 60, last: 60 }]);
    await Promise.all(logs.map((log) => log.close()));
  });

  it('hears of appends made by another process', async () => {
    const [reader, writer] = [openLog(Date.now), openLog(Date.now)];
    const heard: [string, number][] = [];
    reader.onAppend((site, position) => heard.push([site, position]));
    let count = 0;
    await expect
      .poll(async () => {
        await writer.append('told', [event(`e${++count}`, count)]);
        return heard.length;
      })
      .toBeGreaterThan(0);
    expect(heard[0]?.[0]).toBe('told');
    await Promise.all([reader.close(), writer.close()]);
  });

  it('refuses only the request whose data the database cannot hold', async () => {
    const log = openLog(Date.now);
    const bad = event('bad', 1, 'nul \u0000');
    const results = await Promise.allSettled([
      log.append('mixed', [event('first', 1)]),
      log.append('mixed', [event('a', 1)]),
      log.append('mixed', [bad]),
      log.append('mixed', [event('b', 1)]),
    ]);
    expect(results.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await log.head('mixed')).toMatchObject({ position: 3 });
    await log.close();
  });
});

describe('appendWith', () => {
  it('commits a decision and its log entry together or not at all', async () => {
    await expect(
      database.transaction(async (transaction) => {
        await appendWith(transaction, 'decided', [event('a', 1)], 5);
        throw new Error('the row change failed');
      }),
    ).rejects.toThrow('the row change failed');
    const log = openLog(Date.now);
    expect(await log.head('decided')).toMatchObject({ position: 0 });
    const appended = await database.transaction((transaction) =>
      appendWith(transaction, 'decided', [event('a', 1)], 5),
    );
    expect(appended).toEqual([{ status: 'accepted', position: 1 }]);
    await log.close();
  });

  it("keeps the site's row in step with what its own events said last", async () => {
    const log = openLog(() => 7);
    await log.append('row', [event('a', 1)]);
    const row = () => database.$client.query(`select id, name, zone, clock, created_at from site where id = 'row'`);
    expect((await row()).rows).toEqual([
      { id: 'row', name: 'row', zone: 'UTC', clock: { kind: 'real' }, created_at: 7 },
    ]);
    await log.append('row', [
      { id: 'c', source: 's', type: 'site.configured', time: 2, data: { name: 'Haifa', zone: 'Asia/Jerusalem' } },
      { id: 'd', source: 's', type: 'site.clock-set', time: 3, data: { clock: { kind: 'log' } } },
      { id: 'e', source: 's', type: 'site.configured', time: 2, data: { name: 'Haifa bank' } },
    ]);
    expect((await row()).rows).toMatchObject([{ name: 'Haifa bank', zone: 'Asia/Jerusalem', clock: { kind: 'log' } }]);
    await log.close();
  });
});

function event(id: string, time: number, contactId = id): NewEvent {
  return { id, source: 'acd', type: 'contact.queued', time, data: { contactId, queueId: 'sales' } };
}
