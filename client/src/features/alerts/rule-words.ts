import type { Evidence } from '@floorwalk/shared/alerts/evidence';
import type { AlertRule, Comparison, Condition, RuleLevel } from '@floorwalk/shared/alerts/rule';
import { ALERT_METRICS } from '@floorwalk/shared/alerts/alert-metric';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { alertMetricLabel, alertMetricUnit } from './alert-metric-words.ts';
import { formatCount, formatSpan, formatValue } from '../../ui/format.ts';

/** A rule in plain language: when it speaks, about what, and when it is over. */
export function ruleSentences(rule: AlertRule, nameOf: (id: string) => string): string[] {
  const { subject, levels, group } = rule;
  return [
    ...levels.flatMap(levelSentences),
    t(`sentence.each.${subject.table}` as MessageKey),
    ...(subject.ids === undefined ? [] : [t('sentence.some', { names: subject.ids.map(nameOf).join(', ') })]),
    ...(group === undefined ? [] : [t('sentence.group', { group })]),
  ];
}

function levelSentences({ severity, when, forMs, keepFiringMs }: RuleLevel): string[] {
  const level = t('sentence.level', {
    severity: t(`alert-severity.${severity}` as MessageKey),
    condition: conditionWords(when),
    lasting: forMs === 0 ? '' : t('sentence.lasting', { span: formatSpan(forMs) }),
  });
  return [level, keepFiringMs === 0 ? t('sentence.ends') : t('sentence.keeps', { span: formatSpan(keepFiringMs) })];
}

function conditionWords(condition: Condition): string {
  if ('all' in condition) return partsWords(condition.all, t('sentence.and'));
  if ('any' in condition) return partsWords(condition.any, t('sentence.or'));
  return comparisonWords(condition);
}

function partsWords(parts: readonly Condition[], joint: string): string {
  return parts
    .map((part) => ('all' in part || 'any' in part ? `(${conditionWords(part)})` : conditionWords(part)))
    .join(joint);
}

function comparisonWords(comparison: Comparison): string {
  const { metric, window = 'last30m', is, threshold, minimumSample, proof } = comparison;
  const values = {
    metric: alertMetricLabel(metric),
    window: t(`window.${window}` as MessageKey),
    is: t(`is.${is}` as MessageKey),
    threshold: formatValue(threshold, alertMetricUnit(metric)),
  };
  let words = t(ALERT_METRICS[metric].span === 'now' ? 'sentence.comparison' : 'sentence.comparison-in', values);
  if (proof !== undefined) words = t('sentence.with-proof', { comparison: words });
  if (minimumSample) words = t('sentence.with-sample', { comparison: words, count: formatCount(minimumSample) });
  return words;
}

/** A finding in one line: `Waiting 7 ≥ 5`. */
export function evidenceLine({ metric, window, value, is, threshold }: Evidence): string {
  const unit = alertMetricUnit(metric);
  const sign = t(`is.${is}.sign` as MessageKey);
  const within = window === null ? '' : ` · ${t(`window.${window}` as MessageKey)}`;
  return `${alertMetricLabel(metric)} ${formatValue(value, unit)} ${sign} ${formatValue(threshold, unit)}${within}`;
}
