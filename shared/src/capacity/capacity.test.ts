import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reviewChannel, type ChannelWeek } from './capacity-review.ts';
import { hireRamp, hiresNeeded, type RampPlan } from './hire-ramp.ts';

const week = (
  offeredCount: number,
  abandonedCount: number,
  firstContactResolution: number | null = 0.8,
): ChannelWeek => ({
  startAt: 0,
  offeredCount,
  abandonedCount,
  firstContactResolution,
});
const targets = { abandonRate: 0.05, firstContactResolution: 0.7 };

describe('the capacity review', () => {
  it('tells a shortage from work that comes again, and neither from luck', () => {
    const weeks = (abandoned: number, resolved: number) =>
      Array.from({ length: 13 }, () => week(400, abandoned, resolved));
    expect(reviewChannel(weeks(40, 0.85), targets).verdict).toBe('short');
    expect(reviewChannel(weeks(40, 0.5), targets).verdict).toBe('repeats');
    expect(reviewChannel(weeks(20, 0.5), targets).verdict).toBe('resolve');
    expect(reviewChannel(weeks(20, 0.8), targets).verdict).toBe('enough');
    expect(reviewChannel(weeks(1, 0.8), targets).verdict).toBe('spare');
    // Six of a hundred left: that may be five of a hundred with bad luck.
    expect(reviewChannel([week(100, 6)], targets).verdict).toBe('enough');
    expect(reviewChannel([week(50, 25)], targets).verdict).toBe('too-few');
  });

  it('names the trend by week, and none where there are too few weeks', () => {
    const rising = [0, 1, 2, 3, 4].map((index) => week(1_000, 20 + 10 * index));
    expect(reviewChannel(rising, targets).abandonTrend).toBeCloseTo(0.01, 12);
    expect(reviewChannel(rising.slice(0, 3), targets).abandonTrend).toBeNull();
    expect(reviewChannel([], targets)).toMatchObject({ abandonRate: null, verdict: 'too-few' });
  });
});

const plan = (more: Partial<RampPlan> = {}): RampPlan => ({
  agents: 40,
  weeklyAttrition: 0.01,
  earlyAttrition: [0.05, 0.03],
  learning: [0, 0, 0.5, 0.8],
  cohorts: [{ startsWeek: 2, hireCount: 10 }],
  required: Array.from({ length: 12 }, () => 30),
  shrinkage: 0.25,
  ...more,
});

describe('the ramp of hires', () => {
  it('is what a walk through the weeks counts, person by person', () => {
    const rows = hireRamp(plan());
    let old = 40;
    let fresh = 0;
    rows.forEach((row, index) => {
      if (index === 2) fresh = 10;
      const worth = [0, 0, 0.5, 0.8][index - 2] ?? 1;
      expect(row.headcount).toBeCloseTo(old + fresh, 9);
      expect(row.effectiveAgents).toBeCloseTo((old + (index < 2 ? 0 : fresh * worth)) * 0.75, 9);
      old *= 0.99;
      fresh *= 1 - ([0.05, 0.03][index - 2] ?? 0.01);
    });
  });

  it('as many as it says are needed, and one fewer is not enough', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 60 }), fc.integer({ min: 0, max: 5 }), (required, startsWeek) => {
        const asked = plan({ cohorts: [], required: Array.from({ length: 12 }, () => required) });
        const needed = hiresNeeded(asked, startsWeek, startsWeek + 4);
        if (needed === null || needed === 0) return;
        const gapAt = (hireCount: number) =>
          Math.max(
            ...hireRamp({ ...asked, cohorts: [{ startsWeek, hireCount }] })
              .slice(startsWeek + 4)
              .map(({ gap }) => gap),
          );
        expect(gapAt(needed)).toBeLessThanOrEqual(1e-9);
        expect(gapAt(needed - 1)).toBeGreaterThan(0);
      }),
    );
  });

  it('who comes too late is no help, however many come', () => {
    expect(hiresNeeded(plan({ cohorts: [], required: Array.from({ length: 6 }, () => 60) }), 5, 2)).toBeNull();
  });
});
