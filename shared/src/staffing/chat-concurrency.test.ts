import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatConcurrency, requiredChatAgents } from './chat-concurrency.ts';
import { erlangA } from './erlang-a.ts';
import { erlangC } from './erlang-c.ts';

/** From throughput factors as they are published: an agent with i chats ends factor(i) times as many as with one. */
const fromFactors = (factors: number[]) => factors.map((factor, i) => (i + 1) / factor);
const published = [1, 1.7, 2.5, 2.9, 3.5];
const quarterLonger = [1, 1.25, 1.5];

describe('chats held at once', () => {
  it('one at a time is Erlang A, and without patience Erlang C', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.01, max: 80, noNaN: true }),
        fc.double({ min: 1, max: 5000, noNaN: true }),
        (agents, load, patienceSec) => {
          const chat = { agents, arrivalsPerSec: load / 300, ahtSec: 300, stretch: [1], targetSec: 30 };
          const erlang = erlangA({ servers: agents, erlangs: load, ahtSec: 300, patienceSec, targetSec: 30 });
          const output = chatConcurrency({ ...chat, patienceSec });
          expect(output.slOffered).toBeCloseTo(erlang.slOffered, 10);
          expect(output.pAbandon).toBeCloseTo(erlang.pAbandon, 10);
          expect(output.occupancy).toBeCloseTo(erlang.occupancy, 9);
          const endless = chatConcurrency({ ...chat, patienceSec: null });
          const erlangEndless = erlangC({ servers: agents, erlangs: load, ahtSec: 300, targetSec: 30 });
          expect(endless.stable).toBe(erlangEndless.stable);
          expect(endless.slOffered).toBeCloseTo(erlangEndless.sl, 10);
        },
      ),
    );
  });

  it('agrees with the balance equations, state by state', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        fc.double({ min: 50, max: 900, noNaN: true }),
        (agents, load, patienceSec) => {
          const [arrivalsPerSec, ahtSec, slots] = [load / 400, 400, agents * 3];
          const ended = (held: number) => (held === 0 ? 0 : held / (ahtSec * (quarterLonger[held - 1] ?? 1)));
          const weights = [1];
          for (let n = 1; n <= slots + 600; n++) {
            // The oracle deals chats out one by one to the agent who holds fewest.
            const held = Array.from({ length: agents }, () => 0);
            for (let i = 0; i < Math.min(n, slots); i++) held[i % agents] = (held[i % agents] ?? 0) + 1;
            const rate = held.reduce((sum, h) => sum + ended(h), 0) + Math.max(0, n - slots) / patienceSec;
            weights.push(((weights.at(-1) ?? 0) * arrivalsPerSec) / rate);
          }
          const total = weights.reduce((a, b) => a + b, 0);
          const from = (n: number) => weights.slice(n).reduce((a, b) => a + b, 0) / total;
          const output = chatConcurrency({
            agents,
            arrivalsPerSec,
            ahtSec,
            stretch: quarterLonger,
            patienceSec,
            targetSec: 0,
          });
          expect(output.pWait).toBeCloseTo(from(slots), 9);
          expect(output.slOffered).toBeCloseTo(1 - from(slots), 9);
          const meanHeld = weights.reduce((sum, weight, n) => sum + weight * Math.min(n, slots), 0) / total;
          expect(output.meanChatsPerAgent).toBeCloseTo(meanHeld / agents, 7);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    [10, 20, quarterLonger, 0.82],
    [10, 22, quarterLonger, 0.713],
    [30, 62, quarterLonger, 0.837],
    [10, 17, fromFactors(published.slice(0, 2)), 0.769],
    [10, 25, fromFactors(published.slice(0, 3)), 0.784],
    [50, 140, fromFactors(published.slice(0, 4)), 0.968],
  ])('%d agents with a load of %d give the service level worked out independently', (agents, load, stretch, found) => {
    const chat = { agents, arrivalsPerSec: load / 600, ahtSec: 600, stretch, patienceSec: 120, targetSec: 30 };
    expect(chatConcurrency(chat).slOffered).toBeCloseTo(found, 3);
  });

  it('more agents never make it worse, and a chat that takes longer never makes it better', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.1, max: 150, noNaN: true }), (agents, load) => {
        const chat = {
          agents,
          arrivalsPerSec: load / 600,
          ahtSec: 600,
          stretch: quarterLonger,
          patienceSec: 120,
          targetSec: 30,
        };
        const now = chatConcurrency(chat).slOffered;
        expect(chatConcurrency({ ...chat, agents: agents + 1 }).slOffered).toBeGreaterThanOrEqual(now - 1e-12);
        expect(chatConcurrency({ ...chat, stretch: [1, 1.3, 1.6] }).slOffered).toBeLessThanOrEqual(now + 1e-12);
      }),
    );
  });

  it('the agents required are the fewest', () => {
    const chat = {
      arrivalsPerSec: 62 / 600,
      ahtSec: 600,
      stretch: fromFactors(published),
      patienceSec: 120,
      targetSec: 30,
    };
    const agents = requiredChatAgents(chat, 0.8) ?? 0;
    expect(chatConcurrency({ ...chat, agents }).slOffered).toBeGreaterThanOrEqual(0.8);
    expect(chatConcurrency({ ...chat, agents: agents - 1 }).slOffered).toBeLessThan(0.8);
  });

  it('gives numbers for every number of agents, none among them: shares between 0 and 1', () => {
    const load = fc.oneof(fc.double({ min: 0, max: 50, noNaN: true }), fc.constantFrom(5e-324, 1e-200, 1e-110, 1e-30));
    const patience = fc.option(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), load, patience, (agents, arrivalsPerSec, patienceSec) => {
        const output = chatConcurrency({
          agents,
          arrivalsPerSec,
          ahtSec: 600,
          stretch: [1, 1.2, 1.5],
          patienceSec,
          targetSec: 30,
        });
        for (const name of ['pWait', 'pAbandon', 'slOffered', 'occupancy'] as const) {
          expect(output[name], name).toBeGreaterThanOrEqual(0);
          expect(output[name], name).toBeLessThanOrEqual(1 + 1e-12);
        }
        expect(output.lq).toBeGreaterThanOrEqual(0);
        if (agents === 0 && arrivalsPerSec > 1e-90) expect(output.slOffered).toBe(0);
      }),
    );
  });

  it('is said to be unstable when nobody leaves and the slots cannot keep up', () => {
    const chat = {
      agents: 10,
      arrivalsPerSec: 1,
      ahtSec: 600,
      stretch: quarterLonger,
      patienceSec: null,
      targetSec: 30,
    };
    expect(chatConcurrency(chat)).toMatchObject({ stable: false, slOffered: 0, asa: Infinity });
  });

  it.each([
    ['agents', { agents: -1 }],
    ['agents', { agents: 2.5 }],
    ['stretch', { stretch: [] }],
    ['stretch', { stretch: [1, 0.9] }],
    ['stretch', { stretch: [2] }],
    ['ahtSec', { ahtSec: 0 }],
    ['patienceSec', { patienceSec: -1 }],
    ['arrivalsPerSec', { arrivalsPerSec: Number.NaN }],
  ])('a bad %s is refused by name (%o)', (field, wrong) => {
    const chat = {
      agents: 10,
      arrivalsPerSec: 0.03,
      ahtSec: 600,
      stretch: quarterLonger,
      patienceSec: 120,
      targetSec: 30,
    };
    expect(() => chatConcurrency({ ...chat, ...wrong })).toThrow(expect.objectContaining({ field }));
  });
});
