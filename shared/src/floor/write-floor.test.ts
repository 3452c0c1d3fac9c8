import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../kit/seeded.ts';
import type { LoggedEvent, NewEvent } from '../kit/logged-event.ts';
import { stableHash, StableHash } from '../kit/stable-hash.ts';
import { createLiveState, encodeState, foldEvent, hashState, writeState, type LiveState } from '../live/live-state.ts';
import { arrive, eventsOf, planContacts, type Random } from './floor-plan.test-kit.ts';

const START = Date.UTC(2026, 2, 10, 9, 0, 0);

/** Settings that change while contacts come and go: thresholds, membership, breaks. */
function settings(random: Random, count: number, spanMs: number): NewEvent[] {
  return Array.from({ length: count }, (_, index): NewEvent => {
    const time = START + Math.floor(random() * spanMs);
    const agentId = `a${Math.floor(random() * 5)}`;
    const queueId = `q${Math.floor(random() * 3)}`;
    const kind = Math.floor(random() * 4);
    const of = { id: `set-${index}`, source: 'people', time };
    if (kind === 0) {
      const data = { queueId, serviceLevelThresholdMs: 10_000 * Math.ceil(random() * 6), groupId: `g${kind}` };
      return { ...of, type: 'queue.configured', data };
    }
    if (kind === 1) return { ...of, type: 'agent.signed-in', data: { agentId, queueIds: [queueId], teamId: 't' } };
    if (kind === 2) return { ...of, type: 'survey.answered', data: { queueId, scale: 'csat', score: 5 } };
    return { ...of, type: 'agent.state-changed', data: { agentId, state: 'not-ready', reason: 'break' } };
  });
}

function foldNext(state: LiveState, events: readonly LoggedEvent[], from: number, count: number): number {
  const until = Math.min(events.length, from + count);
  for (const event of events.slice(from, until)) if (foldEvent(state, event) !== null) throw new Error('parked');
  return until;
}

describe('a state written while it is folded on', () => {
  it('F7: is exactly the state at the position where it ends, whatever came between', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
        const random = seeded(seed);
        const spanMs = (0.2 + 3 * random()) * 3_600_000;
        const contacts = planContacts(random, 150, START, spanMs, 3, 5);
        const told = [...eventsOf(contacts), ...settings(random, 40, spanMs)];
        const events = arrive(told, random, random() < 0.5 ? 14 * 60_000 : 1_000);
        const state = createLiveState('s');
        let next = foldNext(state, events, 0, Math.floor(random() * events.length));
        for (let saving = 0; saving < 3; saving++) {
          const writing = writeState(state);
          const perPause = Math.floor(random() * 30);
          let step = writing.next();
          for (; step.done !== true; step = writing.next()) next = foldNext(state, events, next, perPause);
          const text = step.value.pieces.join('');
          expect(text).toBe(JSON.stringify(encodeState(state)));
          expect(step.value).toMatchObject({ position: state.position, latestEventAt: state.latestEventAt });
          expect(step.value.pieces.reduce((hash, piece) => hash.add(piece), new StableHash()).digest()).toBe(
            hashState(state),
          );
          next = foldNext(state, events, next, 50);
        }
      }),
      { numRuns: 25, verbose: 1 },
    );
  });

  it('is not written twice at once, and again after a writing was given up', () => {
    const state = createLiveState('s');
    foldNext(state, arrive(eventsOf(planContacts(seeded(1), 80, START, 600_000, 2, 3)), seeded(2), 0), 0, 1e9);
    const writing = writeState(state);
    expect(writing.next().done).toBe(false);
    expect(() => writeState(state).next()).toThrow('written already');
    writing.return(undefined as never);
    const again = writeState(state);
    let step = again.next();
    while (step.done !== true) step = again.next();
    expect(stableHash(step.value.pieces.join(''))).toBe(hashState(state));
  });
});
