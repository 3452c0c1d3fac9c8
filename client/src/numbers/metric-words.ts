import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { MetricId, MetricUnit } from '@floorwalk/shared/metrics/metric';
import { textOf } from '../messages/text.ts';
import { BOT_METRICS, isBotMetric, type BotMetricId } from '@floorwalk/shared/metrics/bot-metrics';

type AnyMetric = MetricId | BotMetricId;

export function metricLabel(id: AnyMetric): string {
  return textOf(`metric.${id}`) ?? (isBotMetric(id) ? id : METRICS[id].label);
}

/** At most 11 characters: for column heads and tiles. */
export function metricShortLabel(id: AnyMetric): string {
  return textOf(`short.${id}`) ?? (isBotMetric(id) ? id : METRICS[id].shortLabel);
}

export function metricFormula(id: AnyMetric): string {
  return textOf(`metric.${id}.formula`) ?? (isBotMetric(id) ? '' : METRICS[id].formula);
}

export function metricUnit(id: AnyMetric): MetricUnit {
  return isBotMetric(id) ? BOT_METRICS[id].unit : METRICS[id].unit;
}
