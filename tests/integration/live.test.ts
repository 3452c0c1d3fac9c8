import { FOLD_VERSION, hashState, createLiveState, snapshotOf } from '@floorwalk/shared/live/live-state';
import { cellValue } from '@floorwalk/shared/floor/cell';
import { foldBatch } from '@floorwalk/server/live/fold-batch';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { afterEach, describe, expect, it } from 'vitest';
import { connectClient, reaches, rowsOf, rowsOfSnapshot, type LiveClient } from './live-client.ts';
import { until, useLiveApp, type ApiNode, type FoldNode } from './live-app.ts';

const app = useLiveApp();
const BASE = Date.UTC(2026, 4, 4, 9);
let siteCount = 0;
const open: { stop(): Promise<void> }[] = [];
const clients: LiveClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(open.splice(0).map((node) => node.stop()));
});

/** A site that lives in its log, so that only events move its time and every comparison is exact. */
async function newSite(): Promise<string> {
  const siteId = `live-${++siteCount}`;
  await app.send(siteId, [
    event('clock', 'site.clock-set', 0, { clock: { kind: 'log' } }),
    event('sales', 'queue.configured', 0, { queueId: 'sales', teamId: 'red' }),
  ]);
  return siteId;
}

async function startApi(): Promise<ApiNode> {
  const node = await app.startApi();
  open.push(node);
  return node;
}
function startFold(): FoldNode {
  const node = app.startFold();
  open.push(node);
  return node;
}
async function connect(api: ApiNode): Promise<LiveClient> {
  const client = await connectClient(api.url, 'sue');
  clients.push(client);
  return client;
}

function event(id: string, type: string, seconds: number, data: object): NewEvent {
  return { id, source: 'acd', type, time: BASE + seconds * 1000, data } as NewEvent;
}
/** A contact from queue to end, four events. */
function contact(index: number): NewEvent[] {
  const id = `c${index}`;
  return [
    event(`${id}-q`, 'contact.queued', index, { contactId: id, queueId: index % 2 ? 'sales' : 'help' }),
    event(`${id}-a`, 'contact.answered', index + 7, { contactId: id, agentId: `agent${index % 5}` }),
    event(`${id}-c`, 'contact.completed', index + 60, { contactId: id }),
  ];
}
const contacts = (from: number, to: number): NewEvent[] =>
  Array.from({ length: to - from }, (_, index) => contact(from + index)).flat();

/** The oracle: the whole log folded anew, in one go, without snapshots. */
async function refold(siteId: string) {
  const state = createLiveState(siteId);
  for await (const events of app.log.read(siteId)) foldBatch(state, events);
  return state;
}

/** Waits until the client's view reaches the head and says exactly what a refold says at the same mark. */
async function expectEqualsRefold(client: LiveClient, siteId: string): Promise<void> {
  const state = await refold(siteId);
  await until(() => reaches(client.view, state.position));
  await until(() => {
    expect(rowsOf(client.view)).toEqual(rowsOfSnapshot(snapshotOf(state, client.view.mark.asOf, 0)));
    return true;
  });
}

describe('from the log to a view', () => {
  it('shows in every view exactly what a refold of the log gives', async () => {
    const siteId = await newSite();
    startFold();
    const [one, other] = [await startApi(), await startApi()];
    const early = await connect(one);
    expect(await early.subscribe({ siteId })).toMatchObject({ ok: true, foldVersion: FOLD_VERSION });
    for (let index = 0; index < 10; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the events come bit by bit
      await app.send(siteId, contacts(index * 20, index * 20 + 20));
    }
    const late = await connect(other);
    await late.subscribe({ siteId });
    await expectEqualsRefold(early, siteId);
    await expectEqualsRefold(late, siteId);
    expect(early.applied.filter((applied) => applied === 'gap')).toEqual([]);
  });

  it('gives a site that appears while it runs an owner and a view', async () => {
    startFold();
    const api = await startApi();
    const siteId = await newSite();
    const client = await connect(api);
    expect(await client.subscribe({ siteId })).toMatchObject({ ok: true });
    await expectEqualsRefold(client, siteId);
  });

  it('answers that a site is not ready while nobody folds it', async () => {
    const siteId = await newSite();
    const client = await connect(await startApi());
    expect(await client.subscribe({ siteId })).toMatchObject({ ok: false, reason: 'not-ready' });
  });
});

describe('owners', () => {
  it('hand a site over with nothing lost: the next begins at the saved position', async () => {
    const siteId = await newSite();
    const first = startFold();
    const client = await connect(await startApi());
    await client.subscribe({ siteId });
    await app.send(siteId, contacts(0, 50));
    await until(async () => reaches(client.view, (await app.log.head(siteId)).position));
    await first.stop();
    const saved = await app.snapshots.load(siteId);
    expect(saved?.position).toBe((await app.log.head(siteId)).position);
    await app.send(siteId, contacts(50, 80));
    startFold();
    await expectEqualsRefold(client, siteId);
    expect(hashState((await app.stateAt(siteId, { at: BASE * 2, view: 'known' })).state)).toBe(
      hashState(await refold(siteId)),
    );
  });

  it('are harmless two at a time', async () => {
    const siteId = await newSite();
    startFold();
    const client = await connect(await startApi());
    await client.subscribe({ siteId });
    // The lease vanishes, again and again should the first take it anew, until another process has the site.
    const second = startFold();
    await until(async () => {
      if (second.host.siteIds.includes(siteId)) return true;
      await app.redis.del(`${app.redisPrefix}:lease:fold:${siteId}`);
      return false;
    });
    for (let index = 0; index < 20; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the events come bit by bit
      await app.send(siteId, contacts(index * 5, index * 5 + 5));
    }
    await expectEqualsRefold(client, siteId);
  });

  it('begin from the log when a saved state cannot be read back whole', async () => {
    const siteId = await newSite();
    await app.send(siteId, contacts(0, 30));
    const whole = await refold(siteId);
    await app.snapshots.save(siteId, whole);
    await app.database.$client.query(`update snapshot set state_hash = 'other' where site = $1`, [siteId]);
    startFold();
    const client = await connect(await startApi());
    await client.subscribe({ siteId });
    await expectEqualsRefold(client, siteId);
  });

  it('fold anew when the fold has another version, and let go of what the old one saved', async () => {
    const siteId = await newSite();
    await app.send(siteId, contacts(0, 30));
    await app.snapshots.save(siteId, await refold(siteId));
    await app.database.$client.query(
      `update snapshot set fold_version = $2, state = 'not a state of this version' where site = $1`,
      [siteId, FOLD_VERSION + 1],
    );
    startFold();
    const client = await connect(await startApi());
    await client.subscribe({ siteId });
    await expectEqualsRefold(client, siteId);
    await until(async () => {
      const { rows } = await app.database.$client.query('select fold_version from snapshot where site = $1', [siteId]);
      return rows.every((row: { fold_version: number }) => row.fold_version === FOLD_VERSION);
    });
  });

  it('skip and count a type that another version wrote', async () => {
    const siteId = await newSite();
    await app.send(siteId, [event('x', 'contact.beamed-up', 1, { contactId: 'x' }), ...contacts(0, 3)]);
    startFold();
    const client = await connect(await startApi());
    await client.subscribe({ siteId });
    await expectEqualsRefold(client, siteId);
    expect(client.view.tables.sites.get(siteId)?.unknownCount).toBe(1);
  });
});

describe('Redis', () => {
  it('can be emptied at any moment, which delays and loses nothing', async () => {
    const siteId = await newSite();
    startFold();
    const client = await connect(await startApi());
    await client.subscribe({ siteId });
    for (let index = 0; index < 30; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- emptied in the middle of the stream
      await app.send(siteId, contacts(index * 5, index * 5 + 5));
      // oxlint-disable-next-line no-await-in-loop -- only this test's keys, as FLUSHALL would take them
      if (index % 5 === 2) await forgetKeys();
    }
    await expectEqualsRefold(client, siteId);
    expect(client.applied.filter((applied) => applied === 'gap')).toEqual([]);
  });

  async function forgetKeys(): Promise<void> {
    const keys = await app.redis.keys(`${app.redisPrefix}:*`);
    if (keys.length > 0) await app.redis.del(...keys);
  }
});

describe('what is known now about a moment', () => {
  it('F4: counts an import of the same hours that came too late for the board', async () => {
    const siteId = await newSite();
    await app.send(siteId, contacts(0, 3_000));
    const late = contacts(0, 40).map((one) => ({
      ...one,
      id: `late-${one.id}`,
      data: { ...one.data, contactId: `late-${(one.data as { contactId: string }).contactId}`, queueId: 'late' },
    })) as NewEvent[];
    await app.send(siteId, late);
    const at = BASE + 200_000;
    const { state } = await app.stateAt(siteId, { at, view: 'known' });
    const rows = snapshotOf(state, at, 0).tables.queues ?? [];
    const expected = late.filter((one) => one.type === 'contact.queued' && one.time <= at).length;
    expect(cellValue(rows.find((row) => row.id === 'late')?.windows.today, 'offeredCount')).toBe(expected);
    expect((await refold(siteId)).floor.tooLateCount).toBe(late.length);
  });
});
