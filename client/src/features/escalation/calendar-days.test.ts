import { describe, expect, it } from 'vitest';
import { partsOf, weeksFrom } from './calendar-days.ts';

const HOUR = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

describe('the weeks of a calendar', () => {
  it('begin on the Monday of the site, whatever day it is elsewhere', () => {
    // Sunday evening in UTC is Monday in Auckland.
    const at = Date.UTC(2026, 10, 22, 20);
    expect(iso(weeksFrom(at, 'UTC', 0, 1)[0]?.[0]?.from ?? 0)).toBe('2026-11-16T00:00:00.000Z');
    expect(iso(weeksFrom(at, 'Pacific/Auckland', 0, 1)[0]?.[0]?.from ?? 0)).toBe('2026-11-22T11:00:00.000Z');
    expect(weeksFrom(at, 'UTC', -1, 1)[0]?.map(({ dayOfMonth }) => dayOfMonth)).toEqual([9, 10, 11, 12, 13, 14, 15]);
  });

  it('have no gap and no overlap, and days of 23 and 25 hours where clocks change', () => {
    const spring = weeksFrom(Date.UTC(2026, 2, 25), 'Europe/Vienna', 0, 2).flat();
    expect(spring.map(({ from, to }) => (to - from) / HOUR)).toEqual([
      24,
      24,
      24,
      24,
      24,
      24,
      23,
      ...Array<number>(7).fill(24),
    ]);
    const autumn = weeksFrom(Date.UTC(2026, 9, 20), 'Europe/Vienna', 0, 1).flat();
    expect(autumn.map(({ from, to }) => (to - from) / HOUR)).toEqual([24, 24, 24, 24, 24, 24, 25]);
    for (const days of [spring, autumn]) {
      for (const [index, day] of days.entries()) if (index > 0) expect(day.from).toBe(days[index - 1]?.to);
    }
  });
});

describe('a day of a calendar', () => {
  it('holds the parts of the shifts that lie in it, cut at midnight; who hands over to themselves goes on', () => {
    const [monday, tuesday] = weeksFrom(Date.UTC(2026, 5, 1), 'UTC', 0, 1)[0] ?? [];
    if (monday === undefined || tuesday === undefined) throw new Error('a week has seven days');
    const handOver = tuesday.from + 9 * HOUR;
    const shifts = [
      { personId: 'ada', overrideId: null, from: monday.from - HOUR, until: handOver },
      { personId: 'ben', overrideId: null, from: handOver, until: handOver + HOUR },
      { personId: 'ben', overrideId: null, from: handOver + HOUR, until: handOver + 2 * HOUR },
      { personId: 'ben', overrideId: 'o1', from: handOver + 2 * HOUR, until: tuesday.to },
      { personId: 'cy', overrideId: null, from: tuesday.to, until: tuesday.to + HOUR },
    ];
    expect(partsOf(monday, shifts).map(({ shift, from, to }) => [shift.personId, from, to])).toEqual([
      ['ada', monday.from, monday.to],
    ]);
    expect(partsOf(tuesday, shifts).map(({ shift, from, to }) => [shift.personId, from, to])).toEqual([
      ['ada', tuesday.from, handOver],
      ['ben', handOver, handOver + 2 * HOUR],
      ['ben', handOver + 2 * HOUR, tuesday.to],
    ]);
  });
});
