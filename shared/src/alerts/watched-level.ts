import { QUIET, type Alert } from './advance-alert.ts';
import type { AlertMetricId, SubjectTable } from './alert-metric.ts';
import { alertIdOf } from './alert-id.ts';
import type { BreachSpans } from './breach-spans.ts';
import { timeDriven } from './crossing.ts';
import type { Finding } from './evidence.ts';
import type { AlertRule, Comparison, Condition, RuleLevel, Severity } from './rule.ts';
import type { StretchClock } from './stretches.ts';
import type { Subject } from './subject.ts';

/** A level of a rule, with what its condition depends on. */
export type CompiledLevel = {
  readonly level: RuleLevel;
  readonly timeDriven: readonly Comparison[];
  /** Whether it reads agents' states or times, or anything that no queue's version tells of. */
  readonly readsAgents: boolean;
  readonly readsMemory: boolean;
};

export type CompiledRule = {
  readonly rule: AlertRule;
  /** The critical first: it may inhibit the warning. */
  readonly levels: readonly CompiledLevel[];
  readonly schedule: StretchClock | null;
};

/** One level of a rule on one subject. */
export type Watched = {
  readonly alertId: string;
  readonly compiled: CompiledRule;
  readonly own: CompiledLevel;
  readonly subject: Subject;
  alert: Alert;
  finding: Finding;
  spans: BreachSpans;
  /** What the numbers stood on when `finding` was found; equal again, it holds again. */
  version: number;
  bucket: number;
};

const READS_AGENTS: ReadonlySet<AlertMetricId> = new Set<AlertMetricId>([
  'occupancy',
  'wait-estimate',
  'agents-available',
  'agents-on-contact',
  'agents-presented',
  'agents-after-contact-work',
  'agents-not-ready',
  'agents-signed-in',
  'agents-signed-out',
]);
const READS_MEMORY: ReadonlySet<AlertMetricId> = new Set<AlertMetricId>([
  'negative-feedback-share',
  'feedback-mentions',
  'bad-days',
  'weeks-anomaly',
]);

export function compileRule(rule: AlertRule, schedule: StretchClock | null): CompiledRule {
  const bySeverity = rule.levels.toSorted((left) => (left.severity === 'critical' ? -1 : 1));
  return {
    rule,
    schedule,
    levels: bySeverity.map((level) => {
      const metrics = metricsIn(level.when);
      return {
        level,
        timeDriven: timeDriven(level.when),
        readsAgents: metrics.some((metric) => READS_AGENTS.has(metric)),
        readsMemory: metrics.some((metric) => READS_MEMORY.has(metric)),
      };
    }),
  };
}

function metricsIn(condition: Condition): AlertMetricId[] {
  if ('all' in condition) return condition.all.flatMap(metricsIn);
  return 'any' in condition ? condition.any.flatMap(metricsIn) : [condition.metric];
}

export function watchLevel(compiled: CompiledRule, own: CompiledLevel, subject: Subject): Watched {
  const alertId = alertIdOf(compiled.rule.id, own.level.severity, subject.table, subject.id);
  return { alertId, compiled, own, subject, alert: QUIET, finding: 'no-data', spans: [], version: -1, bucket: -1 };
}

/** Names what is watched: equal for equal ones. */
export function watchedKey(ruleId: string, severity: Severity, subjectKey: string): string {
  return `${ruleId}/${severity}/${subjectKey}`;
}

/** Wide subjects come first: what fires on the site may inhibit what fires on a queue. */
const BREADTH: Record<SubjectTable, number> = {
  sites: 0,
  groups: 1,
  teams: 2,
  queues: 3,
  agents: 4,
  bots: 5,
  sources: 6,
  contacts: 7,
};

/** The order in which one subject's levels are looked at: those that others may be inhibited by first. */
export function byInhibition(left: Watched, right: Watched): number {
  return (left.compiled.rule.inhibitedBy ? 1 : 0) - (right.compiled.rule.inhibitedBy ? 1 : 0);
}

export function byBreadth(left: Subject, right: Subject): number {
  return BREADTH[left.table] - BREADTH[right.table];
}
