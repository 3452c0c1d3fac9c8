import type { AlertRule, Comparison, Condition, DayTest, RuleLevel } from '@floorwalk/shared/alerts/rule';
import type { Schedule } from '@floorwalk/shared/alerts/schedule';
import { live } from '../../connection/live-session.ts';
import { ALERT_METRICS, type AlertMetricId } from '@floorwalk/shared/alerts/alert-metric';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { alertMetricLabel, alertMetricUnit } from './alert-metric-words.ts';
import { weekdayName } from '../../ui/weekday-name.ts';
import { formatCount, formatSpan, formatValue } from '../../ui/format.ts';

/** A rule in plain language: when it speaks, about what, and when it is over. */
export function ruleSentences(rule: AlertRule, nameOf: (id: string) => string): string[] {
  const { subject, levels, group, schedule, noData, sourceSilent, inhibitedBy } = rule;
  const only = subject.ids ?? subject.queueIds;
  return [
    ...levels.flatMap(levelSentences),
    t(`sentence.each.${subject.table}` as MessageKey),
    ...(only === undefined ? [] : [t('sentence.some', { names: only.map(nameOf).join(', ') })]),
    ...(schedule === undefined ? [] : [t('sentence.schedule', { hours: hoursWords(schedule) })]),
    ...(noData === undefined ? [] : [t(`sentence.no-data.${noData}`)]),
    ...(sourceSilent === undefined
      ? []
      : [t('sentence.source-silent', { policy: t(`rule.source-silent.${sourceSilent.do}`) })]),
    ...(inhibitedBy === undefined ? [] : [t('sentence.inhibited', { names: inhibitedBy.map(ruleName).join(', ') })]),
    ...(group === undefined ? [] : [t('sentence.group', { group })]),
  ];
}

function ruleName(id: string): string {
  return live().store.tables.alertRules.row(id)?.rule.name ?? id;
}

function hoursWords({ open, zone }: Schedule): string {
  const spans = open.map(
    ({ days, from, to }) => `${days.map((day) => weekdayName(day, 'short')).join(' ')} ${from}–${to}`,
  );
  return `${spans.join(', ')}${zone === undefined ? '' : ` (${zone})`}`;
}

function lastingWords({ forMs, count }: RuleLevel): string {
  if (count?.times !== undefined) return t('sentence.times', { times: count.times, span: formatSpan(count.withinMs) });
  if (count?.heldMs !== undefined)
    return t('sentence.held', { held: formatSpan(count.heldMs), span: formatSpan(count.withinMs) });
  return forMs === 0 ? '' : t('sentence.lasting', { span: formatSpan(forMs) });
}

function levelSentences(given: RuleLevel): string[] {
  const { severity, when, keepFiringMs } = given;
  const lasting = lastingWords(given);
  const level = t('sentence.level', {
    severity: t(`alert-severity.${severity}` as MessageKey),
    condition: lasting !== '' && ('all' in when || 'any' in when) ? `(${conditionWords(when)})` : conditionWords(when),
    lasting,
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
    metric: comparison.of === undefined ? alertMetricLabel(metric) : comparedWords(comparison.of),
    window: t(`window.${window}` as MessageKey),
    is: t(`is.${is}` as MessageKey),
    threshold: formatValue(threshold, alertMetricUnit(metric)),
  };
  let words = t(ALERT_METRICS[metric].span === 'window' ? 'sentence.comparison-in' : 'sentence.comparison', values);
  const { state, intervals, day, ofDays, withinHours = 24 } = comparison;
  const mentioned = [...(comparison.words ?? []), ...(comparison.themes ?? [])];
  if (state !== undefined) words = t('sentence.in-state', { comparison: words, state: t(`agent-state.${state}`) });
  if (intervals !== undefined) words = t('sentence.intervals', { comparison: words, count: intervals });
  if (ofDays !== undefined) words = t('sentence.of-days', { comparison: words, count: ofDays });
  if (day !== undefined) words = t('sentence.days', { comparison: words, day: dayWords(day) });
  if (mentioned.length > 0)
    words = t('sentence.mentions', { comparison: words, words: `“${mentioned.join('”, “')}”`, hours: withinHours });
  if (proof !== undefined) words = t('sentence.with-proof', { comparison: words });
  if (minimumSample) words = t('sentence.with-sample', { comparison: words, count: formatCount(minimumSample) });
  return words;
}

function comparedWords(of: AlertMetricId): string {
  return `${alertMetricLabel(of)} (${alertMetricLabel('weeks-anomaly')})`;
}

function dayWords({ metric, is, threshold, weekdays }: DayTest): string {
  const words = t('sentence.comparison', {
    metric: alertMetricLabel(metric),
    is: t(`is.${is}`),
    threshold: formatValue(threshold, alertMetricUnit(metric)),
  });
  if (weekdays === undefined) return words;
  return t('sentence.on-days', {
    comparison: words,
    days: weekdays.map((day) => weekdayName(day, 'short')).join(', '),
  });
}
