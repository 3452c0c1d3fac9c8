import { describe, expect, it } from 'vitest';
import { latestAllowed } from './time-limit.ts';

const NOW = Date.UTC(2026, 4, 4);
const FIVE_MINUTES = 300_000;

describe('latestAllowed', () => {
  it('lies five minutes ahead on the real clock', () => {
    expect(latestAllowed({ kind: 'real' }, NOW)).toBe(NOW + FIVE_MINUTES);
  });
  it("lies five real minutes ahead of a paced clock's present, whatever the year outside", () => {
    const base = Date.UTC(1999, 1, 3);
    const clock = { kind: 'paced', base, at: NOW - 10_000, rate: 60 } as const;
    expect(latestAllowed(clock, NOW)).toBe(base + 600_000 + FIVE_MINUTES * 60);
  });
  it('is not cut short by a paced clock that is slow or stands still', () => {
    const clock = { kind: 'paced', base: 1000, at: NOW, rate: 0 } as const;
    expect(latestAllowed(clock, NOW)).toBe(1000 + FIVE_MINUTES);
  });
  it('is the real present for a site that lives in its log', () => {
    expect(latestAllowed({ kind: 'log' }, NOW)).toBe(NOW + FIVE_MINUTES);
  });
});
