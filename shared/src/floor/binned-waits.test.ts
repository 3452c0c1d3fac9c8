import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BinnedWaits, percentilesOf } from './binned-waits.ts';

const waits = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0, max: 900_000 }),
    fc.double({ min: 0, max: 1e6, noNaN: true }),
    fc.constantFrom(-5, 2 ** 31, 1e12),
  ),
  { maxLength: 60 },
);
const shares = [0.01, 0.5, 0.9, 0.95];

/** By sorting everything. */
function recount(lists: readonly (readonly number[])[]): (number | null)[] {
  const sorted = lists.flat().sort((a, b) => a - b);
  return [...shares, 1].map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null);
}

describe('binned waits', () => {
  it('give the percentiles of several lists together as sorting all of them does, replaced and inserted alike', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(waits, waits), { maxLength: 8 }), (lists) => {
        const binned = lists.map(([first, later]) => {
          const held = new BinnedWaits();
          held.replace([[1, 2, 3]]);
          held.replace([first.slice(0, 5), first.slice(5)]);
          for (const wait of later) held.insert(wait);
          return held;
        });
        expect(percentilesOf(binned, shares)).toEqual(recount(lists.map(([first, later]) => [...first, ...later])));
      }),
      { numRuns: 300 },
    );
  });
});
