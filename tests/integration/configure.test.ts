import { beforeAll, describe, expect, it } from 'vitest';
import { rejectedEvent } from '@floorwalk/server/ingest/tables';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { LOCAL_TOKEN, usePeopleApp } from './people-app.ts';

describe('configuring a site', () => {
  const it1 = usePeopleApp();
  let supervisor: string;

  const configure = (siteId: string, body: unknown, as: string | undefined = LOCAL_TOKEN) =>
    it1.ask('POST', `/api/v1/sites/${siteId}/configure`, { as, body });
  const logOf = async (siteId: string): Promise<LoggedEvent[]> => {
    const events: LoggedEvent[] = [];
    for await (const batch of it1.services.log.read(siteId)) events.push(...batch);
    return events;
  };

  beforeAll(async () => {
    await it1.services.log.append('a', [
      { id: '1', source: 's', type: 'queue.configured', time: 1, data: { queueId: 'q' } },
    ]);
    const grants = [{ role: 'supervisor', scope: { siteId: 'a' } }];
    supervisor = (await it1.person('supervisor@example.com', grants)).cookie;
  });

  it('a changed threshold is an event on the log, at the position answered, and an entry of the audit', async () => {
    const data = { queueId: 'q', serviceLevelThresholdMs: 30_000 };
    const answer = await configure('a', { type: 'queue.configured', data });
    expect(answer.status).toBe(201);
    const event = (await logOf('a')).at(-1);
    expect(event).toMatchObject({ type: 'queue.configured', data, source: 'floorwalk/console' });
    expect(answer.body).toEqual({ position: event?.position, time: event?.time });
    const audit = await it1.ask('GET', '/api/v1/audit?site=a&limit=1', { as: LOCAL_TOKEN });
    expect(audit.body).toMatchObject([{ action: 'queue.configured', subject: 'q', after: data }]);
  });

  it('a site that runs on its own clock is changed at its own present, not at that of the server', async () => {
    const base = Date.UTC(1999, 1, 3, 12);
    await it1.services.log.append('then', [
      {
        id: '1',
        source: 's',
        type: 'site.clock-set',
        time: base,
        data: { clock: { kind: 'paced', base, at: Date.now(), rate: 60 } },
      },
    ]);
    const answer = await configure('then', { type: 'queue.configured', data: { queueId: 'q', name: 'Queue' } });
    const ahead = Number(answer.body['time']) - base;
    expect(ahead).toBeGreaterThanOrEqual(0);
    expect(ahead).toBeLessThan(3_600_000);
  });

  it.each([
    [{ type: 'queue.configured', data: { queueId: 'q', serviceLevelTarget: 2 } }, '/data/serviceLevelTarget'],
    [{ type: 'queue.configured', data: { name: 'no id' } }, '/data/queueId'],
    [{ type: 'queue.configured', data: { queueId: 'q', colour: 'red' } }, '/data/colour'],
    [{ type: 'site.configured', data: { zone: 'Mars/Olympus' } }, '/data/zone'],
    [{ type: 'site.configured', data: { name: 'a\u0000b' } }, '/data/name'],
    [{ type: 'site.configured', data: {} }, '/data'],
  ])('%j is refused and names the field %s', async (body, pointer) => {
    const before = (await logOf('a')).length;
    const answer = await configure('a', body);
    expect([answer.status, answer.body['pointer']]).toEqual([400, pointer]);
    expect(await logOf('a')).toHaveLength(before);
  });

  it('an event that only sources send is refused', async () => {
    const body = { type: 'contact.queued', data: { contactId: 'c', queueId: 'q' } };
    expect((await configure('a', body)).status).toBe(400);
  });

  it('only who may configure the site does, and a queue of a site that is not there is not found', async () => {
    const body = { type: 'site.configured', data: { name: 'Mine now' } };
    expect((await configure('a', body, supervisor)).status).toBe(403);
    expect((await it1.ask('POST', '/api/v1/sites/a/configure', { body })).status).toBe(401);
    const elsewhere = { type: 'queue.configured', data: { queueId: 'q' } };
    expect((await configure('nowhere', elsewhere)).status).toBe(404);
  });

  it('refused events are listed newest first, page by page, and for who looks after sources alone', async () => {
    const refusal = { source: 'acd', receivedAt: 5, reason: 'missing-field', pointer: '/id', message: 'id is missing' };
    for (const payload of ['first', 'second', 'third']) {
      // oxlint-disable-next-line no-await-in-loop -- the order is what is tested
      await it1.database.insert(rejectedEvent).values({ site: 'a', payload, ...refusal });
    }
    await it1.database.insert(rejectedEvent).values({ site: 'b', payload: 'of another site', ...refusal });
    const page = async (query: string) =>
      (await it1.ask('GET', `/api/v1/sites/a/refused${query}`, { as: LOCAL_TOKEN })).body as unknown as {
        id: number;
        payload: string;
      }[];
    const newest = await page('?limit=2');
    expect(newest.map((one) => one.payload)).toEqual(['third', 'second']);
    const older = await page(`?before=${newest[1]?.id ?? 0}`);
    expect(older.map((one) => one.payload)).toEqual(['first']);
    expect((await it1.ask('GET', '/api/v1/sites/a/refused', { as: supervisor })).status).toBe(403);
  });
});
