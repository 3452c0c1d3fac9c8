import type { Measured } from '../metrics/metric.ts';
import { HALF_HOUR_MS } from './alert-memory.ts';
import { ALERT_METRICS, type AlertMetricId } from './alert-metric.ts';
import { MAX_KEPT_AT_ONCE, type AlertHalfHourKept, type HalfHourPoint } from './events.ts';
import { halfHourKey, KEPT_HALF_HOUR_SERIES } from './half-hours.ts';
import type { AlertRule, Condition } from './rule.ts';
import type { SubjectMeasures } from './subject-measures.ts';
import type { Subject } from './subject.ts';

/** Later than this after its end a half hour is no longer kept: contacts that ended since would make it look unlike those kept in time. */
const LATEST_MS = 15 * 60_000;

type Series = { readonly metric: AlertMetricId; readonly subject: Subject };

/** The metrics that a rule compares with their own past, contacts offered apart: those are remembered of every queue. */
export function comparedMetrics(rule: AlertRule): readonly AlertMetricId[] {
  const found = new Set<AlertMetricId>();
  const look = (condition: Condition): void => {
    if ('all' in condition) condition.all.forEach(look);
    else if ('any' in condition) condition.any.forEach(look);
    else if (condition.metric === 'weeks-anomaly' && condition.of !== undefined && condition.of !== 'offered')
      found.add(condition.of);
  };
  for (const level of rule.levels) look(level.when);
  return [...found];
}

/** Keeps what metrics were in each half hour that ends, for rules that compare them with past weeks. */
export class HalfHourKeeper {
  /** Series that rules ask for beyond what is kept, by rule. */
  readonly leftOut = new Map<string, number>();
  private series: readonly Series[] = [];
  private shape = '';
  private readonly isAsked: boolean;

  constructor(
    private readonly rules: readonly AlertRule[],
    private readonly measures: SubjectMeasures,
  ) {
    this.isAsked = rules.some((rule) => comparedMetrics(rule).length > 0);
  }

  /** What must be noted at `now`, epoch ms: the half hour that ended, unless it is kept already. */
  keep(now: number): AlertHalfHourKept[] {
    if (!this.isAsked) return [];
    this.refresh();
    const endAt = Math.floor(now / HALF_HOUR_MS) * HALF_HOUR_MS;
    const startAt = endAt - HALF_HOUR_MS;
    if (this.series.length === 0 || this.measures.memory.halfHours.keptAt >= startAt || now - endAt > LATEST_MS)
      return [];
    const events: AlertHalfHourKept[] = [];
    for (let from = 0; from < this.series.length; from += MAX_KEPT_AT_ONCE) {
      events.push({
        startAt,
        series: this.series.slice(from, from + MAX_KEPT_AT_ONCE).map(({ metric, subject }) => ({
          metric,
          subject: { table: subject.table, id: subject.id },
          point: pointOf(metric, this.measures.over(subject, startAt, endAt)({ metric, is: 'above', threshold: 0 })),
        })),
      });
    }
    return events;
  }

  /** The next end of a half hour after `now`; Infinity where no rule asks for one. */
  nextAt(now: number): number {
    return this.isAsked ? (Math.floor(now / HALF_HOUR_MS) + 1) * HALF_HOUR_MS : Infinity;
  }

  private refresh(): void {
    const { subjects } = this.measures;
    const shape = subjects.refresh();
    if (shape === this.shape) return;
    this.shape = shape;
    this.leftOut.clear();
    const found = new Map<string, Series>();
    for (const rule of this.rules) {
      for (const metric of comparedMetrics(rule)) {
        for (const subject of subjects.of(rule.subject)) {
          const key = halfHourKey(metric, subject.table, subject.id);
          if (found.has(key)) continue;
          if (found.size < KEPT_HALF_HOUR_SERIES) found.set(key, { metric, subject });
          else this.leftOut.set(rule.id, (this.leftOut.get(rule.id) ?? 0) + 1);
        }
      }
    }
    this.series = [...found.values()];
  }
}

/** Time shares and single longest waits have no contacts behind them. */
const WITHOUT_SAMPLE: ReadonlySet<AlertMetricId> = new Set<AlertMetricId>(['occupancy', 'wait-max']);

function pointOf(metric: AlertMetricId, { value, denominator }: Measured): HalfHourPoint {
  if (value === null) return null;
  const counts = ALERT_METRICS[metric].unit !== 'count' && !WITHOUT_SAMPLE.has(metric);
  return [value, counts ? denominator : null];
}
