import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NewEvent } from '../kit/logged-event.ts';
import { createOrderedRelease, TooManyEventsError } from './ordered-release.ts';

const event = (time: number, id: string, type: 'contact.held' | 'queue.configured' = 'contact.held'): NewEvent =>
  (type === 'contact.held'
    ? { id, source: 's', type, time, data: { contactId: id } }
    : { id, source: 's', type, time, data: { queueId: id } }) satisfies NewEvent;

function released(events: NewEvent[], horizonMs: number | null, limit = 1_000_000) {
  const out: NewEvent[] = [];
  const release = createOrderedRelease({ horizonMs, limit, release: (one) => out.push(one) });
  for (const one of events) release.push(one);
  release.flush();
  return { out, release };
}

it('whatever the order within the horizon, events come out sorted and each once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 }), fc.boolean(), (jumps, isWhole) => {
      const horizonMs = 500;
      const events = jumps.map((jump, index) => event(index * 3 + jump, `e${index}`));
      const { out, release } = released(events, isWhole ? null : horizonMs);
      const oracle = events.toSorted((a, b) => a.time - b.time);
      expect(out).toEqual(oracle);
      expect(release.tooLateCount()).toBe(0);
    }),
  );
});

it('at one moment what is configured comes first and the rest keeps its order', () => {
  const { out } = released([event(5, 'b'), event(5, 'a'), event(5, 'q', 'queue.configured')], null);
  expect(out.map((one) => one.id)).toEqual(['q', 'b', 'a']);
});

it('an event that comes twice is given once and counted', () => {
  const { out, release } = released([event(5, 'a'), event(9, 'b'), event(5, 'a')], null);
  expect(out.map((one) => one.id)).toEqual(['a', 'b']);
  expect(release.duplicateCount()).toBe(1);
});

it('an event later than the horizon is given on at once and counted', () => {
  const { out, release } = released([event(100, 'a'), event(200, 'b'), event(1, 'c')], 50);
  expect(out.map((one) => one.id)).toEqual(['a', 'c', 'b']);
  expect(release.tooLateCount()).toBe(1);
});

it('a file that must be held whole and is too large is refused', () => {
  expect(() => released([event(1, 'a'), event(2, 'b'), event(3, 'c')], null, 2)).toThrow(TooManyEventsError);
});

it('with a horizon no more than the limit is held', () => {
  const out: NewEvent[] = [];
  const release = createOrderedRelease({ horizonMs: 1e9, limit: 10, release: (one) => out.push(one) });
  for (let index = 0; index < 100; index += 1) {
    release.push(event(index, `e${index}`));
    expect(release.heldCount()).toBeLessThanOrEqual(10);
  }
});
