import { useInfiniteQuery } from '@tanstack/react-query';
import { fetchHandovers, HANDOVER_PAGE } from '../../api/handover.ts';
import { t } from '../../messages/text.ts';
import { FigureCell } from '../../numbers/figure-cell.tsx';
import { plain } from '../../numbers/plain.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { DASH, formatDate, formatDuration, formatTime } from '../../ui/format.ts';
import { OlderButton } from '../../ui/older-button.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { handoverName } from './handover-words.ts';
import '../../ui/pages.css';

/** Handovers that were, the newest first: the viewer's own, or those of everybody they lead. */
export function HandoverHistory({ mine }: { readonly mine: boolean }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const { openPanel } = useDeskActions();
  const past = useInfiniteQuery({
    queryKey: ['handover-history', siteId, mine],
    queryFn: ({ pageParam }) => fetchHandovers(siteId, { mine, before: pageParam }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.length < HANDOVER_PAGE ? undefined : last.at(-1)?.offeredAt),
    refetchOnMount: 'always',
  });
  if (past.isPending) return <Skeleton rows={4} label={t('state.loading')} />;
  if (past.isError) return <p role="alert">{problemWords(past.error)}</p>;
  const rows = past.data.pages.flat();
  if (rows.length === 0) return <p>{t('handover.history-empty')}</p>;
  return (
    <>
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('handover.column.offered')}</th>
              <th scope="col">{t('handover.column.what')}</th>
              <th scope="col">{t('handover.column.state')}</th>
              <th scope="col">{t('handover.column.owner')}</th>
              <th scope="col" className="cell-number">
                {t('handover.column.response')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.id}>
                <td {...plain('moment')}>
                  {formatDate(one.offeredAt, zone)} {formatTime(one.offeredAt, zone)}
                </td>
                <td>
                  <button type="button" className="link-button" onClick={() => openPanel('handover', one.id)}>
                    {handoverName(one.offered)}
                  </button>
                </td>
                <td>{t(`handover.state.${one.state}`)}</td>
                <td>{one.owner?.name ?? DASH}</td>
                <FigureCell
                  figure="handover-response"
                  of={handoverName(one.offered)}
                  text={formatDuration(one.responseMs)}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <OlderButton pages={past} label={t('history.older')} />
    </>
  );
}
