import type { Measured, MetricId } from '@floorwalk/shared/metrics/metric';
import { FEW_CONTACTS } from '../severity/queue-severity.ts';
import type { BotMetricId } from '@floorwalk/shared/metrics/bot-metric';
import { t } from '../messages/text.ts';
import { formatCount, formatDuration } from '../ui/format.ts';

/** Ratios of time to time; all others are of contacts, turns or surveys. */
const OF_TIME: readonly (MetricId | BotMetricId)[] = ['occupancy'];

export function isOfTime(id: MetricId | BotMetricId): boolean {
  return OF_TIME.includes(id);
}

/** How much a value stands on: `n 48`, or the time it is a share of; empty where there is nothing to say. */
export function evidenceText(id: MetricId | BotMetricId, measured: Measured): string {
  if (measured.value === null || measured.denominator === null) return '';
  return isOfTime(id)
    ? t('evidence.of-time', { time: formatDuration(measured.denominator) })
    : `n ${formatCount(measured.denominator)}`;
}

/** Whether a ratio stands on so little that it proves nothing. */
export function isFew(id: MetricId | BotMetricId, unit: string, measured: Measured): boolean {
  return (
    unit === 'ratio' && !isOfTime(id) && measured.value !== null && (measured.denominator ?? Infinity) < FEW_CONTACTS
  );
}
