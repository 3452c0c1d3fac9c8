import { describe, expect, it } from 'vitest';
import type { Comparison } from '@floorwalk/shared/alerts/rule';
import type { Measured } from '@floorwalk/shared/metrics/metric';
import { nearnessOf } from './nearness.ts';

const longest: Comparison = { metric: 'longest-wait', is: 'above', threshold: 300_000 };
const level: Comparison = {
  metric: 'service-level',
  window: 'last30m',
  is: 'below',
  threshold: 0.5,
  minimumSample: 20,
};
const counted = (value: number | null, denominator: number | null = null): Measured => ({
  value,
  numerator: null,
  denominator,
});
const measure =
  (values: Readonly<Record<string, Measured>>) =>
  ({ metric }: Comparison): Measured | null =>
    values[metric] ?? null;

describe('how near a condition is to holding', () => {
  it('is the share of the way to its limit, from above and from below', () => {
    expect(nearnessOf(longest, measure({ 'longest-wait': counted(150_000) }))?.share).toBe(0.5);
    expect(nearnessOf(level, measure({ 'service-level': counted(0.8, 40) }))?.share).toBeCloseTo(0.625, 12);
    expect(nearnessOf(level, measure({ 'service-level': counted(0, 40) }))?.share).toBe(1);
  });

  it('is not told where nothing is known, or where it stands on fewer contacts than the rule asks for', () => {
    expect(nearnessOf(longest, measure({}))).toBeNull();
    expect(nearnessOf(longest, measure({ 'longest-wait': counted(null) }))).toBeNull();
    expect(nearnessOf(level, measure({ 'service-level': counted(0.1, 19) }))).toBeNull();
    expect(nearnessOf({ ...longest, threshold: 0 }, measure({ 'longest-wait': counted(5) }))).toBeNull();
  });

  it('is decided by the farthest where all must hold, and by the nearest where one is enough', () => {
    const known = measure({ 'longest-wait': counted(270_000), 'service-level': counted(0.8, 40) });
    expect(nearnessOf({ all: [longest, level] }, known)?.comparison).toBe(level);
    expect(nearnessOf({ any: [level, longest] }, known)?.comparison).toBe(longest);
    const half = measure({ 'longest-wait': counted(270_000) });
    expect(nearnessOf({ all: [longest, level] }, half)).toBeNull();
    expect(nearnessOf({ any: [level, longest] }, half)?.comparison).toBe(longest);
  });
});
