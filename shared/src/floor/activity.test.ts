import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AVAILABLE,
  availableMsAt,
  BUSY,
  busyMsAt,
  changeAt,
  createActivity,
  decodeActivity,
  encodeActivity,
  kindAt,
  markTime,
  NEITHER,
  noteKind,
  settleActivity,
  thinActivity,
  unwindActivity,
  type Activity,
  type TimeKind,
} from './activity.ts';

const kinds = fc.constantFrom<TimeKind>(NEITHER, BUSY, AVAILABLE);
/** Changes in order of time, some of them at one moment. */
const changes = fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), kinds), { maxLength: 80 }).map((steps) => {
  let time = 1_000_000;
  return steps.map(([gap, kind]): Change => ({ time: (time += gap), kind }));
});
type Change = { readonly time: number; readonly kind: TimeKind };

function noteAll(list: readonly Change[]): Activity {
  const activity = createActivity();
  for (const { time, kind } of list) noteKind(activity, kind, time);
  return activity;
}

/** Time of a kind before a moment, counted change by change. */
function recount(list: readonly Change[], kind: TimeKind, until: number): number {
  let total = 0;
  list.forEach((change, index) => {
    const end = Math.min(list[index + 1]?.time ?? Infinity, until);
    if (change.kind === kind && end > change.time) total += end - change.time;
  });
  return total;
}

const busyUntil = (activity: Activity, time: number): number => busyMsAt(activity, changeAt(activity, time), time);
const availableUntil = (activity: Activity, time: number): number =>
  availableMsAt(activity, changeAt(activity, time), time);

describe('the activity of an agent', () => {
  it('knows busy and available time up to any moment', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 999_000, max: 1_250_000 }), (list, time) => {
        const activity = noteAll(list);
        expect(busyUntil(activity, time)).toBe(recount(list, BUSY, time));
        expect(availableUntil(activity, time)).toBe(recount(list, AVAILABLE, time));
      }),
    );
  });

  it('is the same after its unsettled part was forgotten and told again', () => {
    fc.assert(
      fc.property(changes, fc.nat(80), (list, cut) => {
        const horizon = list[cut]?.time ?? Infinity;
        const activity = noteAll(list);
        settleActivity(activity, horizon, null);
        const settled = list.filter((change) => change.time < horizon);
        unwindActivity(activity, settled.at(-1)?.kind ?? NEITHER);
        for (const { time, kind } of list) if (time >= horizon) noteKind(activity, kind, time);
        const end = (list.at(-1)?.time ?? 0) + 5_000;
        for (let time = 1_000_000; time <= end; time += 777) {
          expect(busyUntil(activity, time)).toBe(recount(list, BUSY, time));
          expect(availableUntil(activity, time)).toBe(recount(list, AVAILABLE, time));
        }
      }),
    );
  });

  it('tells each settled span once, whatever is settled when', () => {
    fc.assert(
      fc.property(changes, fc.array(fc.integer({ min: 1_000_000, max: 1_250_000 })), (list, horizons) => {
        const told = { [NEITHER]: 0, [BUSY]: 0, [AVAILABLE]: 0 };
        const activity = noteAll(list);
        for (const horizon of [...horizons.sort((a, b) => a - b), Infinity])
          settleActivity(activity, horizon, (kind, from, to) => (told[kind] += to - from));
        // The last change goes on: nothing is told of it.
        const end = activity.length === 0 ? 0 : markTime(activity, activity.length - 1);
        expect(told).toEqual({
          [NEITHER]: 0,
          [BUSY]: recount(list, BUSY, end),
          [AVAILABLE]: recount(list, AVAILABLE, end),
        });
      }),
    );
  });

  it('when thinned stays exact at every step since the oldest moment, and everywhere since the recent one', () => {
    fc.assert(
      fc.property(changes, fc.nat(200), fc.nat(200), (list, a, b) => {
        const stepMs = 1_500;
        const [oldest, recent] = [Math.min(a, b), Math.max(a, b)].map((step) => 1_000_000 + step * 500) as [
          number,
          number,
        ];
        const activity = noteAll(list);
        settleActivity(activity, Infinity, null);
        for (const part of [0.3, 0.7, 1]) {
          const until = oldest + part * (recent - oldest);
          thinActivity(activity, oldest, until, stepMs);
        }
        const end = (list.at(-1)?.time ?? 0) + 5_000;
        const base = Math.ceil(oldest / stepMs) * stepMs;
        const spentSince = (time: number): readonly number[] => [
          busyUntil(activity, time) - busyUntil(activity, base),
          availableUntil(activity, time) - availableUntil(activity, base),
        ];
        const recounted = (time: number): readonly number[] => [
          recount(list, BUSY, time) - recount(list, BUSY, base),
          recount(list, AVAILABLE, time) - recount(list, AVAILABLE, base),
        ];
        for (let time = base; time <= end; time += stepMs) expect(spentSince(time)).toEqual(recounted(time));
        for (let time = Math.max(base, recent); time <= end; time += 333)
          expect(spentSince(time)).toEqual(recounted(time));
      }),
    );
  });

  it('when thinned holds at most a change a step', () => {
    const activity = createActivity();
    for (let index = 0; index < 5_000; index++) noteKind(activity, index % 2 === 0 ? BUSY : AVAILABLE, index * 10);
    settleActivity(activity, Infinity, null);
    thinActivity(activity, 10_000, 50_000, 1_000);
    expect(activity.length).toBeLessThan(45);
  });

  it('tells of every span once, also where it is thinned before all of it was settled', () => {
    fc.assert(
      fc.property(changes, fc.array(fc.nat(200), { maxLength: 4 }), (list, looks) => {
        const end = (list.at(-1)?.time ?? 0) + 1;
        const activity = noteAll([...list, { time: end, kind: NEITHER }]);
        let toldMs = 0;
        const tell = (_kind: TimeKind, from: number, to: number): void => void (toldMs += to - from);
        for (const look of looks.toSorted((a, b) => a - b)) {
          settleActivity(activity, 1_000_000 + look * 1_000, tell);
          // As when an agent comes back after days: everything is old, but not everything is settled.
          thinActivity(activity, Infinity, 0, 1_500);
        }
        settleActivity(activity, Infinity, tell);
        expect(toldMs).toBe(recount(list, BUSY, end) + recount(list, AVAILABLE, end));
      }),
    );
  });

  it('encoded and decoded is the same, and its past before the first change kept does not tell', () => {
    fc.assert(
      fc.property(changes, fc.nat(100), (list, at) => {
        const activity = noteAll(list);
        settleActivity(activity, Infinity, null);
        thinActivity(activity, 1_000_000 + at * 1_000, 0, 1_500);
        const lastKind = kindAt(activity, activity.length - 1);
        const encoded = encodeActivity(activity, lastKind);
        const again = createActivity();
        decodeActivity(again, JSON.parse(JSON.stringify(encoded)) as number[]);
        expect(encodeActivity(again, lastKind)).toEqual(encoded);
        const first = activity.length === 0 ? 0 : markTime(activity, 0);
        const end = (list.at(-1)?.time ?? 0) + 5_000;
        expect(busyUntil(again, end) - busyUntil(again, first)).toBe(
          busyUntil(activity, end) - busyUntil(activity, first),
        );
      }),
    );
  });
});
