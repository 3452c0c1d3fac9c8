import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { foldBatch } from '@floorwalk/server/live/fold-batch';
import { SnapshotStore } from '@floorwalk/server/live/snapshot-store';
import { createStateAt, shownPosition } from '@floorwalk/server/live/state-at';
import { TravelSession } from '@floorwalk/server/live/travel-session';
import { MemoryEventLog } from '@floorwalk/server/log/memory-event-log';
import { isFactType } from '@floorwalk/shared/kit/fact-type';
import type { LoggedEvent, NewEvent } from '@floorwalk/shared/kit/logged-event';
import { applyDelta, applySnapshot, createView } from '@floorwalk/shared/live/apply';
import { createLiveState, hashState, snapshotOf, type LiveState } from '@floorwalk/shared/live/live-state';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from '../kit/database.ts';
import { rowsOf, rowsOfSnapshot } from './live-client.ts';

const given = useDatabase();
const BASE = Date.UTC(2026, 4, 4, 9);
let database: Database;
let snapshots: SnapshotStore;
let siteCount = 0;

beforeAll(() => {
  database = openDatabase(given.url);
  snapshots = new SnapshotStore({ database, now: Date.now });
});
afterAll(() => closeDatabase(database));

type Step = { readonly seconds: number; readonly kind: number; readonly who: number; readonly pauseMs: number };
const STEPS = fc.array(
  fc.record({
    seconds: fc.integer({ min: 0, max: 120 }),
    kind: fc.integer({ min: 0, max: 3 }),
    who: fc.integer({ min: 0, max: 5 }),
    pauseMs: fc.integer({ min: 0, max: 5_000 }),
  }),
  { minLength: 5, maxLength: 60 },
);

/** An event at some time of two minutes, arriving in any order: late ones stay within what the fold allows. */
function eventOf(step: Step, index: number): NewEvent {
  const time = BASE + step.seconds * 1000;
  const contactId = `c${step.who}`;
  const envelope = { id: `e${index}`, source: 'acd', time };
  if (step.kind === 0) return { ...envelope, type: 'contact.queued', data: { contactId, queueId: `q${step.who % 2}` } };
  if (step.kind === 1)
    return { ...envelope, type: 'contact.answered', data: { contactId, agentId: `a${step.who % 3}` } };
  if (step.kind === 2) return { ...envelope, type: 'contact.completed', data: { contactId } };
  return { ...envelope, type: 'agent.signed-in', data: { agentId: `a${step.who % 3}` } };
}

async function readAll(log: MemoryEventLog, siteId: string): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for await (const batch of log.read(siteId)) events.push(...batch);
  return events;
}

function folded(siteId: string, events: readonly LoggedEvent[]): LiveState {
  const state = createLiveState(siteId);
  foldBatch(state, events);
  return state;
}

/** A log with these events, each recorded after a pause, and some of its states saved on the way. */
async function logOf(steps: readonly Step[], extra: (index: number, now: number) => NewEvent | null = () => null) {
  const siteId = `travel-${++siteCount}`;
  let now = BASE;
  const log = new MemoryEventLog({ now: () => now });
  for (const [index, step] of steps.entries()) {
    now += step.pauseMs;
    const also = extra(index, now);
    // oxlint-disable-next-line no-await-in-loop -- each is recorded at a moment of its own
    await log.append(siteId, also ? [also, eventOf(step, index)] : [eventOf(step, index)]);
  }
  const events = await readAll(log, siteId);
  for (const share of [0.3, 0.7]) {
    // oxlint-disable-next-line no-await-in-loop -- two
    await snapshots.save(siteId, folded(siteId, events.slice(0, Math.floor(events.length * share))));
  }
  return { siteId, log, events };
}

describe('a state of the past', () => {
  it('as known now is what folding everything that had happened by then gives, whatever was saved', async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, fc.integer({ min: -1, max: 130 }), async (steps, seconds) => {
        const { siteId, log, events } = await logOf(steps);
        const at = BASE + seconds * 1000;
        const { state, asOf } = await createStateAt({ log, snapshots })(siteId, { at, view: 'known' });
        expect(asOf).toBe(at);
        expect(hashState(state)).toBe(
          hashState(
            folded(
              siteId,
              events.filter((event) => event.time <= at),
            ),
          ),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('as shown then is the state at the position of that moment, by whichever clock the site ran on', async () => {
    const clocks: fc.Arbitrary<SiteClock> = fc.oneof(
      fc.constant({ kind: 'real' } as const),
      fc.constant({ kind: 'log' } as const),
      fc.record({
        kind: fc.constant('paced' as const),
        base: fc.integer({ min: BASE - 100_000, max: BASE + 100_000 }),
        at: fc.integer({ min: BASE, max: BASE + 60_000 }),
        rate: fc.constantFrom(0, 0.5, 1, 3),
      }),
    );
    const settings = fc.array(fc.record({ after: fc.integer({ min: 0, max: 59 }), clock: clocks }), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(STEPS, settings, fc.integer({ min: -150, max: 350 }), async (steps, set, seconds) => {
        const { siteId, log, events } = await logOf(steps, (index, now) => {
          const setting = set.find((one) => one.after === index);
          // Somebody changes a setting now and then, at a moment that is not the floor's.
          if (!setting && index % 7 === 3) {
            const time = now + (index % 2 === 0 ? 1 : -1) * 86_400_000;
            return { id: `s${index}`, source: 'acd', type: 'queue.configured', time, data: { queueId: 'q1' } };
          }
          if (!setting) return null;
          return { id: `k${index}`, source: 'acd', type: 'site.clock-set', time: now, data: { clock: setting.clock } };
        });
        const at = BASE + seconds * 1000;
        const expected = shownByScanning(events, at);
        expect(await shownPosition(log, siteId, at)).toBe(expected);
        const { state } = await createStateAt({ log, snapshots })(siteId, { at, view: 'shown' });
        expect(hashState(state)).toBe(hashState(folded(siteId, events.slice(0, expected))));
      }),
      { numRuns: 150 },
    );
  });
});

/** The oracle: every position from the newest back, stretch by stretch of one clock, with what that clock showed when it was recorded. */
function shownByScanning(events: readonly LoggedEvent[], at: number): number {
  let clock: SiteClock = { kind: 'real' };
  let stretch = 0;
  let latest = 0;
  const shown = events.map((event) => {
    if (event.type === 'site.clock-set') {
      ({ clock } = event.data);
      stretch += 1;
    }
    if (isFactType(event.type)) latest = Math.max(latest, event.time);
    const moment = clock.kind === 'log' ? latest : siteNow(clock, event.recordedAt, 0);
    return { position: event.position, stretch, moment };
  });
  const found = shown.findLast((one) => one.moment <= at);
  return found ? (shown.findLast((one) => one.stretch === found.stretch && one.moment <= at)?.position ?? 0) : 0;
}

/** The most that waited in a minute is what the fold saw as events arrived; a journey takes them in the order in which they happened. */
function withoutPeaks(rows: ReturnType<typeof rowsOf>): unknown {
  return JSON.parse(JSON.stringify(rows, (key, value: unknown) => (key === 'waitingByMinute' ? undefined : value)));
}

describe('a journey', () => {
  it('arrives, in steps of any size, at the rows that folding to the same moment gives', async () => {
    const hops = fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(STEPS, hops, async (steps, waits) => {
        const { siteId, log } = await logOf(steps);
        const stateAt = createStateAt({ log, snapshots });
        const start = BASE + 5_000;
        const travel = new TravelSession({
          log,
          siteId,
          view: 'known',
          speed: 2,
          from: await stateAt(siteId, { at: start, view: 'known' }),
          now: BASE + 1_000_000,
        });
        const view = createView(siteId);
        applySnapshot(view, travel.snapshot(0));
        let real = BASE + 1_000_000;
        for (const wait of waits) {
          real += wait;
          // oxlint-disable-next-line no-await-in-loop -- step by step
          expect(applyDelta(view, await travel.step(real))).toBe('applied');
        }
        // Rows that time alone changes are compared once a second.
        expect(applyDelta(view, await travel.step(real + 1_000))).toBe('applied');
        const at = start + (real + 1_000 - BASE - 1_000_000) * 2;
        expect(view.mark.asOf).toBe(at);
        const { state } = await stateAt(siteId, { at, view: 'known' });
        expect(withoutPeaks(rowsOf(view))).toEqual(withoutPeaks(rowsOfSnapshot(snapshotOf(state, at, 0))));
      }),
      { numRuns: 60 },
    );
  });

  it('through what was shown takes up each event when the board did', async () => {
    const steps = Array.from({ length: 30 }, (_, index) => ({
      seconds: 120 - index,
      kind: 0,
      who: index % 6,
      pauseMs: 1_000,
    }));
    const { siteId, log, events } = await logOf(steps);
    const stateAt = createStateAt({ log, snapshots });
    const from = await stateAt(siteId, { at: BASE + 5_000, view: 'shown' });
    expect(from.state.position).toBe(5);
    const travel = new TravelSession({ log, siteId, view: 'shown', speed: 1, from, now: BASE + 500_000 });
    const view = createView(siteId);
    applySnapshot(view, travel.snapshot(0));
    applyDelta(view, await travel.step(BASE + 507_000));
    expect(view.mark).toEqual({ position: 12, asOf: BASE + 12_000 });
    expect(rowsOf(view)['contacts']).toEqual(
      rowsOfSnapshot(snapshotOf(folded(siteId, events.slice(0, 12)), BASE + 12_000, 0))['contacts'],
    );
  });
});
