import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { createLiveState, decodeState, encodeState, foldEvent, type LiveState } from '../live/live-state.ts';
import type { EventData, EventType } from '../events.ts';
import { betaTail } from './beta-tail.ts';
import { judgeDay } from './day-test.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { poissonTail } from './feedback-measures.ts';
import type { Comparison } from './rule.ts';
import { SubjectMeasures } from './subject-measures.ts';
import { noteDay } from './alert-memory.ts';
import type { JudgedDay } from './events.ts';

const DAY = 86_400_000;
const HALF = 1_800_000;
const MONDAY = Date.UTC(2026, 0, 5);

function put<T extends EventType>(state: LiveState, type: T, time: number, data: EventData[T]): void {
  const position = state.position + 1;
  foldEvent(state, { position, id: `${position}`, source: 's', type, time, recordedAt: time, data } as LoggedEvent);
}

let contact = 0;
function offer(state: LiveState, queueId: string, from: number, count: number): void {
  for (let index = 0; index < count; index++) {
    const contactId = `c${contact++}`;
    const at = from + Math.floor(((index + 0.5) * HALF) / count);
    put(state, 'contact.queued', at, { contactId, queueId });
    put(state, 'contact.abandoned', at + 1, { contactId });
  }
}

function find(state: LiveState, comparison: Comparison, at: number, id = 'q') {
  const measures = new SubjectMeasures(state.floor, {
    memory: state.alerts.memory,
    forecasts: state.forecasts.forecasts,
  });
  measures.subjects.refresh();
  const subject = measures.subjects.find('queues', id);
  if (subject === null) throw new Error('no such queue');
  const { finding, evidence } = evaluateCondition(comparison, measures.at(subject, at));
  return { finding, ...evidence[0] };
}

describe('a deviation from the forecast', () => {
  const forecastOf = (state: LiveState, counts: readonly (number | null)[], errorRatio: number, seenCount = 0) =>
    put(state, 'forecast.published', MONDAY, {
      forecasts: [
        {
          forecastId: 'f',
          queueId: 'q',
          date: '2026-01-05',
          kind: 'day-ahead',
          cause: 'schedule',
          method: 'm',
          startsAt: MONDAY,
          intervalMs: HALF,
          seenCount,
          offeredCounts: [...counts],
          lowCounts: [],
          highCounts: [],
          handleTimesMs: [],
          requiredAgents: [],
          errorRatio,
        },
      ],
    });
  const rule: Comparison = { metric: 'forecast-deviation', is: 'above', threshold: 0.15 };

  it('speaks after two finished intervals of one sign that are both over 15 % and significant, and is over at 10 %', () => {
    const state = createLiveState('s');
    forecastOf(state, [400, 400, 400, 400], 0.03);
    offer(state, 'q', MONDAY, 500);
    expect(find(state, rule, MONDAY + HALF + 1)).toMatchObject({ finding: 'between', heldBy: 'persistence' });
    offer(state, 'q', MONDAY + HALF, 480);
    const found = find(state, rule, MONDAY + 2 * HALF + 1);
    expect(found).toMatchObject({ finding: 'breached', numerator: 480, denominator: 400, heldBy: null });
    expect(found.value).toBeCloseTo(0.2, 10);
    expect(found.detail?.z).toBeCloseTo(80 / Math.sqrt(400 + 12 * 12), 10);
    offer(state, 'q', MONDAY + 2 * HALF, 430);
    expect(find(state, rule, MONDAY + 3 * HALF + 1).finding).toBe('cleared');
    expect(find(state, { ...rule, side: 'less' }, MONDAY + 2 * HALF + 1).finding).toBe('cleared');
  });

  it('needs as many expected contacts as the formula says: 171 at 1.96 without forecast error, and never at 3 with an error of 5 %', () => {
    const speaks = (expected: number, errorRatio: number, significance: number) => {
      const state = createLiveState('s');
      forecastOf(state, [expected, expected], errorRatio);
      const actual = Math.floor(expected * 1.15 + 1e-9) + 1;
      offer(state, 'q', MONDAY, actual);
      offer(state, 'q', MONDAY + HALF, actual);
      return find(state, { ...rule, significance }, MONDAY + 2 * HALF + 1);
    };
    expect(speaks(110, 0, 1.96)).toMatchObject({ finding: 'between', heldBy: 'significance' });
    expect(speaks(180, 0, 1.96).finding).toBe('breached');
    expect(speaks(3_000, 0.05, 3)).toMatchObject({ heldBy: 'significance' });
  });

  it('has no data without a forecast, nor for an interval whose entry is what really came', () => {
    const state = createLiveState('s');
    offer(state, 'q', MONDAY, 50);
    expect(find(state, rule, MONDAY + HALF + 1).finding).toBe('no-data');
    forecastOf(state, [50, 50], 0.03, 1);
    expect(find(state, rule, MONDAY + HALF + 1).finding).toBe('no-data');
  });

  it('has no data for hours before anything was known, whatever was planned for them', () => {
    const state = createLiveState('s');
    offer(state, 'q', MONDAY + 3 * HALF, 1);
    const less: Comparison = { ...rule, side: 'less' };
    forecastOf(state, [400, 400, 400, 400], 0.03);
    expect(find(state, less, MONDAY + 2 * HALF + 1).finding).toBe('breached');
    forecastOf(state, [null, null, 400, 400], 0.03, 2);
    expect(find(state, less, MONDAY + 2 * HALF + 1).finding).toBe('no-data');
  });
});

describe('an anomaly against past weeks', () => {
  it('compares with the same half hours by the wall clock, needs three weeks, and remembers them through a snapshot', () => {
    let state = createLiveState('s');
    put(state, 'site.configured', MONDAY - 63 * DAY, { zone: 'Europe/Berlin' } as EventData['site.configured']);
    // The clocks of Berlin go forward on 29 March 2026: 9:00 is 8:00 UTC before and 7:00 UTC after.
    const tuesday = Date.UTC(2026, 2, 31, 7);
    for (let week = 4; week >= 1; week--) {
      const at = tuesday + 3_600_000 - week * 7 * DAY;
      offer(state, 'q', at, 20 + week);
      offer(state, 'q', at + HALF, 20);
    }
    state = decodeState('s', JSON.parse(JSON.stringify(encodeState(state))));
    offer(state, 'q', tuesday, 60);
    offer(state, 'q', tuesday + HALF, 60);
    const rule: Comparison = { metric: 'weeks-anomaly', is: 'above', threshold: 3 };
    expect(find(state, rule, tuesday + 2 * HALF + 1)).toMatchObject({
      finding: 'breached',
      numerator: 60,
      denominator: 20,
    });
    expect(find(state, { ...rule, weeks: 8 }, tuesday + 2 * HALF + 1)).toMatchObject({ heldBy: 'baseline' });
    expect(find(state, { ...rule, side: 'less' }, tuesday + 2 * HALF + 1).finding).toBe('cleared');
  });
});

describe('bad days', () => {
  const day = (index: number, verdict: JudgedDay['verdict'], value = 0.3): JudgedDay => ({
    dayStartAt: MONDAY + index * DAY,
    weekday: (index % 7) + 1,
    value,
    numerator: value * 100,
    denominator: 100,
    verdict,
  });
  const comparison: Comparison = {
    metric: 'bad-days',
    is: 'at-least',
    threshold: 5,
    day: { metric: 'negative-feedback-share', is: 'above', threshold: 0.25 },
  };
  const after = async (verdicts: string, more: Partial<Comparison> = {}) => {
    const { dayTestId } = await import('./day-test.ts');
    const state = createLiveState('s');
    put(state, 'queue.configured', MONDAY, { queueId: 'q' });
    const asked = { ...comparison, ...more };
    if (asked.day === undefined) throw new Error('no day test');
    Array.from(verdicts).forEach((one, index) => {
      const verdict = one === 'b' ? 'bad' : one === 'n' ? 'normal' : 'neutral';
      const testId = dayTestId(asked.day as NonNullable<Comparison['day']>);
      noteDay(state.alerts.memory, { testId, subject: { table: 'queues', id: 'q' }, ...day(index, verdict) });
    });
    return find(state, asked, MONDAY + verdicts.length * DAY + 3_600_000);
  };

  it('fire at five in a row, let two days without enough answers pass, and end after two normal ones', async () => {
    expect((await after('bbbb')).finding).toBe('between');
    expect((await after('nbbbbb')).finding).toBe('breached');
    expect((await after('bb-bb-b')).finding).toBe('breached');
    expect((await after('bb-b-b-b')).finding).toBe('between');
    expect((await after('bbbbbn')).finding).toBe('between');
    expect((await after('bbbbbnn')).finding).toBe('cleared');
  });

  it('with four of five they warn earlier', async () => {
    const early = { threshold: 4, ofDays: 5 };
    expect((await after('bbnbb', early)).finding).toBe('breached');
    expect((await after('bbnnb', early)).finding).toBe('between');
  });

  it('a day is bad only when its share is above what its weekday usually has with 90 % certainty', () => {
    const test = { metric: 'negative-feedback-share', is: 'above', threshold: 0, rise: 0.04 } as const;
    const before = [0, 7, 14, 21].map((index) => day(index, 'normal', 0.2));
    const of = (bad: number, all: number) =>
      judgeDay(test, { value: bad / all, numerator: bad, denominator: all }, 1, before);
    expect(of(10, 20)).toBe('neutral');
    expect(of(14, 50)).toBe('normal');
    expect(of(25, 50)).toBe('bad');
    expect(judgeDay(test, { value: 0.5, numerator: 25, denominator: 50 }, 1, before.slice(2))).toBe('neutral');
  });

  it('the tail of the beta distribution is that of a sum over its density', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        (trials, part, share) => {
          const successes = Math.round(part * trials);
          let above = 0;
          let all = 0;
          const parts = 4_000;
          for (let index = 0; index < parts; index++) {
            const p = (index + 0.5) / parts;
            const density = Math.exp(successes * Math.log(p) + (trials - successes) * Math.log(1 - p));
            all += density;
            if (p > share) above += density;
          }
          expect(betaTail(successes, trials, share)).toBeCloseTo(above / all, 2);
        },
      ),
      { numRuns: 60, verbose: 1 },
    );
  });
});

describe('mentions in feedback', () => {
  it('spike only against the weeks before, and by themes as by words', () => {
    const state = createLiveState('s');
    put(state, 'queue.configured', MONDAY, { queueId: 'q' });
    const answer = (at: number, comment: string, tags: string[] = []) =>
      put(state, 'survey.answered', at, { queueId: 'q', scale: 'csat', score: 2, comment, tags });
    for (let index = 0; index < 20; index++) answer(MONDAY + index * DAY, index % 5 === 0 ? 'A Refund please' : 'Fine');
    const now = MONDAY + 20 * DAY;
    const rule: Comparison = { metric: 'feedback-mentions', is: 'at-least', threshold: 3, words: ['refund'] };
    expect(find(state, rule, now).finding).toBe('cleared');
    for (let index = 0; index < 4; index++) answer(now - 1_000 + index, 'where is my REFUND', ['payment']);
    expect(find(state, rule, now)).toMatchObject({ finding: 'breached', value: 4, heldBy: null });
    expect(find(state, { ...rule, threshold: 3, words: ['parrot'], themes: ['payment'] }, now).finding).toBe(
      'breached',
    );
    expect(
      find(state, { metric: 'negative-feedback-share', window: 'last30m', is: 'above', threshold: 0.9 }, now),
    ).toMatchObject({
      finding: 'breached',
      numerator: 4,
      denominator: 4,
    });
  });

  it('without a week to compare with they stay quiet and say why', () => {
    const state = createLiveState('s');
    for (let index = 0; index < 9; index++)
      put(state, 'survey.answered', MONDAY + index, { queueId: 'q', scale: 'nps', score: 0, comment: 'outage' });
    put(state, 'queue.configured', MONDAY, { queueId: 'q' });
    const rule: Comparison = { metric: 'feedback-mentions', is: 'at-least', threshold: 3, words: ['outage'] };
    expect(find(state, rule, MONDAY + 60_000)).toMatchObject({ finding: 'cleared', heldBy: 'baseline' });
  });

  it('the Poisson tail adds up with its terms', () => {
    expect(poissonTail(0, 3)).toBe(1);
    expect(poissonTail(1, 2)).toBeCloseTo(1 - Math.exp(-2), 12);
    expect(poissonTail(3, 2)).toBeCloseTo(1 - Math.exp(-2) * (1 + 2 + 2), 12);
    expect(poissonTail(1_100, 1_000)).toBeLessThan(0.01);
  });
});
