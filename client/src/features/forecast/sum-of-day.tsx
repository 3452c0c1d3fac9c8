import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ForecastBy, ForecastDayAnswer, ForecastsAnswer } from '@floorwalk/shared/api/forecast';
import { fetchForecasts } from '../../api/forecast.ts';
import { t, textOf } from '../../messages/text.ts';
import { figureColumns } from '../../numbers/figure-columns.tsx';
import { CsvButton } from '../../ui/csv-button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { DayChart } from './day-chart.tsx';
import { forecastTable, knownSum, meanHandleTime } from './forecast-table.ts';
import { percent } from './forecast-words.ts';
import { UnknownNote } from './unknown-note.tsx';

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
        {shown.handleTimeFrom === 'both' && t('published.handle-time.both')} <UnknownNote day={day} zone={zone} />{' '}
        <CsvButton
          name={`forecast-${by}-${date}`}
          table={() =>
            forecastTable(series.flatMap((one) => one.days.map((each) => ({ name: nameOf(by, one), day: each }))))
          }
        />
      </p>
      <SumTable
        by={by}
        rows={series.flatMap((one) => one.days.slice(0, 1).map((first) => ({ series: one, day: first })))}
      />
    </>
  );
}

type Sum = { readonly series: Series; readonly day: ForecastDayAnswer };

function SumTable({ by, rows }: { readonly by: ForecastBy; readonly rows: readonly Sum[] }) {
  const number = figureColumns<Sum>(({ series }) => nameOf(by, series));
  const sum = ({ day }: Sum, from: number, to?: number) => formatCount(Math.round(knownSum(day, from, to)));
  return (
    <DataTable
      rows={rows}
      keyOf={({ series }) => series.id}
      labelledBy="forecast-published"
      hasFigures
      columns={[
        { id: 'name', label: t(`published.by.${by}`), cell: ({ series }) => nameOf(by, series) },
        ...(by === 'segment'
          ? [number('share', t('published.share'), 'segment-share', ({ series }) => percent(series.share))]
          : []),
        number('seen', t('published.seen'), 'forecast-actual', (row) => sum(row, 0, row.day.seenCount)),
        number('rest', t('published.rest'), 'forecast-expected', (row) => sum(row, row.day.seenCount)),
        number('total', t('published.total'), 'forecast-expected', (row) => sum(row, 0)),
        number('handle-time', t('published.handle-time'), 'forecast-handle-time', ({ day }) =>
          formatDuration(meanHandleTime(day)),
        ),
        number('agents', t('published.agents'), 'agents-required', ({ day }) =>
          formatCount(Math.ceil(Math.max(0, ...day.requiredAgents.map((agents) => agents ?? 0)))),
        ),
      ]}
    />
  );
}

function nameOf(by: ForecastBy, { id, name }: Pick<Series, 'id' | 'name'>): string {
  if (by === 'channel') return textOf(`channel.${id}`) ?? id;
  if (by === 'segment' && id === '') return t('published.no-segment');
  return name;
}
