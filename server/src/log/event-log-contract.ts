import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoggedEvent, NewEvent } from '@floorwalk/shared/kit/logged-event';
import { identityOf } from './event-identity.ts';
import type { EventLog, IncomingEvent, ReadOptions } from './event-log.ts';

/** What every implementation of the log guarantees. `open` gives a log without any events of the sites used here. */
export function describeEventLog(name: string, open: (now: () => number) => Promise<EventLog>): void {
  describe(name, () => {
    let log: EventLog;
    let now = 1_000_000;
    let siteCount = 0;
    const newSite = (): string => `site-${++siteCount}`;

    beforeAll(async () => {
      log = await open(() => now);
    });
    afterAll(async () => {
      await log.close();
    });

    async function readAll(siteId: string, options?: ReadOptions): Promise<LoggedEvent[]> {
      const events: LoggedEvent[] = [];
      for await (const batch of log.read(siteId, options)) events.push(...batch);
      return events;
    }

    it('gives the first event of a site position 1 and the next ones the next', async () => {
      const site = newSite();
      expect(await log.append(site, [event('a', 5), event('b', 6)])).toEqual([accepted(1), accepted(2)]);
      expect(await log.append(site, [event('c', 7)])).toEqual([accepted(3)]);
      expect(await log.head(site)).toMatchObject({ position: 3 });
    });

    it('keeps the positions of sites apart', async () => {
      const [one, other] = [newSite(), newSite()];
      await log.append(one, [event('a', 5)]);
      expect(await log.append(other, [event('a', 5)])).toEqual([accepted(1)]);
    });

    it('answers a resend with the position it has, and changes nothing', async () => {
      const site = newSite();
      await log.append(site, [event('a', 5), event('b', 6)]);
      const before = await readAll(site);
      expect(await log.append(site, [event('b', 6), event('a', 5)])).toEqual([duplicate(2), duplicate(1)]);
      expect(await readAll(site)).toEqual(before);
      expect(await log.head(site)).toMatchObject({ position: 2 });
    });

    it('takes the new events of a batch that is partly known, without a gap', async () => {
      const site = newSite();
      await log.append(site, [event('a', 5), event('b', 6)]);
      const answer = await log.append(site, [
        event('x', 1),
        event('b', 6),
        event('y', 2),
        event('a', 5),
        event('z', 3),
      ]);
      expect(answer).toEqual([accepted(3), duplicate(2), accepted(4), duplicate(1), accepted(5)]);
      expect((await readAll(site)).map((one) => [one.position, one.id])).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'x'],
        [4, 'y'],
        [5, 'z'],
      ]);
    });

    it('answers the second of two equal events in one batch as a duplicate of the first', async () => {
      const site = newSite();
      const answer = await log.append(site, [event('a', 5), event('a', 5), event('b', 6), event('a', 5)]);
      expect(answer).toEqual([accepted(1), duplicate(1), accepted(2), duplicate(1)]);
      expect(await readAll(site)).toHaveLength(2);
    });

    it('tells events apart by source, id and time together', async () => {
      const site = newSite();
      const answer = await log.append(site, [event('a', 5), event('a', 6), event('a', 5, 'other')]);
      expect(answer.map((one) => one.status)).toEqual(['accepted', 'accepted', 'accepted']);
    });

    it('gives back what was appended, whatever its characters', async () => {
      const site = newSite();
      const odd = [`quote " ' \\ / :`, '{"$1":[]}', 'línea\nnueva\t', '漢字 🦆', ' ', '-- ; drop', '__proto__', 'null'];
      const events = odd.map((id, index) => event(id, index, id));
      await log.append(site, events);
      expect(await readAll(site)).toEqual(
        events.map((one, index) => ({ ...one, position: index + 1, recordedAt: expect.any(Number) })),
      );
    });

    it('reads from a position, up to a position, and in batches of the size asked for', async () => {
      const site = newSite();
      await log.append(
        site,
        Array.from({ length: 10 }, (_, index) => event(`e${index}`, index)),
      );
      expect((await readAll(site, { from: 4, to: 7 })).map((one) => one.position)).toEqual([4, 5, 6, 7]);
      const sizes: number[] = [];
      for await (const batch of log.read(site, { batchSize: 4 })) sizes.push(batch.length);
      expect(sizes).toEqual([4, 4, 2]);
      expect(await readAll(site, { from: 11 })).toEqual([]);
    });

    it('reads what had happened by a time, in the order of positions', async () => {
      const site = newSite();
      await log.append(site, [event('late', 30), event('early', 10), event('middle', 20), event('last', 40)]);
      const ids = (await readAll(site, { untilTime: 20.9, batchSize: 1 })).map((one) => one.id);
      expect(ids).toEqual(['early', 'middle']);
    });

    it('knows an event that came without a time by its source and id, and keeps the time of its first receipt', async () => {
      const site = newSite();
      const received = (id: string, time: number, source?: string): IncomingEvent => ({
        ...event(id, time, source),
        timeIsReceipt: true,
      });
      await log.append(site, [event('b', 9), event('a', 5), event('a', 3), event('a', 1, 'other')]);
      const again = [received('a', 70), received('new', 70), received('b', 70), received('new', 71)];
      expect(await log.append(site, again)).toEqual([duplicate(2), accepted(5), duplicate(1), duplicate(5)]);
      expect((await readAll(site, { from: 5 })).map(({ id, time }) => [id, time])).toEqual([['new', 70]]);
      expect((await readAll(site))[4]).not.toHaveProperty('timeIsReceipt');
    });

    it('takes an event without a time once, however many send it at the same time', async () => {
      const site = newSite();
      const sent = Array.from({ length: 12 }, (_, index) =>
        log.append(site, [{ ...event('once', 100 + index), timeIsReceipt: true }]),
      );
      const answers = (await Promise.all(sent)).flat();
      expect(answers.filter(({ status }) => status === 'accepted')).toEqual([accepted(1)]);
      expect(answers.every(({ position }) => position === 1)).toBe(true);
      expect(await readAll(site)).toHaveLength(1);
    });

    it('reads on in the order of event time from any moment', async () => {
      const site = newSite();
      await log.append(site, [event('d', 30), event('a', 10), event('c', 20), event('b', 10), event('e', 40)]);
      const first = await log.readByTime(site, { time: 10.7, position: 2 }, 2);
      expect(first.map((one) => one.id)).toEqual(['b', 'c']);
      const next = await log.readByTime(site, { time: 20, position: 3 }, 10);
      expect(next.map((one) => one.id)).toEqual(['d', 'e']);
    });

    it('finds how far the log reached at a real moment', async () => {
      const site = newSite();
      let count = 0;
      for (const at of [3_000_000, 3_000_010, 3_000_010, 3_000_030]) {
        now = at;
        // oxlint-disable-next-line no-await-in-loop -- each append is recorded at a time of its own
        await log.append(site, [event(`e${at}`, 1), event(`f${++count}`, 1)]);
      }
      expect(await log.lastRecordedBy(site, 2_999_999)).toBe(0);
      expect(await log.lastRecordedBy(site, 3_000_000)).toBe(2);
      expect(await log.lastRecordedBy(site, 3_000_029.5)).toBe(5);
      expect(await log.lastRecordedBy(site, 9_000_000)).toBe(7);
    });

    it('finds the first fact past a time between two positions, whatever was decided or set meanwhile', async () => {
      const site = newSite();
      const told = { source: 's', time: 90 } as const;
      await log.append(site, [
        event('a', 50),
        event('b', 10),
        { ...told, id: 'k', type: 'site.clock-set', data: { clock: { kind: 'log' } } },
        { ...told, id: 'q', type: 'queue.configured', data: { queueId: 'q' } },
        { ...told, id: 'n', type: 'notice.withdrawn', data: {} } as unknown as NewEvent,
        { ...told, id: 'h', type: 'source.heartbeat', data: {} },
        event('c', 30),
        event('d', 20),
        event('e', 40),
      ]);
      expect(await log.firstFactAfter(site, 25, 2, 9)).toBe(7);
      expect(await log.firstFactAfter(site, 30.5, 2, 8)).toBeNull();
      expect(await log.firstFactAfter(site, 0, 1, 9)).toBe(1);
    });

    it('lists how the clock was set', async () => {
      const site = newSite();
      const clock = { kind: 'paced', base: 5, at: 6, rate: 7 } as const;
      await log.append(site, [
        event('a', 1),
        { id: 'k', source: 's', type: 'site.clock-set', time: 3, data: { clock } },
        event('b', 2),
      ]);
      expect(await log.clockEvents(site)).toMatchObject([{ position: 2, data: { clock } }]);
    });

    it('never lets the recording time go back', async () => {
      const site = newSite();
      now = 2_000_000;
      await log.append(site, [event('a', 5)]);
      now = 1_500_000;
      await log.append(site, [event('b', 6)]);
      expect((await readAll(site)).map((one) => one.recordedAt)).toEqual([2_000_000, 2_000_000]);
      expect(await log.head(site)).toEqual({ position: 2, recordedAt: 2_000_000 });
    });

    it('knows a site from its first event on', async () => {
      const site = newSite();
      expect(await log.head(site)).toEqual({ position: 0, recordedAt: 0 });
      expect(await readAll(site)).toEqual([]);
      expect(await log.append(site, [])).toEqual([]);
      expect(await log.sites()).not.toContain(site);
      await log.append(site, [event('a', 5)]);
      expect(await log.sites()).toContain(site);
    });

    it('tells listeners of new heads until they leave', async () => {
      const site = newSite();
      const heard: number[] = [];
      const leave = log.onAppend((siteId, position) => {
        if (siteId === site) heard.push(position);
      });
      await log.append(site, [event('a', 5), event('b', 6)]);
      await expect.poll(() => heard.at(-1)).toBe(2);
      leave();
      const count = heard.length;
      await log.append(site, [event('c', 7)]);
      expect(heard).toHaveLength(count);
    });

    it('stays gapless and answers truthfully when many append the same and other events at once', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 1 })), { maxLength: 25 }),
            {
              minLength: 1,
              maxLength: 8,
            },
          ),
          async (requests) => {
            const site = newSite();
            const batches = requests.map((request) => request.map(([id, time]) => event(`e${id}`, time)));
            const answers = await Promise.all(batches.map((batch) => log.append(site, batch)));
            const stored = await readAll(site);
            // The oracle: every distinct event once, positions 1..n, and each answer names the position where that event is.
            const distinct = new Set(batches.flat().map(identityOf));
            expect(stored.map((one) => one.position)).toEqual(stored.map((_one, index) => index + 1));
            expect(new Set(stored.map(identityOf))).toEqual(distinct);
            expect(stored).toHaveLength(distinct.size);
            const where = new Map(stored.map((one) => [identityOf(one), one.position]));
            const answered = batches.flatMap((batch, at) =>
              batch.map((one, index) => [one, answers[at]?.[index]] as const),
            );
            for (const [one, answer] of answered) expect(answer?.position).toBe(where.get(identityOf(one)));
            const firsts = answered.filter(([, answer]) => answer?.status === 'accepted');
            expect(firsts).toHaveLength(distinct.size);
          },
        ),
        { numRuns: 25 },
      );
    });
  });
}

function event(id: string, time: number, source = 'acd'): NewEvent {
  return { id, source, type: 'contact.queued', time, data: { contactId: id, queueId: 'sales' } };
}
function accepted(position: number) {
  return { status: 'accepted', position };
}
function duplicate(position: number) {
  return { status: 'duplicate', position };
}
