import { useQuery } from '@tanstack/react-query';
import { History, UserCheck } from 'lucide-react';
import { useState } from 'react';
import { fetchSurgePolicy, fetchSurges } from '../../api/surge.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { usePastEdge } from '../../shell/use-past-edge.ts';
import { useRowValue } from '../../store/use-row.ts';
import { formatRatio } from '../../ui/format.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton, StateNote } from '../../ui/state-note.tsx';
import { PolicyForm } from './policy-form.tsx';
import { SurgeBoard } from './surge-board.tsx';
import { SurgeCard } from './surge-card.tsx';
import '../../ui/pages.css';
import './surge.css';

const MINUTE_MS = 60_000;
const TABS = ['board', 'history', 'rules'] as const;

/** Surges as they stand, those of the past, and the rules for them. */
export default function SurgeScreen() {
  const [tab, setTab] = useState<(typeof TABS)[number]>('board');
  return (
    <div className="surge-screen">
      <div className="surge-tabs">
        {TABS.map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={tab === one} onClick={() => setTab(one)}>
            {t(`surge.${one}`)}
          </button>
        ))}
      </div>
      {tab === 'board' && <SurgeBoard none={<NoSurge />} />}
      {tab === 'history' && <SurgeHistory />}
      {tab === 'rules' && <PolicyForm />}
    </div>
  );
}

/** An empty board says when something will stand on it. */
function NoSurge() {
  const siteId = useSiteId();
  const { data } = useQuery({ queryKey: ['surge-policy', siteId], queryFn: () => fetchSurgePolicy(siteId) });
  return (
    <StateNote icon={UserCheck} title={t('surge.none')}>
      {data && (
        <p {...plain('limit')}>
          {t('surge.rule', {
            agents: data.policy.minGapAgents,
            share: formatRatio(data.policy.minGapShare),
            intervals: data.policy.persistIntervals,
            minutes: data.policy.holdMs / MINUTE_MS,
          })}
        </p>
      )}
    </StateNote>
  );
}

function SurgeHistory() {
  const siteId = useSiteId();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const edge = usePastEdge(zone);
  const surges = useQuery({
    queryKey: ['surges', siteId, edge],
    queryFn: () => fetchSurges(siteId, edge),
    staleTime: 5_000,
  });
  if (surges.isPending) return <Skeleton rows={6} label={t('state.loading')} />;
  if (surges.isError) return <StateNote title={problemWords(surges.error)} />;
  if (surges.data.length === 0) {
    return (
      <StateNote icon={History} title={t('surge.history-none')}>
        {t('surge.history-none.text')}
      </StateNote>
    );
  }
  return (
    <ul className="surge-history">
      {surges.data.map((surge) => (
        <SurgeCard key={surge.id} surge={surge} />
      ))}
    </ul>
  );
}
