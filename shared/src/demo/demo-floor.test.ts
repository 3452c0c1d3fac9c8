import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, eventSchemas, type EventType } from '../events.ts';
import { isDecidedType } from '../kit/decided-type.ts';
import type { NewEvent } from '../kit/logged-event.ts';
import { createDemoFloor } from './demo-floor.ts';
import { createLiveState, foldEvent, liveRows } from '../live/live-state.ts';
import { QUEUE_PLANS } from './floor-plan.ts';
import { createOpenThings, type OpenThingsList } from './open-things.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const nineOClock = Temporal.Instant.from('2026-11-23T09:00:00Z').epochMilliseconds;

const floorOf = (seed: number, startAt = nineOClock, agentCount = 190) =>
  createDemoFloor({ seed, startAt, zone: 'UTC', source: 'demo', agentCount });
const played = (seed: number, forMs: number, startAt = nineOClock) => floorOf(seed, startAt).advance(startAt + forMs);

type Counts = { offered: number; answered: number; abandoned: number; flowedOut: number; waiting: number };

/** Recounts from the events alone where each contact is, by queue. */
function recount(events: readonly NewEvent[]) {
  const queues = new Map<string, Counts>();
  const countsOf = (queueId: string): Counts => {
    let counts = queues.get(queueId);
    if (counts === undefined) {
      counts = { offered: 0, answered: 0, abandoned: 0, flowedOut: 0, waiting: 0 };
      queues.set(queueId, counts);
    }
    return counts;
  };
  const waitingIn = new Map<string, { queueId: string; at: number }>();
  const waits: { queueId: string; waitMs: number; isAnswered: boolean }[] = [];
  for (const event of events) {
    switch (event.type) {
      case 'contact.queued': {
        expect(waitingIn.has(event.data.contactId)).toBe(false);
        waitingIn.set(event.data.contactId, { queueId: event.data.queueId, at: event.time });
        const counts = countsOf(event.data.queueId);
        counts.offered += 1;
        counts.waiting += 1;
        break;
      }
      case 'contact.answered':
      case 'contact.abandoned':
      case 'contact.flowed-out': {
        const visit = waitingIn.get(event.data.contactId);
        if (visit === undefined) {
          expect(event).toMatchObject({ type: 'contact.abandoned', data: { queueId: expect.any(String) } });
          break;
        }
        waitingIn.delete(event.data.contactId);
        const counts = countsOf(visit.queueId);
        counts.waiting -= 1;
        if (event.type === 'contact.answered') counts.answered += 1;
        else if (event.type === 'contact.abandoned') counts.abandoned += 1;
        else counts.flowedOut += 1;
        if (event.type !== 'contact.flowed-out') {
          const isAnswered = event.type === 'contact.answered';
          waits.push({ queueId: visit.queueId, waitMs: event.time - visit.at, isAnswered });
        }
        break;
      }
      default:
    }
  }
  return { queues, waits, waitingCount: waitingIn.size };
}

describe('the demo floor', () => {
  it('is the same for the same seed, whatever the steps it is advanced in, and another for another seed', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: 1, max: 15 * MINUTE }), { minLength: 1, maxLength: 8 }),
        (seed, steps) => {
          const end = nineOClock + 20 * MINUTE;
          const whole = floorOf(seed).advance(end);
          const stepped: NewEvent[] = [];
          const floor = floorOf(seed);
          let at = nineOClock;
          for (const step of steps) {
            at = Math.min(end, at + step);
            stepped.push(...floor.advance(at));
          }
          stepped.push(...floor.advance(end));
          expect(stepped).toEqual(whole);
          const contactTimes = (events: NewEvent[]) =>
            events.filter((event) => event.type === 'contact.queued').map((event) => event.time);
          expect(contactTimes(floorOf(seed + 1).advance(end))).not.toEqual(contactTimes(whole));
        },
      ),
      { numRuns: 15 },
    );
  });

  it('after every minute offered = answered + abandoned + flowed out + waiting, in every queue', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 23 }), (seed, hour) => {
        const startAt = nineOClock + hour * HOUR;
        const floor = floorOf(seed, startAt);
        const events: NewEvent[] = [];
        for (let minute = 0; minute <= 90; minute += 10) {
          events.push(...floor.advance(startAt + minute * MINUTE));
          for (const counts of recount(events).queues.values()) {
            expect(counts.offered).toBe(counts.answered + counts.abandoned + counts.flowedOut + counts.waiting);
          }
        }
      }),
      { numRuns: 8 },
    );
  });

  it('says only what ingest takes: every event fits its schema, in order of time, with an id of its own', () => {
    const checkers = new Map<EventType, ReturnType<typeof Compile>>();
    for (const type of EVENT_TYPES) checkers.set(type, Compile(eventSchemas[type]));
    const events = played(11, 5 * HOUR);
    const ids = new Set<string>();
    let last = nineOClock;
    for (const event of events) {
      const fits = checkers.get(event.type)?.Check(event.data);
      if (fits !== true) expect(event).toBe('fitting its schema');
      // The log gives back what JSON keeps, so nothing may be said that JSON changes.
      expect(JSON.parse(JSON.stringify(event))).toEqual(event);
      expect(event.time).toBeGreaterThanOrEqual(last);
      last = event.time;
      ids.add(event.id);
    }
    expect(ids.size).toBe(events.length);
  });

  it('looks like a real floor: service level, abandon rate and how much happens are in their usual bands', () => {
    for (const seed of [1, 2, 3]) {
      const { queues, waits } = recount(played(seed, 6 * HOUR));
      const thresholds = new Map(QUEUE_PLANS.map((plan) => [plan.queueId, plan.serviceLevelThresholdMs]));
      const offered = [...queues.values()].reduce((sum, counts) => sum + counts.offered, 0);
      const abandoned = waits.filter((wait) => !wait.isAnswered).length;
      const within = waits.filter(
        (wait) => wait.isAnswered && wait.waitMs <= (thresholds.get(wait.queueId) ?? 0),
      ).length;
      expect(within / waits.length).toBeGreaterThan(0.68);
      expect(within / waits.length).toBeLessThan(0.92);
      expect(abandoned / offered).toBeGreaterThan(0.02);
      expect(abandoned / offered).toBeLessThan(0.09);
      expect(offered).toBeGreaterThan(2500);
      expect(queues.size).toBe(QUEUE_PLANS.length);
    }
  });

  it('never puts more into an agent’s hands than the agent can hold, and nothing into those of one who is away', () => {
    const capacity = new Map<string, number>();
    const inHand = new Map<string, Set<string>>();
    const isHere = new Map<string, boolean>();
    const holder = new Map<string, string>();
    const channels = new Map(QUEUE_PLANS.map((plan) => [plan.queueId, plan.channel]));
    const channelOf = new Map<string, string>();
    const release = (contactId: string) => inHand.get(holder.get(contactId) ?? '')?.delete(contactId);
    for (const event of played(5, 4 * HOUR)) {
      if (event.type === 'agent.configured') {
        capacity.set(event.data.agentId, event.data.capacity?.voice ?? 4);
        inHand.set(event.data.agentId, new Set());
      } else if (event.type === 'agent.signed-in') isHere.set(event.data.agentId, true);
      else if (event.type === 'agent.signed-out') {
        isHere.set(event.data.agentId, false);
        expect(inHand.get(event.data.agentId)?.size).toBe(0);
      } else if (event.type === 'agent.state-changed') isHere.set(event.data.agentId, event.data.state === 'available');
      else if (event.type === 'contact.queued') {
        channelOf.set(event.data.contactId, channels.get(event.data.queueId) ?? '');
      } else if (event.type === 'contact.presented') {
        const { agentId = '', contactId } = event.data;
        expect(isHere.get(agentId)).toBe(true);
        inHand.get(agentId)?.add(contactId);
        holder.set(contactId, agentId);
        const held = [...(inHand.get(agentId) ?? [])];
        expect(held.length).toBeLessThanOrEqual(capacity.get(agentId) ?? 0);
        if (held.some((id) => channelOf.get(id) === 'voice')) expect(held.length).toBe(1);
      } else if (
        event.type === 'contact.not-answered' ||
        event.type === 'contact.abandoned' ||
        event.type === 'contact.flowed-out' ||
        event.type === 'contact.transferred' ||
        event.type === 'contact.wrapped-up'
      ) {
        release(event.data.contactId);
      }
    }
  });

  it('everything it promises is there within half a day: bots, hand-overs, holds, transfers, missed contacts, surveys, incidents', () => {
    const floor = floorOf(9);
    const types = new Set<EventType>();
    const incidents = new Set<string>();
    const reasons = new Set<string>();
    for (let at = nineOClock; at <= nineOClock + 12 * HOUR; at += MINUTE) {
      for (const event of floor.advance(at)) {
        types.add(event.type);
        if (event.type === 'agent.state-changed' && event.data.reason !== undefined) reasons.add(event.data.reason);
      }
      const incident = floor.incident();
      if (incident !== null) incidents.add(incident.kind);
    }
    // What is decided here, from what a floor sends, no source sends.
    const sendable = EVENT_TYPES.filter((type) => !isDecidedType(type));
    // Its past is told apart from it, by createDemoHistory.
    const elsewhere = ['contact.connected', 'agent.skills-changed', 'site.clock-set', 'history.day-recorded'];
    const missing = sendable.filter((type) => !types.has(type) && !elsewhere.includes(type));
    expect(missing).toEqual([]);
    expect(incidents.size).toBeGreaterThanOrEqual(3);
    expect([...reasons]).toEqual(expect.arrayContaining(['Break', 'Lunch', 'Missed contact']));
  });

  it('closing what is open ends every contact and session, and nobody stays signed in, also after its list was written down', () => {
    const events = [...floorOf(3).advance(nineOClock + 70 * MINUTE)];
    const things = createOpenThings();
    for (const event of events.slice(0, 500)) things.note(event);
    const readAgain = createOpenThings(JSON.parse(JSON.stringify(things.list())) as OpenThingsList);
    for (const event of events.slice(500)) readAgain.note(event);
    expect(readAgain.list().contacts.length).toBeGreaterThan(20);
    const closing = readAgain.closing('demo', nineOClock + 70 * MINUTE + 1);
    for (const event of closing) readAgain.note(event);
    expect(readAgain.list()).toEqual({ contacts: [], sessions: [], agents: [] });

    events.push(...closing);
    expect(recount(events).waitingCount).toBe(0);
    const ids = new Set(events.map((event) => event.id));
    expect(ids.size).toBe(events.length);
    const signedIn = new Set<string>();
    for (const event of events) {
      if (event.type === 'agent.signed-in') signedIn.add(event.data.agentId);
      if (event.type === 'agent.signed-out') signedIn.delete(event.data.agentId);
    }
    expect(signedIn.size).toBe(0);
    // The fold has nothing to object to either: nothing ends that was not open.
    const state = createLiveState('demo');
    for (const [index, event] of events.entries()) {
      foldEvent(state, { ...event, position: index + 1, recordedAt: event.time });
    }
    expect(state.floor.anomalyCount).toBe(0);
    const [site] = liveRows(state, nineOClock + 71 * MINUTE, 'all').tables.sites ?? [];
    expect([site?.waitingCount, site?.inServiceCount]).toEqual([0, 0]);
  });

  it('keeps to the number of agents asked for, from 40 to 200', () => {
    for (const [asked, got] of [
      [1, 40],
      [40, 40],
      [133, 133],
      [1000, 200],
    ] as const) {
      const configured = floorOf(1, nineOClock, asked)
        .advance(nineOClock)
        .filter((event) => event.type === 'agent.configured');
      expect(configured.length).toBe(got);
    }
  });
});
