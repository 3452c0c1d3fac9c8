import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BacklogInput, capacityForDeadline, deferredBacklog, workableItems } from './deferred-backlog.ts';

const plan = fc.record({
  backlog: fc.array(fc.record({ ageHours: fc.integer({ min: 0, max: 6 }), items: fc.integer({ min: 0, max: 9 }) }), {
    maxLength: 4,
  }),
  arrivals: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 }),
  intervalHours: fc.constant(1),
  deadlineHours: fc.integer({ min: 1, max: 6 }),
});

describe('deferred work', () => {
  it('is the queue an item-by-item count gives', () => {
    fc.assert(
      fc.property(
        plan,
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 12, maxLength: 12 }),
        (input, capacity) => {
          // The oracle moves single items about.
          const items = input.backlog
            .flatMap(({ ageHours, items: n }) => Array.from({ length: n }, () => -ageHours))
            .toSorted((a, b) => a - b);
          const result = deferredBacklog({ ...input, capacity });
          input.arrivals.forEach((arriving, index) => {
            items.push(...Array.from({ length: arriving }, () => index + 0.5));
            const worked = items.splice(0, capacity[index] ?? 0);
            const inTime = worked.filter((at) => index + 1 - at <= input.deadlineHours).length;
            expect(result[index]).toEqual({
              backlog: items.length,
              done: worked.length,
              doneInTime: worked.length === 0 ? null : inTime / worked.length,
              overdue: items.filter((at) => index + 1 - at > input.deadlineHours).length,
              oldestHours: items.length === 0 ? 0 : index + 1 - (items[0] ?? 0),
            });
          });
        },
      ),
    );
  });

  it('with the capacity a deadline needs nothing is late, and with a little less something is', () => {
    fc.assert(
      fc.property(plan, (input) => {
        const open = input.arrivals.map(() => true);
        const needed = capacityForDeadline({ ...input, open });
        fc.pre(Number.isFinite(needed));
        const lateWith = (capacity: number, after: number) => {
          const arrivals = [...input.arrivals, ...Array.from({ length: after }, () => 0)];
          const intervals = deferredBacklog({ ...input, arrivals, capacity: arrivals.map(() => capacity) });
          return intervals.some(
            ({ done, doneInTime, overdue }) => overdue > 1e-6 || (done > 1e-6 && (doneInTime ?? 1) < 1 - 1e-9),
          );
        };
        expect(lateWith(needed + 1e-9, 0)).toBe(false);
        // What is not done by the end of the plan shows as late in the intervals after it.
        if (needed > 0.01) expect(lateWith(needed * 0.98, 1)).toBe(true);
      }),
    );
  });

  it('due before anybody works cannot be done in time by any number', () => {
    const input: Omit<BacklogInput, 'capacity'> = {
      backlog: [{ ageHours: 5, items: 3 }],
      arrivals: [0, 0],
      intervalHours: 1,
      deadlineHours: 4,
    };
    expect(capacityForDeadline({ ...input, open: [true, true] })).toBe(Infinity);
    const fresh = { ...input, backlog: [{ ageHours: 0, items: 3 }], deadlineHours: 1 };
    expect(capacityForDeadline({ ...fresh, open: [false, true] })).toBe(Infinity);
    expect(capacityForDeadline({ ...fresh, open: [true, true] })).toBe(3);
  });

  it('a crew works its time, up to its occupancy cap, over the handle time', () => {
    expect(workableItems(10, 0.5, 0.9, 600)).toBeCloseTo(27, 12);
    expect(() => workableItems(10, 0.5, 0.9, -600)).toThrow(/ahtSec/);
    expect(() => workableItems(10, 0.5, 1.9, 600)).toThrow(/maxOccupancy/);
  });
});
