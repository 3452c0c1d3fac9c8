import type { AlertRule, Comparison } from '@floorwalk/shared/alerts/rule';
import type { AlertMetricId } from '@floorwalk/shared/alerts/alert-metric';
import { ALERT_METRICS } from '@floorwalk/shared/alerts/alert-metric';

/** Fields of a form have their units: ratios are percentages, times are seconds. */
const SCALE = { count: 1, ratio: 100, ms: 1 / 1_000 } as const;

export function toField(value: number, metric: AlertMetricId): number {
  return Number((value * SCALE[ALERT_METRICS[metric].unit]).toPrecision(12));
}

export function fromField(value: number, metric: AlertMetricId): number {
  return Number((value / SCALE[ALERT_METRICS[metric].unit]).toPrecision(12));
}

/** The one comparison of a rule that the form can show; `null` where it has more, and is edited as text. */
export function onlyComparison(rule: AlertRule): Comparison | null {
  const [level] = rule.levels;
  if (rule.levels.length !== 1 || level === undefined || (rule.subject.ids?.length ?? 1) > 1) return null;
  return 'all' in level.when || 'any' in level.when ? null : level.when;
}

/** Where a new rule starts: a warning when someone waits longer than three minutes. */
export function newRule(): AlertRule {
  return {
    id: crypto.randomUUID(),
    name: '',
    subject: { table: 'queues' },
    levels: [
      {
        severity: 'warning',
        when: { metric: 'longest-wait', is: 'above', threshold: 180_000 },
        forMs: 0,
        keepFiringMs: 60_000,
      },
    ],
  };
}
