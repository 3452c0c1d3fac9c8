import type { ForecastDayAnswer } from '@floorwalk/shared/api/forecast';
import { t } from '../../messages/text.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { knownSince } from './forecast-table.ts';

type Props = {
  readonly day: Pick<ForecastDayAnswer, 'startsAt' | 'intervalMs' | 'offeredCounts'>;
  readonly zone: string;
};

/** Since when a day is known, where that is not its beginning. */
export function UnknownNote({ day, zone }: Props) {
  const since = knownSince(day);
  return since === null ? null : t('published.unknown-before', { time: formatTimeShort(since, zone) });
}
