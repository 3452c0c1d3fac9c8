import { AlertRun } from '@floorwalk/shared/alerts/alert-run';
import { findCondition } from '@floorwalk/shared/alerts/evaluate-condition';
import type { AlertRule, Comparison } from '@floorwalk/shared/alerts/rule';
import { SubjectMeasures } from '@floorwalk/shared/alerts/subject-measures';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { createLiveState, foldEvent } from '@floorwalk/shared/live/live-state';
import { alertLatency } from './alert-latency.ts';
import { cpuMicroseconds, type BenchFigure, type BenchOptions } from './bench-figure.ts';
import { createFloorTraffic } from './floor-traffic.ts';

const QUEUES = 500;
const RULES = 5_000;
const START = Date.UTC(2026, 2, 10, 8, 0, 0);
const BUCKET_MS = 15_000;

/** What rules of all kinds ask; each of the 500 queues is watched by ten of them. */
const ASKED: readonly Comparison[] = [
  { metric: 'longest-wait', is: 'above', threshold: 300_000, clearAt: 240_000 },
  { metric: 'waiting', is: 'at-least', threshold: 40 },
  {
    metric: 'service-level-as-of-now',
    window: 'last30m',
    is: 'below',
    threshold: 0.2,
    minimumSample: 20,
    proof: 'wilson',
  },
  { metric: 'service-level', window: 'today', is: 'below', threshold: 0.2, minimumSample: 50 },
  { metric: 'abandon-rate', window: 'last15m', is: 'above', threshold: 0.6, minimumSample: 20, proof: 'wilson' },
  { metric: 'abandon-rate-without-short', window: 'last30m', is: 'above', threshold: 0.6, minimumSample: 20 },
  { metric: 'average-speed-of-answer', window: 'last5m', is: 'above', threshold: 600_000 },
  { metric: 'offered', window: 'interval', is: 'above', threshold: 900 },
  { metric: 'agents-available', is: 'below', threshold: 0 },
  { metric: 'weeks-anomaly', is: 'above', threshold: 6 },
];

function rules(): AlertRule[] {
  return Array.from({ length: RULES }, (_, index): AlertRule => {
    const when = ASKED[index % ASKED.length] as Comparison; // within
    const other: Comparison = { metric: 'offered', window: 'last30m', is: 'at-least', threshold: 1 };
    return {
      id: `rule-${index}`,
      name: `Rule ${index}`,
      subject: { table: 'queues', ids: [`queue-of-products-${Math.floor(index / ASKED.length)}`] },
      levels: [
        {
          severity: 'warning',
          when: index % 2 === 0 ? { all: [other, when] } : when,
          forMs: 60_000,
          keepFiringMs: 60_000,
        },
      ],
    };
  });
}

/**
 * What 5,000 rules over 500 queues cost the owner of a site in one round: when every number may have changed (a new bucket of 15 seconds), and
 * between, when a tenth of a second of events touched some queues. The baseline reads every condition anew each round, keeping nothing. Then how long
 * a decision takes in the whole server.
 */
export async function figures(options: BenchOptions = {}): Promise<BenchFigure[]> {
  const traffic = createFloorTraffic({ startAt: START, queues: QUEUES });
  const state = createLiveState('bench');
  const until = START + (options.quick === true ? 0.5 : 2) * 3_600_000;
  const fold = (count: number): void => {
    for (const text of traffic.next(count)) {
      if (foldEvent(state, JSON.parse(text) as LoggedEvent) !== null) throw new Error('an event broke the fold');
    }
  };
  while (state.latestEventAt < until) fold(1_000);
  const given = rules();
  const measures = new SubjectMeasures(state.floor, { memory: state.alerts.memory });
  const run = new AlertRun(state.floor, given, { measures });
  let now = state.latestEventAt;
  run.evaluate(now);
  const rounds = options.quick === true ? 6 : 30;
  const us: Record<'bucket' | 'between' | 'anew', number[]> = { bucket: [], between: [], anew: [] };
  for (let round = 0; round < rounds; round++) {
    fold(2_000);
    now = Math.max(state.latestEventAt, (Math.floor(now / BUCKET_MS) + 1) * BUCKET_MS);
    us.bucket.push(cpuMicroseconds(() => void run.evaluate(now)));
    fold(100);
    now = Math.max(now, state.latestEventAt) + 100;
    us.between.push(cpuMicroseconds(() => void run.evaluate(now)));
    us.anew.push(cpuMicroseconds(() => evaluateAnew(given)));
  }
  function evaluateAnew(all: readonly AlertRule[]): void {
    for (const rule of all) {
      const fresh = new SubjectMeasures(state.floor, { memory: state.alerts.memory });
      fresh.subjects.refresh();
      const subject = fresh.subjects.find('queues', rule.subject.ids?.[0] ?? '');
      for (const level of rule.levels) if (subject) findCondition(level.when, fresh.at(subject, now));
    }
  }
  const watchedQueues = state.floor.queues.size;
  if (watchedQueues < QUEUES) throw new Error(`only ${watchedQueues} queues`);
  const worst = percentile(us.bucket, 0.99) / 1000;
  const anew = percentile(us.anew, 0.5) / 1000;
  return [
    {
      name: 'alerts.round',
      value: worst,
      unit: `ms of one core, ${RULES} rules over ${QUEUES} queues, every number new; 99th percentile of ${rounds}`,
      baseline: anew,
      baselineName: 'every condition read anew, nothing kept',
      ratio: worst / anew,
      goal: '<= 250',
      met: worst <= 250,
    },
    {
      name: 'alerts.round-between',
      value: percentile(us.between, 0.5) / 1000,
      unit: 'ms of one core, the same after a tenth of a second of events; median',
      baseline: anew,
      baselineName: 'every condition read anew, nothing kept',
      ratio: percentile(us.between, 0.5) / 1000 / anew,
    },
    ...(await alertLatency(options)),
  ];
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
