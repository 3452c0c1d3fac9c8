import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backtest } from './backtest.ts';
import { calendarCovariates } from './calendar-covariates.ts';
import { calendarDay, daysAfter } from './calendar-day.ts';
import { bandAround, noBandYet, observeDay } from './forecast-band.ts';
import { componentMethod } from './component-method.ts';
import { forecastDays, openDaysAfter } from './forecast-days.ts';
import type { History, HistoryDay } from './history.ts';
import { learnUpdate, updateFactor } from './intraday-update.ts';
import { learnReforecast, reforecast } from './reforecast.ts';
import { rollOrigin } from './rolling-origin.ts';

/** A small generator of repeatable noise in (0, 1): Lehmer's, with the constants of Park and Miller. */
function noise(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
/** Roughly normal: the sum of twelve. */
const normal = (random: () => number): number => Array.from({ length: 12 }, random).reduce((a, b) => a + b, -6);

const profile = [30, 60, 90, 100, 80, 70, 60, 40];
const weekdays = [0, 1.2, 1, 0.95, 0.9, 1.1];

/** Working days from 2024-01-01 on, minus the closed ones: weekday × profile × a level that wanders, with Poisson-like noise. */
function history(
  count: number,
  options: { seed?: number; closed?: string[]; wander?: number; noisy?: number } = {},
): History {
  const random = noise(options.seed ?? 7);
  const { wander = 0.05, noisy = 1 } = options;
  let level = 0;
  const days: HistoryDay[] = [];
  for (const day of daysAfter('2023-12-31', 700)) {
    if (days.length === count) break;
    if (day.weekday > 5 || options.closed?.includes(day.date)) continue;
    level = 0.7 * level + wander * normal(random);
    const factor = (weekdays[day.weekday] ?? 1) * Math.exp(level);
    days.push({
      day,
      counts: profile.map((mean) =>
        Math.max(0, Math.round(mean * factor + noisy * Math.sqrt(mean * factor) * normal(random))),
      ),
    });
  }
  return { intervalMinutes: 60, startMinutes: profile.map((_, i) => 480 + 60 * i), days };
}

describe('the calendar', () => {
  it('knows weekdays, months and what is no date', () => {
    expect(calendarDay('2003-09-26')).toMatchObject({ weekday: 5, dayOfMonth: 26, daysLeftInMonth: 4 });
    expect(calendarDay('2024-02-29').daysLeftInMonth).toBe(0);
    expect(calendarDay('1970-01-02').epochDay).toBe(1);
    for (const wrong of ['2023-02-29', '2024-1-1', '', '20240101', '2024-13-01']) {
      expect(() => calendarDay(wrong), wrong).toThrow(/date/);
    }
  });

  it('sees a closure in a usual weekday that is absent, in a named date, and in no weekend', () => {
    const days = history(40, { closed: ['2024-01-17'] }).days.map(({ day }) => day);
    const afterClosure = calendarCovariates(days).map((row) => row[8]);
    const marked = days.filter((_, i) => afterClosure[i] === 1).map(({ date }) => date);
    expect(marked).toEqual(['2024-01-18']);
    const saturdays = calendarCovariates(days, { closedDates: ['2024-01-20'] }).map((row) => row[8]);
    expect(days.filter((_, i) => saturdays[i] === 1).map(({ date }) => date)).toEqual(['2024-01-18', '2024-01-22']);
  });

  it('gives every named event a column of its own', () => {
    const days = history(10).days.map(({ day }) => day);
    const rows = calendarCovariates(days, {
      events: [
        { name: 'launch', date: '2024-01-03' },
        { name: 'strike', date: '2024-01-04' },
        { name: 'launch', date: '2024-01-10' },
      ],
    });
    expect(rows.map((row) => row.slice(12))).toEqual(
      days.map(({ date }) => [Number(['2024-01-03', '2024-01-10'].includes(date)), Number(date === '2024-01-04')]),
    );
  });
});

describe('forecasting days', () => {
  it('nothing of a day is known to its own forecast: changing the future changes no forecast', () => {
    const before = history(60);
    const changed: History = {
      ...before,
      days: before.days.map((day, i) => (i < 50 ? day : { ...day, counts: day.counts.map((count) => count * 3 + 5) })),
    };
    const upTo = (h: History) =>
      rollOrigin(h, 20)
        .filter(({ index }) => index <= 50)
        .map(({ forecast }) => forecast);
    expect(upTo(changed)).toEqual(upTo(before));
  });

  it('finds weekday and profile where there is nothing but them', () => {
    const [friday] = forecastDays(history(64, { wander: 0, noisy: 0 }), 1);
    expect(friday?.date).toBe('2024-03-29');
    friday?.intervals.forEach(({ expected }, i) => expect(expected).toBeCloseTo((profile[i] ?? 0) * 1.1, -0.3));
  });

  it('follows an event it has seen before', () => {
    const dates = ['2024-01-10', '2024-02-07', '2024-02-21'];
    const quiet = history(60, { wander: 0.01 });
    const busy: History = {
      ...quiet,
      days: quiet.days.map((entry) =>
        dates.includes(entry.day.date) ? { ...entry, counts: entry.counts.map((count) => count * 1.8) } : entry,
      ),
    };
    const total = (date: string, events: { name: string; date: string }[]) => {
      const day = forecastDays(busy, 10, { events }).find((candidate) => candidate.date === date);
      return day?.intervals.reduce((sum, { expected }) => sum + expected, 0) ?? Number.NaN;
    };
    const events = [...dates, '2024-03-27'].map((date) => ({ name: 'campaign', date }));
    expect(total('2024-03-27', events)).toBeGreaterThan(1.25 * total('2024-03-27', []));
  });

  it('days ahead, what has not come yet is no closure; a named one before the day is', () => {
    const closed = ['2024-01-18', '2024-02-08', '2024-02-27', '2024-03-14', '2024-04-10', '2024-05-02'];
    const { days, ...rest } = history(110, { closed, wander: 0.1 });
    // The day after a closure brings a third more.
    const after = new Set(closed.flatMap((date) => daysAfter(date, 1).map((day) => day.date)));
    const busy = {
      ...rest,
      days: days.map((day) =>
        after.has(day.day.date) ? { ...day, counts: day.counts.map((count) => Math.round(1.33 * count)) } : day,
      ),
    };
    const last = busy.days.at(-1)?.day.date ?? '';
    const totals = (calendar: { closedDates?: string[] }) =>
      openDaysAfter(busy, last, 14, calendar).map((target, i) => {
        const question = { past: busy.days, target, stepsAhead: i + 1, calendar };
        return { date: target.date, total: componentMethod(question)?.reduce((a, b) => a + b, 0) ?? Number.NaN };
      });
    const plain = totals({});
    const weekday = (date: string) => calendarDay(date).weekday;
    for (const { date, total } of plain) {
      const usual = 530 * (weekdays[weekday(date)] ?? 1);
      expect(total / usual, date).toBeGreaterThan(0.8);
      expect(total / usual, date).toBeLessThan(1.2);
    }
    const open = plain.map(({ date }) => date);
    const shut = open.find((date, i) => i >= 4 && weekday(date) === 3) ?? '';
    const next = open[open.indexOf(shut) + 1] ?? '';
    expect(next > last).toBe(true);
    const named = totals({ closedDates: [shut] });
    const of = (all: typeof plain, date: string) => all.find((day) => day.date === date)?.total ?? Number.NaN;
    expect(of(named, next) / of(plain, next)).toBeGreaterThan(1.1);
    const later = open[open.indexOf(next) + 1] ?? '';
    expect(of(named, later) / of(plain, later)).toBeCloseTo(1, 1);
  });

  it('leaves out closed dates and weekdays that are never open, up to six weeks ahead', () => {
    const days = forecastDays(history(40), 42, { closedDates: ['2024-02-28'] });
    expect(days[0]?.date).toBe('2024-02-26');
    expect(days.map(({ date }) => date)).not.toContain('2024-02-28');
    expect(days.every(({ date }) => calendarDay(date).weekday <= 5)).toBe(true);
    expect(days).toHaveLength(29);
    expect(() => forecastDays(history(40), 43)).toThrow(/horizon/);
    expect(() => forecastDays(history(40), 0)).toThrow(/horizon/);
  });

  it('still answers after two days, without a band it could not have measured', () => {
    const [day] = forecastDays(history(2), 1);
    expect(day?.method).toBe('meanOfLastDays');
    expect(day?.intervals.every(({ expected, low, high }) => expected > 0 && low === null && high === null)).toBe(true);
  });
});

describe('a backtest', () => {
  it('beats the baselines on a level that wanders, and its band holds about what it says', () => {
    const report = backtest(history(200, { wander: 0.06 }), 80, [600, 720]);
    const { seasonalNaive, meanOfLastFour } = report.baselines.dayAhead;
    expect(report.days).toBe(80);
    expect(report.dayAheadWape).toBeLessThan(meanOfLastFour ?? 0);
    expect(report.dayAheadWape).toBeLessThan(seasonalNaive ?? 0);
    expect(report.dayAheadWape).toBeGreaterThan(report.noiseFloor ?? 1);
    expect(report.oneAheadWape).toBeLessThan(report.dayAheadWape ?? 0);
    expect(Object.keys(report.restOfDayWape)).toEqual(['10:00', '12:00']);
    expect(report.bandCoverage).toBeGreaterThan(0.74);
    expect(report.bandCoverage).toBeLessThan(0.86);
  });

  it('that leaves nothing to learn from is refused by name', () => {
    expect(() => backtest(history(20), 19, [])).toThrow(/backtest: needs 29 days/);
    expect(() => backtest(history(20), 0, [])).toThrow(/backtest/);
  });
});

describe('a band', () => {
  const errors = fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 5, maxLength: 5 });

  it('always holds the forecast it is around, and is not there before it was measured', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(errors, errors), { minLength: 1, maxLength: 20 }), errors, (days, forecast) => {
        const state = days.reduce((before, [f, actual]) => observeDay(before, f, actual), noBandYet);
        const band = bandAround(state, forecast);
        expect(band === undefined).toBe(days.length < 8);
        forecast.forEach((count, i) => {
          if (band === undefined) return;
          expect(band.low[i]).toBeLessThanOrEqual(count + 1e-9);
          expect(band.high[i]).toBeGreaterThanOrEqual(count - 1e-9);
        });
      }),
    );
  });

  it('grows while it holds too little and shrinks while it holds too much', () => {
    const flat = [100, 100, 100];
    let state = noBandYet;
    for (let i = 0; i < 20; i++) state = observeDay(state, flat, [100 + 2 * (i % 7), 100 - 2 * (i % 5), 103]);
    const missed = observeDay(state, flat, [200, 200, 200]);
    const held = observeDay(state, flat, [100, 100, 100]);
    expect(missed.level).toBeGreaterThan(state.level);
    expect(held.level).toBeLessThan(state.level);
  });
});

describe('the update within a day', () => {
  const forecast = [100, 200, 300, 400, 300, 200];

  it('starts with nearly the square root of the last hour, and less where an hour is mostly noise', () => {
    const factor = (scale: number) => {
      const scaled = forecast.map((count) => count * scale);
      const learned = learnReforecast([], scaled, 2, 60);
      return (
        reforecast(
          scaled,
          scaled.slice(0, 2).map((count) => count * 1.44),
          learned,
          60,
        )[3] ?? 0
      );
    };
    expect(factor(10) / 4000).toBeCloseTo(1.44 ** 0.49, 2);
    expect(factor(0.1) / 40).toBeLessThan(1.44 ** 0.1);
  });

  it('learns how long a deviation lasts', () => {
    const random = noise(11);
    const days = Array.from({ length: 400 }, () => {
      const common = 0.15 * normal(random);
      return { forecast, actual: forecast.map((count, i) => count * Math.exp(common * 0.8 ** i)) };
    });
    // Two intervals seen, the last at 0.8 of the first deviation; those to come are at 0.8² and on.
    const learned = learnUpdate(days, 2, 1, 'next', 200);
    const actual = forecast.map((count, i) => count * Math.exp(0.2 * 0.8 ** i));
    const factor = updateFactor(learned, forecast, actual, 2, 1);
    expect(Math.log(factor)).toBeCloseTo(0.2 * 0.8 ** 2, 2);
  });

  it('leaves what has come as it came, and changes nothing when all came as forecast', () => {
    const learned = learnReforecast([], forecast, 3, 60);
    expect(reforecast(forecast, [90, 210, 310], learned, 60).slice(0, 3)).toEqual([90, 210, 310]);
    reforecast(forecast, [100, 200, 300], learned, 60).forEach((count, i) =>
      expect(count).toBeCloseTo(forecast[i] ?? 0, 9),
    );
  });

  it('never multiplies by more than a factor of five, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 2 }), (actual) => {
        const learned = learnReforecast([], forecast, 2, 60);
        const rest = reforecast(forecast, actual, learned, 60);
        expect((rest[3] ?? 0) / 400).toBeLessThanOrEqual(5);
        expect((rest[3] ?? 0) / 400).toBeGreaterThanOrEqual(1 / 5);
      }),
    );
  });
});
