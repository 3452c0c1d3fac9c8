import { closeDatabase, openDatabase } from '@floorwalk/server/db/database';
import { appendWith } from '@floorwalk/server/log/append-with';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { BenchFigure } from './bench-figure.ts';
import { startBenchServer, type BenchServer } from './bench-server.ts';
import { createFloorTraffic } from './floor-traffic.ts';
import { inWorker } from './in-worker.ts';

const SECONDS = 6;
const BATCH = 1_000;
const BATCH_CONNECTIONS = 4;
const SINGLE_CONNECTIONS = 50;
const BASELINE_MS = 2_500;

/** Durable ingest over HTTP, events acknowledged after their commit, with the fold and the relay running beside it. */
export async function figures(): Promise<BenchFigure[]> {
  const server = await startBenchServer();
  try {
    const batches = await load(server, { batch: BATCH, connections: BATCH_CONNECTIONS, seed: 1 });
    const singles = await load(server, { batch: 1, connections: SINGLE_CONNECTIONS, seed: 2 });
    const bulk = await appendStraight(server, BATCH);
    const alone = await appendStraight(server, 1);
    return [
      figure('ingest.http-batches-of-1000', batches, bulk, 'the same batches straight into the log', 10_000),
      figure(
        'ingest.http-one-by-one-50-connections',
        singles,
        alone,
        'one transaction an event, one connection',
        1_500,
      ),
    ];
  } finally {
    await server.stop();
  }
}

function figure(name: string, value: number, baseline: number, baselineName: string, goal: number): BenchFigure {
  return {
    name,
    value: Math.round(value),
    unit: 'events/s',
    baseline: Math.round(baseline),
    baselineName,
    ratio: Number((value / baseline).toFixed(3)),
    goal: `>= ${goal}`,
    met: value >= goal,
  };
}

type Load = { readonly batch: number; readonly connections: number; readonly seed: number };

/** Events acknowledged per second. Bodies are made beforehand: writing JSON is the source's work, not the server's. */
async function load(server: BenchServer, { batch, connections, seed }: Load): Promise<number> {
  const count = batch === 1 ? 20_000 : 150_000;
  const events = cloudEvents(seed, count);
  const bodies: string[] = [];
  for (let start = 0; start < count; start += batch) {
    const part = events.slice(start, start + batch);
    bodies.push(JSON.stringify(batch === 1 ? part[0] : part));
  }
  return inWorker<number>(LOAD, {
    address: server.address,
    token: server.token,
    bodies,
    batch,
    connections,
    seconds: SECONDS,
  });
}

const LOAD = `
  const http = require('node:http');
  const url = new URL('/api/v1/events', data.address);
  const agent = new http.Agent({ keepAlive: true, maxSockets: data.connections });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer ' + data.token };
  const post = (body) => new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', agent, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume();
      response.on('end', () => response.statusCode === 200 ? resolve() : reject(new Error('answered ' + response.statusCode)));
    });
    request.on('error', reject);
    request.end(body);
  });
  let next = 0;
  let acknowledged = 0;
  const start = performance.now();
  const end = start + data.seconds * 1000;
  await Promise.all(Array.from({ length: data.connections }, async () => {
    while (performance.now() < end && next < data.bodies.length) {
      await post(data.bodies[next++]);
      acknowledged += data.batch;
    }
  }));
  return acknowledged / ((performance.now() - start) / 1000);`;

/** The baseline: the same kind of events straight into the same log, without HTTP, checks or coalescing. */
async function appendStraight(server: BenchServer, batch: number): Promise<number> {
  const database = openDatabase(server.databaseUrl, { maxConnections: 1 });
  const events = newEvents(3, batch === 1 ? 5_000 : 120_000);
  const start = performance.now();
  let done = 0;
  while (performance.now() - start < BASELINE_MS && done < events.length) {
    const part = events.slice(done, done + batch);
    // oxlint-disable-next-line no-await-in-loop -- one after the other is what is measured
    await database.transaction((transaction) => appendWith(transaction, `baseline-${batch}`, part, Date.now()));
    done += part.length;
  }
  const elapsedMs = performance.now() - start;
  await closeDatabase(database);
  return done / (elapsedMs / 1_000);
}

function newEvents(seed: number, count: number): NewEvent[] {
  return createFloorTraffic({ seed })
    .next(count)
    .map((text) => JSON.parse(text) as NewEvent);
}

function cloudEvents(seed: number, count: number): object[] {
  return newEvents(seed, count).map(({ id, type, time, data }) => ({
    specversion: '1.0',
    id,
    source: 'demo',
    type,
    time: new Date(time).toISOString(),
    data,
  }));
}
