import { describe, expect, it } from 'vitest';
import { RandomStream } from '../simulation/random-stream.ts';
import { daysAfter } from './calendar-day.ts';
import { levelOf, rootErrors } from './forecast-band.ts';
import { type AheadDay, HORIZON_STEPS, horizonCoverage, horizonWidths, widthAt } from './horizon-band.ts';
import type { DatedDay } from './intraday-update.ts';

const dates = daysAfter('2026-01-31', 240).map(({ date }) => date);
const INTERVALS = 8;

/** A level that wanders from day to day, forecast as it was when it was last known: the further ahead, the more that misses. */
function wandering(
  seed: number,
  drift: number,
): { readonly next: DatedDay[]; readonly ahead: Map<number, AheadDay[]> } {
  const random = new RandomStream(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  let level = 10;
  const levels = dates.map(() => (level = Math.max(4, level + drift * normal() + 0.05 * (10 - level))));
  const actual = levels.map((root) => Array.from({ length: INTERVALS }, () => Math.max(0, root + 0.5 * normal()) ** 2));
  const forecast = (made: number) => Array.from({ length: INTERVALS }, () => (levels[made] ?? 0) ** 2);
  const days = (steps: number): AheadDay[] =>
    dates.flatMap((date, i) =>
      i < steps
        ? []
        : [{ date, madeBefore: dates[i - steps + 1] ?? '', forecast: forecast(i - steps), actual: actual[i] ?? [] }],
    );
  return { next: days(1), ahead: new Map(HORIZON_STEPS.map((steps) => [steps, days(steps)])) };
}

const known = <T extends DatedDay>(days: readonly T[], before: string): T[] =>
  days.filter(({ date }) => date < before).slice(-40);

describe('bands of later days', () => {
  it('hold about what they say at every horizon, where the next day’s would hold too little', () => {
    const { next, ahead } = wandering(4, 0.5);
    const state = (before: string) => {
      const errors = known(next, before).map((day) => rootErrors(day.forecast, day.actual));
      return { errors, level: levelOf(errors) };
    };
    const widthsBefore = (before: string) =>
      horizonWidths(new Map([...ahead].map(([steps, days]) => [steps, known(days, before)])), known(next, before));
    for (const [steps, days] of ahead) {
      const tested = days.slice(-100);
      const held = horizonCoverage(tested, state, (before) => widthAt(widthsBefore(before), steps)) ?? 0;
      const heldByNext = horizonCoverage(tested, state, () => 1) ?? 0;
      expect(held, `${steps} days ahead`).toBeGreaterThan(0.68);
      expect(held, `${steps} days ahead`).toBeLessThan(0.9);
      expect(Math.abs(held - 0.8), `${steps} days ahead`).toBeLessThan(Math.abs(heldByNext - 0.8));
    }
  });

  it('are as wide as the next day’s where later days miss no more, and never narrower than those of a nearer day', () => {
    const { next, ahead } = wandering(5, 0);
    for (const { width } of horizonWidths(ahead, next)) {
      expect(width).toBeGreaterThanOrEqual(1);
      expect(width).toBeLessThan(1.1);
    }
    const { next: near, ahead: far } = wandering(6, 0.3);
    const widths = horizonWidths(far, near);
    for (let steps = 1; steps < 60; steps++) {
      expect(widthAt(widths, steps + 1)).toBeGreaterThanOrEqual(widthAt(widths, steps));
    }
    expect(widthAt(widths, 1)).toBe(1);
    expect(widthAt(widths, 60)).toBe(widths.at(-1)?.width);
    expect(widthAt(undefined, 7)).toBe(1);
  });

  it('are taken from the horizon before where too few past days were forecast so far ahead', () => {
    const { next, ahead } = wandering(7, 0.3);
    const few = new Map([...ahead].map(([steps, days]) => [steps, steps > 10 ? days.slice(0, 4) : days]));
    const widths = horizonWidths(few, next);
    expect(widths.map(({ testedDays }) => testedDays).slice(-2)).toEqual([4, 4]);
    expect(widthAt(widths, 30)).toBe(widthAt(widths, 10));
  });
});
