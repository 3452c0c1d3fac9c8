import type { Evidence } from '@floorwalk/shared/alerts/evidence';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { formatValue } from '../../ui/format.ts';
import { alertMetricLabel, alertMetricUnit } from './alert-metric-words.ts';

type Compared = Pick<Evidence, 'metric' | 'of' | 'window' | 'value' | 'is' | 'threshold'>;

/** A finding in one line: `Waiting 7 ≥ 5`. */
export function evidenceLine(compared: Compared): string {
  const { label, value, limit, within } = evidenceWords(compared);
  return `${label} ${value} ${limit}${within}`;
}

/** The parts of a finding, each in words. */
export function evidenceWords({ metric, of, window, value, is, threshold }: Compared) {
  const unit = alertMetricUnit(metric);
  return {
    label: of === undefined ? alertMetricLabel(metric) : `${alertMetricLabel(of)}: ${alertMetricLabel(metric)}`,
    value: formatValue(value, unit),
    limit: `${t(`is.${is}.sign` as MessageKey)} ${formatValue(threshold, unit)}`,
    within: window === null ? '' : ` · ${t(`window.${window}` as MessageKey)}`,
  };
}
