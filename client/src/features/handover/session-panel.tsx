import { useMutation, useQuery } from '@tanstack/react-query';
import { fetchPackage, fetchSessionPackage, takeSession } from '../../api/handover.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskActions, useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { announce } from '../../ui/announcer.tsx';
import { FormProblem } from '../../ui/form-parts.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { Skeleton } from '../../ui/state-note.tsx';
import { Conversation } from './conversation.tsx';
import { handoverName } from './handover-words.ts';
import { PackageFacts } from './package-facts.tsx';
import './handover.css';

/** A session that its bot still has: what was said, what is known; and taking it out of the bot's hands. */
export function SessionPanel({ id }: { readonly id: string }) {
  const siteId = useSiteId();
  const session = useRow('botSessions', id);
  const handed = useQuery({
    queryKey: ['session-package', siteId, id, session?.turnCount ?? 0],
    queryFn: () => fetchSessionPackage(siteId, id),
    placeholderData: (last) => last,
  });
  const { openPanel } = useDeskActions();
  const travelling = isTravelling(useDeskSearch());
  const mayTake = useMay('answer-offers', siteId) && !travelling;
  const taking = useMutation({
    mutationFn: () => takeSession(siteId, id),
    onSuccess: (offered) => {
      announce(t('session.taken'));
      openPanel('handover', offered.id);
    },
  });
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  return (
    <>
      <header className="panel-head">
        <h2>{t('session.title')}</h2>
        <p className="quiet panel-meta">{id}</p>
      </header>
      {handed.isPending && <Skeleton rows={6} label={t('state.loading')} />}
      {handed.isError && <p role="alert">{problemWords(handed.error)}</p>}
      {handed.data !== undefined && (
        <>
          <PackageFacts handed={handed.data} zone={zone} />
          <h3>{t('handover.conversation')}</h3>
          <Conversation handed={handed.data} zone={zone} />
          {mayTake && (
            <button
              type="button"
              className="button button-primary"
              disabled={taking.isPending}
              onClick={() => taking.mutate()}
            >
              {t('session.take')}
            </button>
          )}
          <FormProblem error={taking.error} />
        </>
      )}
    </>
  );
}

/** One handover, as it was made. */
export function HandoverPanel({ id }: { readonly id: string }) {
  const siteId = useSiteId();
  const row = useRow('handovers', id);
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const handed = useQuery({ queryKey: ['handover-package', siteId, id], queryFn: () => fetchPackage(siteId, id) });
  return (
    <>
      <header className="panel-head">
        <h2>{row === undefined ? t('handover.one') : handoverName(row)}</h2>
        {row !== undefined && (
          <p className="quiet panel-meta">
            {t(`handover.state.${row.state}`)}
            {row.presentedTo !== null && ` · ${row.presentedTo.name} (${row.why.join(', ')})`}
            {row.owner !== null && ` · ${row.owner.name}`}
          </p>
        )}
      </header>
      {handed.isPending && <Skeleton rows={6} label={t('state.loading')} />}
      {handed.isError && <p role="alert">{problemWords(handed.error)}</p>}
      {handed.data !== undefined && (
        <>
          <PackageFacts handed={handed.data} zone={zone} />
          <h3>{t('handover.conversation')}</h3>
          <Conversation handed={handed.data} zone={zone} />
        </>
      )}
    </>
  );
}
