import { ALERT_METRICS, isOwnMetric, type AlertMetricId } from '@floorwalk/shared/alerts/alert-metric';
import type { MetricUnit } from '@floorwalk/shared/metrics/metric';
import { textOf } from '../../messages/text.ts';
import { metricFormula, metricLabel } from '../../numbers/metric-words.ts';

/** What people call a metric of a rule: those of the registry and of bots as everywhere, the others by words of their own. */
export function alertMetricLabel(id: AlertMetricId): string {
  return isOwnMetric(id) ? (textOf(`alert-metric.${id}`) ?? textOf(`metric.${id}`) ?? id) : metricLabel(id);
}

export function alertMetricFormula(id: AlertMetricId): string {
  if (!isOwnMetric(id)) return metricFormula(id);
  return textOf(`alert-metric.${id}.formula`) ?? textOf(`metric.${id}.formula`) ?? '';
}

export function alertMetricUnit(id: AlertMetricId): MetricUnit {
  return ALERT_METRICS[id].unit;
}
