import { describe, expect, it } from 'vitest';
import { freshnessOf, isGrey, silenceOf } from './freshness.ts';
import { GlassTimes } from './glass-times.ts';

describe('freshness', () => {
  it('follows the age of the data, and a broken line or a failing topic beats a young age', () => {
    const live = { line: 'up', topic: 'live' } as const;
    expect([0, 3_000, 3_001, 10_000, 10_001].map((age) => freshnessOf(live, age))).toEqual([
      'live',
      'live',
      'delayed',
      'delayed',
      'stale',
    ]);
    expect(freshnessOf({ line: 'down', topic: 'live' }, 0)).toBe('offline');
    expect(freshnessOf({ line: 'up', topic: 'failing' }, 0)).toBe('stale');
    expect(freshnessOf({ line: 'up', topic: 'catching-up' }, 0)).toBe('live');
  });

  it('greys every number older than five seconds, and all when the line is down', () => {
    expect(isGrey('live', 5_000)).toBe(false);
    expect(isGrey('live', 5_001)).toBe(true);
    expect(isGrey('offline', 0)).toBe(true);
    expect(isGrey('stale', 0)).toBe(true);
  });

  it('calls only a source silent that sends heartbeats, and the glass stale when no such source speaks', () => {
    const source = (id: string, lastRecordedAt: number, lastHeartbeatAt: number | null = lastRecordedAt) => ({
      id,
      lastEventAt: lastRecordedAt,
      lastRecordedAt,
      lastHeartbeatAt,
      everyMs: 60_000,
      eventCount: 1,
    });
    const quiet = source('floorwalk/console', 0, null);
    const now = 500_000;
    expect(silenceOf([], now)).toEqual({ longest: null, isComplete: false });
    expect(silenceOf([quiet], now)).toEqual({ longest: null, isComplete: false });
    expect(silenceOf([quiet, source('acd', now - 180_000)], now).longest).toBeNull();
    const acd = source('acd', now - 180_001);
    const bots = source('bots', now - 200_000);
    expect(silenceOf([quiet, acd, bots, source('wfm', now)], now)).toEqual({
      longest: { id: 'bots', since: now - 200_000 },
      isComplete: false,
    });
    expect(silenceOf([acd, quiet, bots], now).isComplete).toBe(true);
  });

  it('measures by nearest rank, over the newest only', () => {
    const times = new GlassTimes();
    expect(times.summary()).toEqual({ count: 0, p50Ms: null, p95Ms: null });
    for (let ms = 1; ms <= 100; ms++) times.add(ms);
    expect(times.summary()).toEqual({ count: 100, p50Ms: 50, p95Ms: 95 });
    for (let count = 0; count < 600; count++) times.add(7);
    expect(times.summary()).toEqual({ count: 700, p50Ms: 7, p95Ms: 7 });
  });
});
