import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { TimelineAnswer } from '@floorwalk/shared/api/history';
import { AGENT_STATES } from '@floorwalk/shared/agents/events';
import { stateSpans } from './state-spans.ts';

type Entries = TimelineAnswer['entries'];
const change = (time: number, state: (typeof AGENT_STATES)[number]) =>
  ({
    position: time,
    id: '',
    source: '',
    type: 'agent.state-changed',
    time,
    recordedAt: time,
    data: { agentId: 'a', state },
    anomaly: false,
  }) as Entries[number];

describe('an agent’s day', () => {
  it('is one unbroken strip without overlaps that ends in the state of now', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.constantFrom(...AGENT_STATES)), { maxLength: 30 }),
        fc.constantFrom(...AGENT_STATES),
        (turns, now) => {
          const spans = stateSpans(
            turns.map(([time, state]) => change(time, state)),
            100,
            1_000,
            { state: now, since: 950 },
          );
          spans.forEach((span, index) => {
            expect(span.to).toBeGreaterThan(span.from);
            const next = spans[index + 1];
            if (next) {
              expect(next.from).toBe(span.to);
              expect(next.state).not.toBe(span.state);
            }
          });
          expect(spans.at(-1)).toMatchObject({ state: now, to: 1_000 });
          expect(spans[0]?.from).toBeGreaterThanOrEqual(100);
        },
      ),
    );
  });
});
