import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { applyDelta, applySnapshot, createView } from '../live/apply.ts';
import { createCutter, cutDeltaAt } from '../live/cut-delta.ts';
import { createLiveState, decodeState, encodeState, foldEvent, hashState, snapshotOf } from '../live/live-state.ts';
import { activitiesOf, activityAt, productiveMs } from './activity-at.ts';
import { activityBook } from './activity-book.ts';
import type { ScheduledActivity } from './events.ts';
import { layActivities } from './lay-activities.ts';
import { KEPT_DAYS } from './schedule-state.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Monday, 4 May 2026, 00:00 in Berlin. */
const MIDNIGHT = Date.UTC(2026, 4, 3, 22);
const BOOK = activityBook([]);

let count = 0;
function event<T extends LoggedEvent['type']>(type: T, time: number, data: LoggedEvent<T>['data']): LoggedEvent {
  count += 1;
  return { position: count, id: `e${count}`, source: 'wfm', type, time, recordedAt: time, data } as LoggedEvent;
}

function folded(events: readonly LoggedEvent[]) {
  const state = createLiveState('s');
  for (const one of events) expect(foldEvent(state, one)).toBeNull();
  return state;
}

const inBerlin = event('site.configured', 1, { zone: 'Europe/Berlin' });
const shift = (day: number, from: number, to: number): ScheduledActivity => ({
  activityId: 'work',
  startAt: MIDNIGHT + (24 * day + from) * HOUR,
  endAt: MIDNIGHT + (24 * day + to) * HOUR,
});
const dateOf = (day: number) => new Date(Date.UTC(2026, 4, 4 + day)).toISOString().slice(0, 10);
const daySet = (agentId: string, day: number, activities: ScheduledActivity[], time = MIDNIGHT) =>
  event('schedule.day-set', time, { agentId, date: dateOf(day), activities });

const activities = fc.array(
  fc.record({
    activityId: fc.constantFrom('work', 'break', 'training', 'night'),
    startAt: fc.integer({ min: 0, max: 40 }),
    endAt: fc.integer({ min: 0, max: 40 }),
  }),
  { maxLength: 8 },
);

describe('laid activities', () => {
  it('hold at every minute what a search through the whole list finds, without overlaps and in order', () => {
    fc.assert(
      fc.property(activities, (given) => {
        const laid = layActivities(given);
        laid.forEach((one, index) => {
          expect(one.endAt).toBeGreaterThan(one.startAt);
          expect(one.startAt).toBeGreaterThanOrEqual(laid[index - 1]?.endAt ?? -1);
        });
        for (let at = 0; at < 41; at += 1) {
          const covering = given
            .map((one, index) => ({ ...one, index }))
            .filter(({ startAt, endAt }) => startAt <= at && at < endAt)
            .toSorted((a, b) => a.endAt - a.startAt - (b.endAt - b.startAt) || b.index - a.index);
          const row = { id: 'a', days: [], exceptions: [], leftOutDayCount: 0, presence: null };
          const held = activityAt(
            { ...row, days: [{ date: '', activities: laid, setAt: 0, position: 0, setBy: null }] },
            at,
          );
          expect(held?.activityId).toBe(covering[0]?.activityId);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('give the productive time of any span that counting minute by minute gives, approved exceptions taken off', () => {
    const exceptions = fc.array(
      fc.record({
        startAt: fc.integer({ min: 0, max: 40 }),
        length: fc.integer({ min: 1, max: 9 }),
        state: fc.constantFrom('requested' as const, 'approved' as const, 'declined' as const),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        activities,
        exceptions,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 12 }),
        (given, asked, from, length) => {
          const row = {
            id: 'a',
            days: [{ date: '', activities: layActivities(given), setAt: 0, position: 0, setBy: null }],
            exceptions: asked
              .map(({ startAt, length: lasting, state }, index) => ({
                exceptionId: String(index),
                startAt,
                endAt: startAt + lasting,
                state,
                reason: 'r',
                requestedAt: 0,
                requestedBy: null,
                decidedAt: null,
                decidedBy: null,
                note: null,
              }))
              .toSorted((a, b) => a.startAt - b.startAt),
            leftOutDayCount: 0,
            presence: null,
          };
          let expected = 0;
          for (let at = from; at < from + length; at += 1) {
            const excused = row.exceptions.some(
              (one) => one.state === 'approved' && one.startAt <= at && at < one.endAt,
            );
            if (!excused && activityAt(row, at)?.activityId === 'work') expected += 1;
          }
          expect(productiveMs(row, BOOK, from, from + length)).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the slice of schedules', () => {
  it('shows yesterday, today and tomorrow by the site’s own calendar, and moves on at its midnight by time alone', () => {
    const state = folded([inBerlin, ...[-1, 0, 1, 2].map((day) => daySet('ada', day, [shift(day, 9, 17)]))]);
    const view = createView('s');
    const cutter = createCutter(state, MIDNIGHT);
    applySnapshot(view, snapshotOf(state, MIDNIGHT, 0));
    const datesAt = (asOf: number) => {
      expect(applyDelta(view, cutDeltaAt(cutter, state, asOf, asOf, 'timed'))).toBe('applied');
      expect([...view.tables.schedules.values()]).toEqual(snapshotOf(state, asOf, asOf).tables.schedules);
      return view.tables.schedules.get('ada')?.days.map(({ date }) => date);
    };
    expect(datesAt(MIDNIGHT + HOUR)).toEqual(['2026-05-03', '2026-05-04', '2026-05-05']);
    expect(datesAt(MIDNIGHT + 24 * HOUR - 1)).toEqual(['2026-05-03', '2026-05-04', '2026-05-05']);
    expect(datesAt(MIDNIGHT + 24 * HOUR)).toEqual(['2026-05-04', '2026-05-05', '2026-05-06']);
  });

  it('a later word replaces the whole day, an older one changes nothing', () => {
    const state = folded([
      inBerlin,
      daySet('ada', 0, [shift(0, 9, 17)], MIDNIGHT + 2),
      daySet('ada', 0, [shift(0, 12, 20)], MIDNIGHT + 3),
      daySet('ada', 0, [shift(0, 6, 14)], MIDNIGHT + 1),
    ]);
    const [row] = snapshotOf(state, MIDNIGHT + HOUR, 0).tables.schedules ?? [];
    expect(row && activitiesOf(row)).toEqual([shift(0, 12, 20)]);
  });

  it('a night shift holds after midnight', () => {
    const state = folded([inBerlin, daySet('ada', 0, [shift(0, 22, 30)])]);
    const [row] = snapshotOf(state, MIDNIGHT + 28 * HOUR, 0).tables.schedules ?? [];
    expect(row && activityAt(row, MIDNIGHT + 28 * HOUR)?.activityId).toBe('work');
  });

  it('keeps at most six weeks of an agent, forgets what is over, and says how many days it left out', () => {
    const days = Array.from({ length: 60 }, (_, day) => daySet('ada', day, [shift(day, 9, 17)]));
    const state = folded([inBerlin, daySet('ada', -9, [shift(-9, 9, 17)]), ...days]);
    expect(state.schedule.agents.get('ada')?.days.size).toBe(KEPT_DAYS);
    expect(state.schedule.agents.get('ada')?.days.has(dateOf(-9))).toBe(false);
    const [row] = snapshotOf(state, MIDNIGHT, 0).tables.schedules ?? [];
    expect(row?.leftOutDayCount).toBe(60 - KEPT_DAYS);
  });

  it('an exception is requested once, decided, and may be decided otherwise later', () => {
    const asked = { exceptionId: 'x', agentId: 'ada', startAt: MIDNIGHT, endAt: MIDNIGHT + HOUR, reason: 'Doctor' };
    const state = folded([
      inBerlin,
      event('schedule.exception-approved', MIDNIGHT, { exceptionId: 'unknown', agentId: 'ada' }),
      event('schedule.exception-requested', MIDNIGHT + 1, asked),
      event('schedule.exception-requested', MIDNIGHT + 2, { ...asked, reason: 'Other' }),
      event('schedule.exception-declined', MIDNIGHT + 4, { exceptionId: 'x', agentId: 'ada', note: 'No' }),
      event('schedule.exception-approved', MIDNIGHT + 3, { exceptionId: 'x', agentId: 'ada' }),
    ]);
    const exceptionsNow = () => snapshotOf(state, MIDNIGHT, 0).tables.schedules?.[0]?.exceptions;
    expect(exceptionsNow()).toMatchObject([{ state: 'declined', reason: 'Doctor', note: 'No' }]);
    foldEvent(state, event('schedule.exception-approved', MIDNIGHT + 5, { exceptionId: 'x', agentId: 'ada' }));
    expect(exceptionsNow()).toMatchObject([{ state: 'approved', decidedAt: MIDNIGHT + 5 }]);
  });

  it('goes on from a saved state exactly as if it had never stopped', () => {
    const anyEvent = fc.oneof(
      fc
        .record({
          agentId: fc.constantFrom('a', 'b'),
          day: fc.integer({ min: -3, max: 50 }),
          from: fc.integer({ min: 0, max: 20 }),
          at: fc.integer({ min: 0, max: 9 }),
        })
        .map(
          ({ agentId, day, from, at }) =>
            () =>
              daySet(agentId, day, [shift(day, from, from + 8)], MIDNIGHT + at),
        ),
      fc
        .record({
          id: fc.constantFrom('work', 'x'),
          kind: fc.constantFrom('work' as const, 'break' as const),
          at: fc.integer({ min: 0, max: 9 }),
        })
        .map(
          ({ id, kind, at }) =>
            () =>
              event('schedule.activity-configured', at, { activityId: id, kind }),
        ),
      fc
        .integer({ min: 0, max: 9 })
        .map((at) => () => event('schedule.queue-configured', at, { queueId: 'q', minimumAgents: at })),
      fc.integer({ min: 0, max: 9 }).map((at) => () => event('schedule.adherence-configured', at, { graceMs: at })),
      fc.integer({ min: 0, max: 9 }).map(
        (at) => () =>
          event('schedule.exception-requested', at, {
            exceptionId: String(at),
            agentId: 'a',
            startAt: at,
            endAt: at + 5,
            reason: 'r',
          }),
      ),
    );
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), fc.nat(30), (makers, cut) => {
        const events = [inBerlin, ...makers.map((make) => make())];
        const whole = folded(events);
        const resumed = decodeState('s', JSON.parse(JSON.stringify(encodeState(folded(events.slice(0, cut))))));
        for (const one of events.slice(cut)) foldEvent(resumed, one);
        expect(hashState(resumed)).toBe(hashState(whole));
      }),
    );
  });
});
