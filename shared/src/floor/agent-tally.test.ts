import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addAgentCounts,
  addToAgent,
  AGENT_FIELD,
  AGENT_TALLY_FIELDS,
  createAgentTally,
  decodeAgentTally,
  encodeAgentTally,
  thinAgentTally,
  type AgentTally,
  type EncodedAgentTally,
} from './agent-tally.ts';
import { BUCKET_MS, DAY_BUCKET_MS } from './window.ts';

const DAY = Date.UTC(2026, 2, 10);

function read(tally: AgentTally, from: number, to: number): number[] {
  const sums = AGENT_TALLY_FIELDS.map(() => 0);
  addAgentCounts(tally, from, to, sums);
  return sums;
}

describe('what is counted of an agent', () => {
  it('adds up as a plain list of everything told does: by 15 seconds for an hour, by quarters for a day', () => {
    const told = fc.record({
      minute: fc.integer({ min: 0, max: 1_700 }),
      second: fc.integer({ min: 0, max: 59 }),
      late: fc.integer({ min: 0, max: 14 }),
      field: fc.integer({ min: 1, max: AGENT_TALLY_FIELDS.length }),
      // Few, as counts of a quarter mostly are, and many.
      amount: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3_000_000 })),
      takenBack: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(told, { maxLength: 300 }), fc.nat(5), (list, every) => {
        const tally = createAgentTally();
        const plain: { time: number; field: number; amount: number }[] = [];
        let latest = 0;
        const inOrder = [...list].sort((a, b) => a.minute - b.minute);
        inOrder.forEach((one, index) => {
          const time = DAY + (one.minute - one.late) * 60_000 + one.second * 1_000;
          latest = Math.max(latest, time);
          const amounts = one.takenBack ? [one.amount, one.amount, -one.amount] : [one.amount];
          for (const amount of amounts) {
            addToAgent(tally, time, one.field, amount);
            plain.push({ time, field: one.field, amount });
          }
          if (index % (every + 1) === 0) thinAgentTally(tally, latest);
        });
        const again = decodeAgentTally(JSON.parse(JSON.stringify(encodeAgentTally(tally))) as EncodedAgentTally);
        const nextBucket = Math.ceil((latest + 1) / BUCKET_MS) * BUCKET_MS;
        const nextQuarter = Math.ceil((latest + 1) / DAY_BUCKET_MS) * DAY_BUCKET_MS;
        for (const [from, to] of [
          [nextBucket - 5 * 60_000, nextBucket],
          [nextBucket - 30 * 60_000, nextBucket],
          [nextQuarter - 30 * 60_000, nextQuarter],
          [nextQuarter - 25 * 3_600_000, nextQuarter],
        ] as const) {
          const expected = AGENT_TALLY_FIELDS.map((_, index) =>
            plain
              .filter(({ time, field }) => field === index + 1 && time >= from && time < to)
              .reduce((sum, { amount }) => sum + amount, 0),
          );
          expect(read(tally, from, to)).toEqual(expected);
          expect(read(again, from, to)).toEqual(expected);
        }
      }),
      { numRuns: 200, verbose: 1 },
    );
  });

  it('keeps sums of any size to the millisecond', () => {
    const tally = createAgentTally();
    const week = 7 * 86_400_000;
    for (let count = 0; count < 12; count++) addToAgent(tally, DAY, AGENT_FIELD.talkMs, week + count);
    addToAgent(tally, DAY, AGENT_FIELD.talkMs, -(week + 3));
    thinAgentTally(tally, DAY + 3 * 3_600_000);
    const [, talkMs] = read(tally, DAY, DAY + DAY_BUCKET_MS);
    expect(talkMs).toBe(11 * week + 63);
  });

  it('lets go of what is older than the longest day', () => {
    const tally = createAgentTally();
    addToAgent(tally, DAY, AGENT_FIELD.handledCount, 1);
    thinAgentTally(tally, DAY + 48 * 3_600_000);
    expect(tally.settled.length + tally.recent.length).toBe(0);
    addToAgent(tally, DAY, AGENT_FIELD.handledCount, -1);
    addToAgent(tally, DAY, AGENT_FIELD.handledCount, 1);
    thinAgentTally(tally, DAY + 49 * 3_600_000);
    expect(read(tally, DAY, DAY + DAY_BUCKET_MS)[0]).toBe(0);
  });
});
