import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedAnswer } from '@floorwalk/shared/api/forecast';
import { afterAll, beforeAll, expect } from 'vitest';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { connectClient, type LiveClient } from './live-client.ts';
import { until as untilWithin } from './live-app.ts';

export const SITE = 'demo';
/** Learning six weeks is work, and a busy machine does it slowly. */
export const until = <T>(condition: () => T | Promise<T>) => untilWithin(condition, 45_000);
export const MINUTE = 60_000;
/** A Tuesday. */
export const START = Date.parse('2026-03-10T06:00:00Z');
export const DAY = '2026-03-10';

export let floorwalk: RunningFloorwalk;
export let cliToken: string;
export let client: LiveClient;
let sent = 0;

/** One Floorwalk for the tests of a file, its clock standing on a morning. */
export function useForecastApp(): void {
  beforeAll(async () => {
    floorwalk = await startFloorwalk();
    cliToken = readFileSync(join(floorwalk.config.home, 'cli-token'), 'utf8').trim();
    await send([{ type: 'site.configured', time: START, data: { name: 'Demo', zone: 'UTC' } }]);
    await send([{ type: 'queue.configured', time: START, data: { queueId: 'billing', name: 'Billing' } }]);
    await standAt(START);
    client = await connectClient(floorwalk.address, cliToken);
    await until(async () => (await client.subscribe({ siteId: SITE, tables: ['queues', 'forecasts'] })).ok);
  });
  afterAll(async () => {
    client.close();
    await floorwalk.stop();
  });
}

export async function send(
  events: readonly { id?: string; type: string; time: number; data: object }[],
  token = floorwalk.token,
): Promise<{ duplicateCount: number }> {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${token}` },
    body: JSON.stringify(
      events.map(({ id, type, time, data }) => ({
        specversion: '1.0',
        source: 'demo',
        id: id ?? `e${(sent += 1)}`,
        type,
        time: new Date(time).toISOString(),
        data,
      })),
    ),
  });
  expect(response.status, (await response.clone().text()).slice(0, 500)).toBe(200);
  return (await response.json()) as { duplicateCount: number };
}

/** The site's clock stands at that moment: nothing rings for it, so what is due then is found by the sweep. */
export const standAt = (time: number, token?: string) =>
  send(
    [{ type: 'site.clock-set', time, data: { clock: { kind: 'paced', base: time, at: Date.now(), rate: 0 } } }],
    token,
  );

export async function ask<T>(
  path: string,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
  site = SITE,
): Promise<{ status: number; body: T }> {
  const response = await fetch(`${floorwalk.address}/api/v1/sites/${site}/${path}`, {
    method,
    headers: { authorization: `Bearer ${cliToken}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

export const published = async (queue = 'billing', date = DAY) =>
  (await ask<PublishedAnswer[]>(`forecasts/published?queue=${queue}&date=${date}`)).body;
export const intradayAt = (boundaryAt: number) =>
  until(async () => (await published()).find((one) => one.kind === 'intraday' && one.boundaryAt === boundaryAt));

export const contacts = (name: string, count: number, from: number, toMs: number) =>
  Array.from({ length: count }, (_, i) => ({
    type: 'contact.queued',
    time: Math.round(from + ((i + 0.5) * toMs) / count),
    data: {
      contactId: `${name}-${i}`,
      queueId: 'billing',
      channel: 'voice',
      segment: i % 4 === 0 ? 'Business' : 'Consumer',
    },
  }));
