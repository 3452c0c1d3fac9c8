import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AccuracyAnswer,
  ForecastsAnswer,
  ForecastStatus,
  HistoryImportAnswer,
  PublishedAnswer,
  QueueRequirementsAnswer,
} from '@floorwalk/shared/api/forecast';
import { createDemoHistory } from '@floorwalk/shared/demo/demo-history';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { connectClient, type LiveClient } from './live-client.ts';
import { until as untilWithin } from './live-app.ts';

const SITE = 'demo';
/** Learning six weeks is work, and a busy machine does it slowly. */
const until = <T>(condition: () => T | Promise<T>) => untilWithin(condition, 45_000);
const MINUTE = 60_000;
/** A Tuesday. */
const START = Date.parse('2026-03-10T06:00:00Z');
const DAY = '2026-03-10';

let floorwalk: RunningFloorwalk;
let cliToken: string;
let client: LiveClient;
let sent = 0;

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

async function send(
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
const standAt = (time: number, token?: string) =>
  send(
    [{ type: 'site.clock-set', time, data: { clock: { kind: 'paced', base: time, at: Date.now(), rate: 0 } } }],
    token,
  );

async function ask<T>(
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

const published = async (queue = 'billing', date = DAY) =>
  (await ask<PublishedAnswer[]>(`forecasts/published?queue=${queue}&date=${date}`)).body;
const intradayAt = (boundaryAt: number) =>
  until(async () => (await published()).find((one) => one.kind === 'intraday' && one.boundaryAt === boundaryAt));

const contacts = (name: string, count: number, from: number, toMs: number) =>
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

/** Contacts with their talk times: business takes three times as long. The last was passed on to another queue, which names no segment. */
const talked = [
  ...Array.from({ length: 12 }, (_, i) => ({ segment: 'Business', talkMs: 540_000 + 10_000 * i, queueId: 'billing' })),
  ...Array.from({ length: 36 }, (_, i) => ({ segment: 'Consumer', talkMs: 180_000 + 1_000 * i, queueId: 'billing' })),
];
const done = [
  ...talked.flatMap(({ segment, talkMs, queueId }, i) => {
    const time = START + 46 * MINUTE + i * 10_000;
    const contactId = `done-${i}`;
    return [
      { type: 'contact.queued', time, data: { contactId, queueId, channel: 'voice', segment } },
      { type: 'contact.answered', time: time + 1_000, data: { contactId } },
      { type: 'contact.completed', time: time + 1_000 + talkMs, data: { contactId } },
    ];
  }),
  ...[
    { type: 'contact.queued', at: 46, data: { queueId: 'billing', channel: 'voice', segment: 'Business' } },
    { type: 'contact.answered', at: 47, data: {} },
    { type: 'contact.transferred', at: 48, data: { toQueueId: 'technical' } },
    { type: 'contact.queued', at: 48, data: { queueId: 'technical', channel: 'voice' } },
    { type: 'contact.answered', at: 49, data: {} },
    { type: 'contact.completed', at: 59, data: {} },
  ].map(({ type, at, data }) => ({ type, time: START + at * MINUTE, data: { contactId: 'passed', ...data } })),
];
const meanOf = (segment?: string) => {
  const own = [...talked, { segment: 'Business', talkMs: MINUTE, queueId: 'billing' }].filter(
    (one) => segment === undefined || one.segment === segment,
  );
  return own.reduce((sum, { talkMs }) => sum + talkMs, 0) / own.length;
};

/** Everything of a segment that these tests queue for billing. */
const queuedOf = (segment: string) => [
  ...[...contacts('quiet', 30, 0, 0), ...contacts('crowd', 150, 0, 0)].filter(({ data }) => data.segment === segment),
  ...done.filter(({ data }) => 'segment' in data && data.segment === segment),
];

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
    await standAt(START + 15 * MINUTE);
    await intradayAt(START + 15 * MINUTE);
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
    expect(row.requiredAgents[13]).toBeGreaterThan((next * (row.handleTimesMs[13] ?? 0)) / (30 * MINUTE));
    expect((await published()).map(({ kind }) => kind)).toEqual(['intraday', 'day-ahead']);
  });

  it('the past before today stands in its numbers as it was told, and days to come are forecast six weeks ahead', async () => {
    const { body } = await ask<ForecastsAnswer>('forecasts?queue=billing&from=2026-03-11&to=2026-04-21');
    expect(body.series[0]?.days).toHaveLength(42);
    const quarter = await ask<ForecastsAnswer>('forecasts?queue=billing&from=2026-03-29&minutes=15');
    const half = await ask<ForecastsAnswer>('forecasts?queue=billing&from=2026-03-29');
    const sum = (answer: ForecastsAnswer) => answer.series[0]?.days[0]?.offeredCounts.reduce((a, b) => a + b, 0) ?? 0;
    expect(quarter.body.series[0]?.days[0]?.offeredCounts).toHaveLength(96);
    expect(sum(quarter.body)).toBeCloseTo(sum(half.body), 6);
    expect(await ask('forecasts?from=2026-03-11&to=2026-04-30')).toMatchObject({
      status: 400,
      body: { pointer: '/to' },
    });
  });

  it('each quarter of an hour of the site’s clock brings a forecast, every one is kept, and a missed one is not made up for', async () => {
    await standAt(START + 29 * MINUTE);
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
        .map(({ boundaryAt }) => (boundaryAt - START) / MINUTE),
    ).toEqual([75, 30, 15]);
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
    expect((await ask('queue-requirements/billing', { patienceMs: 60_000, maxAbandon: 0.1 }, 'PUT')).status).toBe(200);
    const requirement = { model: 'erlang-a', patienceMs: 60_000, patienceFrom: 'set', maxAbandon: 0.1 };
    const { body } = await ask<QueueRequirementsAnswer>('queue-requirements');
    expect(body.find(({ queueId }) => queueId === 'billing')).toMatchObject({ requirement });
    const after = await until(async () =>
      (await published()).find(({ forecast }) => forecast.requirement?.model === 'erlang-a'),
    );
    expect(after.forecast.requirement).toMatchObject(requirement);
    const sum = (values: readonly number[] = []) => values.slice(20).reduce((a, b) => a + b, 0);
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
    expect(body.ages[0]).toMatchObject({ days: 1, intervals: 48 });
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

  it('by segment have handle times of their own, drawn towards the queue’s, and add up to it by contacts', async () => {
    const { body: accuracy } = await ask<AccuracyAnswer>('forecasts/accuracy');
    const learned = (queueId: string, segment: string) =>
      accuracy.segments.find((one) => one.queueId === queueId && one.segment === segment);
    const [business, consumer] = [learned('billing', 'Business'), learned('billing', 'Consumer')];
    expect(business).toMatchObject({ handledCount: 13, queueName: 'Billing' });
    expect(consumer).toMatchObject({ handledCount: 36 });
    expect(learned('technical', 'Business')).toMatchObject({ handledCount: 1, ratio: 1 });
    expect(learned('technical', '')).toBeUndefined();
    for (const [one, segment] of [
      [business, 'Business'],
      [consumer, 'Consumer'],
    ] as const) {
      // All of them came in one interval: what was measured is the mean of the segment's contacts against that of all.
      const measured = meanOf(segment) / meanOf();
      expect(one?.credibility).toBeGreaterThan(0.5);
      expect(one?.credibility).toBeLessThan(1);
      expect(one?.ratio).toBeCloseTo(1 + (one?.credibility ?? 0) * (measured - 1), 6);
    }
    for (const query of ['from=2026-03-12', 'from=2026-03-12&minutes=15']) {
      const { body } = await ask<ForecastsAnswer>(`forecasts?queue=billing&by=segment&${query}`);
      const queue = (await ask<ForecastsAnswer>(`forecasts?queue=billing&${query}`)).body.series[0]?.days[0];
      const parts = body.series.map(({ days }) => days[0]);
      expect(body.series.map(({ id, handleTimeFrom }) => [id, handleTimeFrom])).toEqual([
        ['Business', 'segment'],
        ['Consumer', 'segment'],
      ]);
      for (const [i, handleTimeMs] of queue?.handleTimesMs.entries() ?? []) {
        const offered = parts.reduce((sum, part) => sum + (part?.offeredCounts[i] ?? 0), 0);
        const work = parts.reduce(
          (sum, part) => sum + (part?.offeredCounts[i] ?? 0) * (part?.handleTimesMs[i] ?? 0),
          0,
        );
        expect(work / offered).toBeCloseTo(handleTimeMs, 3);
        const [ofBusiness = 0, ofConsumer = 0] = parts.map((part) => part?.handleTimesMs[i]);
        expect(ofBusiness / ofConsumer).toBeCloseTo((business?.ratio ?? 0) / (consumer?.ratio ?? 1), 6);
        expect(ofBusiness / ofConsumer).toBeGreaterThan(1.5);
        const agents = parts.reduce((sum, part) => sum + (part?.requiredAgents[i] ?? 0), 0);
        expect(agents).toBeCloseTo(queue?.requiredAgents[i] ?? 0, 6);
      }
    }
    // By channel they are weighted by contacts too.
    const byQueue = (await ask<ForecastsAnswer>('forecasts?from=2026-03-12')).body.series.map(({ days }) => days[0]);
    const [voice] = (await ask<ForecastsAnswer>('forecasts?from=2026-03-12&by=channel')).body.series;
    const weighted = byQueue.reduce(
      (sum, day) => sum + (day?.offeredCounts[20] ?? 0) * (day?.handleTimesMs[20] ?? 0),
      0,
    );
    const offered = byQueue.reduce((sum, day) => sum + (day?.offeredCounts[20] ?? 0), 0);
    expect(voice?.days[0]?.handleTimesMs[20]).toBeCloseTo(weighted / offered, 3);
    const csv = await fetch(
      `${floorwalk.address}/api/v1/sites/${SITE}/forecasts?by=segment&format=csv&from=2026-03-12`,
      {
        headers: { authorization: `Bearer ${cliToken}` },
      },
    );
    const [header, first] = (await csv.text()).split('\n');
    expect(header).toContain('offeredCount,lowCount,highCount,handleTimeMs,handleTimeFrom');
    expect(first).toContain('segment,Business,Business,2026-03-12');
  });

  it('a told past may be by segment, and what was recorded without handle times by segment says so', async () => {
    const hours = <T>(value: T): T[] => Array.from({ length: 24 }, () => value);
    const part = (segment: string, count: number, handleMs?: number) => ({
      segment,
      offeredCounts: hours(count),
      ...(handleMs !== undefined && { handleTimesMs: hours(handleMs) }),
    });
    const told = (queueId: string, segments: readonly object[]) =>
      Array.from({ length: 8 }, (_, i) => `2026-03-0${i + 1}`).map((date) => ({
        type: 'history.day-recorded',
        time: START,
        data: {
          queueId,
          date,
          intervalMinutes: 60,
          startsAt: Date.parse(`${date}T00:00:00Z`),
          offeredCounts: hours(8),
          handleTimesMs: hours(240_000),
          segments,
        },
      }));
    const early = START + 24 * 60 * MINUTE;
    await send([
      {
        type: 'queue.configured',
        time: early,
        data: { queueId: 'letters', name: 'Letters', channel: 'email', serviceLevelThresholdMs: 240 * MINUTE },
      },
    ]);
    // Of these forty are late by an hour, and ten are due within three and a half.
    await send(
      Array.from({ length: 50 }, (_, i) => ({
        type: 'contact.queued',
        time: early - (i < 40 ? 300 : 30) * MINUTE,
        data: { contactId: `letter-${i}`, queueId: 'letters', channel: 'email' },
      })),
    );
    await send([
      ...told('letters', []),
      ...told('dusk', [part('A', 2), part('B', 6)]),
      ...told('night', [part('A', 2, 480_000), part('B', 6, 160_000)]),
    ]);
    await standAt(START + (24 * 60 + 15) * MINUTE);
    const bySegment = (queue: string) => async () => {
      const { series } = (await ask<ForecastsAnswer>(`forecasts?queue=${queue}&by=segment`)).body;
      return series.length > 0 ? series : undefined;
    };
    const untimed = await until(bySegment('dusk'));
    const timed = await until(bySegment('night'));
    const from = (series: ForecastsAnswer['series']) => series.map((one) => `${one.id} ${one.handleTimeFrom}`);
    expect(from(untimed)).toEqual(['A queue', 'B queue']);
    expect(from(timed)).toEqual(['A segment', 'B segment']);
    const ratio = ([a, b]: ForecastsAnswer['series']) =>
      (a?.days[0]?.handleTimesMs[40] ?? 0) / (b?.days[0]?.handleTimesMs[40] ?? 1);
    expect(ratio(untimed)).toBeCloseTo(1, 9);
    // A quarter of 192 contacts a day take three times as long, always alike: nearly all of that is believed.
    expect(ratio(timed)).toBeGreaterThan(2.7);
    expect(ratio(timed)).toBeLessThanOrEqual(3);
  });

  it('what self-service ends of a segment is measured where enough of its customers are known', async () => {
    const share = async (queue = 'billing') =>
      (await ask<ForecastsAnswer>(`forecasts?queue=${queue}&by=segment`)).body.series.map((one) => [
        one.id,
        one.selfServiceShare,
      ]);
    expect(await share()).toEqual([
      ['Business', null],
      ['Consumer', null],
    ]);
    const time = START + 24 * 60 * MINUTE;
    const customers = Array.from({ length: 60 }, (_, i) => ({ i, segment: i < 20 ? 'Business' : 'Consumer' }));
    await send([
      { type: 'bot.configured', time, data: { botId: 'bea', name: 'Bea', queueId: 'billing' } },
      // Nobody knows whose these are.
      ...Array.from({ length: 20 }, (_, i) => ({
        type: 'bot.session-started',
        time: time - 50 * MINUTE,
        data: { sessionId: `nobody-${i}`, botId: 'bea' },
      })),
      ...customers.flatMap(({ i, segment }) => {
        const customerRef = `customer-${i}`;
        return [
          {
            type: 'contact.queued',
            time: time - 60 * MINUTE,
            data: { contactId: `known-${i}`, queueId: 'billing', channel: 'voice', segment, customerRef },
          },
          {
            type: 'bot.session-started',
            time: time - 50 * MINUTE,
            data: { sessionId: `s-${i}`, botId: 'bea', customerRef },
          },
        ];
      }),
    ]);
    const sessions = [...customers.map(({ i }) => `s-${i}`), ...Array.from({ length: 20 }, (_, i) => `nobody-${i}`)];
    await send(
      sessions.map((sessionId) => ({
        type: 'bot.contained',
        time: time - 40 * MINUTE,
        data: { sessionId, botId: 'bea' },
      })),
    );
    // 80 sessions ended, a third of the known ones of business: 26.7 beside its contacts, which were queued in the two days before.
    const offered = (segment: string) =>
      queuedOf(segment).length + customers.filter((one) => one.segment === segment).length;
    for (const [segment, ended] of [
      ['Business', 80 / 3],
      ['Consumer', 160 / 3],
    ] as const) {
      const measured = (await share()).find(([id]) => id === segment)?.[1];
      expect(measured).toBeCloseTo(ended / (ended + offered(segment)), 9);
    }
    expect(await share('dusk')).toEqual([
      ['A', null],
      ['B', null],
    ]);
  });

  it('work with a deadline that waits already is planned for, what is late first, and that is said', async () => {
    const plans = await until(async () => {
      const rows = await published('letters', '2026-03-11');
      return rows.length > 1 ? rows : undefined;
    });
    const [now, plan] = ['intraday', 'day-ahead'].map((kind) => plans.find((one) => one.kind === kind)?.forecast);
    expect(now?.requirement).toMatchObject({ model: 'backlog', waitingCount: 50, lateCount: 40 });
    // All of them came on that day, so its first forecast had none to begin with.
    expect(plan?.requirement).not.toHaveProperty('waitingCount', 50);
    const usual = plan?.requiredAgents[30] ?? Number.NaN;
    expect(plan?.requiredAgents.slice(12)).toEqual(plan?.requiredAgents.slice(12).map(() => usual));
    // Forty of four minutes each within an hour, beside what comes.
    expect(now?.requiredAgents[12]).toBeGreaterThan(usual);
    expect(now?.requiredAgents[12]).toBe(now?.requiredAgents[13]);
    expect(now?.requiredAgents[40]).toBe(usual);
  });

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
    expect(forecastOf('intraday')?.requiredAgents.some((count) => count > 0)).toBe(true);
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
    await standAt(START + 15 * MINUTE, token);
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
