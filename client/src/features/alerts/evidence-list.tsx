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
function partsOf({ numerator, denominator, metric, detail }: Evidence): readonly string[] {
  if (numerator === null || denominator === null) return [];
  if (metric === 'bad-days')
    return [t('evidence.days', { days: numerator, seen: denominator, neutral: detail?.neutralDays ?? 0 })];
  if (ALERT_METRICS[metric].span !== 'own') return [t('evidence.fraction', { numerator, denominator })];
  const expected = t('evidence.expected', { actual: numerator, expected: Number(denominator.toFixed(1)) });
  return detail?.z === undefined ? [expected] : [expected, t('evidence.z', { z: detail.z.toFixed(1) })];
}
