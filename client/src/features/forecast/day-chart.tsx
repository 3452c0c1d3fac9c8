import { useMemo, useState } from 'react';
import type { ForecastDayAnswer } from '@floorwalk/shared/api/forecast';
import { t } from '../../messages/text.ts';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { TimeChart, type ChartSeries } from '../../ui/time-chart.tsx';

type Day = Pick<
  ForecastDayAnswer,
  'startsAt' | 'intervalMs' | 'seenCount' | 'offeredCounts' | 'lowCounts' | 'highCounts' | 'handleTimesMs'
>;
type Counts = Day['offeredCounts'];
type Props = {
  readonly day: Day;
  /** What the day began with, where that is known. */
  readonly plan: Pick<Day, 'offeredCounts'> | null;
  readonly zone: string;
};

/** What came of a day and what is expected of its rest, with the band; or how long its contacts are expected to take. */
export function DayChart({ day, plan, zone }: Props) {
  const [shows, setShows] = useState<'contacts' | 'handle-times'>('contacts');
  const isCount = shows === 'contacts';
  const contacts = useMemo((): ChartSeries[] => {
    const { startsAt, intervalMs, seenCount, offeredCounts, lowCounts, highCounts } = day;
    const points = (values: Counts, from = 0, to = values.length) =>
      values.map((value, i) => [startsAt + i * intervalMs, i >= from && i < to ? value : null] as const);
    const line = (id: string, label: string, colour: 2 | 3 | 4, values: Counts, from: number) =>
      values.length === 0 ? [] : [{ id, label, form: 'line' as const, colour, points: points(values, from) }];
    return [
      {
        id: 'actual',
        label: t('published.actual'),
        form: 'bars',
        colour: 1,
        points: points(offeredCounts, 0, seenCount),
      },
      ...line('forecast', t('published.forecast'), 2, offeredCounts, seenCount),
      ...line('plan', t('published.plan'), 3, plan?.offeredCounts ?? [], 0),
      ...line('low', t('published.low'), 4, lowCounts, seenCount),
      ...line('high', t('published.high'), 4, highCounts, seenCount),
    ];
  }, [day, plan]);
  const handleTimes = useMemo(
    (): ChartSeries[] => [
      {
        id: 'handle-time',
        label: t('published.handle-time'),
        form: 'line',
        colour: 2,
        points: day.handleTimesMs.map(
          (value, i) => [day.startsAt + i * day.intervalMs, value > 0 ? value : null] as const,
        ),
      },
    ],
    [day],
  );
  return (
    <div className="forecast-wide">
      <div className="forecast-fields">
        <label className="field">
          <span>{t('published.chart-of')}</span>
          <select
            value={shows}
            onChange={({ target }) => setShows(target.value === 'contacts' ? 'contacts' : 'handle-times')}
          >
            <option value="contacts">{t('published.chart')}</option>
            <option value="handle-times">{t('published.handle-time')}</option>
          </select>
        </label>
      </div>
      <TimeChart
        label={isCount ? t('published.chart') : t('published.handle-time')}
        series={isCount ? contacts : handleTimes}
        zone={zone}
        height={240}
        format={(value) => (isCount ? formatCount(value === null ? null : Math.round(value)) : formatDuration(value))}
      />
    </div>
  );
}
