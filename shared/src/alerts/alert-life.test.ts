import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceAlert, dueAt, QUIET, type Alert, type Found } from './advance-alert.ts';
import { ALERT_INPUTS, ALERT_MACHINE, ALERT_STATES } from './alert-machine.ts';
import { isCounted, noteMove, type BreachSpans } from './breach-spans.ts';
import { localStretches, stretchesOf, StretchClock, scheduleClock } from './stretches.ts';

const founds = fc.constantFrom<Found>('breached', 'between', 'cleared', 'no-data', 'kept', 'closed');
const steps = fc.array(fc.tuple(founds, fc.integer({ min: 1, max: 40 })), { maxLength: 80 });

describe('the life of an alert', () => {
  it('has a next state for every state and finding; that nothing can be measured never ends what fires, and closing always does', () => {
    for (const state of ALERT_STATES) {
      for (const input of ALERT_INPUTS)
        expect(ALERT_STATES, `${state} ${input}`).toContain(ALERT_MACHINE[state][input]);
      expect(['inactive', 'resolved']).toContain(ALERT_MACHINE[state].closed);
    }
    for (const state of ['firing', 'recovering'] as const) {
      expect(ALERT_MACHINE[state]['no-data']).toBe(state);
      expect(ALERT_MACHINE[state].kept).toBe(state);
      expect(ALERT_MACHINE[state].closed).toBe('resolved');
    }
  });

  it('goes as an oracle goes that remembers everything that was ever found', () => {
    fc.assert(
      fc.property(steps, (found) => {
        const level = { forMs: 60, keepFiringMs: 45 };
        let alert: Alert = QUIET;
        const past: { readonly found: Found; readonly at: number }[] = [];
        let now = 0;
        let fires = false;
        for (const [finding, wait] of found) {
          now += wait;
          past.push({ found: finding, at: now });
          alert = advanceAlert(alert, level, finding, now);
          fires = oracle(past, fires, level);
          expect(alert.state === 'firing' || alert.state === 'recovering', JSON.stringify(past)).toBe(fires);
        }
      }),
      { numRuns: 1_000, verbose: 1 },
    );
  });

  it('a counted level fires when it began often enough, or held long enough in all, within its time: recounted from every moment of the past', () => {
    const counts = fc.record({
      times: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      heldMs: fc.option(fc.integer({ min: 1, max: 120 }), { nil: undefined }),
      withinMs: fc.integer({ min: 60, max: 300 }),
    });
    fc.assert(
      fc.property(
        counts,
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 })), { maxLength: 40 }),
        (raw, found) => {
          if (raw.times === undefined && raw.heldMs === undefined) return;
          const count = {
            withinMs: raw.withinMs,
            ...(raw.times !== undefined && { times: raw.times }),
            ...(raw.heldMs !== undefined && { heldMs: raw.heldMs }),
          };
          let state: 'inactive' | 'pending' = 'inactive';
          let heldSince = -1;
          let spans: BreachSpans = [];
          let now = 0;
          const held: boolean[] = [false];
          for (const [holds, wait] of found) {
            for (let at = now; at < now + wait; at++) held[at] = state === 'pending';
            now += wait;
            const next = holds ? 'pending' : 'inactive';
            spans = noteMove(spans, state, next, now, count);
            if (holds && state === 'inactive') heldSince = now;
            state = next;
            if (!holds) continue;
            held[now] = true;
            let began = 0;
            let heldMs = 0;
            for (let at = Math.max(0, now - count.withinMs); at <= now; at++) {
              if (held[at] && !held[at - 1]) began++;
              if (held[at] && at < now) heldMs++;
            }
            const fires =
              (count.times === undefined || began >= count.times) &&
              (count.heldMs === undefined || heldMs >= count.heldMs);
            expect(isCounted(spans, heldSince, now, count), JSON.stringify({ spans, now })).toBe(fires);
          }
        },
      ),
      { numRuns: 500, verbose: 1 },
    );
  });

  it('says when a count of time will be full, so that it fires then though nothing happens', () => {
    const level = { forMs: 0, keepFiringMs: 0, count: { heldMs: 60, withinMs: 200 } };
    const spans = [0, 25, 100];
    const pending: Alert = { state: 'pending', pendingAt: 100, firedAt: -1, clearedAt: -1 };
    expect(dueAt(pending, level, 100, spans)).toBe(135);
    expect(advanceAlert(pending, level, 'breached', 134, spans).state).toBe('pending');
    expect(advanceAlert(pending, level, 'breached', 135, spans).state).toBe('firing');
  });
});

/** Whether it fires now, from all that was ever found: no state kept but whether it fired before. */
function oracle(
  past: readonly { readonly found: Found; readonly at: number }[],
  fired: boolean,
  level: { readonly forMs: number; readonly keepFiringMs: number },
): boolean {
  const last = past.at(-1);
  if (last === undefined || last.found === 'closed') return false;
  const since = (match: readonly Found[], through: readonly Found[]): number | null => {
    let at: number | null = null;
    for (const one of past.toReversed()) {
      if (match.includes(one.found)) ({ at } = one);
      else if (!through.includes(one.found)) break;
    }
    return at;
  };
  if (fired) {
    if (last.found !== 'cleared') return true;
    const overSince = since(['cleared'], ['no-data', 'kept']);
    return overSince === null || last.at - overSince < level.keepFiringMs;
  }
  if (last.found !== 'breached') return false;
  const heldSince = since(['breached'], ['kept']);
  return heldSince !== null && last.at - heldSince >= level.forMs;
}

const BERLIN = 'Europe/Berlin';
const HOUR = 3_600_000;

describe('schedules and windows', () => {
  it('follow the wall clock through both changes of it', () => {
    const nights = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' }];
    const lengthOf = (evening: number) => {
      const [night] = localStretches(nights, BERLIN, evening, evening + HOUR);
      return night === undefined ? 0 : (night.to - night.from) / HOUR;
    };
    expect(lengthOf(Date.UTC(2026, 2, 27, 21, 30))).toBe(8);
    expect(lengthOf(Date.UTC(2026, 2, 28, 21, 30))).toBe(7);
    expect(lengthOf(Date.UTC(2026, 9, 24, 20, 30))).toBe(9);
  });

  it('a window inside the hour that clocks skip still has its length, after the gap', () => {
    const [skipped] = stretchesOf(
      { kind: 'daily', from: '02:15', to: '02:45' },
      BERLIN,
      Date.UTC(2026, 2, 29),
      Date.UTC(2026, 2, 29, 12),
    );
    expect(skipped).toEqual({ from: Date.UTC(2026, 2, 29, 1, 15), to: Date.UTC(2026, 2, 29, 1, 45) });
  });

  it('answer from memory what they answer anew, and stay the same until they say', () => {
    const span = fc.record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
      from: fc.constantFrom('00:00', '02:30', '08:00', '22:15'),
      to: fc.constantFrom('03:00', '09:30', '18:00', '24:00'),
    });
    fc.assert(
      fc.property(
        fc.array(span, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'UTC'),
        fc.array(fc.integer({ min: 60_000, max: 9 * HOUR }), { maxLength: 30 }),
        fc.integer({ min: Date.UTC(2026, 2, 25), max: Date.UTC(2026, 10, 5) }),
        (open, zone, waits, start) => {
          const clock = scheduleClock({ zone, open }, 'UTC');
          const fresh = (at: number) =>
            new StretchClock((from, to) => localStretches(open, zone, from, to)).at(at) !== null;
          let at = start;
          for (const wait of waits) {
            at += wait;
            expect(clock.at(at) !== null, `${at}`).toBe(fresh(at));
            const until = clock.until(at);
            expect(until).toBeGreaterThan(at);
            expect(fresh(until - 1), `until ${until}`).toBe(fresh(at));
          }
        },
      ),
      { numRuns: 60, verbose: 1 },
    );
  });
});
