import { ALERT_METRICS } from '@floorwalk/shared/alerts/alert-metric';
import type { Evidence } from '@floorwalk/shared/alerts/evidence';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { alertMetricFormula, alertMetricUnit } from './alert-metric-words.ts';
import { formatValue } from '../../ui/format.ts';
import { evidenceLine } from './evidence-line.ts';

/** Every comparison with its numbers, its formula, and the gate that held it back. */
export function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return <p>{t('evidence.none')}</p>;
  return (
    <ul className="evidence-list">
      {evidence.map((one, index) => (
        <li key={index}>
          <strong>{evidenceLine(one)}</strong>
          <span>
            {t(`finding.${one.finding}` as MessageKey)}
            {partsOf(one).map((part) => (
              <span key={part}> · {part}</span>
            ))}
            {one.compared !== null && one.compared !== one.value && (
              <>
                {' · '}
                {t('evidence.bound', { value: formatValue(one.compared, alertMetricUnit(one.metric)) })}
              </>
            )}
            {one.heldBy !== null && <> · {t(`evidence.held-${one.heldBy}` as MessageKey)}</>}
          </span>
          <span className="quiet">{alertMetricFormula(one.metric)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What the value was made of. */
function partsOf(evidence: Evidence): readonly string[] {
  const { numerator, denominator, metric, detail } = evidence;
  if (metric === 'weeks-anomaly') return anomalyParts(evidence);
  if (numerator === null || denominator === null) return [];
  if (metric === 'bad-days') {
    const days = t('evidence.days', { days: numerator, seen: denominator, neutral: detail?.neutralDays ?? 0 });
    return detail?.closedDays ? [days, t('evidence.closed-days', { count: detail.closedDays })] : [days];
  }
  if (ALERT_METRICS[metric].span !== 'own') return [t('evidence.fraction', { numerator, denominator })];
  const expected = t('evidence.expected', { actual: numerator, expected: Number(denominator.toFixed(1)) });
  return detail?.z === undefined ? [expected] : [expected, t('evidence.z', { z: detail.z.toFixed(1) })];
}

/** What it was in the newest half hour and what of, what was expected, and how many weeks say so. */
function anomalyParts({ numerator, denominator, of = 'offered', detail }: Evidence): readonly string[] {
  if (numerator === null) return [];
  const unit = alertMetricUnit(of);
  const actual = formatValue(numerator, unit);
  const parts: string[] = [];
  if (denominator !== null)
    parts.push(
      t('evidence.usually', { actual, expected: formatValue(denominator, unit === 'count' ? 'count' : unit) }),
    );
  if (detail?.denominator !== undefined && unit === 'ratio' && detail.numerator !== undefined)
    parts.push(t('evidence.fraction', { numerator: detail.numerator, denominator: detail.denominator }));
  else if (detail?.denominator !== undefined) parts.push(t('evidence.of-contacts', { count: detail.denominator }));
  if (detail?.z !== undefined) parts.push(t('evidence.z', { z: detail.z.toFixed(1) }));
  if (detail?.weeks !== undefined) parts.push(t('evidence.weeks', { count: detail.weeks }));
  if (detail?.leftOutWeeks) parts.push(t('evidence.weeks-left-out', { count: detail.leftOutWeeks }));
  return parts;
}
