import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDemoFloor } from '../demo/demo-floor.ts';
import { createDemoHistory } from '../demo/demo-history.ts';
import { FINDING_CAUSES } from './finding-causes.ts';
import { FindingCause } from './investigation-events.ts';
import type { PublishedForecast } from './events.ts';
import { bandStateOf, learnSeries } from './learn-series.ts';
import { localDate, localDay, onDay, onPlainDay } from './local-day.ts';
import { methodNames } from './methods.ts';
import { dayAheadForecast, intradayForecast, type QueueForecastInput } from './queue-forecast.ts';
import { recordedHistory, regroup } from './recorded-history.ts';
import { SERIES_METHODS } from './series-method.ts';
import { scoreForecasts } from './score-forecasts.ts';

const NOON = Date.parse('2026-03-10T12:00:00Z');
const told = createDemoHistory({ before: NOON, zone: 'UTC', source: 'demo', agentCount: 190 });
const days = (queueId: string) =>
  told
    .filter(({ data }) => data.queueId === queueId)
    .map(({ data }) => ({
      date: data.date,
      intervalMs: data.intervalMinutes * 60_000,
      offeredCounts: data.offeredCounts,
      handledCounts: data.offeredCounts,
      handleTimesMs: data.offeredCounts.map((count, i) => count * (data.handleTimesMs?.[i] ?? 0)),
    }));

describe('a local day', () => {
  it('has 23 or 25 hours where clocks change, and a plain day is found again in it', () => {
    const spring = localDay('Europe/Berlin', '2026-03-29', 30);
    const autumn = localDay('Europe/Berlin', '2026-10-25', 30);
    expect([spring.places.length, autumn.places.length]).toEqual([46, 50]);
    expect(spring.places.slice(3, 6)).toEqual([3, 6, 7]);
    expect(autumn.places.slice(4, 9)).toEqual([4, 5, 4, 5, 6]);
    const plain = Array.from({ length: 48 }, (_, i) => i);
    expect(onPlainDay(autumn, onDay(autumn, plain, -1))).toEqual(plain);
    expect(onPlainDay(spring, onDay(spring, plain, -1)).map((value, i) => value ?? `gone ${i}`)).toEqual(
      plain.map((value) => (value === 4 || value === 5 ? `gone ${value}` : value)),
    );
    expect(localDate('Pacific/Auckland', Date.parse('2026-01-01T12:00:00Z'))).toBe('2026-01-02');
  });

  it('regrouping keeps every contact, whatever the lengths', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(5, 10, 15, 30, 60),
        fc.constantFrom(15, 30),
        fc.array(fc.nat(50), { maxLength: 24 }),
        (from, to, counts) => {
          fc.pre(to % from === 0 || from % to === 0);
          const day = localDay('UTC', '2026-03-10', to);
          const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
          expect(sum(regroup(day, from * 60_000, counts))).toBeCloseTo(sum(counts), 9);
        },
      ),
    );
  });
});

/** Counts of which every one is known. */
const known = (counts: readonly (number | null)[]): number[] => counts.map((count) => count ?? Number.NaN);

describe('learning a series', () => {
  const billing = recordedHistory(days('billing'), 'UTC', 30, { isOpen: () => true });
  /** Billing's day in Berlin, as after its last recorded one; an email may take two hours. */
  const inputOf = (date: string, channel: 'voice' | 'email'): QueueForecastInput => {
    const dayAhead = billing.history.days.at(-1)?.counts ?? [];
    return {
      forecastId: 'f',
      queueId: 'billing',
      cause: 'schedule',
      day: localDay('Europe/Berlin', date, 30),
      learned: learnSeries(billing.history),
      dayAhead,
      handleTimesMs: dayAhead.map(() => 300_000),
      promise: { channel, targetMs: channel === 'voice' ? 20_000 : 7_200_000, targetShare: 0.8, concurrency: 1 },
    };
  };

  it('forecasts the demo floor within chance and a little, better than last week alone', () => {
    const learned = learnSeries(billing.history);
    expect(learned.historyDays).toBe(42);
    expect(learned.wape ?? 1).toBeLessThan(1.35 * (learned.noiseFloor ?? 0));
    expect(learned.wape ?? 1).toBeLessThan(learned.errors.seasonalNaive ?? 0);
    expect(learned.coverage ?? 0).toBeGreaterThan(0.72);
    expect(learned.coverage ?? 1).toBeLessThan(0.88);
  });

  it('without a past there is no forecast, and with one day the baseline', () => {
    expect(learnSeries({ ...billing.history, days: [] })).toMatchObject({
      historyDays: 0,
      wape: null,
      method: 'meanOfLastDays',
    });
    expect(learnSeries({ ...billing.history, days: billing.history.days.slice(0, 1) })).toMatchObject({
      historyDays: 1,
      testedDays: 0,
      coverage: null,
    });
  });

  it('the day is told in its own intervals: what has come stands, the rest lies in its band, agents are needed where contacts come', () => {
    const learned = learnSeries(billing.history);
    for (const date of ['2026-03-10', '2026-03-29', '2026-10-25']) {
      const input = inputOf(date, 'voice');
      const { day } = input;
      const plan = dayAheadForecast(input);
      const counts = known(plan.offeredCounts.slice(0, 20)).map((count) => Math.round(1.5 * count));
      const later = intradayForecast(input, { counts });
      expect(later).toMatchObject({ seenCount: 20, kind: 'intraday' });
      for (const series of [plan, later]) {
        for (const values of [
          series.offeredCounts,
          series.lowCounts,
          series.highCounts,
          series.requiredAgents,
          series.handleTimesMs,
        ]) {
          expect(values).toHaveLength(day.places.length);
        }
        for (const [i, count] of known(series.offeredCounts).entries()) {
          expect(series.lowCounts[i] ?? 0).toBeLessThanOrEqual(count + 1e-9);
          expect(series.highCounts[i] ?? 0).toBeGreaterThanOrEqual(count - 1e-9);
          if (count > 0) expect(series.requiredAgents[i] ?? 0).toBeGreaterThanOrEqual(Math.ceil((count * 300) / 1800));
        }
      }
      expect(later.offeredCounts.slice(0, 20)).toEqual(counts);
      const rest = (values: readonly (number | null)[]) => known(values.slice(20)).reduce((a, b) => a + b, 0);
      const factor = rest(later.offeredCounts) / rest(plan.offeredCounts);
      // More came, so more is expected; never as much more as came.
      expect(factor).toBeGreaterThan(1);
      expect(factor).toBeLessThan(1.5);
      const crowd = intradayForecast(input, { counts, running: { count: 400, share: 0.5 } });
      expect(crowd.offeredCounts[20]).toBeGreaterThanOrEqual(400);
      expect(rest(crowd.offeredCounts)).toBeGreaterThan(rest(later.offeredCounts));
    }
    expect(bandStateOf(learned).errors).toHaveLength(learned.past.length);
  });

  it('what came before anything was known is unknown, moves nothing, and asks for nobody', () => {
    for (const [date, channel] of [
      ['2026-03-10', 'voice'],
      ['2026-10-25', 'voice'],
      ['2026-03-10', 'email'],
    ] as const) {
      const input = inputOf(date, channel);
      const plan = dayAheadForecast(input);
      const nothing = Array.from({ length: 24 }, () => null);
      const begun = intradayForecast(input, { counts: nothing });
      for (const series of [begun.offeredCounts, begun.lowCounts, begun.highCounts, begun.requiredAgents]) {
        expect(series.slice(0, 24)).toEqual(nothing);
        expect(series.slice(24)).not.toContain(null);
      }
      // As if what was expected had come: a silence of which nothing is known is no sign of a quiet day.
      const usual = intradayForecast(input, { counts: plan.offeredCounts.slice(0, 24) });
      for (const field of ['offeredCounts', 'highCounts', 'requiredAgents'] as const) {
        expect(begun[field].slice(24)).toEqual(usual[field].slice(24));
      }
      const later = intradayForecast(input, { counts: [...nothing, 0] });
      expect(later.offeredCounts[24]).toBe(0);
      expect(later.offeredCounts[25]).toBeLessThan(plan.offeredCounts[25] ?? 0);
    }
  });

  it('names every method there is', () => {
    expect(SERIES_METHODS).toEqual(expect.arrayContaining([...methodNames]));
    expect(FINDING_CAUSES).toEqual(FindingCause.anyOf.map((one) => one.const));
  });
});

describe('scores by age', () => {
  it('are what a recount gives', () => {
    const day = localDay('UTC', '2026-03-10', 30);
    const flat = (value: number) => day.places.map(() => value);
    const forecast: PublishedForecast = {
      forecastId: 'f',
      queueId: 'q',
      date: day.date,
      cause: 'schedule',
      method: 'm',
      startsAt: day.startsAt,
      intervalMs: day.intervalMs,
      handleTimesMs: [],
      requiredAgents: [],
      errorRatio: 0,
      kind: 'day-ahead',
      seenCount: 0,
      offeredCounts: flat(10),
      lowCounts: flat(8),
      highCounts: flat(11),
    };
    const actual = day.places.map((_, i) => (i % 2 === 0 ? 9 : 13));
    const scores = scoreForecasts(
      [
        { kind: 'horizon', leadDays: 7, forecast },
        { kind: 'horizon', leadDays: 8, forecast },
        { kind: 'intraday', leadDays: 0, forecast: { ...forecast, kind: 'intraday', seenCount: 20 } },
      ],
      actual,
    );
    expect(scores.map(({ age }) => age)).toEqual(['1-week', '4-hours', '2-hours', '1-hour', 'next-interval']);
    expect(scores[0]).toMatchObject({ intervals: 48, missed: 24 * 1 + 24 * 3, actual: 24 * 22, held: 24, banded: 48 });
    expect(scores.at(-1)).toMatchObject({ intervals: 1, missed: 1, actual: 9, held: 1 });
    // Of half a day nothing is known: that half is not scored.
    const half = actual.map((count, i) => (i < 24 ? null : count));
    expect(scoreForecasts([{ kind: 'day-ahead', leadDays: 0, forecast }], half)).toMatchObject([
      { intervals: 24, missed: 12 * 1 + 12 * 3, actual: 12 * 22, held: 12, banded: 24 },
    ]);
  });
});

describe('the past of the demo floor', () => {
  it('is the same each time, and looks like the days the floor plays', () => {
    expect(createDemoHistory({ before: NOON, zone: 'UTC', source: 'demo', agentCount: 190 })).toEqual(told);
    const startAt = NOON - 12 * 3_600_000;
    const played = new Map<string, number>();
    const floor = createDemoFloor({ seed: 5, startAt, zone: 'UTC', source: 'demo' });
    for (const { type, data } of floor.advance(startAt + 24 * 3_600_000)) {
      if (type === 'contact.queued' && 'queueId' in data)
        played.set(data.queueId as string, (played.get(data.queueId as string) ?? 0) + 1);
    }
    for (const queueId of new Set(told.map(({ data }) => data.queueId))) {
      // Call-backs come of incidents, which differ from floor to floor.
      if (queueId === 'call-backs') continue;
      const all = days(queueId);
      const mean = all.flatMap(({ offeredCounts }) => offeredCounts).reduce((a, b) => a + b, 0) / all.length;
      expect((played.get(queueId) ?? 0) / mean, queueId).toBeGreaterThan(0.8);
      expect((played.get(queueId) ?? 0) / mean, queueId).toBeLessThan(1.2);
    }
  });
});
