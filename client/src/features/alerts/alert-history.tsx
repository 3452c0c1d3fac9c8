import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { decidingEvidence } from '@floorwalk/shared/alerts/deciding-evidence';
import type { FiringAnswer } from '@floorwalk/shared/api/alerts';
import { fetchFirings } from '../../api/alerts.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { usePastEdge } from '../../shell/use-past-edge.ts';
import { useRow } from '../../store/use-row.ts';
import { OlderButton } from '../../ui/older-button.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { FiringDialog } from './firing-dialog.tsx';
import { FiringTable } from './firing-table.tsx';
import { evidenceLine } from './evidence-line.ts';

const PAGE = 100;

/** Every alert that fired, the newest first. */
export function AlertHistory() {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const edge = usePastEdge(zone);
  const [why, setWhy] = useState<FiringAnswer | null>(null);
  const firings = useInfiniteQuery({
    queryKey: ['alert-history', siteId, edge],
    queryFn: ({ pageParam }) => fetchFirings(siteId, pageParam),
    initialPageParam: (edge === undefined ? undefined : { firedAt: edge }) as Parameters<typeof fetchFirings>[1],
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)),
    refetchOnMount: 'always',
  });
  if (firings.isPending) return <Skeleton rows={6} label={t('state.loading')} />;
  if (firings.isError) return <p role="alert">{problemWords(firings.error)}</p>;
  const rows = firings.data.pages.flat();
  if (rows.length === 0) return <p>{t('history.none')}</p>;
  return (
    <>
      <FiringTable
        zone={zone}
        columns={['rule', 'value', 'acknowledged', 'why']}
        lines={rows.map((firing) => {
          const found = decidingEvidence(firing.evidence);
          return {
            ...firing,
            key: `${firing.alertId} ${firing.firedAt}`,
            subjectName: firing.subject.name,
            value: found === null ? '' : evidenceLine(found),
            acknowledgedBy: firing.acknowledgedBy?.name ?? '',
            why: () => setWhy(firing),
          };
        })}
      />
      {why !== null && <FiringDialog firing={why} zone={zone} close={() => setWhy(null)} />}
      <OlderButton pages={firings} label={t('history.older')} />
    </>
  );
}
