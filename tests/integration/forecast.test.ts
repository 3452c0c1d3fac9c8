import { createDemoHistory } from '@floorwalk/shared/demo/demo-history';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { publishedForecast, forecastState } from '@floorwalk/server/modules/forecast/tables';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { until } from './live-app.ts';

let floorwalk: RunningFloorwalk;
let database: Database;

beforeAll(async () => {
  floorwalk = await startFloorwalk();
  database = openDatabase(floorwalk.config.databaseUrl);
});
afterAll(async () => {
  await closeDatabase(database);
  await floorwalk.stop();
});

async function send(events: readonly { id: string; type: string; time: number; data: object }[]): Promise<{ outcomes: unknown }> {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json', authorization: `Bearer ${floorwalk.token}` },
    body: JSON.stringify(events.map((event) => ({ specversion: '1.0', source: 'demo', ...event, time: new Date(event.time).toISOString() }))),
  });
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as { outcomes: unknown };
}

describe('forecasts', () => {
  it('a told history is learned from and published', async () => {
    const now = Date.now();
    await send([{ id: 's', type: 'site.configured', time: now, data: { name: 'Demo', zone: 'UTC' } }]);
    await send(createDemoHistory({ before: now, zone: 'UTC', source: 'demo', agentCount: 100 }));
    const t0 = Date.now();
    const rows = await until(async () => {
      const found = await database.select().from(publishedForecast);
      return found.some(({ kind }) => kind === 'intraday') ? found : undefined;
    });
    console.log(Date.now() - t0, rows.length, await database.select().from(forecastState));
    for (const r of rows.filter((one) => one.kind === 'day-ahead')) console.log(r.queueId, r.forecast.method, r.forecast.errorRatio, r.forecast.offeredCounts.slice(18, 24), r.forecast.lowCounts.slice(18, 24), r.forecast.highCounts.slice(18,24), r.forecast.requiredAgents.slice(18,24), r.forecast.handleTimesMs.slice(18,20));
  });
});
