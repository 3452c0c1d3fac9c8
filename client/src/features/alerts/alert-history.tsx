import { useInfiniteQuery } from '@tanstack/react-query';
import { decidingEvidence } from '@floorwalk/shared/alerts/deciding-evidence';
import { fetchFirings } from '../../api/alerts.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { formatDate, formatDuration, formatTime } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { AlertSeverity } from './alert-severity.tsx';
import { evidenceLine } from './rule-words.ts';
import { useOpenMoment } from './use-open-moment.ts';

const PAGE = 100;

/** Every alert that fired, the newest first. */
export function AlertHistory() {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const seek = useOpenMoment();
  const firings = useInfiniteQuery({
    queryKey: ['alert-history', siteId],
    queryFn: ({ pageParam }) => fetchFirings(siteId, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.firedAt),
    refetchOnMount: 'always',
  });
  if (firings.isPending) return <Skeleton rows={6} label={t('state.loading')} />;
  if (firings.isError) return <p role="alert">{problemWords(firings.error)}</p>;
  const rows = firings.data.pages.flat();
  if (rows.length === 0) return <p>{t('history.none')}</p>;
  return (
    <>
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('history.column.fired')}</th>
              <th scope="col">{t('history.column.lasted')}</th>
              <th scope="col">{t('rule.severity')}</th>
              <th scope="col">{t('history.column.rule')}</th>
              <th scope="col">{t('history.column.subject')}</th>
              <th scope="col">{t('history.column.value')}</th>
              <th scope="col">{t('history.column.paged')}</th>
              <th scope="col">{t('history.column.acknowledged')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((firing) => {
              const found = decidingEvidence(firing.evidence);
              const when = `${formatDate(firing.firedAt, zone)} ${formatTime(firing.firedAt, zone)}`;
              return (
                <tr key={`${firing.alertId} ${firing.firedAt}`}>
                  <td>
                    {seek ? (
                      <button type="button" className="link-button" onClick={() => seek(firing.firedAt)}>
                        {when}
                      </button>
                    ) : (
                      when
                    )}
                  </td>
                  <td>
                    {firing.resolvedAt === null
                      ? t('history.still')
                      : formatDuration(firing.resolvedAt - firing.firedAt)}
                  </td>
                  <td>
                    <AlertSeverity severity={firing.severity} />
                  </td>
                  <td>{firing.ruleName}</td>
                  <td>{firing.subject.name}</td>
                  <td>{found === null ? '' : evidenceLine(found)}</td>
                  <td>{t(firing.paged ? 'history.yes' : 'history.no')}</td>
                  <td>{firing.acknowledgedBy?.name ?? ''}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {firings.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={firings.isFetchingNextPage}
          onClick={() => void firings.fetchNextPage()}
        >
          {t('history.older')}
        </button>
      )}
    </>
  );
}
