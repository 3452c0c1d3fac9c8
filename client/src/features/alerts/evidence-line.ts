import type { Evidence } from '@floorwalk/shared/alerts/evidence';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { formatValue } from '../../ui/format.ts';
import { alertMetricLabel, alertMetricUnit } from './alert-metric-words.ts';

type Compared = Pick<Evidence, 'metric' | 'of' | 'window' | 'value' | 'is' | 'threshold'>;

/** A finding in one line: `Waiting 7 ≥ 5`. */
export function evidenceLine({ metric, of, window, value, is, threshold }: Compared): string {
  const unit = alertMetricUnit(metric);
  const sign = t(`is.${is}.sign` as MessageKey);
  const within = window === null ? '' : ` · ${t(`window.${window}` as MessageKey)}`;
  const label = of === undefined ? alertMetricLabel(metric) : `${alertMetricLabel(of)}: ${alertMetricLabel(metric)}`;
  return `${label} ${formatValue(value, unit)} ${sign} ${formatValue(threshold, unit)}${within}`;
}
