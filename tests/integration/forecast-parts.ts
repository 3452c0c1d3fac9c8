import type { AccuracyAnswer, ForecastsAnswer } from '@floorwalk/shared/api/forecast';
import { expect, it } from 'vitest';
import {
  ask,
  cliToken,
  contacts,
  floorwalk,
  MINUTE,
  published,
  send,
  SITE,
  standAt,
  START,
  until,
} from './forecast-app.ts';

/** Contacts with their talk times: business takes three times as long. The last was passed on to another queue, which names no segment. */
const talked = [
  ...Array.from({ length: 12 }, (_, i) => ({ segment: 'Business', talkMs: 540_000 + 10_000 * i, queueId: 'billing' })),
  ...Array.from({ length: 36 }, (_, i) => ({ segment: 'Consumer', talkMs: 180_000 + 1_000 * i, queueId: 'billing' })),
];
export const done = [
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

/** Tests of the segments of queues, and of work that waits: they go on from a day on which {@link done} was told, at its end. */
export function partsOfQueues(): void {
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
}
