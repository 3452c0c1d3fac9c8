import { TriangleAlert } from 'lucide-react';
import type { DayFault } from '@floorwalk/shared/labour/day-faults';
import { t } from '../../messages/text.ts';
import { formatSpan } from '../../ui/format.ts';

/** What should be looked at before a day is saved. It can be saved all the same: exceptions from a rule are agreed upon outside of this program. */
export function DayFaultsList({ faults, region }: { readonly faults: readonly DayFault[]; readonly region: string }) {
  if (faults.length === 0) return null;
  return (
    <ul className="day-faults" aria-label={t('staffing.fault.title')}>
      {faults.map((fault) => (
        <li key={JSON.stringify(fault)}>
          <TriangleAlert aria-hidden="true" size={14} /> {faultWords(fault, region)}
        </li>
      ))}
    </ul>
  );
}

function faultWords(fault: DayFault, region: string): string {
  switch (fault.kind) {
    case 'overlap':
      return t('staffing.fault.overlap', { first: fault.first + 1, second: fault.second + 1 });
    case 'other-day':
      return t('staffing.fault.other-day', { date: fault.date });
    case 'labour': {
      const { rule, limitMs, actualMs } = fault.violation;
      return t('staffing.fault.labour', {
        region,
        rule: t(`labour-rule.${rule}`),
        limit: formatSpan(limitMs),
        actual: formatSpan(actualMs),
      });
    }
  }
}
