import { describe, expect, it } from 'vitest';
import { RandomStream } from '../simulation/random-stream.ts';
import { daysAfter } from './calendar-day.ts';
import { bandAround } from './forecast-band.ts';
import type { SegmentDay } from './segment-day.ts';
import { learnSegments } from './segment-shares.ts';
import { bandStateOfSum } from './sum-band.ts';

const MEANS = [20, 60, 40, 10];
const dates = daysAfter('2026-01-31', 90).map(({ date }) => date);

/** Each contact draws its segment: business people come in the morning. */
function floorOf(seed: number): SegmentDay[] {
  const random = new RandomStream(seed);
  const share = [0.6, 0.3, 0.2, 0.1];
  return dates.map((date) => {
    const business = MEANS.map(() => 0);
    const rest = MEANS.map(() => 0);
    for (const [i, mean] of MEANS.entries()) {
      for (let contact = 0; contact < mean; contact++) {
        const of = random.next() < (share[i] ?? 0) ? business : rest;
        of[i] = (of[i] ?? 0) + 1;
      }
    }
    return {
      date,
      counts: new Map([
        ['Business', business],
        ['', rest],
      ]),
    };
  });
}

const plan = dates.map((date) => ({ date, forecast: MEANS, actual: MEANS }));

describe('segments of a queue', () => {
  const days = floorOf(3);
  const learned = learnSegments(days, plan);

  it('share it whole, each with a shape of its own over the day', () => {
    for (const [i] of MEANS.entries()) {
      expect(learned.reduce((sum, { shares }) => sum + (shares[i] ?? 0), 0)).toBeCloseTo(1, 12);
    }
    const business = learned.find(({ segment }) => segment === 'Business');
    expect(business?.shares[0]).toBeGreaterThan(0.45);
    expect(business?.shares[3]).toBeLessThan(0.25);
  });

  it('are divided on a past day by the days before it alone, and held by a band measured so', () => {
    const { past = [] } = learned.find(({ segment }) => segment === 'Business') ?? {};
    const at = 40;
    const changed = days.map((day, place) =>
      place < at
        ? day
        : {
            ...day,
            counts: new Map([
              ['Business', MEANS],
              ['', MEANS.map(() => 0)],
            ]),
          },
    );
    const again = learnSegments(changed, plan).find(({ segment }) => segment === 'Business');
    // The first day has none before it.
    expect(again?.past[at - 1]?.forecast).toEqual(past[at - 1]?.forecast);
    let held = 0;
    let asked = 0;
    for (let place = 30; place < past.length; place++) {
      const day = past[place];
      const band = bandAround(bandStateOfSum([past.slice(0, place)]), day?.forecast ?? []);
      for (const [i, count] of (day?.actual ?? []).entries()) {
        asked++;
        if (band && count >= (band.low[i] ?? 0) && count <= (band.high[i] ?? 0)) held++;
      }
    }
    expect(held / asked).toBeGreaterThan(0.74);
    expect(held / asked).toBeLessThan(0.88);
  });

  it('of nothing are none', () => {
    expect(learnSegments([], plan)).toEqual([]);
    expect(learnSegments([{ date: '2026-02-01', counts: new Map([['', [0, 0]]]) }], plan)).toEqual([]);
  });
});
