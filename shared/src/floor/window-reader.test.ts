import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../kit/seeded.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { clearChanged, createLiveState, decodeState, encodeState, foldEvent, liveRows } from '../live/live-state.ts';
import { arrive, eventsOf, planContacts } from './floor-plan.test-kit.ts';

const START = Date.UTC(2026, 2, 10, 9, 0, 0);

describe('rows read again and again', () => {
  it('are those that a reader gives who never read before, after every few events and at any moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
        const random = seeded(seed);
        const spanMs = (0.3 + 2 * random()) * 3_600_000;
        const settings = Array.from({ length: 12 }, (_, index): NewEvent => ({
          id: `set-${index}`,
          source: 'people',
          type: 'queue.configured',
          time: START + Math.floor(random() * spanMs),
          data: {
            queueId: `q${index % 3}`,
            serviceLevelThresholdMs: 10_000 * Math.ceil(random() * 6),
            groupId: `g${Math.floor(random() * 2)}`,
          },
        }));
        const told = [...eventsOf(planContacts(random, 90, START, spanMs, 3, 4)), ...settings];
        const state = createLiveState('s');
        let compared = 0;
        for (const event of arrive(told, random, random() < 0.5 ? 14 * 60_000 : 1_000)) {
          if (foldEvent(state, event) !== null) throw new Error('parked');
          if (random() > 0.06) continue;
          // Mostly soon after the newest event; now and then before it, as a clock that is behind reads.
          const asOf = state.latestEventAt + Math.floor((random() - 0.2) * random() * 120_000);
          const known = liveRows(state, asOf, 'all').tables;
          const fresh = decodeState('s', JSON.parse(JSON.stringify(encodeState(state))));
          // As texts first: comparing them is far cheaper than comparing the rows, which says where they differ.
          const anew = liveRows(fresh, asOf, 'all').tables;
          if (JSON.stringify(known) !== JSON.stringify(anew)) expect(known).toEqual(anew);
          compared++;
          if (random() < 0.5) clearChanged(state);
        }
        expect(compared).toBeGreaterThan(0);
      }),
      { numRuns: 4, verbose: 1 },
    );
  });
});
