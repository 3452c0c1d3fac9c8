import { useInfiniteQuery } from '@tanstack/react-query';
import { fetchEndedHandoffs } from '../../api/handoffs.ts';
import { t } from '../../messages/text.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { useRowValue } from '../../store/use-row.ts';
import { OlderButton } from '../../ui/older-button.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { departmentName } from './department-name.ts';
import { businessWords, momentWords, stateWords } from './handoff-words.ts';

const PAGE = 100;

/** Handoffs that ended, by when they were opened, the newest first. */
export function EndedHandoffs() {
  const siteId = useSiteId();
  const { openPanel } = useDeskActions();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const ended = useInfiniteQuery({
    queryKey: ['handoffs-ended', siteId],
    queryFn: ({ pageParam }) => fetchEndedHandoffs(siteId, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.openedAt),
    refetchOnMount: 'always',
  });
  if (ended.isPending) return <Skeleton rows={6} label={t('state.loading')} />;
  if (ended.isError) return <p role="alert">{problemWords(ended.error)}</p>;
  const rows = ended.data.pages.flat();
  if (rows.length === 0) return <p>{t('handoffs.none-ended')}</p>;
  return (
    <>
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('handoffs.column.title')}</th>
              <th scope="col">{t('handoffs.column.between')}</th>
              <th scope="col">{t('handoffs.column.state')}</th>
              <th scope="col">{t('handoffs.column.owner')}</th>
              <th scope="col">{t('handoffs.column.opened')}</th>
              <th scope="col">{t('handoffs.column.took')}</th>
              <th scope="col">{t('handoffs.column.kept')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <button type="button" className="link-button" onClick={() => openPanel('handoff', row.id)}>
                    {row.title}
                  </button>
                </th>
                <td>
                  {row.fromDepartmentId === null ? t('handoff.from-outside') : departmentName(row.fromDepartmentId)} →{' '}
                  {departmentName(row.toDepartmentId)}
                </td>
                <td>{stateWords(row.state)}</td>
                <td>{row.owner.name}</td>
                <td className="numeric">{momentWords(row.openedAt, zone)}</td>
                <td className="numeric">
                  {t('handoff.of', { took: businessWords(row.countedMs ?? 0), promised: businessWords(row.promiseMs) })}
                </td>
                <td>{t(row.breachedAt === null ? 'handoffs.kept' : 'handoffs.broken')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <OlderButton pages={ended} label={t('history.older')} />
    </>
  );
}
