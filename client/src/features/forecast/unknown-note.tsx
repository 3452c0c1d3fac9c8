import type { ForecastDayAnswer } from '@floorwalk/shared/api/forecast';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { knownSince } from './forecast-table.ts';

type Props = {
  readonly day: Pick<ForecastDayAnswer, 'startsAt' | 'intervalMs' | 'offeredCounts'>;
  readonly zone: string;
};

/** Since when a day is known, where that is not its beginning. */
export function UnknownNote({ day, zone }: Props) {
  const since = knownSince(day);
  if (since === null) return null;
  return <span {...plain('moment')}>{t('published.unknown-before', { time: formatTimeShort(since, zone) })}</span>;
}
