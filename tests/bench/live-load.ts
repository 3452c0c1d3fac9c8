import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { IngestAnswer } from '@floorwalk/shared/api/ingest';
import type { BenchServer } from './bench-server.ts';
import { createFloorTraffic } from './floor-traffic.ts';
import { inWorker } from './in-worker.ts';

export const EVENTS_PER_SECOND = 1_000;
const SEND_EVERY_MS = 20;

/** How long the load runs: what is sent in the warm-up is not measured. */
export type LoadTimes = { readonly warmUpSeconds: number; readonly seconds: number };

const traffic = createFloorTraffic({ queues: 40, agents: 400, contactsPerSecond: 200 });

function nextEvents(count: number, atMs: number): object[] {
  return traffic.next(count).map((text) => {
    const { id, type, data } = JSON.parse(text) as { id: string; type: string; data: object };
    return { specversion: '1.0', id, source: 'demo', type, time: new Date(atMs).toISOString(), data };
  });
}

export async function post(server: BenchServer, events: object[]): Promise<IngestAnswer> {
  const response = await fetch(`${server.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token}` },
    body: JSON.stringify(events),
  });
  return (await response.json()) as IngestAnswer;
}

/** The floor opens: queues and agents are there before anyone looks. */
export async function fill(server: BenchServer): Promise<void> {
  await post(server, nextEvents(440, Date.now()));
}

/** Sends at the rate, whatever answers take. Positions acknowledged, each with the moment, after the warm-up. */
export async function send(server: BenchServer, { warmUpSeconds, seconds }: LoadTimes) {
  const acknowledged: { position: number; at: number }[] = [];
  const bareMs: number[] = [];
  const start = performance.now();
  const pending: Promise<void>[] = [];
  const count = ((warmUpSeconds + seconds) * 1_000) / SEND_EVERY_MS;
  for (let turn = 0; turn < count; turn += 1) {
    const due = start + turn * SEND_EVERY_MS;
    // oxlint-disable-next-line no-await-in-loop -- the rate
    await pause(Math.max(0, due - performance.now()));
    const counted = turn * SEND_EVERY_MS > warmUpSeconds * 1_000;
    const events = nextEvents((EVENTS_PER_SECOND * SEND_EVERY_MS) / 1_000, Date.now());
    pending.push(
      post(server, events).then((answer) => {
        const at = Date.now();
        const last = answer.results.findLast((one) => one.status === 'accepted');
        if (counted && last) acknowledged.push({ position: last.position, at });
      }),
    );
    if (turn % 25 === 0) pending.push(bareRequest(server).then((ms) => void bareMs.push(ms)));
  }
  await Promise.all(pending);
  return { acknowledged, bareMs };
}

async function bareRequest(server: BenchServer): Promise<number> {
  const start = performance.now();
  await (await fetch(`${server.address}/api/v1/session`)).arrayBuffer();
  return performance.now() - start;
}

/**
 * The viewers. In life each has a machine of its own, so what a viewer does with a delta must not be counted fifty times over on this one: the
 * position is read from the text, and the rows are left unread.
 */
const WATCH = `
  const { io } = require('socket.io-client');
  const { createRequire } = require('node:module');
  const parser = createRequire(require.resolve('socket.io-client'))('socket.io-parser');
  let bytes = 0;
  const TO = '"to":{"position":';
  class Skimmer extends parser.Decoder {
    add(text) {
      if (typeof text !== 'string' || !text.startsWith('2["delta"')) return super.add(text);
      bytes += text.length;
      const at = text.indexOf(TO) + TO.length;
      const position = Number(text.slice(at, text.indexOf(',', at)));
      const asOf = Number(text.slice(text.indexOf('"asOf":', at) + 7, text.indexOf('}', at)));
      this.emitReserved('decoded', { type: 2, nsp: '/', data: ['delta', { to: { position, asOf } }] });
    }
  }
  const tables = ['sites', 'groups', 'teams', 'queues', 'agents', 'bots'];
  const sockets = await Promise.all(Array.from({ length: data.viewers }, async () => {
    const socket = io(data.address, {
      transports: ['websocket'],
      auth: { token: data.token },
      forceNew: true,
      parser: { ...parser, Decoder: Skimmer },
    });
    let have = null;
    const heard = (delta) => {
      have = delta.to;
      tell({ position: delta.to.position, at: Date.now() });
    };
    socket.on('delta', heard);
    socket.on('merged', (delta, behindMs, acknowledge) => {
      heard(delta);
      acknowledge();
    });
    setInterval(() => { if (have) socket.emit('seen', { have }); }, 2000);
    await new Promise((resolve) => socket.on('connect', resolve));
    for (;;) {
      const answer = await socket.emitWithAck('subscribe', { siteId: 'demo', tables, windows: ['last15m', 'today'] });
      if (answer.ok) return socket;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }));
  tell('ready');
  await new Promise((resolve) => setTimeout(resolve, data.seconds * 1000));
  for (const socket of sockets) socket.disconnect();
  return bytes;`;

/** That many viewers, until the load is over. Answers the bytes they were sent; `heard` is told of each delta and `ready` once all have their snapshot. */
export async function watchFloor(
  server: BenchServer,
  viewers: number,
  times: LoadTimes,
  heard: (arrival: { readonly position: number; readonly at: number }) => void,
): Promise<{ readonly over: Promise<number> }> {
  let ready = false;
  const over = inWorker<number>(
    WATCH,
    {
      address: server.address,
      token: readFileSync(join(server.home, 'cli-token'), 'utf8').trim(),
      viewers,
      seconds: times.warmUpSeconds + times.seconds + 3,
    },
    (message) => {
      if (message === 'ready') ready = true;
      else heard(message as { position: number; at: number });
    },
  );
  while (!ready) {
    // oxlint-disable-next-line no-await-in-loop -- until all viewers have their snapshot
    await pause(50);
  }
  return { over };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export function round(value: number): number {
  return Number(value.toFixed(1));
}
