import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ForecastBy, ForecastsAnswer } from '@floorwalk/shared/api/forecast';
import { fetchForecasts } from '../../api/forecast.ts';
import { t, textOf } from '../../messages/text.ts';
import { FigureCell } from '../../numbers/figure-cell.tsx';
import { CsvButton } from '../../ui/csv-button.tsx';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { DayChart } from './day-chart.tsx';
import { forecastTable, meanHandleTime } from './forecast-table.ts';
import { percent } from './forecast-words.ts';

type Props = {
  readonly siteId: string;
  readonly by: Exclude<ForecastBy, 'queue'>;
  readonly date: string;
  /** The newest forecast that is known: with a newer one the sums are read anew. */
  readonly newest: string;
  readonly zone: string;
};
type Series = ForecastsAnswer['series'][number];

/** A day's newest forecasts of queues put together, each sum with its own band: one of them drawn, all of them listed. */
export function SumOfDay({ siteId, by, date, newest, zone }: Props) {
  const [chosen, setId] = useState('');
  const sums = useQuery({
    queryKey: ['forecasts-by', siteId, by, date, newest],
    queryFn: () => fetchForecasts(siteId, { by, date }),
    placeholderData: (before) => (before?.by === by ? before : undefined),
  });
  if (sums.isPending) return <Skeleton rows={8} label={t('state.loading')} />;
  if (sums.isError) return <p role="alert">{problemWords(sums.error)}</p>;
  const series = sums.data.series.filter(({ days }) => days.length > 0);
  const shown = series.find(({ id }) => id === chosen) ?? series[0];
  const day = shown?.days[0];
  if (shown === undefined || day === undefined) return <p>{t('published.none')}</p>;
  return (
    <>
      {by !== 'site' && (
        <div className="forecast-fields">
          <label className="field">
            <span>{t(`published.by.${by}`)}</span>
            <select value={shown.id} onChange={(event) => setId(event.target.value)}>
              {series.map((one) => (
                <option key={one.id} value={one.id}>
                  {nameOf(by, one)}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <DayChart day={day} plan={null} zone={zone} />
      <p className="page-note">
        {t('published.sum')} {day.lowCounts.length === 0 && t('published.no-band')}{' '}
        {shown.handleTimeFrom === 'queue' && t('published.handle-time.queue')}
        {shown.handleTimeFrom === 'both' && t('published.handle-time.both')}{' '}
        <CsvButton
          name={`forecast-${by}-${date}`}
          table={() =>
            forecastTable(series.flatMap((one) => one.days.map((each) => ({ name: nameOf(by, one), day: each }))))
          }
        />
      </p>
      <ScrollRegion className="table-frame" labelledBy="forecast-published">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t(`published.by.${by}`)}</th>
              {by === 'segment' && (
                <th scope="col" className="cell-number">
                  {t('published.share')}
                </th>
              )}
              <th scope="col" className="cell-number">
                {t('published.seen')}
              </th>
              <th scope="col" className="cell-number">
                {t('published.rest')}
              </th>
              <th scope="col" className="cell-number">
                {t('published.total')}
              </th>
              <th scope="col" className="cell-number">
                {t('published.handle-time')}
              </th>
              <th scope="col" className="cell-number">
                {t('published.agents')}
              </th>
            </tr>
          </thead>
          <tbody>
            {series.map((one) => (
              <SumRow key={one.id} by={by} series={one} />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}

function SumRow({ by, series }: { readonly by: ForecastBy; readonly series: Series }) {
  const day = series.days[0];
  if (day === undefined) return null;
  const name = nameOf(by, series);
  const sum = (from: number, to?: number) =>
    formatCount(Math.round(day.offeredCounts.slice(from, to).reduce((a, b) => a + b, 0)));
  return (
    <tr>
      <th scope="row">{name}</th>
      {by === 'segment' && <FigureCell figure="segment-share" of={name} text={percent(series.share)} />}
      <FigureCell figure="forecast-actual" of={name} text={sum(0, day.seenCount)} />
      <FigureCell figure="forecast-expected" of={name} text={sum(day.seenCount)} />
      <FigureCell figure="forecast-expected" of={name} text={sum(0)} />
      <FigureCell figure="forecast-handle-time" of={name} text={formatDuration(meanHandleTime(day))} />
      <FigureCell
        figure="agents-required"
        of={name}
        text={formatCount(Math.ceil(Math.max(0, ...day.requiredAgents)))}
      />
    </tr>
  );
}

function nameOf(by: ForecastBy, { id, name }: Pick<Series, 'id' | 'name'>): string {
  if (by === 'channel') return textOf(`channel.${id}`) ?? id;
  if (by === 'segment' && id === '') return t('published.no-segment');
  return name;
}
