import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { PublishedAnswer } from '@floorwalk/shared/api/forecast';
import { askForecast, fetchPublished } from '../../api/forecast.ts';
import { live } from '../../connection/live-session.ts';
import { t, textOf } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useNames } from '../../shell/use-names.ts';
import { useIds, useRow, useRowValue } from '../../store/use-row.ts';
import { formatCount, formatDate, formatTimeShort } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { TimeChart, type ChartSeries } from '../../ui/time-chart.tsx';
import { methodWords, requirementWords } from './forecast-words.ts';

/** Every forecast that was published for one queue and day, beside what came. */
export function PublishedTab() {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const queueIds = useIds('forecasts');
  const nameOf = useNames();
  const client = useQueryClient();
  const isPast = isTravelling(useDeskSearch());
  const mayAsk = useMay('edit-schedules', siteId) && !isPast;
  const [chosen, setQueueId] = useState('');
  const [date, setDate] = useState(() => isoDate(live().siteTime(), zone));
  const sorted = queueIds.toSorted((a, b) => nameOf('queue', a).localeCompare(nameOf('queue', b)));
  const queueId = queueIds.includes(chosen) ? chosen : (sorted[0] ?? '');
  const newest = useRowValue('forecasts', queueId, ({ forecastId }) => forecastId);
  const published = useQuery({
    queryKey: ['published-forecasts', siteId, queueId, date, newest],
    queryFn: () => fetchPublished(siteId, queueId, date),
    enabled: queueId !== '' && date !== '',
    placeholderData: (before) => before,
  });
  const asking = useMutation({
    mutationFn: () => askForecast(siteId),
    onSuccess: () => client.invalidateQueries({ queryKey: ['published-forecasts', siteId] }),
  });
  const requirement = published.data?.[0]?.forecast.requirement;
  if (queueId === '') return <p>{t('forecast.problem.no-history')}</p>;
  return (
    <section aria-labelledby="forecast-published">
      <h2 id="forecast-published">{t('published.title')}</h2>
      <div className="forecast-fields">
        <label className="field">
          <span>{t('forecast.queue')}</span>
          <select value={queueId} onChange={(event) => setQueueId(event.target.value)}>
            {sorted.map((id) => (
              <option key={id} value={id}>
                {nameOf('queue', id)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('published.date')}</span>
          <input type="date" value={date} onChange={(event) => setDate(event.target.value)} />
        </label>
        {mayAsk && (
          <button type="button" className="button" disabled={asking.isPending} onClick={() => asking.mutate()}>
            {t('published.ask')}
          </button>
        )}
      </div>
      {asking.isError && <p role="alert">{problemWords(asking.error)}</p>}
      {published.isPending && <Skeleton rows={8} label={t('state.loading')} />}
      {published.isError && <p role="alert">{problemWords(published.error)}</p>}
      {published.data?.length === 0 && <p>{t('published.none')}</p>}
      {published.data !== undefined && published.data.length > 0 && (
        <>
          <PublishedChart rows={published.data} zone={zone} />
          {requirement !== undefined && <p className="page-note">{requirementWords(requirement)}</p>}
          <PublishedTable rows={published.data} zone={zone} />
        </>
      )}
    </section>
  );
}

/** The local date of a moment, as a date field has it. */
function isoDate(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
}

function PublishedChart({ rows, zone }: { readonly rows: readonly PublishedAnswer[]; readonly zone: string }) {
  const series = useMemo((): ChartSeries[] => {
    const newest = rows[0]?.forecast;
    const plan = rows.find(({ kind }) => kind === 'day-ahead')?.forecast;
    if (newest === undefined) return [];
    const points = (values: readonly number[], from = 0, to = values.length) =>
      values.map((value, i) => [newest.startsAt + i * newest.intervalMs, i >= from && i < to ? value : null] as const);
    return [
      {
        id: 'actual',
        label: t('published.actual'),
        form: 'bars',
        colour: 1,
        points: points(newest.offeredCounts, 0, newest.seenCount),
      },
      {
        id: 'forecast',
        label: t('published.forecast'),
        form: 'line',
        colour: 2,
        points: points(newest.offeredCounts, newest.seenCount),
      },
      ...(plan
        ? [
            {
              id: 'plan',
              label: t('published.plan'),
              form: 'line',
              colour: 3,
              points: points(plan.offeredCounts),
            } as const,
          ]
        : []),
      {
        id: 'low',
        label: t('published.low'),
        form: 'line',
        colour: 4,
        points: points(newest.lowCounts, newest.seenCount),
      },
      {
        id: 'high',
        label: t('published.high'),
        form: 'line',
        colour: 4,
        points: points(newest.highCounts, newest.seenCount),
      },
    ];
  }, [rows]);
  return (
    <div className="forecast-wide">
      <TimeChart
        label={t('published.chart')}
        series={series}
        zone={zone}
        height={240}
        format={(value) => formatCount(value === null ? null : Math.round(value))}
      />
    </div>
  );
}

function PublishedTable({ rows, zone }: { readonly rows: readonly PublishedAnswer[]; readonly zone: string }) {
  return (
    <ScrollRegion className="table-frame" labelledBy="forecast-published">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('published.at')}</th>
            <th scope="col">{t('published.kind')}</th>
            <th scope="col">{t('published.cause')}</th>
            <th scope="col">{t('forecast.method')}</th>
            <th scope="col" className="cell-number">
              {t('published.seen')}
            </th>
            <th scope="col" className="cell-number">
              {t('published.rest')}
            </th>
            <th scope="col" className="cell-number">
              {t('published.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ publishedAt, kind, cause, forecast, leadDays }) => {
            const sum = (from: number, to?: number) =>
              forecast.offeredCounts.slice(from, to).reduce((a, b) => a + b, 0);
            return (
              <tr key={forecast.forecastId}>
                <th scope="row">
                  {formatDate(publishedAt, zone)}, {formatTimeShort(publishedAt, zone)}
                </th>
                <td>
                  {kind === 'horizon'
                    ? t('published.kind.horizon', { count: leadDays })
                    : textOf(`published.kind.${kind}`)}
                </td>
                <td>{textOf(`published.cause.${cause}`)}</td>
                <td>{methodWords(forecast.method)}</td>
                <td className="cell-number">{formatCount(Math.round(sum(0, forecast.seenCount)))}</td>
                <td className="cell-number">{formatCount(Math.round(sum(forecast.seenCount)))}</td>
                <td className="cell-number">{formatCount(Math.round(sum(0)))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
