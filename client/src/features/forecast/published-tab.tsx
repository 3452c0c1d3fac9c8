import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ForecastBy, PublishedAnswer } from '@floorwalk/shared/api/forecast';
import { askForecast, fetchPublished } from '../../api/forecast.ts';
import { live } from '../../connection/live-session.ts';
import { t, textOf } from '../../messages/text.ts';
import { figureColumns } from '../../numbers/figure-columns.tsx';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useNames } from '../../shell/use-names.ts';
import { useIds, useRow, useRowValue } from '../../store/use-row.ts';
import { CsvButton } from '../../ui/csv-button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { formatCount, formatDate, formatDuration, formatTimeShort } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { DayChart } from './day-chart.tsx';
import { forecastTable, knownSum, meanHandleTime } from './forecast-table.ts';
import { methodWords, requirementWords } from './forecast-words.ts';
import { SumOfDay } from './sum-of-day.tsx';
import { UnknownNote } from './unknown-note.tsx';

const BY: readonly ForecastBy[] = ['queue', 'channel', 'segment', 'site'];

/** Every forecast that was published for one queue and day, beside what came; and the newest of queues put together by channel, segment or for the whole site. */
export function PublishedTab() {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const queueIds = useIds('forecasts');
  const nameOf = useNames();
  const client = useQueryClient();
  const isPast = isTravelling(useDeskSearch());
  const mayAsk = useMay('edit-schedules', siteId) && !isPast;
  const [by, setBy] = useState<ForecastBy>('queue');
  const [chosen, setQueueId] = useState('');
  const [date, setDate] = useState(() => isoDate(live().siteTime(), zone));
  const sorted = queueIds.toSorted((a, b) => nameOf('queue', a).localeCompare(nameOf('queue', b)));
  const queueId = queueIds.includes(chosen) ? chosen : (sorted[0] ?? '');
  const newest = useRowValue('forecasts', queueId, ({ forecastId }) => forecastId);
  const published = useQuery({
    queryKey: ['published-forecasts', siteId, queueId, date, newest],
    queryFn: () => fetchPublished(siteId, queueId, date),
    enabled: by === 'queue' && queueId !== '' && date !== '',
    placeholderData: (before) => before,
  });
  const asking = useMutation({
    mutationFn: () => askForecast(siteId),
    onSuccess: () =>
      Promise.all(
        // Methods may be chosen anew too, and how far that is stands beside them.
        ['published-forecasts', 'forecast-accuracy'].map((about) =>
          client.invalidateQueries({ queryKey: [about, siteId] }),
        ),
      ),
  });
  const newestRow = published.data?.[0];
  const planRow = published.data?.find(({ kind }) => kind === 'day-ahead');
  const requirement = newestRow?.forecast.requirement;
  if (queueId === '') return <p>{t('forecast.problem.no-history')}</p>;
  return (
    <section aria-labelledby="forecast-published">
      <h2 id="forecast-published">{t('published.title')}</h2>
      <div className="forecast-fields">
        <label className="field">
          <span>{t('published.by')}</span>
          <select value={by} onChange={(event) => setBy(BY.find((one) => one === event.target.value) ?? 'queue')}>
            {BY.map((one) => (
              <option key={one} value={one}>
                {t(`published.by.${one}`)}
              </option>
            ))}
          </select>
        </label>
        {by === 'queue' && (
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
        )}
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
      {by !== 'queue' && date !== '' && (
        <SumOfDay siteId={siteId} by={by} date={date} newest={newest ?? ''} zone={zone} />
      )}
      {by === 'queue' && published.isPending && <Skeleton rows={8} label={t('state.loading')} />}
      {by === 'queue' && published.isError && <p role="alert">{problemWords(published.error)}</p>}
      {by === 'queue' && published.data?.length === 0 && <p>{t('published.none')}</p>}
      {by === 'queue' && published.data !== undefined && published.data.length > 0 && (
        <>
          {newestRow && <DayChart day={newestRow.forecast} plan={planRow?.forecast ?? null} zone={zone} />}
          <p className="page-note">
            {requirement !== undefined && requirementWords(requirement)}{' '}
            {newestRow && <UnknownNote day={newestRow.forecast} zone={zone} />}{' '}
            {newestRow && (
              <CsvButton
                name={`forecast-${queueId}-${date}`}
                table={() => forecastTable([{ name: nameOf('queue', queueId), day: newestRow.forecast }])}
              />
            )}
          </p>
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

function PublishedTable({ rows, zone }: { readonly rows: readonly PublishedAnswer[]; readonly zone: string }) {
  const number = figureColumns<PublishedAnswer>(({ publishedAt }) => formatTimeShort(publishedAt, zone));
  const sum = ({ forecast }: PublishedAnswer, from: number, to?: number) =>
    formatCount(Math.round(knownSum(forecast, from, to)));
  return (
    <DataTable
      rows={rows}
      keyOf={({ forecast }) => forecast.forecastId}
      labelledBy="forecast-published"
      hasFigures
      columns={[
        {
          id: 'at',
          label: t('published.at'),
          cell: ({ publishedAt }) => `${formatDate(publishedAt, zone)}, ${formatTimeShort(publishedAt, zone)}`,
        },
        { id: 'kind', label: t('published.kind'), cell: kindWords },
        { id: 'cause', label: t('published.cause'), cell: ({ cause }) => textOf(`published.cause.${cause}`) },
        { id: 'method', label: t('forecast.method'), cell: ({ forecast }) => methodWords(forecast.method) },
        number('seen', t('published.seen'), 'forecast-actual', (row) => sum(row, 0, row.forecast.seenCount)),
        number('rest', t('published.rest'), 'forecast-expected', (row) => sum(row, row.forecast.seenCount)),
        number('total', t('published.total'), 'forecast-expected', (row) => sum(row, 0)),
        number('handle-time', t('published.handle-time'), 'forecast-handle-time', ({ forecast }) =>
          formatDuration(meanHandleTime(forecast)),
        ),
      ]}
    />
  );
}

function kindWords({ kind, leadDays }: PublishedAnswer) {
  return kind === 'horizon' ? t('published.kind.horizon', { count: leadDays }) : textOf(`published.kind.${kind}`);
}
