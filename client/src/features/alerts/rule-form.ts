import { ALERT_METRICS, metricsOf, type AlertMetricId, type SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import type { AlertRule, Comparison, Condition, RuleLevel } from '@floorwalk/shared/alerts/rule';

/** Fields of a form have their units: ratios are percentages, times are seconds. */
const SCALE = { count: 1, ratio: 100, ms: 1 / 1_000 } as const;

export function toField(value: number, metric: AlertMetricId): number {
  return Number((value * SCALE[ALERT_METRICS[metric].unit]).toPrecision(12));
}

export function fromField(value: number, metric: AlertMetricId): number {
  return Number((value / SCALE[ALERT_METRICS[metric].unit]).toPrecision(12));
}

/** A part of a thing that may be absent: `undefined` takes it out. */
export type Change<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** A thing with a change, without what is absent: schemas are closed, and absent is not `undefined`. */
export function changed<T extends object>(thing: T, change: Change<T>): T {
  return Object.fromEntries(Object.entries({ ...thing, ...change }).filter(([, value]) => value !== undefined)) as T;
}

/** Where a comparison of a metric starts: what else the metric needs, with sensible values. */
export function comparisonOf(metric: AlertMetricId, table: SubjectTable): Comparison {
  const base = { metric, is: 'above', threshold: fromField(1, metric) } as const;
  switch (metric) {
    case 'longest-wait':
    case 'contact-wait':
      return { ...base, threshold: 180_000 };
    case 'time-in-state':
      return { ...base, state: 'not-ready', threshold: 900_000 };
    case 'contact-hold-time':
      return { ...base, threshold: 120_000 };
    case 'source-silence':
      return { ...base, threshold: 120_000 };
    case 'heartbeats-missed':
      return { ...base, is: 'at-least', threshold: 3 };
    case 'forecast-deviation':
      return { ...base, threshold: 0.15, clearAt: 0.1, significance: 1.96, intervals: 2 };
    case 'weeks-anomaly':
      return { ...base, of: WEEKS_OF[table] ?? 'offered', threshold: 3, clearAt: 2, intervals: 2 };
    case 'bad-days':
      return {
        ...base,
        is: 'at-least',
        threshold: 5,
        day:
          table === 'bots'
            ? { metric: 'bot-containment', is: 'below', threshold: 0.5, minimumSample: 30 }
            : { metric: 'negative-feedback-share', is: 'above', threshold: 0.3, minimumSample: 30 },
      };
    case 'feedback-mentions':
      return { ...base, is: 'at-least', threshold: 3, words: ['refund'], withinHours: 24 };
    case 'contacts-handled':
      return { ...base, window: 'today' };
    default:
      return ALERT_METRICS[metric].unit === 'ratio' ? { ...base, threshold: 0.2 } : base;
  }
}

/** What is compared with past weeks where nothing is offered. */
const WEEKS_OF: { readonly [K in SubjectTable]?: AlertMetricId } = {
  agents: 'average-handle-time',
  bots: 'bot-containment',
};

/** The condition with what can be measured of another kind of subject: comparisons that cannot are begun anew. */
export function fitted(condition: Condition, table: SubjectTable): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => fitted(part, table)) };
  if ('any' in condition) return { any: condition.any.map((part) => fitted(part, table)) };
  const [first = 'waiting'] = metricsOf(table);
  return ALERT_METRICS[condition.metric].tables.includes(table)
    ? fittedPast(condition, table)
    : comparisonOf(FIRST[table] ?? first, table);
}

/** What is compared with the past must be something this kind of subject has. */
function fittedPast(comparison: Comparison, table: SubjectTable): Comparison {
  const { metric, of, day } = comparison;
  const past = metric === 'weeks-anomaly' ? (of ?? 'offered') : day?.metric;
  return past === undefined || ALERT_METRICS[past].tables.includes(table) ? comparison : comparisonOf(metric, table);
}

const FIRST: { readonly [K in SubjectTable]?: AlertMetricId } = {
  queues: 'longest-wait',
  agents: 'time-in-state',
  contacts: 'contact-wait',
  bots: 'bot-uncertain-share',
  sources: 'heartbeats-missed',
};

export function levelOf(severity: RuleLevel['severity'], table: SubjectTable): RuleLevel {
  const [first = 'waiting'] = metricsOf(table);
  return { severity, when: comparisonOf(FIRST[table] ?? first, table), forMs: 0, keepFiringMs: 60_000 };
}

/** Where a new rule starts: a warning when someone waits longer than three minutes. */
export function newRule(): AlertRule {
  return { id: crypto.randomUUID(), name: '', subject: { table: 'queues' }, levels: [levelOf('warning', 'queues')] };
}
