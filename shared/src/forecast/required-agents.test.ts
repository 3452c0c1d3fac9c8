import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deferredBacklog } from '../staffing/deferred-backlog.ts';
import { erlangA } from '../staffing/erlang-a.ts';
import { deferredAgents } from './deferred-agents.ts';
import { localDay } from './local-day.ts';
import { type ExpectedWork, type QueuePromise, requiredAgents, requirementBasis } from './required-agents.ts';
import { waitingWork } from './waiting-work.ts';

const HALF_HOUR = 30 * 60_000;
const DAY = 24 * 60 * 60_000;
const voice: QueuePromise = { channel: 'voice', targetMs: 20_000, targetShare: 0.8, concurrency: 1 };

const workOf = (calls: number | readonly number[], ahtMs = 180_000): ExpectedWork => {
  const offeredCounts = typeof calls === 'number' ? Array.from({ length: 48 }, () => calls) : calls;
  return {
    offeredCounts,
    handleTimesMs: offeredCounts.map(() => ahtMs),
    intervalMs: HALF_HOUR,
    startMinutes: offeredCounts.map((_, i) => 30 * i),
  };
};
const agentsOf = (promise: QueuePromise, calls: number): number =>
  requiredAgents(workOf(calls), promise, requirementBasis(promise, HALF_HOUR))[20] ?? Number.NaN;

describe('the agents a queue needs', () => {
  it('are by Erlang C where nothing is known of patience, and by Erlang A where it is set or measured, and that is said', () => {
    expect(requirementBasis(voice, HALF_HOUR)).toMatchObject({
      model: 'erlang-c',
      patienceFrom: null,
      maxAbandon: null,
    });
    expect(agentsOf(voice, 100)).toBe(14);
    const measured = { ...voice, measuredPatience: { patienceMs: 120_000, abandonedCount: 400 } };
    expect(requirementBasis(measured, HALF_HOUR)).toMatchObject({
      model: 'erlang-a',
      patienceMs: 120_000,
      patienceFrom: 'measured',
      abandonedCount: 400,
      maxAbandon: 0.05,
    });
    const set = { ...measured, rule: { patienceMs: 300_000 } };
    expect(requirementBasis(set, HALF_HOUR)).toMatchObject({
      patienceMs: 300_000,
      patienceFrom: 'set',
      abandonedCount: 0,
    });
  });

  it('with patience keep both the target and the limit of those who give up, and one fewer would not', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 3_000, noNaN: true }),
        fc.integer({ min: 5_000, max: 600_000 }),
        fc.double({ min: 0.005, max: 0.2, noNaN: true }),
        (calls, patienceMs, maxAbandon) => {
          const agents = agentsOf({ ...voice, rule: { patienceMs, maxAbandon } }, calls);
          // As the requirement itself: to four digits.
          const erlangs = Number(calls.toPrecision(4)) / 10;
          const at = (servers: number) =>
            erlangA({ servers, erlangs, ahtSec: 180, patienceSec: patienceMs / 1000, targetSec: 20 });
          const isEnough = (servers: number, slack: number): boolean => {
            const { slOffered, pAbandon } = at(servers);
            return slOffered >= 0.8 - slack && pAbandon <= maxAbandon + slack;
          };
          expect(isEnough(agents, 1e-3)).toBe(true);
          if (agents > 0) expect(isEnough(agents - 1, -1e-3)).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holding several chats are fewer than one chat each would need, and more than slots alone', () => {
    const chat: QueuePromise = { ...voice, channel: 'chat', concurrency: 3 };
    expect(requirementBasis(chat, HALF_HOUR)).toMatchObject({ model: 'chat', concurrency: 3 });
    expect(agentsOf(chat, 100)).toBeLessThan(agentsOf(voice, 100));
    expect(agentsOf(chat, 100)).toBeGreaterThanOrEqual(4);
    const impatient = { ...chat, rule: { patienceMs: 10_000, maxAbandon: 0.001 } };
    expect(agentsOf(impatient, 100)).toBeGreaterThanOrEqual(agentsOf(chat, 100));
  });
});

describe('work with a deadline', () => {
  const mail: QueuePromise = { channel: 'email', targetMs: 4 * 3_600_000, targetShare: 0.9, concurrency: 2 };

  it('is a backlog only where its deadline is longer than an interval', () => {
    expect(requirementBasis(mail, HALF_HOUR)).toMatchObject({
      model: 'backlog',
      deadlineMs: mail.targetMs,
      concurrency: 1,
      patienceFrom: null,
    });
    expect(requirementBasis({ ...mail, targetMs: 60_000 }, HALF_HOUR).model).toBe('chat');
    expect(requirementBasis({ ...mail, channel: 'voice' }, HALF_HOUR).model).toBe('chat');
  });

  it('is done in time by these agents day after day, and one fewer would leave some overdue', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 48, maxLength: 48 }),
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 4, max: 27 }),
        (items, deadlineHalfHours, opensAt, openFor) => {
          const isStaffed = (i: number): boolean => i >= opensAt && i < opensAt + openFor;
          const work = workOf(items, 600_000);
          const deadlineMs = deadlineHalfHours * HALF_HOUR;
          const agents = Math.max(...deferredAgents(work, deadlineMs, 0.95, isStaffed));
          expect(
            deferredAgents(work, deadlineMs, 0.95, isStaffed).every(
              (count, i) => count === (isStaffed(i) ? agents : 0),
            ),
          ).toBe(true);
          const lateWith = (count: number): number => {
            const days = 5;
            // Counted from the next opening on, as promised for work that comes while nobody is there.
            const arrivals = Array.from({ length: days * 48 }, () => 0);
            for (let i = 0; i < arrivals.length; i++) {
              let at = i;
              while (at < arrivals.length && !isStaffed(at % 48)) at++;
              if (at < arrivals.length) arrivals[at] = (arrivals[at] ?? 0) + (items[i % 48] ?? 0);
            }
            // 10 minutes each: three in half an hour.
            const capacity = arrivals.map((_, i) => (isStaffed(i % 48) ? count * 0.95 * 3 : 0));
            const told = deferredBacklog({
              backlog: [],
              arrivals,
              capacity,
              intervalHours: 0.5,
              deadlineHours: deadlineMs / 3_600_000,
            });
            return Math.max(...told.map(({ overdue, done, doneInTime }) => overdue + done * (1 - (doneInTime ?? 1))));
          };
          expect(lateWith(agents)).toBeLessThan(1e-6);
          // One fewer is late within days, or cannot do in a day what comes in one.
          const canDo = (agents - 1) * 0.95 * 3 * openFor;
          if (agents > 0 && canDo >= items.reduce((a, b) => a + b, 0)) expect(lateWith(agents - 1)).toBeGreaterThan(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('that waits when the day starts is done by its own deadlines too, by the fewest agents that can', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 48, maxLength: 48 }),
        fc.integer({ min: 4, max: 30 }),
        fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 27 })),
        fc.integer({ min: 0, max: 40 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 200 }),
        (items, deadlineHalfHours, [opensAt, openFor], from, ages) => {
          const isStaffed = (i: number): boolean => i >= opensAt && i < opensAt + openFor;
          let first = from;
          while (first < 48 && !isStaffed(first)) first++;
          if (first === 48) return;
          // Each is due in a staffed interval of the day, or after the day.
          const dueIn = ages.flatMap((age) => {
            const at = Math.floor(first - from + 1 + age * (deadlineHalfHours - 1));
            return at > 48 - from || isStaffed(from + at - 1) ? [at] : [];
          });
          const work = workOf(items, 600_000);
          const deadlineMs = deadlineHalfHours * HALF_HOUR;
          const agents = deferredAgents(work, deadlineMs, 0.95, isStaffed, { from, dueIn });
          const usual = deferredAgents(work, deadlineMs, 0.95, isStaffed);
          for (const [i, count] of agents.entries()) {
            expect(count).toBeGreaterThanOrEqual(usual[i] ?? 0);
            if (i < from) expect(count).toBe(usual[i]);
          }
          const lateWith = (fewer: number): number => {
            // Told from the first staffed interval on: nothing is done before it, and nothing of it is due.
            const arrivals = items.slice(first).map(() => 0);
            for (let i = from; i < 48; i++) {
              let at = i;
              while (at < 48 && !isStaffed(at)) at++;
              if (at < 48) arrivals[at - first] = (arrivals[at - first] ?? 0) + (items[i] ?? 0);
            }
            const told = deferredBacklog({
              backlog: dueIn.map((at) => ({ ageHours: (deadlineHalfHours + first - from - at) / 2, items: 1 })),
              arrivals,
              capacity: arrivals.map((_, i) =>
                isStaffed(first + i) ? Math.max(0, (agents[first + i] ?? 0) - fewer) * 0.95 * 3 : 0,
              ),
              intervalHours: 0.5,
              deadlineHours: deadlineHalfHours / 2,
            });
            return Math.max(...told.map(({ overdue, done, doneInTime }) => overdue + done * (1 - (doneInTime ?? 1))));
          };
          expect(lateWith(0)).toBeLessThan(1e-6);
          const closing = Math.min(47, opensAt + openFor - 1);
          const isOverToday = agents[closing] === usual[closing];
          if (isOverToday && agents.some((count, i) => count > (usual[i] ?? 0))) expect(lateWith(1)).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that is late already is done within a quarter of the deadline, and what came since is not counted twice', () => {
    const day = localDay('UTC', '2026-03-10', 30);
    const staffed = (i: number): boolean => i >= 16 && i < 36;
    const since = (hours: number): number => day.startsAt + hours * 3_600_000;
    // Offered at 17:00 and 19:00 the day before, and at 9:00 and 10:30; it is 10:00. Two hours to be done in, from 8:00 where it came after closing.
    expect(waitingWork(day, 20, [since(-7), since(-5), since(9), since(10.5)], 2 * 3_600_000, staffed)).toEqual({
      from: 20,
      dueIn: [-30, 0, 2],
    });
    expect(waitingWork(day, 20, [since(9)], 2 * 3_600_000, () => false).dueIn).toEqual([2]);
    // Ten minutes each: 57 late ones take ten agents for an hour at 95 %.
    const late = { from: 16, dueIn: Array.from({ length: 57 }, () => -3) };
    const agents = deferredAgents(workOf(0, 600_000), 4 * 3_600_000, 0.95, staffed, late);
    expect(agents.slice(14, 20)).toEqual([0, 0, 10, 10, 0, 0]);
    expect(deferredAgents(workOf(0, 600_000), 4 * 3_600_000, 0.95, () => false, late)).toEqual(workOf(0).offeredCounts);
  });

  it('needs nobody where nobody is ever there, and a deadline of weeks no more than one of days', () => {
    expect(deferredAgents(workOf(10), DAY, 0.95, () => false)).toEqual(Array.from({ length: 48 }, () => 0));
    expect(deferredAgents(workOf(10), 60 * DAY, 0.95, () => true)).toEqual(
      deferredAgents(workOf(10), 6 * DAY, 0.95, () => true),
    );
  });
});
