import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burnInShift, SHIFT_EVERY_MS } from './burn-in-shift.ts';
import { shownTheme } from './day-night.ts';
import { formatDuration, formatValue } from './format-value.ts';
import { HISTORY_MINUTES, NO_HISTORY, noteValue, readHistory, type MinuteHistory } from './minute-history.ts';
import { CLAIM_EVERY_MS, decidePairing, FIRST_STEP, waitAfterFailures, type PairingState } from './pairing.ts';
import { MOST_RELOADS, RELOAD_SPAN_MS, SILENCE_MS, watch } from './reload-watchdog.ts';
import { rotate, startRotation, timeLeft, togglePause, turnPage } from './rotation.ts';
import { sparklinePath } from './sparkline-path.ts';
import { judge } from './threshold-state.ts';

describe('rotation', () => {
  it('after n full spans the page is n further, round the end', () => {
    const start = startRotation(1000);
    for (let turns = 0; turns < 9; turns += 1) {
      expect(rotate(start, 1000 + turns * 20_000 + 19_999, 4, 20_000).page).toBe(turns % 4);
    }
  });

  it('a pause keeps the page and what was left of its time', () => {
    const paused = togglePause(startRotation(0), 5000);
    expect(rotate(paused, 900_000, 3, 20_000).page).toBe(0);
    const on = togglePause(paused, 900_000);
    expect(timeLeft(on, 900_000, 20_000)).toBeCloseTo(0.75, 9);
    expect(rotate(on, 914_999, 3, 20_000).page).toBe(0);
    expect(rotate(on, 915_000, 3, 20_000).page).toBe(1);
  });

  it('turning by hand goes round both ends and gives the page its full time', () => {
    const last = turnPage(startRotation(0), -1, 7000, 3);
    expect(last.page).toBe(2);
    expect(timeLeft(last, 7000, 20_000)).toBe(1);
    expect(turnPage(last, 1, 8000, 3).page).toBe(0);
  });

  it('fewer pages than the one shown bring the last one', () => {
    expect(rotate({ page: 5, startedAt: 0, pausedAt: null }, 1, 2, 20_000).page).toBe(1);
  });
});

describe('reload watchdog', () => {
  it('a silent page whose server answers reloads, at most three times in ten minutes', () => {
    let now = 1_000_000;
    const reloads: number[] = [];
    for (let minute = 0; minute < 9; minute += 1) {
      now += 61_000;
      if (watch(now, now - SILENCE_MS - 1, true, reloads) === 'reload') reloads.push(now);
    }
    expect(reloads).toHaveLength(MOST_RELOADS);
    expect(watch(now, 0, true, reloads)).toBe('give-up');
    expect(watch(now + RELOAD_SPAN_MS, 0, true, reloads)).toBe('reload');
  });

  it('a server that does not answer is waited for', () => {
    expect(watch(100_000, 0, undefined, [])).toBe('ask-server');
    expect(watch(100_000, 0, false, [])).toBe('fine');
    expect(watch(SILENCE_MS, 0, true, [])).toBe('fine');
  });
});

describe('pairing', () => {
  const given = { kind: 'pairing-given', code: '7F3K', pairingId: 'p', secret: 's' } as const;

  it('a code is shown and claimed until confirmed, then the board opens', () => {
    const waiting = decidePairing(FIRST_STEP.state, given);
    expect(waiting.state).toMatchObject({ kind: 'waiting', code: '7F3K' });
    expect(waiting.effect).toEqual({ kind: 'claim', afterMs: CLAIM_EVERY_MS });
    const again = decidePairing(waiting.state, { kind: 'not-confirmed-yet' });
    expect(again.state).toEqual(waiting.state);
    const paired = decidePairing(again.state, { kind: 'confirmed', token: 't', boardId: 'b' });
    expect(paired).toEqual({ state: { kind: 'paired', token: 't', boardId: 'b' }, effect: { kind: 'open-board' } });
  });

  it('a code that ran out is replaced by a new one', () => {
    const waiting = decidePairing(FIRST_STEP.state, given).state;
    expect(decidePairing(waiting, { kind: 'expired' })).toEqual(FIRST_STEP);
  });

  it('a server that cannot be reached is asked again, less and less often, and the code stays', () => {
    let state: PairingState = decidePairing(FIRST_STEP.state, given).state;
    const waits: number[] = [];
    for (let failure = 0; failure < 8; failure += 1) {
      const step = decidePairing(state, { kind: 'unreachable' });
      state = step.state;
      if (step.effect?.kind === 'claim') waits.push(step.effect.afterMs);
    }
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
    expect(state).toMatchObject({ code: '7F3K' });
    expect(waitAfterFailures(0)).toBe(2000);
  });
});

describe('thresholds', () => {
  it('each side of a threshold is judged by the direction of the metric, and reaching it is good', () => {
    const high = { target: 0.8, warning: 0.8, critical: 0.7 };
    expect(judge(0.8, 'higher', high)).toBe('ok');
    expect(judge(0.799, 'higher', high)).toBe('warning');
    expect(judge(0.7, 'higher', high)).toBe('warning');
    expect(judge(0.699, 'higher', high)).toBe('critical');
    const low = { warning: 5, critical: 10 };
    expect(judge(5, 'lower', low)).toBe('ok');
    expect(judge(6, 'lower', low)).toBe('warning');
    expect(judge(11, 'lower', low)).toBe('critical');
  });

  it('without thresholds a number is neutral, without a denominator it has no state', () => {
    expect(judge(0.2, 'higher', {})).toBe('neutral');
    expect(judge(null, 'higher', { target: 0.8 })).toBe('no-data');
    expect(judge(0.5, 'higher', { target: 0.8 })).toBe('warning');
  });

  it('a metric without a good side takes it from its thresholds', () => {
    expect(judge(3, 'neither', { warning: 10, critical: 5 })).toBe('critical');
    expect(judge(3, 'neither', { warning: 5, critical: 10 })).toBe('ok');
  });
});

describe('value formats', () => {
  it('durations, percentages and counts are short', () => {
    expect(formatDuration(59_999)).toBe('0:59');
    expect(formatDuration(3_723_000)).toBe('1:02:03');
    expect(formatValue(0.744, 'ratio', 'en')).toBe('74\u202f%');
    expect(formatValue(null, 'ratio', 'en')).toBe('–');
    expect(formatValue(1234, 'count', 'en')).toBe('1.2\u202fk');
    expect(formatValue(1234, 'count', 'de')).toBe('1,2\u202fk');
    expect(formatValue(999, 'count', 'de')).toBe('999');
  });

  it('rounding never makes a missed target look met', () => {
    expect(formatValue(0.797, 'ratio', 'en', 0.8)).toBe('79.7\u202f%');
    expect(formatValue(0.7999, 'ratio', 'en', 0.8)).toBe('79.9\u202f%');
    expect(formatValue(0.8, 'ratio', 'en', 0.8)).toBe('80\u202f%');
    expect(formatValue(0.802, 'ratio', 'en', 0.8)).toBe('80\u202f%');
    expect(formatValue(0.0501, 'ratio', 'en', 0.05, 'lower')).toBe('5.1\u202f%');
    expect(formatValue(0.0499, 'ratio', 'en', 0.05, 'lower')).toBe('5\u202f%');
  });
});

describe('trend history', () => {
  it('equals the last value of each of the last sixty minutes, for any sequence of readings', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ stepMs: fc.integer({ min: 0, max: 300_000 }), value: fc.option(fc.integer()) }), {
          minLength: 1,
          maxLength: 200,
        }),
        (readings) => {
          let at = 1_800_000_000_000;
          let history: MinuteHistory = NO_HISTORY;
          const byMinute = new Map<number, number | null>();
          let first = 0;
          for (const { stepMs, value } of readings) {
            at += stepMs;
            history = noteValue(history, at, value);
            const minute = Math.floor(at / 60_000);
            first ||= minute;
            byMinute.set(minute, value);
          }
          const newest = Math.floor(at / 60_000);
          const expected: (number | null)[] = [];
          for (let minute = Math.max(first, newest - HISTORY_MINUTES + 1); minute <= newest; minute += 1) {
            expected.push(byMinute.get(minute) ?? null);
          }
          expect(history.minute).toBe(newest);
          expect(history.values).toEqual(expected);
        },
      ),
    );
  });

  it('what was kept over a restart is read back, and rubbish is not', () => {
    const history = noteValue(noteValue(NO_HISTORY, 60_000, 4), 180_000, 7);
    expect(readHistory(JSON.parse(JSON.stringify(history)))).toEqual(history);
    for (const rubbish of [null, 'x', {}, { minute: 1, values: ['a'] }, { minute: Number.NaN, values: [] }]) {
      expect(readHistory(rubbish)).toEqual(NO_HISTORY);
    }
  });
});

describe('picture', () => {
  it('a sparkline breaks at gaps and stays inside its box', () => {
    const line = sparklinePath([1, null, 3, 2], 4, 90, 30, 4);
    expect(line.path).toBe('M0 22.5M60 7.5L90 15');
    expect(line.thresholdY).toBe(0);
    expect(sparklinePath([null, null], 60, 90, 30, undefined)).toEqual({ path: '', thresholdY: null, lastY: null });
  });

  it('the picture is never more than two pixels off and moves every ten minutes', () => {
    for (let step = 0; step < 30; step += 1) {
      const here = burnInShift(step * SHIFT_EVERY_MS);
      expect(Math.max(Math.abs(here.x), Math.abs(here.y))).toBeLessThanOrEqual(2);
      expect(burnInShift((step + 1) * SHIFT_EVERY_MS)).not.toEqual(here);
    }
  });

  it('day and night follow the clock of the site, not of the screen', () => {
    const at = Date.UTC(2026, 5, 1, 5, 30);
    expect(shownTheme('day-night', at, 'Europe/Berlin')).toBe('light');
    expect(shownTheme('day-night', at, 'America/New_York')).toBe('dark');
    expect(shownTheme('dark', at, 'Europe/Berlin')).toBe('dark');
  });
});
