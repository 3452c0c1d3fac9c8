import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ServerClock } from './server-clock.ts';

describe('the server’s clock', () => {
  it('believes the exchange with the shortest round trip and is never wrong by more than half of it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ there: fc.integer({ min: 0, max: 400 }), back: fc.integer({ min: 0, max: 400 }) }), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        (trips, offset) => {
          let local = 0;
          const clock = new ServerClock(() => local, 0);
          let best = Infinity;
          for (const { there, back } of trips) {
            const sentAt = local;
            local += there;
            const serverNow = local + offset;
            local += back;
            clock.sample(sentAt, serverNow, local);
            best = Math.min(best, there + back);
          }
          // Long enough for any correction to have been spread out.
          local += 300_000;
          expect(Math.abs(clock.now() - (local + offset))).toBeLessThanOrEqual(best / 2 + 1e-6);
          expect(clock.uncertaintyMs).toBe(best / 2);
        },
      ),
    );
  });

  it('never runs backwards by more than a blink, however it is corrected', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20_000, max: 20_000 }), { minLength: 2, maxLength: 12 }), (offsets) => {
        let local = 0;
        const clock = new ServerClock(() => local, 0);
        let last: number | null = null;
        offsets.forEach((offset, index) => {
          // Each answer is quicker than the one before, so each is believed.
          const trip = 100 - index * 5;
          const sentAt = local;
          local += trip;
          clock.sample(sentAt, local - trip / 2 + offset, local);
          for (let step = 0; step < 5; step++) {
            const now = clock.now();
            if (last !== null) expect(now - last).toBeGreaterThanOrEqual(-250);
            last = now;
            local += 100;
          }
        });
      }),
    );
  });

  it('uses this computer’s own clock until the server has answered once', () => {
    const local = 5_000;
    const clock = new ServerClock(() => local, 1_700_000_000_000);
    expect(clock.now()).toBe(1_700_000_000_000);
    expect(clock.uncertaintyMs).toBeNull();
  });
});
