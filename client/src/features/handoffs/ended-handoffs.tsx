import { useInfiniteQuery } from '@tanstack/react-query';
import type { HandoffAnswer } from '@floorwalk/shared/api/handoffs';
import { fetchEndedHandoffs } from '../../api/handoffs.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { usePastEdge } from '../../shell/use-past-edge.ts';
import { useRowValue } from '../../store/use-row.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { OlderButton } from '../../ui/older-button.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { handoffColumns } from './handoff-columns.tsx';
import { businessWords, momentWords } from './handoff-words.ts';

const PAGE = 100;

/** Handoffs that ended, by when they were opened, the newest first. */
export function EndedHandoffs() {
  const siteId = useSiteId();
  const { openPanel } = useDeskActions();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const edge = usePastEdge(zone);
  const ended = useInfiniteQuery({
    queryKey: ['handoffs-ended', siteId, edge],
    queryFn: ({ pageParam }) => fetchEndedHandoffs(siteId, pageParam),
    initialPageParam: edge,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.openedAt),
    refetchOnMount: 'always',
  });
  if (ended.isPending) return <Skeleton rows={6} label={t('state.loading')} />;
  if (ended.isError) return <p role="alert">{problemWords(ended.error)}</p>;
  const rows = ended.data.pages.flat().filter(({ endedAt }) => edge === undefined || (endedAt ?? 0) <= edge);
  if (rows.length === 0) return <p>{t('handoffs.none-ended')}</p>;
  return (
    <>
      <DataTable
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          ...handoffColumns<HandoffAnswer>((id) => openPanel('handoff', id)),
          {
            id: 'opened',
            label: t('handoffs.column.opened'),
            cell: ({ openedAt }) => (
              <span className="numeric" {...plain('moment')}>
                {momentWords(openedAt, zone)}
              </span>
            ),
          },
          {
            id: 'took',
            label: t('handoffs.column.took'),
            cell: ({ title, countedMs, promiseMs }) => (
              <Figure figure="handoff-took" of={title} below={businessWords(promiseMs)}>
                {t('handoff.of', { took: businessWords(countedMs ?? 0), promised: businessWords(promiseMs) })}
              </Figure>
            ),
          },
          {
            id: 'kept',
            label: t('handoffs.column.kept'),
            cell: ({ breachedAt }) => t(breachedAt === null ? 'handoffs.kept' : 'handoffs.broken'),
          },
        ]}
      />
      <OlderButton pages={ended} label={t('history.older')} />
    </>
  );
}
