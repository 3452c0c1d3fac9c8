import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../numeric/normal-distribution.ts';
import { RandomStream } from '../simulation/random-stream.ts';
import { daysAfter } from './calendar-day.ts';
import { type Band, bandAround, levelOf, rootErrors } from './forecast-band.ts';
import type { DatedDay } from './intraday-update.ts';
import { bandStateOfSum } from './sum-band.ts';

const INTERVALS = 12;
const dates = daysAfter('2025-12-31', 160).map(({ date }) => date);

/** Queues of a hundred contacts an interval. What they miss has a part in common: all of it where `together` is 1, none where it is 0. */
function queuesThatMiss(seed: number, count: number, together: number): DatedDay[][] {
  const random = new RandomStream(seed);
  const draw = (): number => normalQuantile(random.next());
  const common = dates.map(() => Array.from({ length: INTERVALS }, draw));
  return Array.from({ length: count }, () =>
    dates.map((date, day) => ({
      date,
      forecast: Array.from({ length: INTERVALS }, () => 100),
      actual: Array.from({ length: INTERVALS }, (_, i) =>
        Math.max(0, 100 + 10 * (Math.sqrt(together) * (common[day]?.[i] ?? 0) + Math.sqrt(1 - together) * draw())),
      ),
    })),
  );
}

const bandOfSum = (parts: readonly (readonly DatedDay[])[], forecast: readonly number[]): Band | undefined =>
  bandAround(bandStateOfSum(parts), forecast);

/** The mean width of a dozen such floors' bands: the level of each goes up and down with its last days. */
function meanWidth(count: number, together: number): number {
  const forecast = Array.from({ length: INTERVALS }, () => 100 * count);
  const widths = Array.from({ length: 12 }, (_, seed) => {
    const band = bandOfSum(queuesThatMiss(seed, count, together), forecast);
    return (band?.high[0] ?? Number.NaN) - (band?.low[0] ?? Number.NaN);
  });
  return widths.reduce((a, b) => a + b, 0) / widths.length;
}

describe('the band of a sum', () => {
  it('is of four queues four times as wide where they miss together, and twice where each misses by itself', () => {
    const one = meanWidth(1, 1);
    expect(Math.abs(meanWidth(4, 1) / one - 4)).toBeLessThan(0.4);
    expect(Math.abs(meanWidth(4, 0) / one - 2)).toBeLessThan(0.4);
  });

  it('holds about what it says, whichever way the queues hang together', () => {
    for (const together of [0, 0.5, 1]) {
      const parts = queuesThatMiss(11, 5, together);
      let held = 0;
      let asked = 0;
      for (let day = 70; day < dates.length; day += 2) {
        const before = parts.map((part) => part.slice(0, day));
        const band = bandOfSum(
          before,
          Array.from({ length: INTERVALS }, () => 500),
        );
        for (let i = 0; i < INTERVALS; i++) {
          const came = parts.reduce((sum, part) => sum + (part[day]?.actual[i] ?? 0), 0);
          asked++;
          if (band && came >= (band.low[i] ?? 0) && came <= (band.high[i] ?? 0)) held++;
        }
      }
      expect(held / asked, `together ${together}`).toBeGreaterThan(0.76);
      expect(held / asked, `together ${together}`).toBeLessThan(0.84);
    }
  });

  it('of one queue is that queue’s own, and a queue that came later adds nothing to the days before', () => {
    const [alone = [], late = []] = queuesThatMiss(5, 2, 0.3);
    const errors = alone.slice(-60).map((day) => rootErrors(day.forecast, day.actual));
    const forecast = Array.from({ length: INTERVALS }, () => 100);
    expect(bandOfSum([alone], forecast)).toEqual(bandAround({ errors, level: levelOf(errors) }, forecast));
    expect(bandOfSum([alone, late.slice(0, 0)], forecast)).toEqual(bandOfSum([alone], forecast));
    expect(bandOfSum([alone.slice(0, 7)], forecast)).toBeUndefined();
    expect(bandOfSum([], forecast)).toBeUndefined();
    expect(bandStateOfSum([alone], 5).errors).toEqual(errors.map((day) => day.slice(5)));
  });
});

describe('the level of a band', () => {
  it('is what going through the days one by one gives, each against the quantile of those before it', () => {
    const day = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(day, { maxLength: 30 }), (errors) => {
        const all = errors.flat().reduce((sum, error) => sum + error ** 2, 0) / Math.max(1, errors.length * 4);
        const scales = [0, 1, 2, 3].map((i) => {
          const squares = errors.reduce((sum, each) => sum + (each[i] ?? 0) ** 2, 0);
          return Math.sqrt((squares + 8 * all) / (errors.length + 8)) || 1e-9;
        });
        const scaled = errors.map((each) => each.map((error, i) => Math.abs(error) / (scales[i] ?? 1)));
        let level = 0.85;
        for (let at = 8; at < scaled.length; at++) {
          const before = scaled
            .slice(0, at)
            .flat()
            .toSorted((a, b) => a - b);
          const limit = before[Math.min(before.length - 1, Math.ceil(level * (before.length + 1)) - 1)] ?? 0;
          const held = (scaled[at] ?? []).filter((error) => error <= limit).length / 4;
          level = Math.min(0.99, Math.max(0.5, level + 0.2 * (0.8 - held)));
        }
        expect(levelOf(errors)).toBeCloseTo(level, 12);
      }),
    );
  });
});
