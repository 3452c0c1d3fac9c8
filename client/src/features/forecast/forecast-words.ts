import type { AgeAnswer } from '@floorwalk/shared/api/forecast';
import type { RequirementBasis } from '@floorwalk/shared/forecast/requirement-rule';
import { currentLocale, t, textOf } from '../../messages/text.ts';
import { DASH, formatCount, formatDuration, formatSpan } from '../../ui/format.ts';

/** A share as a percentage with one decimal: 0.0512 is 5.1 %. */
export function percent(share: number | null): string {
  if (share === null) return DASH;
  const text = new Intl.NumberFormat(currentLocale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return `${text.format(100 * share)} %`;
}

export const methodWords = (method: string): string => textOf(`forecast.method.${method}`) ?? method;
export const ageWords = ({ age }: Pick<AgeAnswer, 'age'>): string => textOf(`forecast.age.${age}`) ?? age;
export const causeWords = (cause: string): string => textOf(`forecast.finding.${cause}`) ?? cause;
export const problemOf = (problem: string): string =>
  textOf(`forecast.problem.${problem}`) ?? t('forecast.problem.no-history');

/** How a forecast's agents were worked out, in a sentence or two. */
export function requirementWords(basis: RequirementBasis): string {
  const { model, patienceMs, patienceFrom, abandonedCount, maxAbandon, maxOccupancy, concurrency, deadlineMs } = basis;
  const { waitingCount = 0, lateCount = 0 } = basis;
  const patience = formatDuration(patienceMs);
  return [
    t(`requirement.${model}`, { concurrency, deadline: deadlineMs === null ? DASH : formatSpan(deadlineMs) }),
    patienceFrom === 'measured' && t('requirement.measured', { patience, count: formatCount(abandonedCount) }),
    patienceFrom === 'set' && t('requirement.set', { patience }),
    maxAbandon !== null && t('requirement.max-abandon', { share: percent(maxAbandon) }),
    waitingCount > 0 && t('requirement.waiting', { count: waitingCount, late: formatCount(lateCount) }),
    maxOccupancy < 1 && t('requirement.max-occupancy', { share: percent(maxOccupancy) }),
  ]
    .filter((part) => part !== false)
    .join(' ');
}
