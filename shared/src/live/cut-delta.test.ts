import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../kit/seeded.ts';
import { arrive, eventsOf, planContacts } from '../floor/floor-plan.test-kit.ts';
import { TABLE_NAMES } from '../floor/rows.ts';
import { applyDelta, applySnapshot, createView, type View } from './apply.ts';
import { createCutter, cutDelta, mergeDeltas } from './cut-delta.ts';
import { compareMarks, type Delta } from './delta.ts';
import { createLiveState, foldEvent, snapshotOf } from './live-state.ts';

const START = Date.UTC(2026, 2, 10, 9, 0, 0);
const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

function content(view: View): Record<string, unknown> {
  return Object.fromEntries(
    TABLE_NAMES.map((name) => [name, [...view.tables[name].values()].sort((a, b) => (a.id < b.id ? -1 : 1))]),
  );
}

/** A seeded hour of deltas at irregular moments, with the state they were cut from. */
function cuts(seed: number) {
  const random = seeded(seed);
  const events = arrive(eventsOf(planContacts(random, 60, START, 20 * 60_000, 3, 5)), random, 30_000);
  const state = createLiveState('s');
  const cutter = createCutter(state, START - 1);
  const start = snapshotOf(state, START - 1, START - 1);
  const deltas: Delta[] = [];
  let now = START;
  for (const event of events) {
    now = Math.max(now, event.recordedAt);
    foldEvent(state, event);
    if (random() < 0.3)
      deltas.push(cutDelta(cutter, state, (now += Math.floor(random() * 2000)), random() < 0.3 ? 'timed' : 'changed'));
  }
  deltas.push(cutDelta(cutter, state, now + 1000, 'timed'));
  return { state, start, deltas, random };
}

describe('deltas', () => {
  it('A4: bring a view to exactly the rows of a snapshot at the same mark', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { state, start, deltas } = cuts(seed);
        const view = createView('s');
        applySnapshot(view, start);
        for (const delta of deltas) expect(applyDelta(view, delta)).toBe('applied');
        const fresh = createView('s');
        applySnapshot(fresh, snapshotOf(state, view.mark.asOf, 0));
        expect(content(view)).toEqual(content(fresh));
      }),
      { numRuns: 40, verbose: 1 },
    );
  });

  it('A1, A2: are dropped when known, refused when something before is missing, and never change a view then', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { start, deltas, random } = cuts(seed);
        const view = createView('s');
        applySnapshot(view, start);
        for (let step = 0; step < 200; step++) {
          const delta = deltas[Math.floor(random() * deltas.length)] as Delta;
          const before = JSON.stringify(content(view));
          const mark = view.mark;
          const answer = applyDelta(view, delta);
          const expected =
            compareMarks(delta.to, mark) <= 0 ? 'stale' : compareMarks(delta.from, mark) > 0 ? 'gap' : 'applied';
          expect(answer).toBe(expected);
          if (answer !== 'applied') expect(JSON.stringify(content(view))).toBe(before);
        }
      }),
      { numRuns: 25, verbose: 1 },
    );
  });

  it('A5: merged into one do what they did one by one', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { start, deltas } = cuts(seed);
        const one = createView('s');
        const many = createView('s');
        applySnapshot(one, start);
        applySnapshot(many, start);
        for (const delta of deltas) applyDelta(many, delta);
        expect(applyDelta(one, mergeDeltas(deltas))).toBe('applied');
        expect(content(one)).toEqual(content(many));
        expect(one.mark).toEqual(many.mark);
      }),
      { numRuns: 25, verbose: 1 },
    );
  });

  it('M2, C4: are heartbeats that still move the mark when nothing happened on a site whose clock stands still', () => {
    const state = createLiveState('s');
    foldEvent(state, {
      position: 1,
      id: 'c',
      source: 'x',
      type: 'site.clock-set',
      time: 0,
      recordedAt: 0,
      data: { clock: { kind: 'log' } },
    });
    const cutter = createCutter(state, 0);
    const first = cutDelta(cutter, state, 1000, 'timed');
    const second = cutDelta(cutter, state, 2000, 'timed');
    expect([second.tables, second.removed]).toEqual([{}, {}]);
    expect(compareMarks(second.to, first.to)).toBeGreaterThan(0);
  });
});
