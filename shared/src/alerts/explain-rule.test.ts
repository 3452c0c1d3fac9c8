import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../kit/logged-event.ts';
import { createLiveState, foldEvent } from '../live/live-state.ts';
import { Site, START } from './alerts-site.test-kit.ts';
import { explainRule } from './explain-rule.ts';
import type { AlertRule, Comparison } from './rule.ts';
import type { SubjectTable } from './alert-metric.ts';

const MINUTE = 60_000;
const HALF = 30 * MINUTE;
const DAY = 48 * HALF;

const rule = (id: string, table: SubjectTable, when: AlertRule['levels'][number]['when'], more = {}): AlertRule => ({
  id,
  name: id,
  subject: { table },
  levels: [{ severity: 'critical', when, forMs: 0, keepFiringMs: 0, ...more }],
});

/** A site that keeps its log, so that any moment of it can be looked at again as it was. */
class LoggedSite extends Site {
  readonly log: LoggedEvent[] = [];

  override put(event: Parameters<Site['put']>[0]): void {
    this.log.push({ ...event, position: this.log.length + 1, recordedAt: event.time } as LoggedEvent);
    super.put(event);
  }

  /** What the rule answers of a moment, from nothing but the log of until then. */
  why(ruleId: string, table: SubjectTable, id: string, at: number) {
    const state = createLiveState('s');
    for (const event of this.log) if (event.recordedAt <= at) foldEvent(state, event);
    const level = explainRule(state, ruleId, { table, id }, at)?.levels[0];
    if (level === undefined) throw new Error(`nothing is known of ${ruleId}`);
    return level;
  }
}

describe('why a rule fired or did not', () => {
  const site = new LoggedSite();
  const waits: Comparison = { metric: 'waiting', is: 'at-least', threshold: 2 };
  const mentions: Comparison = { metric: 'feedback-mentions', is: 'at-least', threshold: 3, words: ['refund'] };
  const day = { metric: 'negative-feedback-share', is: 'above', threshold: 0.5, minimumSample: 3 } as const;
  site.setRule(rule('waits', 'queues', waits, { forMs: MINUTE }));
  site.setRule(rule('both', 'queues', { all: [waits, { metric: 'offered', is: 'at-least', threshold: 100 }] }));
  site.setRule(
    rule('share', 'queues', {
      metric: 'abandon-rate',
      is: 'above',
      threshold: 0.4,
      minimumSample: 20,
      proof: 'wilson',
    }),
  );
  site.setRule(rule('deviates', 'queues', { metric: 'forecast-deviation', is: 'above', threshold: 0.15 }));
  site.setRule(rule('odd', 'queues', { metric: 'weeks-anomaly', is: 'above', threshold: 3 }));
  site.setRule(rule('days', 'queues', { metric: 'bad-days', is: 'at-least', threshold: 2, day }));
  site.setRule(rule('mentions', 'queues', mentions));
  site.setRule(rule('beats', 'sources', { metric: 'heartbeats-missed', is: 'at-least', threshold: 3 }));
  site.setRule({ ...rule('silent', 'queues', waits), sourceSilent: { do: 'keep' } });
  site.setRule({
    ...rule('nothing', 'queues', { metric: 'abandon-rate', is: 'above', threshold: 0.1 }),
    noData: 'mark',
  });

  site.tell('queue.configured', START, { queueId: 'q', name: 'Q' } as never);
  site.tell('source.heartbeat', START, { everySeconds: 30 } as never);
  site.contact('a', 'contact.queued', START + 1_000);
  site.contact('b', 'contact.queued', START + 2_000);
  for (let at = START; at <= START + 3 * MINUTE; at += 5_000) site.look(at);
  site.contact('a', 'contact.answered', START + 3 * MINUTE);
  site.tell('contact.abandoned', START + 3 * MINUTE, { contactId: 'b' });
  site.look(START + 3 * MINUTE + 1);
  site.tell('forecast.published', START + 4 * MINUTE, {
    forecasts: [
      {
        forecastId: 'f',
        queueId: 'q',
        date: '2026-01-05',
        kind: 'day-ahead',
        cause: 'schedule',
        method: 'm',
        startsAt: START - DAY / 2,
        intervalMs: HALF,
        seenCount: 0,
        offeredCounts: Array.from({ length: 48 }, () => 200),
        lowCounts: [],
        highCounts: [],
        handleTimesMs: [],
        requiredAgents: [],
        errorRatio: 0,
      },
    ],
  });
  const answer = (at: number) =>
    site.tell('survey.answered', at, { queueId: 'q', scale: 'csat', score: 1, comment: 'Where is my refund' });
  for (let index = 0; index < 4; index++) answer(START + 10 * MINUTE + index);
  for (let at = START + 10 * MINUTE; at <= START + 3 * HALF; at += MINUTE) site.look(at);
  const midnight = START + 14 * 60 * MINUTE;
  for (let index = 0; index < 4; index++) answer(midnight + 60 * MINUTE + index);
  for (let at = midnight; at <= midnight + DAY + 60 * MINUTE; at += 10 * MINUTE) site.look(at);

  it('is answered of a threshold before, while it waits, while it fires and after', () => {
    expect(site.why('waits', 'queues', 'q', START + 1_500)).toMatchObject({
      verdict: 'not-met',
      evidence: [{ value: 1 }],
    });
    const pending = site.why('waits', 'queues', 'q', START + 30_000);
    expect(pending).toMatchObject({ verdict: 'pending', finding: 'breached', contactIds: ['a', 'b'] });
    expect(pending.gates.find(({ name }) => name === 'duration')).toMatchObject({ passed: false, at: START + MINUTE });
    expect(site.why('waits', 'queues', 'q', START + 2 * MINUTE)).toMatchObject({ verdict: 'firing' });
    expect(site.why('waits', 'queues', 'q', START + 4 * MINUTE)).toMatchObject({ verdict: 'not-met' });
  });

  it('is answered of each part of a compound condition, and of the gates of a share', () => {
    const both = site.why('both', 'queues', 'q', START + 2 * MINUTE);
    expect(both.evidence.map(({ finding }) => finding)).toEqual(['breached', 'cleared']);
    expect(both.verdict).toBe('not-met');
    expect(site.why('share', 'queues', 'q', START + 5 * MINUTE)).toMatchObject({
      verdict: 'minimum-sample',
      evidence: [{ value: 0.5, numerator: 1, denominator: 2 }],
    });
  });

  it('is answered of what is compared with a forecast, past weeks, days and feedback', () => {
    const at = START + 2 * HALF + MINUTE;
    expect(site.why('deviates', 'queues', 'q', START + MINUTE).verdict).toBe('no-data');
    expect(site.why('deviates', 'queues', 'q', at)).toMatchObject({
      verdict: 'firing',
      evidence: [{ metric: 'forecast-deviation', numerator: 0, denominator: 200, detail: { count: 2 } }],
    });
    expect(site.why('odd', 'queues', 'q', at)).toMatchObject({
      verdict: 'no-data',
      evidence: [{ detail: { weeks: 0 } }],
    });
    expect(site.why('mentions', 'queues', 'q', at)).toMatchObject({ verdict: 'baseline', evidence: [{ value: 4 }] });
    expect(site.why('days', 'queues', 'q', at).verdict).toBe('no-data');
    expect(site.why('days', 'queues', 'q', midnight + 60 * MINUTE)).toMatchObject({
      verdict: 'between',
      evidence: [{ value: 1, denominator: 1 }],
    });
    expect(site.why('days', 'queues', 'q', midnight + DAY + 40 * MINUTE)).toMatchObject({
      verdict: 'firing',
      evidence: [{ value: 2 }],
    });
  });

  it('is answered of missed heartbeats, a silent source and nothing to measure', () => {
    expect(site.why('beats', 'sources', 'pbx', START + 20_000)).toMatchObject({ verdict: 'not-met' });
    expect(site.why('silent', 'queues', 'q', START + 30_000)).toMatchObject({ verdict: 'firing' });
    const quiet = START + 9 * MINUTE;
    expect(site.why('beats', 'sources', 'pbx', quiet)).toMatchObject({ finding: 'breached' });
    const silent = site.why('silent', 'queues', 'q', quiet);
    expect(silent.gates.find(({ name }) => name === 'source')).toMatchObject({ passed: false, about: 'pbx' });
    expect(site.why('nothing', 'queues', 'q', START + MINUTE)).toMatchObject({ verdict: 'no-data' });
  });
});
