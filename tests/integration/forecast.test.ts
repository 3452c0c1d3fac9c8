import type {
  AccuracyAnswer,
  ForecastsAnswer,
  ForecastStatus,
  HistoryImportAnswer,
  QueueRequirementsAnswer,
} from '@floorwalk/shared/api/forecast';
import { createDemoHistory } from '@floorwalk/shared/demo/demo-history';
import { describe, expect, it } from 'vitest';
import {
  ask,
  client,
  contacts,
  DAY,
  intradayAt,
  MINUTE,
  published,
  send,
  standAt,
  START,
  until,
  useForecastApp,
} from './forecast-app.ts';
import { done, partsOfQueues } from './forecast-parts.ts';

useForecastApp();

describe('forecasts', () => {
  it('without a past nothing is published, and that is said', async () => {
    const { body } = await until(async () => {
      const answer = await ask<ForecastsAnswer>('forecasts');
      const { problem, dueAt } = answer.body.status ?? {};
      // Looked at by the clock that stands, not by the one before it was set.
      return problem === 'no-history' && dueAt === START + 15 * MINUTE ? answer : undefined;
    });
    expect(body.series).toEqual([]);
  });

  it('a told past is learned from: the day’s forecast and its rest stand on the glass, with band, agents and handle times', async () => {
    const history = createDemoHistory({ before: START, zone: 'UTC', source: 'demo', agentCount: 190 }).filter(
      ({ data }) => data.queueId === 'billing' || data.queueId === 'technical',
    );
    expect(await send(history)).toMatchObject({ duplicateCount: 0 });
    expect(await send(history)).toMatchObject({ duplicateCount: history.length });
    // The clock stands, and nothing is due by it for a quarter of an hour: what was told is enough.
    await intradayAt(START);
    const row = await until(() => client.view.tables.forecasts.get('billing'));
    expect(row).toMatchObject({ date: DAY, kind: 'intraday', seenCount: 12, intervalMs: 30 * MINUTE });
    for (const series of [
      row.offeredCounts,
      row.lowCounts,
      row.highCounts,
      row.handleTimesMs,
      row.requiredAgents,
      row.plannedCounts,
    ]) {
      expect(series).toHaveLength(48);
    }
    const next = row.plannedCounts?.[13] ?? 0;
    expect(next).toBeGreaterThan(10);
    // The site has told nothing of today yet: what came, and who was needed, is unknown and not 0.
    const unknown = Array.from({ length: 12 }, () => null);
    for (const series of [row.offeredCounts, row.highCounts, row.requiredAgents]) {
      expect(series.slice(0, 12)).toEqual(unknown);
      expect(series.slice(12)).not.toContain(null);
    }
    for (const by of ['site', 'channel'] as const) {
      const { body } = await ask<ForecastsAnswer>(`forecasts?by=${by}&minutes=15`);
      const [day] = body.series[0]?.days ?? [];
      for (const series of [day?.offeredCounts, day?.lowCounts, day?.requiredAgents]) {
        expect(series?.map((count) => count === null)).toEqual(Array.from({ length: 96 }, (_, i) => i < 24));
      }
    }
    expect(row.requiredAgents[13]).toBeGreaterThan((next * (row.handleTimesMs[13] ?? 0)) / (30 * MINUTE));
    expect((await published()).map(({ kind }) => kind)).toEqual(['intraday', 'day-ahead']);
  });

  it('the past before today stands in its numbers as it was told, and days to come are forecast six weeks ahead', async () => {
    const { body } = await ask<ForecastsAnswer>('forecasts?queue=billing&from=2026-03-11&to=2026-04-21');
    expect(body.series[0]?.days).toHaveLength(42);
    const quarter = await ask<ForecastsAnswer>('forecasts?queue=billing&from=2026-03-29&minutes=15');
    const half = await ask<ForecastsAnswer>('forecasts?queue=billing&from=2026-03-29');
    const sum = (answer: ForecastsAnswer) =>
      answer.series[0]?.days[0]?.offeredCounts.reduce<number>((a, b) => a + (b ?? 0), 0) ?? 0;
    expect(quarter.body.series[0]?.days[0]?.offeredCounts).toHaveLength(96);
    expect(sum(quarter.body)).toBeCloseTo(sum(half.body), 6);
    expect(await ask('forecasts?from=2026-02-30')).toMatchObject({ status: 400, body: { pointer: '/from' } });
    expect(await ask('forecasts/published?queue=billing&date=2026-02-30')).toMatchObject({
      status: 400,
      body: { pointer: '/date' },
    });
    expect(await ask('forecasts?from=2026-03-11&to=2026-04-30')).toMatchObject({
      status: 400,
      body: { pointer: '/to' },
    });
  });

  it('each quarter of an hour of the site’s clock brings a forecast, every one is kept, and a missed one is not made up for', async () => {
    await standAt(START + 29 * MINUTE);
    // What is known begins with the agent: the interval is known as a whole.
    await send([{ type: 'agent.signed-in', time: START, data: { agentId: 'ada' } }]);
    await send(contacts('quiet', 30, START, 29 * MINUTE));
    await standAt(START + 30 * MINUTE);
    const next = await intradayAt(START + 30 * MINUTE);
    expect(next.forecast).toMatchObject({ seenCount: 13 });
    expect(next.forecast.offeredCounts[12]).toBe(30);
    await standAt(START + 75 * MINUTE);
    await intradayAt(START + 75 * MINUTE);
    expect(
      (await published())
        .filter(({ kind }) => kind === 'intraday')
        .map(({ boundaryAt }) => (boundaryAt - START) / MINUTE)
        .filter((minutes) => minutes >= 30),
    ).toEqual([75, 30]);
  });

  it('what leaves its band is forecast anew at once, within the interval', async () => {
    await standAt(START + 80 * MINUTE);
    await send(contacts('crowd', 150, START + 75 * MINUTE, 5 * MINUTE));
    const anew = await until(async () => (await published()).find(({ cause }) => cause === 'left-band'));
    expect(anew.publishedAt).toBe(START + 80 * MINUTE);
    expect(anew.forecast.offeredCounts[14]).toBeGreaterThanOrEqual(150);
    expect(anew.forecast.seenCount).toBe(14);
  });

  it('by channel they add up, with a band measured on the sum, and by segment they are divided by who came of late', async () => {
    const byQueue = (await ask<ForecastsAnswer>('forecasts')).body;
    const byChannel = (await ask<ForecastsAnswer>('forecasts?by=channel')).body;
    const bySegment = (await ask<ForecastsAnswer>('forecasts?by=segment&queue=billing')).body;
    const at = (answer: ForecastsAnswer, id: string) =>
      answer.series.find((one) => one.id === id)?.days[0]?.offeredCounts[30] ?? Number.NaN;
    expect(at(byChannel, 'voice')).toBeCloseTo(at(byQueue, 'billing') + at(byQueue, 'technical'), 6);
    expect(at(bySegment, 'Business') + at(bySegment, 'Consumer')).toBeCloseTo(at(byQueue, 'billing'), 6);
    expect(bySegment.series.find(({ id }) => id === 'Business')?.share).toBeCloseTo(0.25, 1);
    for (const by of ['channel', 'site']) {
      for (const date of [DAY, '2026-03-20']) {
        const days = async (query: string) =>
          (await ask<ForecastsAnswer>(`forecasts?from=${date}&${query}`)).body.series.map((one) => one.days[0]);
        const parts = await days('by=queue');
        const [sum] = await days(`by=${by}`);
        if (sum === undefined) throw new Error(`nothing is expected on ${date}`);
        for (let i = sum.seenCount; i < 48; i++) {
          const width = (sum.highCounts[i] ?? 0) - (sum.lowCounts[i] ?? 0);
          const widths = parts.map((part) => (part?.highCounts[i] ?? 0) - (part?.lowCounts[i] ?? 0));
          expect(sum.lowCounts[i]).toBeLessThanOrEqual(sum.offeredCounts[i] ?? 0);
          expect(width).toBeGreaterThan(0);
          // Queues miss neither all the same way nor against each other.
          expect(width).toBeLessThan(1.5 * widths.reduce((a, b) => a + b, 0));
        }
        expect(sum.lowCounts.slice(0, sum.seenCount)).toEqual(sum.offeredCounts.slice(0, sum.seenCount));
      }
    }
  });

  it('agents follow what is said of a queue’s patience, how they were worked out is said with them, and what is impossible is refused by name', async () => {
    const before = (await published()).find(({ kind }) => kind === 'intraday');
    expect(before?.forecast.requirement).toMatchObject({ model: 'erlang-c', patienceMs: null });
    expect(await ask('queue-requirements/billing', { patienceMs: 1 }, 'PUT')).toMatchObject({
      status: 400,
      body: { pointer: '/patienceMs' },
    });
    expect((await ask('queue-requirements/nowhere', { patienceMs: 60_000 }, 'PUT')).status).toBe(404);
    for (const never of [
      { staffedFromMinute: 1440, staffedToMinute: 0 },
      { staffedToMinute: 0 },
      { staffedFromMinute: 1440 },
    ]) {
      const refused = { status: 400, body: { pointer: '/staffedToMinute' } };
      expect(await ask('queue-requirements/billing', never, 'PUT')).toMatchObject(refused);
    }
    // Of two who began from the same, the second is told.
    const rule = { patienceMs: 60_000, maxAbandon: 0.1 };
    expect(await ask('queue-requirements/billing?version=0', rule, 'PUT')).toMatchObject({ body: { version: 1 } });
    expect((await ask('queue-requirements/billing?version=0', {}, 'PUT')).status).toBe(409);
    expect((await ask('queue-requirements/billing?version=1', rule, 'PUT')).status).toBe(200);
    const requirement = { model: 'erlang-a', patienceMs: 60_000, patienceFrom: 'set', maxAbandon: 0.1 };
    const { body } = await ask<QueueRequirementsAnswer>('queue-requirements');
    expect(body.find(({ queueId }) => queueId === 'billing')).toMatchObject({ requirement });
    const after = await until(async () =>
      (await published()).find(({ forecast }) => forecast.requirement?.model === 'erlang-a'),
    );
    expect(after.forecast.requirement).toMatchObject(requirement);
    const sum = (values: readonly (number | null)[] = []) => values.slice(20).reduce<number>((a, b) => a + (b ?? 0), 0);
    expect(sum(after.forecast.requiredAgents)).toBeLessThan(sum(before?.forecast.requiredAgents));
    const coming = await ask<ForecastsAnswer>('forecasts?queue=billing&from=2026-03-11&to=2026-04-21');
    expect(coming.body.series[0]?.days).toHaveLength(42);
    for (const day of coming.body.series[0]?.days ?? []) expect(day.requirement).toMatchObject(requirement);
  });

  it('a closure named in the calendar is forecast as one, and a day that is over is scored by the age of its forecasts', async () => {
    const entry = { kind: 'closure', name: 'Inventory', fromDate: '2026-03-13', toDate: '2026-03-13' };
    expect((await ask('forecast-calendar/inventory', entry, 'PUT')).status).toBe(200);
    expect(await ask('forecast-calendar/wrong', { ...entry, toDate: '2026-02-30' }, 'PUT')).toMatchObject({
      status: 400,
      body: { pointer: '/toDate' },
    });
    await send(done);
    await standAt(START + 24 * 60 * MINUTE);
    const { body } = await until(async () => {
      const answer = await ask<AccuracyAnswer>('forecasts/accuracy?queue=billing');
      return answer.body.queues[0]?.historyDays === 43 ? answer : undefined;
    });
    expect(body.ages.map(({ age }) => age)).toEqual(['day-ahead', '4-hours', '2-hours', '1-hour', 'next-interval']);
    // The site told nothing of its first six hours: they are not scored.
    expect(body.ages[0]).toMatchObject({ days: 1, intervals: 36 });
    expect(body.queues[0]).toMatchObject({ queueId: 'billing', historyDays: 43, testedDays: 38 });
    const { body: coming } = await until(async () => {
      const answer = await ask<ForecastsAnswer>('forecasts?queue=billing&from=2026-03-12&to=2026-03-14');
      return answer.body.series[0]?.days.some(({ publishedAt }) => publishedAt === START + 24 * 60 * MINUTE)
        ? answer
        : undefined;
    });
    expect(coming.series[0]?.days.map(({ date }) => date)).toEqual(
      expect.arrayContaining(['2026-03-12', '2026-03-14']),
    );
  });

  partsOfQueues();

  it('the choosing of methods can be cancelled: the day goes on by those chosen last, and it begins again when somebody asks', async () => {
    const before = (await published()).length;
    const learning = () =>
      until(async () => (await ask<ForecastsAnswer>('forecasts?queue=billing')).body.status.learning);
    await standAt(START + 48 * 60 * MINUTE);
    expect((await learning()).total).toBeGreaterThan(2);
    const cancelled = await ask<ForecastStatus>('forecasts/learning', undefined, 'DELETE');
    expect(cancelled).toMatchObject({ status: 200, body: { learning: null, problem: 'learning-cancelled' } });
    expect((await ask('forecasts/learning', undefined, 'DELETE')).status).toBe(409);
    // Nothing was chosen for this day: it begins with what was expected of it the day before.
    const today = await until(async () => {
      const rows = await published('billing', '2026-03-12');
      return rows.some(({ kind }) => kind === 'intraday') ? rows : undefined;
    });
    const forecastOf = (kind: string) => today.find((one) => one.kind === kind)?.forecast;
    expect(forecastOf('day-ahead')?.offeredCounts).toEqual(forecastOf('horizon')?.offeredCounts);
    expect(forecastOf('day-ahead')?.handleTimesMs).toEqual(forecastOf('horizon')?.handleTimesMs);
    expect(forecastOf('intraday')?.requiredAgents.some((count) => (count ?? 0) > 0)).toBe(true);
    expect(await published()).toHaveLength(before);
    const { body } = await ask<ForecastsAnswer>('forecasts?queue=billing');
    expect(body.status).toMatchObject({ learning: null, problem: 'learning-cancelled' });
    expect((await ask('forecasts', {})).status).toBe(202);
    expect((await learning()).done).toBeGreaterThanOrEqual(0);
  });

  it('cancelled before anything was ever chosen, the simplest methods stand in', async () => {
    const other = <T>(path: string, body?: unknown, method?: string) => ask<T>(path, body, method, 'other');
    const { token } = (await other<{ token: string }>('sources', { name: 'demo' })).body;
    await standAt(START, token);
    const state = async () => (await other<ForecastsAnswer>('forecasts')).body;
    await until(async () => (await state()).status?.dueAt === START + 15 * MINUTE);
    await send(createDemoHistory({ before: START, zone: 'UTC', source: 'demo', agentCount: 190 }), token);
    await until(async () => (await state()).status.learning);
    expect((await other('forecasts/learning', undefined, 'DELETE')).status).toBe(200);
    const { series, status } = await until(async () => {
      const answer = await state();
      return answer.series.length > 0 ? answer : undefined;
    });
    expect(status.problem).toBe('learning-cancelled');
    expect(series.length).toBeGreaterThan(5);
    for (const { days } of series) expect(days[0]?.method).toMatch(/seasonalNaive|meanOfLastFour|meanOfLastDays/);
  });

  it('a file that cannot be a history is looked at, named, and not imported', async () => {
    const file = { fileName: 'x.csv', text: 'date,start,count\n2026-01-01,00:00,1' };
    const { body } = await ask<HistoryImportAnswer>('history-imports/preview', file);
    expect(body).toMatchObject({
      problem: expect.stringContaining('rows'),
      repairCount: 0,
      columns: ['date', 'start', 'count'],
    });
    expect(await ask('history-imports', file)).toMatchObject({ status: 400, body: { pointer: '/text' } });
    expect(await ask('history-imports/preview', { ...file, zone: 'Mars/Base' })).toMatchObject({
      status: 400,
      body: { pointer: '/zone' },
    });
  });
});
