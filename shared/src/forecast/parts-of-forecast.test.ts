import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDay, daysAfter } from './calendar-day.ts';
import { forecastHandleTime, type HandledDay } from './handle-time-forecast.ts';
import type { HistoryDay } from './history.ts';
import { localDay } from './local-day.ts';
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
  it('cover every moment of the day exactly once, wherever and whenever, and lie where the clock on the wall says', () => {
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
        fc.constantFrom(15, 30),
        (zone, offset, minutes) => {
          const date = daysAfter('2014-12-31', offset + 1).at(-1)?.date ?? '';
          const next = daysAfter(date, 1)[0]?.date ?? '';
          const day = localDay(zone, date, minutes);
          expect(day.endsAt).toBe(localDay(zone, next, minutes).startsAt);
          expect(day.startsAt + day.places.length * day.intervalMs).toBe(day.endsAt);
          const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
          expect(day.places.map((_, i) => clock.format(day.startsAt + i * day.intervalMs))).toEqual(
            day.places.map(
              (place) =>
                `${String(Math.floor((place * minutes) / 60)).padStart(2, '0')}:${String((place * minutes) % 60).padStart(2, '0')}`,
            ),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('of an unknown zone or date are refused', () => {
    expect(() => localDay('Mars/Base', '2024-01-01', 30)).toThrow(RangeError);
    expect(() => localDay('UTC', '2024-02-30', 30)).toThrow(RangeError);
  });
});
