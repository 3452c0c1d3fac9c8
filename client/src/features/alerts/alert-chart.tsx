import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import type { ReportRow } from '@floorwalk/shared/report/report-row';
import { fetchIntervals } from '../../api/history.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatCount } from '../../ui/format.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { TimeChart } from '../../ui/time-chart.tsx';
import { useOpenMoment } from './use-open-moment.ts';

const AROUND_MS = 3 * 3_600_000;

/** The hours around a firing by interval, of the queue or the site that it is about, with the interval in which it began. */
export function AlertChart({
  table,
  id,
  at,
}: {
  readonly table: SubjectTable;
  readonly id: string;
  readonly at: number;
}) {
  const siteId = useSiteId();
  const site = useRow('sites', siteId);
  const seek = useOpenMoment();
  const every = site?.intervalMinutes === 15 ? '15m' : '30m';
  const by = table === 'queues' ? 'queue' : 'site';
  const isDrawn = table === 'queues' || table === 'sites';
  const to = Math.min(at + AROUND_MS, Math.max(at + 1, live().siteTime()));
  const intervals = useQuery({
    queryKey: ['alert-chart', siteId, by, at, every],
    queryFn: () => fetchIntervals(siteId, { from: at - AROUND_MS, to, every, by }),
    enabled: isDrawn && site !== undefined,
    select: (answer) => answer.rows,
    staleTime: 60_000,
  });
  const rows = useMemo(
    () => (intervals.data ?? []).filter((row) => by === 'site' || row.queueId === id),
    [intervals.data, by, id],
  );
  const series = useMemo(() => {
    const width = every === '15m' ? 900_000 : 1_800_000;
    const points = (value: (row: ReportRow) => number | null) => rows.map((row) => [row.startAt, value(row)] as const);
    const holds = (row: ReportRow) => row.startAt <= at && at < row.startAt + width;
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
      {
        id: 'moment',
        label: t('chart.alert-moment'),
        form: 'bars' as const,
        colour: 4 as const,
        points: points((row) => (holds(row) ? Math.max(1, row.offeredCount) : null)),
      },
    ];
  }, [rows, at, every]);
  if (!isDrawn || site === undefined) return null;
  if (intervals.isPending) return <Skeleton rows={3} label={t('state.loading')} />;
  if (intervals.isError || rows.length === 0) return <p className="quiet">{t('chart.alert-none')}</p>;
  return (
    <TimeChart
      label={t('chart.alert')}
      series={series}
      zone={site.zone}
      height={120}
      format={(value) => formatCount(value)}
      to={(rows.at(-1)?.startAt ?? at) + (every === '15m' ? 900_000 : 1_800_000)}
      onSeek={seek}
    />
  );
}
