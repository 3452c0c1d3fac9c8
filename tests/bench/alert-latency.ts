import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AlertRule, Comparison } from '@floorwalk/shared/alerts/rule';
import { LOG_CHANNEL } from '@floorwalk/server/log/append-with';
import { Client } from 'pg';
import type { BenchFigure, BenchOptions } from './bench-figure.ts';
import { startBenchServer, type BenchServer } from './bench-server.ts';

const SITE = 'demo';
const PATIENCE_MS = 2_000;
const LIMIT_MS = 30_000;

/**
 * How long after an event was acknowledged the alert it causes is committed, and how late one that only time causes is: all of Floorwalk in one
 * process, real PostgreSQL and Redis. The baseline is the acknowledgement of the event itself.
 */
export async function alertLatency(options: BenchOptions): Promise<BenchFigure[]> {
  const count = options.quick === true ? 30 : 200;
  const server = await startBenchServer();
  const listener = new Client({ connectionString: server.databaseUrl });
  try {
    await listener.connect();
    const committedAt = new Map<number, number>();
    listener.on('notification', ({ payload }) => {
      const [, position] = JSON.parse(payload ?? '[]') as [string, number];
      committedAt.set(position, performance.timeOrigin + performance.now());
    });
    await listener.query(`listen ${LOG_CHANNEL}`);
    await send(server, 'first', 'queue.configured', { queueId: 'first' });
    await putRules(server, count);
    const acknowledged: number[] = [];
    const ackedAt: number[] = [];
    const crossedAt: number[] = [];
    for (let index = 0; index < count; index++) {
      const began = performance.now();
      const at = Date.now();
      await send(server, `now-${index}`, 'contact.queued', { contactId: `now-${index}`, queueId: `now-${index}` }, at);
      acknowledged.push(performance.now() - began);
      ackedAt.push(performance.timeOrigin + performance.now());
      const late = Date.now();
      await send(
        server,
        `late-${index}`,
        'contact.queued',
        { contactId: `late-${index}`, queueId: `late-${index}` },
        late,
      );
      crossedAt.push(late + PATIENCE_MS);
      await pause(20);
    }
    const fired = await firedPositions(listener, count);
    const commit = (queueId: string): number => committedAt.get(fired.get(queueId) ?? -1) ?? Number.NaN;
    const decision = ackedAt.map((at, index) => Math.max(0, commit(`now-${index}`) - at));
    const lateness = crossedAt.map((at, index) => commit(`late-${index}`) - at);
    const baseline = { baseline: share(acknowledged, 0.5), baselineName: 'acknowledging the event itself, median' };
    const figure = (name: string, value: number, unit: string, goal?: number): BenchFigure => ({
      name,
      value,
      unit,
      ...baseline,
      ratio: value / baseline.baseline,
      ...(goal !== undefined && { goal: `<= ${goal}`, met: value <= goal }),
    });
    return [
      figure(
        'alerts.decision-p50',
        share(decision, 0.5),
        'ms from the acknowledgement of the event to the commit of alert.fired',
      ),
      figure('alerts.decision-p99', share(decision, 0.99), `ms, the same, of ${count}`, 1_000),
      figure(
        'alerts.time-driven-p50',
        share(lateness, 0.5),
        'ms from the moment a wait crosses its threshold to the commit',
      ),
      figure('alerts.time-driven-p99', share(lateness, 0.99), `ms, the same, of ${count}`, 1_000),
    ];
  } finally {
    await listener.end();
    await server.stop();
  }
}

async function putRules(server: BenchServer, count: number): Promise<void> {
  const token = readFileSync(join(server.home, 'cli-token'), 'utf8').trim();
  const put = async (id: string, when: Comparison): Promise<void> => {
    const rule: AlertRule = {
      id,
      name: id,
      subject: { table: 'queues', ids: Array.from({ length: count }, (_, index) => `${id}-${index}`) },
      levels: [{ severity: 'critical', when, forMs: 0, keepFiringMs: 0 }],
    };
    const response = await fetch(`${server.address}/api/v1/sites/${SITE}/alert-rules/${id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(rule),
    });
    if (response.status !== 200) throw new Error(`the rule was answered ${response.status}`);
  };
  await put('now', { metric: 'waiting', is: 'at-least', threshold: 1 });
  await put('late', { metric: 'longest-wait', is: 'at-least', threshold: PATIENCE_MS });
  await pause(1_000);
}

async function send(server: BenchServer, id: string, type: string, data: object, time = Date.now()): Promise<void> {
  const response = await fetch(`${server.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.token}` },
    body: JSON.stringify({ specversion: '1.0', id, source: 'demo', type, time: new Date(time).toISOString(), data }),
  });
  if (response.status !== 200) throw new Error(`an event was answered ${response.status}`);
  await response.arrayBuffer();
}

/** Positions of what fired, by queue, once every one has. A notice names the last position of its commit. */
async function firedPositions(client: Client, count: number): Promise<ReadonlyMap<string, number>> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const { rows } = await client.query<{ queue: string; last: string }>(
      `select fired.data->'subject'->>'id' as queue,
              (select max(position) from event_log together where together.site = fired.site
                 and together.recorded_at = fired.recorded_at and together.source = fired.source
                 and together.data->>'seenPosition' = fired.data->>'seenPosition') as last
         from event_log fired where fired.site = $1 and fired.type = 'alert.fired'
          and fired.data->>'ruleId' in ('now', 'late')`,
      [SITE],
    );
    if (rows.length >= 2 * count) return new Map(rows.map(({ queue, last }) => [queue, Number(last)]));
    if (Date.now() > deadline) throw new Error(`only ${rows.length} of ${2 * count} alerts fired`);
    await pause(200);
  }
}

function share(values: readonly number[], part: number): number {
  const known = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
  if (known.length < values.length) throw new Error(`${values.length - known.length} commits were not heard of`);
  return Number((known[Math.min(known.length - 1, Math.floor(known.length * part))] ?? Number.NaN).toFixed(2));
}
