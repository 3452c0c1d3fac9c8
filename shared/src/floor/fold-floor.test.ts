import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCell, type Readings } from './cell.ts';
import { seeded } from '../kit/seeded.ts';
import { arrive, eventsOf, planContacts, resend, type PlannedContact } from './floor-plan.test-kit.ts';
import {
  createLiveState,
  decodeState,
  encodeState,
  foldEvent,
  hashState,
  liveRows,
  type LiveState,
} from '../live/live-state.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { BUCKET_MS, ROLLING_SPAN, WINDOW_KEYS, type WindowKey } from './window.ts';
import type { QueueRow } from './rows.ts';
import { agentReadings } from './agent-readings.ts';
import type { ContactEventType } from '../contacts/events.ts';
import { ALLOWED_LATENESS_MS } from './floor-state.ts';
import { measureOfAgent } from '../metrics/agent-metrics.ts';
import { createDayCache, windowSpans } from './window-reader.ts';

const START = Date.UTC(2026, 2, 10, 9, 0, 0);
const THRESHOLD_MS = 20_000;
const SHORT_MS = 5_000;

function foldAll(events: readonly LoggedEvent[], siteId = 's'): LiveState {
  const state = createLiveState(siteId);
  const refused = events.filter((event) => foldEvent(state, event) !== null);
  expect(refused).toEqual([]);
  return state;
}

function queueRow(state: LiveState, queueId: string, asOf: number): QueueRow | undefined {
  return liveRows(state, asOf, 'all').tables.queues?.find((row) => row.id === queueId);
}

/** Where a window begins, said anew and without the fold's rings. The site is in UTC. */
function windowStart(key: WindowKey, asOf: number): number {
  if (key === 'today') return Math.floor(asOf / 86_400_000) * 86_400_000;
  if (key === 'interval') return Math.floor(asOf / 1_800_000) * 1_800_000;
  return (Math.floor(asOf / BUCKET_MS) - ROLLING_SPAN[key] + 1) * BUCKET_MS;
}

function nearestRankOf(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** Counts the plan by brute force: every contact, every window, no state. */
function recount(
  contacts: readonly PlannedContact[],
  queueId: string,
  key: WindowKey,
  asOf: number,
): Partial<Readings> {
  const from = windowStart(key, asOf);
  const offered = contacts.filter((c) => c.queueId === queueId && c.queuedAt >= from);
  const answered = offered.filter((c) => c.outcome === 'answered');
  const abandoned = offered.filter((c) => c.outcome === 'abandoned');
  const handled = answered.filter((c) => c.completedAt > c.leftAt);
  const sum = (list: readonly PlannedContact[], of: (c: PlannedContact) => number): number =>
    list.reduce((total, c) => total + of(c), 0);
  const wait = (c: PlannedContact): number => c.leftAt - c.queuedAt;
  const hold = (c: PlannedContact): number => (c.heldAt >= 0 ? c.resumedAt - c.heldAt : 0);
  const waits = answered.map(wait);
  return {
    offeredCount: offered.length,
    answeredCount: answered.length,
    abandonedCount: abandoned.length,
    shortAbandonedCount: abandoned.filter((c) => wait(c) <= SHORT_MS).length,
    flowedOutCount: offered.filter((c) => c.outcome === 'flowed-out').length,
    answeredWithinCount: answered.filter((c) => wait(c) <= THRESHOLD_MS).length,
    abandonedWithinCount: abandoned.filter((c) => wait(c) <= THRESHOLD_MS).length,
    waitingPastCount: offered.filter((c) => c.outcome === 'still-waiting' && asOf - c.queuedAt > THRESHOLD_MS).length,
    answeredWaitMs: sum(answered, wait),
    abandonedWaitMs: sum(abandoned, wait),
    handledCount: handled.length,
    talkMs: sum(handled, (c) => c.completedAt - c.leftAt - hold(c)),
    holdMs: sum(handled, hold),
    afterContactWorkMs: sum(
      answered.filter((c) => c.wrappedUpAt >= 0),
      (c) => c.wrappedUpAt - c.completedAt,
    ),
    notAnsweredCount: offered.filter((c) => c.missedBy !== null).length,
    transferredCount: answered.filter((c) => c.transferred).length,
    resolvedCount: offered.filter((c) => c.resolved === true).length,
    resolutionKnownCount: offered.filter((c) => c.resolved !== null).length,
    waitP50Ms: nearestRankOf(waits, 0.5),
    waitP90Ms: nearestRankOf(waits, 0.9),
    waitP95Ms: nearestRankOf(waits, 0.95),
    waitMaxMs: waits.length === 0 ? null : Math.max(...waits),
  };
}

/** Counts what one agent did by brute force: a service where it ended, a presentation and a miss where they happened. */
function recountAgent(
  contacts: readonly PlannedContact[],
  agentId: string,
  key: WindowKey,
  asOf: number,
): Partial<Readings> {
  const from = windowStart(key, asOf);
  const served = contacts.filter((c) => c.agentId === agentId && c.outcome === 'answered' && c.completedAt >= from);
  const handled = served.filter((c) => c.completedAt > c.leftAt);
  const rang = contacts.filter((c) => c.missedBy === agentId);
  const sum = (list: readonly PlannedContact[], of: (c: PlannedContact) => number): number =>
    list.reduce((total, c) => total + of(c), 0);
  const hold = (c: PlannedContact): number => (c.heldAt >= 0 ? c.resumedAt - c.heldAt : 0);
  return {
    handledCount: handled.length,
    talkMs: sum(handled, (c) => c.completedAt - c.leftAt - hold(c)),
    holdMs: sum(handled, hold),
    afterContactWorkMs: sum(
      served.filter((c) => c.wrappedUpAt >= 0),
      (c) => c.wrappedUpAt - c.completedAt,
    ),
    transferredCount: served.filter((c) => c.transferred).length,
    resolvedCount: served.filter((c) => c.resolved === true).length,
    resolutionKnownCount: served.filter((c) => c.resolved !== null).length,
    presentedCount: rang.filter((c) => c.queuedAt + 2000 >= from).length,
    notAnsweredCount: rang.filter((c) => c.queuedAt + 7000 >= from).length,
  };
}

const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 });

describe('the fold', () => {
  it('F2: agrees with a brute-force recount for any order of arrival within the allowed lateness', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seeded(seed);
        const contacts = planContacts(random, 120, START, 50 * 60_000, 3, 6);
        const arrived = arrive(resend(eventsOf(contacts), random), random, random() < 0.3 ? 0 : 14 * 60_000);
        const state = foldAll(arrived);
        const asOf = Math.max(...arrived.map((event) => event.time)) + Math.floor(random() * 120_000);
        for (const queueId of new Set(contacts.map((contact) => contact.queueId))) {
          const row = queueRow(state, queueId, asOf);
          for (const key of WINDOW_KEYS) {
            expect(readCell(row?.windows[key]), `queue ${queueId}, window ${key}`).toMatchObject(
              recount(contacts, queueId, key, asOf),
            );
          }
          const waiting = contacts.filter((c) => c.queueId === queueId && c.outcome === 'still-waiting');
          expect(row?.waitingCount).toBe(waiting.length);
          expect(row?.oldestQueuedAt).toBe(waiting.length === 0 ? null : Math.min(...waiting.map((c) => c.queuedAt)));
          const served = contacts.filter((c) => c.queueId === queueId && c.outcome === 'answered' && c.completedAt < 0);
          expect(row?.inServiceCount).toBe(served.length);
        }
        expect(state.floor.anomalyCount).toBe(0);
        expect(state.floor.tooLateCount).toBe(0);
      }),
      { numRuns: 150, verbose: 1 },
    );
  });

  it('F5: keeps offered = answered + abandoned + flowed out + waiting after every single event, per queue', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seeded(seed);
        const contacts = planContacts(random, 40, START, 10 * 60_000, 2, 4);
        const state = createLiveState('s');
        for (const event of arrive(eventsOf(contacts), random, 10 * 60_000)) {
          foldEvent(state, event);
          for (const row of liveRows(state, state.latestEventAt, 'all').tables.queues ?? []) {
            const r = readCell(row.windows.today);
            expect(r.offeredCount).toBe(r.answeredCount + r.abandonedCount + r.flowedOutCount + row.waitingCount);
          }
        }
      }),
      { numRuns: 20, verbose: 1 },
    );
  });

  it('F2: accounts busy time as the union of an agent’s contacts and after-contact work, whatever the order of arrival', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seeded(seed);
        const contacts = planContacts(random, 60, START, 20 * 60_000, 2, 3).filter(
          (c) => c.outcome !== 'answered' || c.completedAt >= 0,
        );
        const signIns = ['a0', 'a1', 'a2'].map((agentId) => ({
          id: `in-${agentId}`,
          source: 'plan',
          type: 'agent.signed-in' as const,
          time: START - 1000,
          data: { agentId, queueIds: ['q0', 'q1'] },
        }));
        const state = foldAll(arrive([...signIns, ...eventsOf(contacts)], random, 12 * 60_000));
        const asOf = state.latestEventAt;
        const busyMs = ['a0', 'a1', 'a2'].reduce((total, agentId) => total + unionOf(spansOf(contacts, agentId)), 0);
        const row = queueRow(state, 'q0', asOf);
        const readings = readCell(row?.windows.today);
        expect(readings.busyMs).toBe(busyMs);
        expect(readings.busyMs + readings.availableMs).toBe(3 * (asOf - (START - 1000)));
      }),
      { numRuns: 60, verbose: 1 },
    );
  });

  it('F2: knows agents’ busy and available time of every window, hours into a day of late events', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seeded(seed);
        const agentIds = ['a0', 'a1'];
        const contacts = planContacts(random, 180, START, 5 * 3_600_000, 2, agentIds.length).filter(
          (c) => c.outcome !== 'answered' || c.completedAt >= 0,
        );
        const signIns = agentIds.map((agentId) => ({
          id: `in-${agentId}`,
          source: 'plan',
          type: 'agent.signed-in' as const,
          time: START - 1000,
          data: { agentId, queueIds: ['q0'] },
        }));
        const arrived = arrive([...signIns, ...eventsOf(contacts)], random, random() < 0.5 ? 14 * 60_000 : 20_000);
        const state = foldAll(arrived);
        const asOf = state.latestEventAt + Math.floor(random() * 60_000);
        const row = queueRow(state, 'q0', asOf);
        for (const key of WINDOW_KEYS) {
          const from = Math.max(START - 1000, windowStart(key, asOf));
          const inWindow = (spans: [number, number][]): [number, number][] =>
            spans.map(([start, end]): [number, number] => [Math.max(start, from), end]).filter(([a, b]) => b > a);
          const busyMs = agentIds.reduce((sum, id) => sum + unionOf(inWindow(spansOf(contacts, id))), 0);
          const readings = readCell(row?.windows[key]);
          expect(readings.busyMs, key).toBe(busyMs);
          expect(readings.availableMs, key).toBe(agentIds.length * (asOf - from) - busyMs);
        }
      }),
      { numRuns: 30, verbose: 1 },
    );
  });

  it('F8: counts what each agent did in every window, hours into a day of late events told twice', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seeded(seed);
        const contacts = planContacts(random, 200, START, 4 * 3_600_000, 2, 3);
        const events = resend(eventsOf(contacts), random);
        const arrived = arrive(events, random, random() < 0.5 ? 14 * 60_000 : 20_000);
        const state = foldAll(arrived);
        const asOf = state.latestEventAt + Math.floor(random() * 60_000);
        const { spans } = windowSpans(state.floor, asOf, createDayCache());
        for (const [agentId, agent] of state.floor.agents) {
          for (const key of WINDOW_KEYS) {
            const expected = recountAgent(contacts, agentId, key, asOf);
            expect(agentReadings(agent, spans[key], asOf), `${agentId}, ${key}`).toMatchObject(expected);
            const handleMs = (expected.talkMs ?? 0) + (expected.holdMs ?? 0) + (expected.afterContactWorkMs ?? 0);
            expect(measureOfAgent('average-handle-time', agent, spans[key], asOf)).toMatchObject({
              numerator: handleMs,
              denominator: expected.handledCount,
            });
          }
        }
      }),
      { numRuns: 40, verbose: 1 },
    );
  });

  it('F1: goes on from a saved state exactly as if it had never stopped', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seeded(seed);
        const arrived = arrive(eventsOf(planContacts(random, 80, START, 60 * 60_000, 3, 5)), random, 5 * 60_000);
        const cut = Math.floor(random() * arrived.length);
        const whole = foldAll(arrived);
        const first = foldAll(arrived.slice(0, cut));
        const resumed = decodeState('s', JSON.parse(JSON.stringify(encodeState(first))));
        for (const event of arrived.slice(cut)) foldEvent(resumed, event);
        expect(hashState(resumed)).toBe(hashState(whole));
        expect(liveRows(resumed, whole.latestEventAt, 'all').tables).toEqual(
          liveRows(whole, whole.latestEventAt, 'all').tables,
        );
      }),
      { numRuns: 40, verbose: 1, examples: [[2108983007]] },
    );
  });

  it('F3: counts an impossible event as an anomaly and changes nothing else', () => {
    const base = arrive(eventsOf(planContacts(seeded(7), 30, START, 10 * 60_000, 2, 4)), seeded(8), 0);
    const plain = foldAll(base);
    const odd: LoggedEvent = {
      position: base.length + 1,
      id: 'odd',
      source: 'plan',
      type: 'contact.answered',
      time: plain.latestEventAt,
      recordedAt: plain.latestRecordedAt,
      data: { contactId: 'nobody-queued-this', agentId: 'a0' },
    };
    const disturbed = foldAll([...base, odd]);
    expect(disturbed.floor.anomalyCount).toBe(1);
    const asOf = plain.latestEventAt;
    const rows = (state: LiveState) => {
      const { sites, sources: _, ...rest } = liveRows(state, asOf, 'all').tables;
      return { ...rest, waiting: sites?.[0]?.waitingCount, windows: sites?.[0]?.windows };
    };
    expect(rows(disturbed)).toEqual(rows(plain));
  });

  it('F3: understands an answer that arrives before its queueing, and no longer calls it an anomaly then', () => {
    const event = (position: number, type: 'contact.answered' | 'contact.queued', time: number): LoggedEvent =>
      ({
        position,
        id: `e${position}`,
        source: 'x',
        type,
        time,
        recordedAt: time,
        data: { contactId: 'c', queueId: 'q', agentId: 'a' },
      }) as LoggedEvent;
    const state = foldAll([event(1, 'contact.answered', START + 9000)]);
    expect(state.floor.anomalyCount).toBe(1);
    foldEvent(state, event(2, 'contact.queued', START));
    expect(state.floor.anomalyCount).toBe(0);
    expect(readCell(queueRow(state, 'q', START + 10_000)?.windows.today)).toMatchObject({
      offeredCount: 1,
      answeredCount: 1,
      answeredWaitMs: 9000,
    });
  });

  it('forgets contacts that can change no more, so that memory follows the floor and not its history', () => {
    const random = seeded(3);
    const state = foldAll(arrive(eventsOf(planContacts(random, 3000, START, 10 * 3_600_000, 3, 6)), random, 0));
    const open = [...state.floor.contacts.values()].filter((contact) => contact.phase !== 'ended').length;
    expect(state.floor.contacts.size - open).toBeLessThan(300);
  });

  it('forgets a contact as soon when what ended it was told out of order', () => {
    const event = (position: number, type: ContactEventType, contactId: string, time: number): LoggedEvent =>
      ({
        position,
        id: `e${position}`,
        source: 'x',
        type,
        time,
        recordedAt: time,
        data: { contactId, queueId: 'q', agentId: 'a' },
      }) as LoggedEvent;
    const state = foldAll([
      event(1, 'contact.queued', 'c', START),
      event(2, 'contact.completed', 'c', START + 60_000),
      event(3, 'contact.answered', 'c', START + 9_000),
    ]);
    expect(state.floor.contacts.get('c')?.phase).toBe('ended');
    foldEvent(state, event(4, 'contact.queued', 'later', START + 60_000 + ALLOWED_LATENESS_MS + 60_000));
    expect([...state.floor.contacts.keys()]).toEqual(['later']);
  });

  it('F6: answers a changed threshold at once from the waits it kept', () => {
    const contacts = planContacts(seeded(11), 60, START, 10 * 60_000, 1, 4);
    const arrived = arrive(eventsOf(contacts), seeded(12), 0);
    const state = foldAll(arrived);
    foldEvent(state, {
      position: arrived.length + 1,
      id: 'set',
      source: 'people',
      type: 'queue.configured',
      time: state.latestEventAt,
      recordedAt: state.latestRecordedAt,
      data: { queueId: 'q0', serviceLevelThresholdMs: 45_000 },
    });
    const within = contacts.filter((c) => c.outcome === 'answered' && c.leftAt - c.queuedAt <= 45_000).length;
    expect(readCell(queueRow(state, 'q0', state.latestEventAt)?.windows.today).answeredWithinCount).toBe(within);
  });
});

function spansOf(contacts: readonly PlannedContact[], agentId: string): [number, number][] {
  return contacts
    .filter((c) => c.agentId === agentId && c.outcome === 'answered')
    .map((c) => [c.leftAt, c.wrappedUpAt >= 0 ? c.wrappedUpAt : c.completedAt]);
}

function unionOf(spans: [number, number][]): number {
  let total = 0;
  let end = -Infinity;
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
}
