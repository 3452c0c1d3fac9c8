import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { fetchEnded } from '../../api/escalation.ts';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { usePastEdge } from '../../shell/use-past-edge.ts';
import { useRow } from '../../store/use-row.ts';
import { formatDate, formatDuration, formatTime } from '../../ui/format.ts';
import { OlderButton } from '../../ui/older-button.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { EscalationCard } from './escalation-card.tsx';
import { OnCallNow } from './on-call-now.tsx';
import { saidOf } from './said-of.ts';
import { useEscalations } from './use-escalations.ts';

const MOST_ENDED = 20;
const PAGE = 50;

/** Every escalation of the site: those that run and those that ended lately; beside them who is on call, and the history. */
export function EscalationList() {
  const { open, ended } = useEscalations();
  return (
    <div className="escalations-now">
      <div className="escalations-part">
        <section aria-labelledby="escalations-open">
          <h2 id="escalations-open">{t('escalation.open')}</h2>
          {open.length === 0 && (
            <p className="escalations-quiet">
              <CircleCheck aria-hidden="true" size={15} /> {t('escalation.none')}
            </p>
          )}
          <ul className="escalation-list">
            {open.map((row) => (
              <EscalationCard key={row.id} row={row} />
            ))}
          </ul>
        </section>
        {ended.length > 0 && (
          <section aria-labelledby="escalations-ended">
            <h2 id="escalations-ended">{t('escalation.ended')}</h2>
            <ul className="escalation-list">
              {ended.slice(0, MOST_ENDED).map((row) => (
                <EscalationCard key={row.id} row={row} />
              ))}
            </ul>
          </section>
        )}
      </div>
      <div className="escalations-part">
        <OnCallNow />
        <EscalationHistory endedCount={ended.length} />
      </div>
    </div>
  );
}

/** All that ended, also long ago; read anew when one more has. */
function EscalationHistory({ endedCount }: { readonly endedCount: number }) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const { openPanel } = useDeskActions();
  const edge = usePastEdge(zone);
  const pages = useInfiniteQuery({
    queryKey: ['escalation-history', siteId, endedCount, edge],
    queryFn: ({ pageParam }) => fetchEnded(siteId, pageParam),
    initialPageParam: edge,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.startedAt),
    refetchOnMount: 'always',
    placeholderData: (before) => before,
  });
  if (pages.isPending) return <Skeleton rows={6} label={t('state.loading')} />;
  if (pages.isError) return <p role="alert">{problemWords(pages.error)}</p>;
  const rows = pages.data.pages.flat().filter(({ endedAt }) => edge === undefined || (endedAt ?? 0) <= edge);
  return (
    <section aria-labelledby="escalations-history">
      <h2 id="escalations-history">{t('escalation.history')}</h2>
      {rows.length === 0 && <p className="quiet">{t('escalation.history-none')}</p>}
      <ul className="plain-list">
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" className="link-button" onClick={() => openPanel('escalation', row.id)}>
              {saidOf(row).title}
            </button>{' '}
            <span className="quiet numeric">
              <span {...plain('moment')}>
                {formatDate(row.startedAt, zone)} {formatTime(row.startedAt, zone)}
              </span>{' '}
              ·{' '}
              <Figure figure="escalation-duration" of={saidOf(row).title}>
                {formatDuration((row.endedAt ?? row.startedAt) - row.startedAt)}
              </Figure>{' '}
              · {t(`impact.${row.impact}`)}
            </span>
          </li>
        ))}
      </ul>
      <OlderButton pages={pages} label={t('escalation.older')} />
    </section>
  );
}
