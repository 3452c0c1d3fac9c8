import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { countMoved, holdOrder } from './use-frozen-order.ts';

describe('a held order', () => {
  it('keeps what stays in its place, lets go of what is gone, and puts what is new at the end', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.uniqueArray(fc.string()), (before, now) => {
        const held = holdOrder(before, now);
        expect([...held].sort()).toEqual([...now].sort());
        const stayed = before.filter((id) => now.includes(id));
        expect(held.slice(0, stayed.length)).toEqual(stayed);
      }),
    );
  });

  it('is the same list while nothing comes or goes, so that nothing is drawn anew', () => {
    const before = ['a', 'b', 'c'];
    expect(holdOrder(before, ['c', 'a', 'b'])).toBe(before);
    expect(countMoved(before, ['c', 'b', 'a'])).toBe(2);
  });
});
