import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDay, daysAfter } from './calendar-day.ts';
import { forecastHandleTime, type HandledDay } from './handle-time-forecast.ts';
import type { HistoryDay } from './history.ts';
import { localIntervals } from './local-intervals.ts';
import { meanOfLastFour } from './same-weekday-methods.ts';
import { forecastByShare } from './share-forecast.ts';

/** Repeatable noise in (0, 1): Lehmer's generator. */
function noise(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const days = daysAfter('2023-12-31', 84);

describe('the handle time to expect', () => {
  const shape = [240, 300, 330, 300];
  const handled = (factor: (index: number) => number, counts = [50, 80, 60, 40]): HandledDay[] =>
    days.map((day, index) => ({
      day,
      handled: counts,
      handleSec: counts.map((count, i) => count * (shape[i] ?? 0) * factor(index) * (day.weekday === 1 ? 1.1 : 1)),
    }));

  it('has the shape of the day and of the week', () => {
    const forecast =
      forecastHandleTime(
        handled(() => 1),
        calendarDay('2024-03-25'),
      ) ?? [];
    forecast.forEach((seconds, i) => expect(seconds / ((shape[i] ?? 0) * 1.1)).toBeCloseTo(1, 1));
    expect(forecast[2]).toBeGreaterThan(forecast[0] ?? 0);
  });

  it('follows a new level within days', () => {
    const forecast =
      forecastHandleTime(
        handled((index) => (index < 70 ? 1 : 1.3)),
        calendarDay('2024-03-26'),
      ) ?? [];
    expect((forecast[1] ?? 0) / 300).toBeGreaterThan(1.18);
  });

  it('does not take an interval with few contacts at its word', () => {
    const sparse = handled(() => 1, [50, 80, 60, 0]);
    const odd = sparse.map((day, index) =>
      index === 80 ? { ...day, handled: [50, 80, 60, 1], handleSec: [...day.handleSec.slice(0, 3), 9000] } : day,
    );
    const forecast = forecastHandleTime(odd, calendarDay('2024-03-26')) ?? [];
    expect(forecast[3]).toBeLessThan(500);
  });

  it('is unknown where nothing was ever handled', () => {
    expect(
      forecastHandleTime(
        handled(() => 1, [0, 0, 0, 0]),
        calendarDay('2024-03-26'),
      ),
    ).toBeNull();
    expect(forecastHandleTime([], calendarDay('2024-03-26'))).toBeNull();
  });
});

describe('a small queue', () => {
  it('is forecast better as a share of its whole than by its own last weeks', () => {
    const random = noise(3);
    const profile = [200, 400, 500, 300];
    let level = 0;
    const whole: HistoryDay[] = [];
    const part: HistoryDay[] = [];
    for (const day of days) {
      level = 0.8 * level + 0.1 * (random() + random() + random() - 1.5);
      const counts = profile.map((mean) => Math.round(mean * Math.exp(level) * (1 + 0.1 * (random() - 0.5))));
      whole.push({ day, counts });
      // Every contact of the whole belongs to the small queue with a chance of 3 %.
      part.push({
        day,
        counts: counts.map((count) => Array.from({ length: count }, random).filter((x) => x < 0.03).length),
      });
    }
    let [byShare, alone] = [0, 0];
    for (let t = 40; t < days.length; t++) {
      const target = days[t];
      if (target === undefined) continue;
      const before = (history: HistoryDay[]) => ({ past: history.slice(0, t), target, stepsAhead: 1, calendar: {} });
      const ofWhole = meanOfLastFour(before(whole)) ?? [];
      const share = forecastByShare(part.slice(0, t), whole.slice(0, t), ofWhole) ?? [];
      const own = meanOfLastFour(before(part)) ?? [];
      part[t]?.counts.forEach((count, i) => {
        byShare += Math.abs((share[i] ?? 0) - count);
        alone += Math.abs((own[i] ?? 0) - count);
      });
    }
    expect(byShare).toBeLessThan(0.95 * alone);
  });

  it('the shares of all parts make up the whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 9, maxLength: 9 }), {
          minLength: 3,
          maxLength: 20,
        }),
        (rows) => {
          const parts = [0, 1, 2].map((k) =>
            rows.map((row, i): HistoryDay => ({
              day: days[i] ?? calendarDay('2024-01-01'),
              counts: row.slice(3 * k, 3 * k + 3),
            })),
          );
          const whole = rows.map((_, i): HistoryDay => ({
            day: days[i] ?? calendarDay('2024-01-01'),
            counts: [0, 1, 2].map((j) => parts.reduce((sum, part) => sum + (part[i]?.counts[j] ?? 0), 0)),
          }));
          const forecast = [10, 20, 30];
          const shares = parts.map((part) => forecastByShare(part, whole, forecast));
          fc.pre(shares[0] !== null);
          forecast.forEach((count, j) =>
            expect(shares.reduce((sum, share) => sum + (share?.[j] ?? 0), 0)).toBeCloseTo(count, 9),
          );
        },
      ),
    );
  });
});

describe('the intervals of a local day', () => {
  const minutes = (zone: string, date: string) =>
    localIntervals(zone, date, 30).map(({ spans }) =>
      spans.reduce((sum, { from, to }) => sum + (to - from) / 60_000, 0),
    );

  it('are all there once on a plain day, one after the other', () => {
    const intervals = localIntervals('Europe/Berlin', '2024-06-03', 15);
    expect(intervals).toHaveLength(96);
    expect(intervals[0]?.spans[0]?.from).toBe(Date.parse('2024-06-02T22:00:00Z'));
    intervals.forEach(({ spans }, i) => {
      expect(spans).toHaveLength(1);
      if (i > 0) expect(spans[0]?.from).toBe(intervals[i - 1]?.spans[0]?.to);
    });
  });

  it('miss the skipped hour in spring and have the repeated hour twice in autumn', () => {
    const spring = minutes('Europe/Berlin', '2024-03-31');
    expect(spring.slice(3, 7)).toEqual([30, 0, 0, 30]);
    const autumn = minutes('Europe/Berlin', '2024-10-27');
    expect(autumn.slice(3, 7)).toEqual([30, 60, 60, 30]);
    expect(localIntervals('Europe/Berlin', '2024-10-27', 30)[4]?.spans).toHaveLength(2);
    // Lord Howe Island shifts by half an hour.
    expect(minutes('Australia/Lord_Howe', '2024-04-07').reduce((a, b) => a + b, 0)).toBe(24.5 * 60);
  });

  it('cover every moment of the day exactly once, wherever and whenever', () => {
    const zones = [
      'Europe/Berlin',
      'America/New_York',
      'Asia/Jerusalem',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'America/Sao_Paulo',
      'UTC',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 3650 }),
        fc.constantFrom(15, 30, 60),
        (zone, offset, interval) => {
          const date = daysAfter('2014-12-31', offset + 1).at(-1)?.date ?? '';
          const spans = localIntervals(zone, date, interval)
            .flatMap((one) => one.spans)
            .toSorted((a, b) => a.from - b.from);
          spans.forEach(({ from }, i) => {
            if (i > 0) expect(from).toBe(spans[i - 1]?.to);
          });
          const next = daysAfter(date, 1)[0]?.date ?? '';
          const following = localIntervals(zone, next, interval)
            .flatMap((one) => one.spans)
            .toSorted((a, b) => a.from - b.from);
          expect(following[0]?.from).toBe(spans.at(-1)?.to);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of an unknown zone or date are refused by name', () => {
    expect(() => localIntervals('Mars/Base', '2024-01-01', 30)).toThrow(/zone/);
    expect(() => localIntervals('UTC', '2024-02-30', 30)).toThrow(/date/);
    expect(() => localIntervals('UTC', '2024-02-03', 7)).toThrow(/intervalMinutes/);
  });
});
