import { describe, expect, it } from 'vitest';
import { measureEffect } from './measure-effect.ts';
import { type SpanCounts } from './surge.ts';

describe('the effect', () => {
  const span = (answered: number, inTime: number): SpanCounts => ({
    from: 0,
    to: 1,
    offeredCount: answered,
    answeredCount: answered,
    inTimeCount: inTime,
    abandonedCount: 0,
    answeredWaitMs: 0,
  });

  it('is how much more the queue changed than the others did', () => {
    const effect = measureEffect(
      {
        before: span(100, 50),
        during: span(100, 80),
        after: null,
        othersBefore: span(400, 320),
        othersDuring: span(400, 280),
        expectedServiceLevel: 0.5,
      },
      120,
    );
    expect(effect.baseline).toBe('other-queues');
    expect(effect.serviceLevel?.value).toBeCloseTo(0.3 + 0.1, 12);
    expect(effect.serviceLevel?.low).toBeLessThan(0.4);
    expect(effect.serviceLevel?.low).toBeGreaterThan(0.2);
  });

  it('its interval holds the truth about as often as it says (a seeded recount)', () => {
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const draw = (count: number, share: number) => {
      let hits = 0;
      for (let index = 0; index < count; index += 1) if (random() < share) hits += 1;
      return span(count, hits);
    };
    let held = 0;
    const runs = 2_000;
    for (let run = 0; run < runs; run += 1) {
      const effect = measureEffect(
        {
          before: draw(120, 0.6),
          during: draw(120, 0.75),
          after: null,
          othersBefore: draw(300, 0.8),
          othersDuring: draw(300, 0.75),
          expectedServiceLevel: null,
        },
        0,
      ).serviceLevel;
      if (effect !== null && effect.low <= 0.2 && 0.2 <= effect.high) held += 1;
    }
    expect(held / runs).toBeGreaterThan(0.93);
    expect(held / runs).toBeLessThan(0.98);
  });

  it('without contacts there is none', () => {
    const none = { before: null, after: null, othersBefore: null, othersDuring: null, expectedServiceLevel: 0.5 };
    expect(measureEffect({ ...none, during: null }, 0).serviceLevel).toBeNull();
    expect(measureEffect({ ...none, during: span(0, 0) }, 0).serviceLevel).toBeNull();
  });
});
