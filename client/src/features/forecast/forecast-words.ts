import type { AgeAnswer } from '@floorwalk/shared/api/forecast';
import { currentLocale, t, textOf } from '../../messages/text.ts';
import { DASH } from '../../ui/format.ts';

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
