import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { closeDatabase, openDatabase } from '@floorwalk/server/db/database';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import { deliver } from '@floorwalk/server/modules/notices/deliver';
import { openBase, type Base } from '@floorwalk/server/roles/open-base';
import type { ChannelAnswer } from '@floorwalk/shared/api/notices';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { Delta } from '@floorwalk/shared/live/delta';
import { connectClient } from '../integration/live-client.ts';
import { jsonOf, startHttpReceiver, type HttpReceiver } from '../kit/notice-receivers.ts';
import type { BenchFigure, BenchOptions } from './bench-figure.ts';
import { startBenchServer, type BenchServer } from './bench-server.ts';

const SITE = 'demo';
const CHANNELS = 4;
/** One page every so many ms, as on a floor that has a bad day. */
const EVERY_MS = 40;
const STORM = 500;

/**
 * From the acknowledgement of a request to hear of something to its arrival: at a webhook of this machine, signed and in the ledger, and as a signal
 * at a browser's socket. Then a storm of pages asked for at once, to the last that arrives. The baseline is a bare post to the same receiver; that of
 * handing a storm over is the same done one by one.
 */
export async function figures({ quick = false }: BenchOptions = {}): Promise<BenchFigure[]> {
  const count = quick ? 50 : 300;
  const [server, web] = await Promise.all([startBenchServer(), startHttpReceiver()]);
  const database = openDatabase(server.databaseUrl);
  const log = new PostgresEventLog({ database, databaseUrl: server.databaseUrl, now: Date.now });
  const cli = readFileSync(join(server.home, 'cli-token'), 'utf8').trim();
  await log.append(SITE, [
    { id: 'team', source: 'demo', type: 'team.configured', time: Date.now(), data: { teamId: 't', name: 'T' } },
  ]);
  const client = await connectClient(server.address, cli);
  try {
    while (!(await client.subscribe({ siteId: SITE, tables: ['noticeSignals'] })).ok) {
      // oxlint-disable-next-line no-await-in-loop -- until the site has an owner
      await pause(50);
    }
    const channelIds = await addChannels(server, web, cli);
    const signals: { readonly position: number; readonly at: number }[] = [];
    const heard = (delta: Delta): void => {
      if (delta.tables.noticeSignals !== undefined) signals.push({ position: delta.to.position, at: Date.now() });
      // As a browser does, so that it is not taken for one that is behind.
      client.seen();
    };
    client.socket.on('delta', heard);
    client.socket.on('merged', heard);
    const bare = await bareMs(web, quick ? 20 : 100);
    const acknowledged = new Map<string, { readonly at: number; readonly position: number }>();
    for (let index = -10; index < count; index += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const [appended] = await log.append(SITE, [request(`n${index}`, [channelIds[Math.abs(index) % CHANNELS] ?? ''])]);
      if (index >= 0) acknowledged.set(`n${index}`, { at: Date.now(), position: appended?.position ?? 0 });
      // oxlint-disable-next-line no-await-in-loop
      await pause(EVERY_MS);
    }
    const arrivals = await arrivedOf(web, [...acknowledged.keys()]);
    const toWebhook = [...acknowledged].map(([id, { at }]) => Math.max(0, (arrivals.get(id) ?? Infinity) - at));
    const lastPosition = Math.max(...[...acknowledged.values()].map(({ position }) => position));
    for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline;) {
      if (signals.some(({ position }) => position > lastPosition)) break;
      // oxlint-disable-next-line no-await-in-loop -- polling
      await pause(20);
    }
    const toInbox = [...acknowledged.values()].map(({ at, position }) => {
      const first = signals.find((signal) => signal.position > position);
      return Math.max(0, (first?.at ?? Infinity) - at);
    });
    const storm = Array.from({ length: quick ? 100 : STORM }, (_, index) => `s${index}`);
    const began = Date.now();
    await log.append(
      SITE,
      storm.map((id, index) => request(id, [channelIds[index % CHANNELS] ?? ''])),
    );
    const stormed = await arrivedOf(web, storm);
    const stormMs = Math.max(...storm.map((id) => stormed.get(id) ?? Infinity)) - began;
    const common = {
      unit: 'ms',
      baseline: round(percentile(bare, 0.5)),
      baselineName: 'median of a bare post beside it',
    };
    return [
      { ...common, name: 'notices.requested-to-webhook-p50', value: round(percentile(toWebhook, 0.5)) },
      { ...common, name: 'notices.requested-to-webhook-p99', value: round(percentile(toWebhook, 0.99)) },
      { ...common, name: 'notices.requested-to-inbox-signal-p50', value: round(percentile(toInbox, 0.5)) },
      { ...common, name: 'notices.requested-to-inbox-signal-p99', value: round(percentile(toInbox, 0.99)) },
      { ...common, name: `notices.storm-of-${storm.length}-to-last-webhook`, value: round(stormMs) },
      await handOver(quick),
    ];
  } finally {
    client.close();
    await log.close();
    await closeDatabase(database);
    await Promise.all([server.stop(), web.stop()]);
  }
}

/** Workers that hand over side by side, as one process of the jobs role has them. */
const WORKERS = 8;

/** How long a storm's deliveries take when what is due is taken many at a time, and one at a time beside it: claim, post and settle. */
async function handOver(quick: boolean): Promise<BenchFigure> {
  const [server, web] = await Promise.all([startBenchServer(['api', 'fold']), startHttpReceiver()]);
  const base = openBase(server.config);
  try {
    const cli = readFileSync(join(server.home, 'cli-token'), 'utf8').trim();
    await base.log.append(SITE, [
      { id: 'team', source: 'demo', type: 'team.configured', time: Date.now(), data: { teamId: 't', name: 'T' } },
    ]);
    const channelIds = await addChannels(server, web, cli);
    const count = quick ? 100 : STORM;
    const took = async (name: string, most: number | undefined): Promise<number> => {
      const ids = Array.from({ length: count }, (_, index) => `${name}${index}`);
      await base.log.append(
        SITE,
        ids.map((id, index) => request(id, [channelIds[index % CHANNELS] ?? ''])),
      );
      const due = await dueOf(base, count);
      const began = performance.now();
      await Promise.all(
        Array.from({ length: WORKERS }, async (_, worker) => {
          for (let index = worker; index < due.length; index += WORKERS) {
            // oxlint-disable-next-line no-await-in-loop -- one after the other
            await deliver(base, due[index] ?? '', most);
          }
        }),
      );
      const elapsed = performance.now() - began;
      await arrivedOf(web, ids);
      return elapsed;
    };
    await took('warm', undefined);
    const oneByOne = await took('one', 1);
    const together = await took('many', undefined);
    return {
      name: `notices.hand-over-of-${count}`,
      value: round(together),
      unit: 'ms',
      baseline: round(oneByOne),
      baselineName: 'the same taken and settled one by one',
    };
  } finally {
    await base.close();
    await Promise.all([server.stop(), web.stop()]);
  }
}

/** The deliveries that wait to be sent, when there are so many. */
async function dueOf({ database }: Base, count: number): Promise<readonly string[]> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- polling
    const { rows } = await database.$client.query<{ id: string }>(
      `select id from notice_delivery where status = 'queued'`,
    );
    if (rows.length >= count) return rows.map(({ id }) => id);
    if (Date.now() > deadline) throw new Error(`${count} notices were not taken in time`);
    // oxlint-disable-next-line no-await-in-loop
    await pause(50);
  }
}

function request(noticeId: string, channelIds: string[]): NewEvent {
  return {
    id: `ask-${noticeId}`,
    source: 'demo',
    type: 'notice.requested',
    time: Date.now(),
    data: {
      noticeId,
      about: { kind: 'alert', id: noticeId },
      to: [{ kind: 'role', role: 'supervisor' }],
      channelIds,
      urgency: 'page',
      title: 'Contacts wait and nobody is served',
      body: 'Billing: 14 wait, the longest 6:10.',
    },
  };
}

/** Several, because one takes a thousand an hour at most. */
async function addChannels(server: BenchServer, web: HttpReceiver, token: string): Promise<string[]> {
  return Promise.all(
    Array.from({ length: CHANNELS }, async (_, index) => {
      const response = await fetch(`${server.address}/api/v1/sites/${SITE}/notice-channels`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          kind: 'webhook',
          name: `Receiver ${index}`,
          enabled: true,
          limits: { perHour: 1_000, bundleMinutes: 0 },
          url: `${web.url}/hook`,
        }),
      });
      if (response.status !== 201) throw new Error(`adding a channel: ${await response.text()}`);
      return ((await response.json()) as ChannelAnswer).id;
    }),
  );
}

async function bareMs(web: HttpReceiver, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const start = performance.now();
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await (await fetch(`${web.url}/bare`, { method: 'POST', body: '{}' })).arrayBuffer();
    times.push(performance.now() - start);
  }
  return times;
}

const LIMIT_MS = 60_000;

/** When each notice arrived first; throws when one does not. */
async function arrivedOf(web: HttpReceiver, noticeIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const arrivals = new Map<string, number>();
    for (const one of web.received.filter(({ path }) => path === '/hook').toReversed()) {
      const { data } = jsonOf<{ data: { notices: { noticeId: string }[] } }>(one);
      for (const { noticeId } of data.notices) arrivals.set(noticeId, one.at);
    }
    if (noticeIds.every((id) => arrivals.has(id))) return arrivals;
    if (Date.now() > deadline) throw new Error(`${noticeIds.length} notices did not all arrive in time`);
    // oxlint-disable-next-line no-await-in-loop -- polling
    await pause(50);
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
