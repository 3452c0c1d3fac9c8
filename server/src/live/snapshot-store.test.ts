import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { needless, SNAPSHOT_LIMITS } from './snapshot-store.ts';

const { ladderEvents, perSite } = SNAPSHOT_LIMITS;

describe('needless', () => {
  it('keeps the first of each step, and the newest of all', () => {
    expect(needless([10, 20, ladderEvents + 1, ladderEvents + 50, ladderEvents + 90])).toEqual([20, ladderEvents + 50]);
  });

  it('keeps everything of a ladder with one snapshot a step', () => {
    expect(needless([1, ladderEvents, ladderEvents * 2, ladderEvents * 3])).toEqual([]);
    expect(needless([])).toEqual([]);
  });

  it('lets the ladder widen with age when it is too long, and never lets the newest go', () => {
    const ladder = Array.from({ length: perSite + 1 }, (_, step) => step * ladderEvents);
    const gone = needless(ladder);
    expect(gone.slice(0, 2)).toEqual([ladderEvents, 3 * ladderEvents]);
    expect(Math.max(...gone)).toBeLessThan((ladder.length / 2) * ladderEvents);
    expect(gone.length).toBe(Math.floor(Math.floor(ladder.length / 2) / 2));
  });

  it('bounds what is kept, whatever was saved', () => {
    const steps = fc.array(fc.integer({ min: 1, max: ladderEvents * 2 }), { maxLength: 600 });
    fc.assert(
      fc.property(steps, (distances) => {
        let kept: number[] = [];
        let position = 0;
        for (const distance of distances) {
          position += distance;
          kept = [...kept, position];
          const gone = new Set(needless(kept));
          kept = kept.filter((one) => !gone.has(one));
          expect(kept.at(-1)).toBe(position);
          expect(kept.length).toBeLessThanOrEqual(perSite + 1);
        }
      }),
      { numRuns: 20 },
    );
  });
});
