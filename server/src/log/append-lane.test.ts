import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { AppendLane, LANE_LIMITS, LogOverloadedError } from './append-lane.ts';
import type { Appended } from './event-log.ts';

function events(count: number, id = 'e'): NewEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${id}${index}`,
    source: 's',
    type: 'contact.held',
    time: 1,
    data: { contactId: 'c' },
  }));
}
const answersFor = (batch: readonly NewEvent[]): Appended[] =>
  batch.map((_event, index) => ({ status: 'accepted', position: index + 1 }));
const badData = Object.assign(new Error('bad'), { code: '22P05' });

describe('AppendLane', () => {
  it('writes the first at once, and what comes meanwhile together', async () => {
    const sizes: number[] = [];
    const gates: (() => void)[] = [];
    const lane = new AppendLane(async (batch) => {
      sizes.push(batch.length);
      await new Promise<void>((resolve) => {
        gates.push(resolve);
      });
      return answersFor(batch);
    });
    const first = lane.append(events(1));
    const rest = [lane.append(events(2)), lane.append(events(3)), lane.append(events(4))];
    expect(sizes).toEqual([1]);
    gates.shift()?.();
    await first;
    await expect.poll(() => sizes).toEqual([1, 9]);
    gates.shift()?.();
    expect((await Promise.all(rest)).map((answer) => answer.map((one) => one.position))).toEqual([
      [1, 2],
      [3, 4, 5],
      [6, 7, 8, 9],
    ]);
    expect(lane.idle).toBe(true);
  });

  it('never writes more together than the limit, unless one request alone is larger', async () => {
    const sizes: number[] = [];
    const lane = new AppendLane((batch) => {
      sizes.push(batch.length);
      return Promise.resolve(answersFor(batch));
    });
    const half = LANE_LIMITS.batchEvents / 2;
    await Promise.all([1, half, half, half, LANE_LIMITS.batchEvents + 5, 1].map((size) => lane.append(events(size))));
    expect(sizes).toEqual([1, half * 2, half, LANE_LIMITS.batchEvents + 5, 1]);
  });

  it('gives every request its own answers, and fails only those whose data cannot be stored', async () => {
    const request = fc.record({ size: fc.integer({ min: 1, max: 5 }), bad: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 20 }), async (requests) => {
        const stored: string[] = [];
        const lane = new AppendLane(async (batch) => {
          await Promise.resolve();
          if (batch.some((event) => event.id.startsWith('bad'))) throw badData;
          return batch.map((event) => ({ status: 'accepted', position: stored.push(event.id) }));
        });
        const results = await Promise.allSettled(
          requests.map(({ size, bad }, index) => lane.append(events(size, `${bad ? 'bad' : 'good'}-${index}-`))),
        );
        results.forEach((result, index) => {
          const { size, bad } = requests[index] ?? { size: 0, bad: true };
          if (bad) expect(result.status).toBe('rejected');
          else {
            const ids = result.status === 'fulfilled' ? result.value.map((one) => stored[one.position - 1]) : [];
            expect(ids).toEqual(Array.from({ length: size }, (_, place) => `good-${index}-${place}`));
          }
        });
      }),
    );
  });

  it('fails all of a batch when the database is away, and goes on with the next', async () => {
    let away = true;
    const lane = new AppendLane(async (batch) => {
      await Promise.resolve();
      if (away) throw new Error('connection refused');
      return answersFor(batch);
    });
    const failed = await Promise.allSettled([lane.append(events(1)), lane.append(events(1))]);
    expect(failed.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    away = false;
    expect(await lane.append(events(1))).toHaveLength(1);
  });

  it('refuses more than may wait, and takes on again when it has caught up', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const lane = new AppendLane(async (batch) => {
      await gate;
      return answersFor(batch);
    });
    const first = lane.append(events(1));
    const full = lane.append(events(LANE_LIMITS.waitingEvents));
    await expect(lane.append(events(1))).rejects.toBeInstanceOf(LogOverloadedError);
    open();
    await Promise.all([first, full]);
    expect(await lane.append(events(1))).toHaveLength(1);
  });
});
