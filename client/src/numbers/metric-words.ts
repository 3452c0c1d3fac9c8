import { METRICS } from '@floorwalk/shared/metrics/registry';
import type { MetricId, MetricUnit } from '@floorwalk/shared/metrics/metric';
import { textOf } from '../messages/text.ts';
import type { FigureOnGlass } from './subject.ts';
import type { BotMetricId } from '@floorwalk/shared/metrics/bot-metric';
import { BOT_METRICS, isBotMetric } from '@floorwalk/shared/metrics/bot-metrics';

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

type AnyFigure = FigureOnGlass['figure'];

/** What a number is called that may be of the registry, of the rules, or a figure of its own. */
export function figureLabel(id: AnyFigure): string {
  return textOf(`metric.${id}`) ?? textOf(`alert-metric.${id}`) ?? textOf(`figure.${id}`) ?? id;
}

export function figureFormula(id: AnyFigure): string {
  return textOf(`metric.${id}.formula`) ?? textOf(`alert-metric.${id}.formula`) ?? textOf(`figure.${id}.formula`) ?? '';
}

/** Whose definition it is; numbers that only rules read are ours. */
export function figureSource(id: AnyFigure): string {
  return textOf(`metric.${id}.source`) ?? textOf(`figure.${id}.source`) ?? 'Floorwalk';
}
