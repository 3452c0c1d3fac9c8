import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SiteRow } from '@floorwalk/shared/floor/rows';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import { fetchIntervals } from '../../api/history.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { metricShortLabel } from '../../numbers/metric-words.ts';
import { serviceLevelMetric } from '../../numbers/service-level-choice.ts';
import type { FigureOnGlass } from '../../numbers/subject.ts';
import { useSeek } from '../../shell/use-seek.ts';
import { useDeskSearch } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatCount, formatDuration, formatRatio, formatTimeShort } from '../../ui/format.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';

const REFRESH_MS = 30_000;

/** The queue's day by interval, from the same numbers as every report. */
export function QueueIntervals({ queueId, site }: { readonly queueId: string; readonly site: SiteRow }) {
  const search = useDeskSearch();
  const seek = useSeek();
  const every = site.intervalMinutes === 15 ? '15m' : '30m';
  const intervals = useQuery({
    queryKey: ['intervals', site.id, site.todayStartAt, every, search.at ?? 'live'],
    queryFn: () => fetchIntervals(site.id, { from: site.todayStartAt, to: live().siteTime(), every, by: 'queue' }),
    refetchInterval: search.at === undefined ? REFRESH_MS : false,
    select: (answer) => answer.rows,
  });
  const rows = useMemo(
    () => (intervals.data ?? []).filter((row) => row.queueId === queueId),
    [intervals.data, queueId],
  );
  const series = useMemo(() => {
    const points = (value: (row: ReportRow) => number) => rows.map((row) => [row.startAt, value(row)] as const);
    return [
      {
        id: 'offered',
        label: t('metric.offered'),
        form: 'bars' as const,
        colour: 1 as const,
        points: points((row) => row.offeredCount),
      },
      {
        id: 'abandoned',
        label: t('metric.abandoned'),
        form: 'steps' as const,
        colour: 2 as const,
        points: points((row) => row.abandonedCount),
      },
    ];
  }, [rows]);
  return (
    <section>
      <h3 id="intervals-title">{t('floor.intervals')}</h3>
      {intervals.isPending && <Skeleton rows={4} label={t('state.loading')} />}
      {intervals.isError && <p className="form-problem">{t('floor.intervals-failed')}</p>}
      {intervals.isSuccess && rows.length === 0 && <p className="quiet">{t('floor.no-intervals')}</p>}
      {rows.length > 0 && (
        <>
          <TimeChart
            label={t('floor.intervals-chart')}
            series={series}
            zone={site.zone}
            height={110}
            format={(value) => formatCount(value)}
            to={(rows[rows.length - 1]?.startAt ?? 0) + site.intervalMinutes * 60_000}
            onSeek={seek}
          />
          <ScrollRegion labelledBy="intervals-title">
            <table className="plain-table numeric">
              <thead>
                <tr>
                  <th scope="col">{t('floor.interval')}</th>
                  <th scope="col">{metricShortLabel('offered')}</th>
                  <th scope="col">{metricShortLabel('answered')}</th>
                  <th scope="col">{metricShortLabel('abandoned')}</th>
                  <th scope="col">{metricShortLabel('service-level')}</th>
                  <th scope="col">{metricShortLabel('average-speed-of-answer')}</th>
                  <th scope="col">{metricShortLabel('average-handle-time')}</th>
                </tr>
              </thead>
              <tbody>
                {[...rows].reverse().map((row) => (
                  <IntervalLine key={row.startAt} row={row} site={site} />
                ))}
              </tbody>
            </table>
          </ScrollRegion>
          <p className="quiet">{t('floor.intervals-note')}</p>
        </>
      )}
    </section>
  );
}

function IntervalLine({ row, site }: { readonly row: ReportRow; readonly site: SiteRow }) {
  const queue = useRow('queues', row.queueId ?? null);
  const from = formatTimeShort(row.startAt, site.zone);
  const to = formatTimeShort(row.startAt + site.intervalMinutes * 60_000, site.zone);
  const level = row.serviceLevel[site.serviceLevelFormula] ?? row.serviceLevel['default'];
  const cell = (figure: FigureOnGlass['figure'], text: string, below?: string) => (
    <td>
      <Figure figure={figure} of={`${queue?.name ?? row.queueId} · ${from}–${to}`} below={below}>
        {text}
      </Figure>
    </td>
  );
  return (
    <tr>
      <th scope="row">{from}</th>
      {cell('offered', formatCount(row.offeredCount))}
      {cell('answered', formatCount(row.answeredCount))}
      {cell('abandoned', formatCount(row.abandonedCount))}
      {cell(serviceLevelMetric(site.serviceLevelFormula), formatRatio(level))}
      {cell('average-speed-of-answer', formatDuration(row.averageSpeedOfAnswerMs), formatCount(row.answeredCount))}
      {cell('average-handle-time', formatDuration(row.averageHandleTimeMs))}
    </tr>
  );
}
