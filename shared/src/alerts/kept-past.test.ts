import { describe, expect, it } from 'vitest';
import type { EventData, EventType } from '../events.ts';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { createLiveState, decodeState, encodeState, type LiveState } from '../live/live-state.ts';
import { Site } from './alerts-site.test-kit.ts';
import { createBacktest } from './backtest.ts';
import { levelOf } from './day-test.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { PAST_MS } from './past-keeper.ts';
import { pastLearned } from './past-learned.ts';
import type { AlertRule, Comparison } from './rule.ts';
import { SubjectMeasures } from './subject-measures.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONDAY = Date.UTC(2026, 0, 5);
const warn = (id: string, when: Comparison, more: Partial<AlertRule> = {}): AlertRule => ({
  id,
  name: id,
  subject: { table: 'queues' },
  levels: [{ severity: 'warning', when, forMs: 0, keepFiringMs: 0 }],
  ...more,
});

/** A past as a source would have told it, in order of time. */
class Past {
  readonly events: LoggedEvent[] = [];
  private count = 0;

  put<T extends EventType>(type: T, time: number, data: EventData[T]): void {
    this.events.push({ id: `e${this.count++}`, source: 'pbx', type, time, data } as LoggedEvent);
  }

  /** Contacts that came at `at`, a second apart; `abandonedCount` of them gave up, the others were served for `handleMs`. */
  contacts(queueId: string, at: number, count: number, abandonedCount: number, handleMs = 60_000): void {
    for (let index = 0; index < count; index++) {
      const contactId = `c${this.count}`;
      const queuedAt = at + index * 1_000;
      this.put('contact.queued', queuedAt, { contactId, queueId });
      if (index < abandonedCount) this.put('contact.abandoned', queuedAt + 20_000, { contactId });
      else {
        this.put('contact.answered', queuedAt + 5_000, { contactId, agentId: 'a' });
        this.put('contact.completed', queuedAt + 5_000 + handleMs, { contactId });
      }
    }
  }

  ordered(): LoggedEvent[] {
    return this.events
      .toSorted((left, right) => left.time - right.time)
      .map((event, index) => ({ ...event, position: index + 1, recordedAt: event.time }));
  }
}

/** What a rule would be told when it is put in force at `now`. */
function learn(rule: AlertRule, past: Past, now: number) {
  const state = createLiveState('s');
  const { memory } = state.alerts;
  const run = createBacktest([rule], state.floor, { memory, judgeFrom: Infinity });
  for (const event of past.ordered()) if (event.time <= now && event.time > now - PAST_MS) run.fold(event);
  run.end(now);
  return pastLearned(rule.id, memory);
}

function find(state: LiveState, comparison: Comparison, at: number, table: 'queues' | 'sites' = 'queues', id = 'q') {
  const measures = new SubjectMeasures(state.floor, { memory: state.alerts.memory });
  measures.subjects.refresh();
  const subject = measures.subjects.find(table, id);
  if (subject === null) throw new Error('no such subject');
  const { finding, evidence } = evaluateCondition(comparison, measures.at(subject, at));
  return { finding, ...evidence[0] };
}

describe('the past a rule compares with', () => {
  const anomaly = (of: Comparison['of'], more: Partial<Comparison> = {}): Comparison => ({
    metric: 'weeks-anomaly',
    is: 'above',
    threshold: 3,
    ...(of !== undefined && { of }),
    ...more,
  });
  /** Mondays at nine: 40 contacts a half hour, one in ten of whom give up; on the last, `abandoned` do and they are served for `handleMs`. */
  const weeks = (abandoned: number, handleMs: number, count = 40): Past => {
    const past = new Past();
    past.put('queue.configured', MONDAY, { queueId: 'q', name: 'Q' } as EventData['queue.configured']);
    for (let week = 0; week <= 8; week++) {
      const isLast = week === 8;
      for (const half of [0, 1]) {
        const at = MONDAY + week * WEEK + 9 * HOUR + half * 30 * MINUTE;
        // Some weeks are a little worse than others.
        const usual = Math.round(count / 10) + (week % 3);
        past.contacts('q', at, count, isLast ? abandoned : usual, isLast ? handleMs : 240_000 + (week % 2) * 30_000);
      }
    }
    return past;
  };
  const NOW = MONDAY + 8 * WEEK + 10 * HOUR;

  /** A site on which the rule is put in force at nine of the last Monday, and that lives on from there. */
  const lived = (rule: AlertRule, past: Past): Site => {
    const site = new Site();
    const begins = MONDAY + 8 * WEEK + 9 * HOUR - MINUTE;
    for (const event of past.ordered()) if (event.time <= begins) site.put(event as never);
    site.setRule(rule, 1, begins);
    for (const data of learn(rule, past, begins)) site.decide('alert.past-learned', begins, data);
    let due = begins;
    for (const event of past.ordered().filter(({ time }) => time > begins)) {
      for (; due < event.time; due += MINUTE) site.look(due);
      site.put(event as never);
    }
    for (; due <= NOW + MINUTE; due += MINUTE) site.look(due);
    return site;
  };

  it('holds of any rate and mean: a rate that doubled and a handle time that doubled speak, with what they are made of', () => {
    const rule = warn('rate', anomaly('abandon-rate', { side: 'more' }));
    const site = lived(rule, weeks(22, 240_000));
    expect(site.rows()).toMatchObject([{ state: 'firing', subjectId: 'q' }]);
    const [evidence] = site.rows()[0]?.evidence ?? [];
    expect(evidence).toMatchObject({
      metric: 'weeks-anomaly',
      of: 'abandon-rate',
      finding: 'breached',
      numerator: 0.55,
    });
    expect(evidence?.detail).toMatchObject({ numerator: 22, denominator: 40, weeks: 8, leftOutWeeks: 0, count: 2 });
    const handle = lived(warn('aht', anomaly('average-handle-time')), weeks(4, 700_000));
    expect(handle.rows()).toMatchObject([{ state: 'firing' }]);
    expect(handle.rows()[0]?.evidence[0]).toMatchObject({ numerator: 700_000, denominator: 255_000 });
    expect(lived(rule, weeks(6, 240_000)).rows()).toEqual([]);
  });

  it('is quiet on few contacts, and says that they were too few', () => {
    const rule = warn('rate', anomaly('abandon-rate'));
    const site = lived(rule, weeks(8, 240_000, 8));
    expect(site.rows()).toEqual([]);
    expect(find(site.state, anomaly('abandon-rate'), NOW + MINUTE)).toMatchObject({ finding: 'no-data' });
    const asked = anomaly('abandon-rate', { minimumSample: 5 });
    expect(find(site.state, { ...asked, minimumSample: 9 }, NOW + MINUTE).finding).toBe('no-data');
    expect(find(site.state, asked, NOW + MINUTE)).toMatchObject({ finding: 'breached' });
  });

  it('survives a snapshot number by number, and what was kept while an alarm stood is no part of what is usual', () => {
    const rule = warn('rate', anomaly('abandon-rate'));
    const site = lived(rule, weeks(22, 240_000));
    const again = decodeState('s', JSON.parse(JSON.stringify(encodeState(site.state))));
    expect(encodeState(again)).toEqual(encodeState(site.state));
    const later = MONDAY + 9 * WEEK + 9 * HOUR + 30 * MINUTE;
    const point = (state: LiveState, startAt: number, value: number) =>
      state.alerts.memory.halfHours.keep({
        startAt,
        series: [{ metric: 'abandon-rate', subject: { table: 'queues', id: 'q' }, point: [value, 40] }],
      });
    point(again, later - HOUR / 2, 0.1);
    const found = find(again, anomaly('abandon-rate', { intervals: 1 }), later + 1);
    expect(found.detail).toMatchObject({ weeks: 7, leftOutWeeks: 1 });
  });

  it('without three weeks it is quiet whatever comes', () => {
    const past = weeks(22, 240_000);
    const site = lived(warn('rate', anomaly('abandon-rate')), {
      ordered: () => past.ordered().filter((event) => event.time > MONDAY + 6 * WEEK),
    } as Past);
    expect(site.rows()).toEqual([]);
    expect(find(site.state, anomaly('abandon-rate'), NOW + MINUTE)).toMatchObject({ heldBy: 'baseline' });
  });
});

describe('days before a rule', () => {
  const day = { metric: 'abandon-rate', is: 'above', threshold: 0.3, minimumSample: 5 } as const;
  const bad: Comparison = { metric: 'bad-days', is: 'at-least', threshold: 5, day };
  const rule = warn('bad', bad);
  /** One day a letter, from a Monday on: b bad, n normal, - nobody came. */
  const days = (letters: string): Past => {
    const past = new Past();
    past.put('queue.configured', MONDAY, { queueId: 'q', name: 'Q' } as EventData['queue.configured']);
    Array.from(letters).forEach((letter, index) => {
      if (letter !== '-') past.contacts('q', MONDAY + index * DAY + 10 * HOUR, 10, letter === 'b' ? 6 : 1);
    });
    return past;
  };
  const sitePutOn = (past: Past, now: number, asked = rule): Site => {
    const site = new Site();
    for (const event of past.ordered()) if (event.time <= now) site.put(event as never);
    site.setRule(asked, 1, now);
    site.look(now);
    for (const data of learn(asked, past, now)) site.decide('alert.past-learned', now, data);
    site.look(now + 1_000);
    return site;
  };

  it('count: a rule put in force on the morning after the fifth bad day fires at once', () => {
    const morning = (letters: string) => MONDAY + letters.length * DAY + 8 * HOUR;
    expect(sitePutOn(days('nnbbbbb'), morning('nnbbbbb')).rows()).toMatchObject([{ state: 'firing' }]);
    expect(sitePutOn(days('bbbb--b'), morning('bbbb--b')).rows()).toMatchObject([{ state: 'firing' }]);
    expect(sitePutOn(days('bbbb---b'), morning('bbbb---b')).rows()).toEqual([]);
    expect(sitePutOn(days('bbbbn'), morning('bbbbn')).rows()).toEqual([]);
  });

  it('on which nobody is expected to work are as if they were not there: closures, holidays and weekdays left out', () => {
    const past = days('nbbbbbb');
    past.put('forecast.calendar-set', MONDAY, {
      entry: { id: 'x', kind: 'holiday', name: 'X', fromDate: '2026-01-08', toDate: '2026-01-08' },
      by: { id: 'sue', name: 'Sue' },
    });
    const now = MONDAY + 7 * DAY + 8 * HOUR;
    const site = sitePutOn(past, now);
    const [, judged] = [...site.state.alerts.memory.days][0] ?? [];
    expect(judged?.map(({ verdict }) => verdict).join(' ')).toBe('normal bad bad closed bad bad bad');
    expect(site.rows()).toMatchObject([{ state: 'firing' }]);
    const workdays = warn('bad', { ...bad, day: { ...day, weekdays: [1, 2, 3, 4, 5] } });
    // Five bad workdays with a weekend and a holiday between them: three days off do not break the run.
    const over = days('nnnnbnnbbbb');
    expect(sitePutOn(over, MONDAY + 11 * DAY + 8 * HOUR, workdays).rows()).toMatchObject([{ state: 'firing' }]);
    expect(sitePutOn(over, MONDAY + 11 * DAY + 8 * HOUR).rows()).toEqual([]);
  });

  it('a backtest knows them too where it is shown the weeks before, and applies the windows of then', () => {
    const past = days('nnbbbbbb');
    const from = MONDAY + 7 * DAY;
    const run = (events: readonly LoggedEvent[], judgeFrom: number) => {
      const state = createLiveState('s');
      const backtest = createBacktest([rule], state.floor, { memory: state.alerts.memory, judgeFrom });
      for (const event of events) backtest.fold(event);
      return backtest.end(from + 2 * DAY);
    };
    const fired = run(past.ordered(), from);
    expect(fired).toMatchObject([{ rule: 'bad', subject: 'q', value: 5 }]);
    expect(fired[0]?.firedAt).toBeLessThan(from + HOUR);
    expect(
      run(
        past.ordered().filter(({ time }) => time > from),
        from,
      ),
    ).toEqual([]);
    past.put('alert.window-set', from - 2 * HOUR, {
      window: {
        id: 'w',
        name: 'W',
        kind: 'maintenance',
        when: { kind: 'once', from: from - HOUR, to: from + 3 * DAY },
      },
      version: 1,
      by: { id: 'sue', name: 'Sue' },
    });
    expect(run(past.ordered(), from)).toEqual([]);
    past.put('alert.window-removed', from + 12 * HOUR, { windowId: 'w', by: { id: 'sue', name: 'Sue' } });
    expect(run(past.ordered(), from)[0]?.firedAt).toBeGreaterThanOrEqual(from + 12 * HOUR);
  });

  it('of many queues on one day are judged together: one in ten of those called bad may be chance, not one in ten of all', () => {
    expect(levelOf([0.09])).toBe(0.09);
    expect(levelOf([0.11])).toBe(-1);
    expect(levelOf([0.09, 0.5, 0.6, 0.7])).toBe(-1);
    expect(levelOf([0.001, 0.04, 0.06, 0.9])).toBe(0.06);
    expect(levelOf([])).toBe(-1);
  });
});
