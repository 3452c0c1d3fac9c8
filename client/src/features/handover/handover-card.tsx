import { useMutation, useQuery } from '@tanstack/react-query';
import { memo, useState } from 'react';
import type { HandoverRow } from '@floorwalk/shared/handover/rows';
import { acceptHandover, completeHandover, fetchPackage, handBack } from '../../api/handover.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { useRow } from '../../store/use-row.ts';
import { problemWords } from '../../ui/problem-words.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { Skeleton } from '../../ui/state-note.tsx';
import { Conversation } from './conversation.tsx';
import { CountdownRing } from './countdown-ring.tsx';
import { DeclineDialog } from './decline-dialog.tsx';
import { handoverName, reasonWords } from './handover-words.ts';
import { PackageFacts, SlaLeft } from './package-facts.tsx';

/** One handover: who, why, how soon; the conversation beside what has to be known; and what can be done. */
export const HandoverCard = memo(function HandoverCard({
  row,
  opened,
  onRefused,
}: {
  readonly row: HandoverRow;
  readonly opened: boolean;
  /** Told why what was asked for was not done; the card itself may be gone by then. */
  readonly onRefused: (words: string | null) => void;
}) {
  const siteId = useSiteId();
  const zone = useRow('sites', siteId)?.zone ?? 'UTC';
  const queueName = useRow('queues', row.queueId)?.name ?? row.queueId;
  const mayAct = useMay('answer-offers', siteId);
  // Nothing is acted on by accident in the past.
  const travelling = isTravelling(useDeskSearch());
  const acts = mayAct && !travelling;
  const [isOpen, setOpen] = useState(opened);
  const [declining, setDeclining] = useState(false);
  const name = handoverName(row);
  const titleId = `handover-${row.id}`;
  return (
    <li className="handover-card" data-state={row.state} aria-labelledby={titleId}>
      <header className="handover-head">
        {row.deadlineAt !== null && row.presentedAt !== null && (
          <CountdownRing from={row.presentedAt} until={row.deadlineAt} />
        )}
        <div className="handover-title">
          <h3 id={titleId}>{name}</h3>
          <p>
            {[row.tier, row.botName, queueName, row.language]
              .filter((part) => part !== null && part !== '')
              .join(' · ')}
          </p>
          <p className="quiet">{reasonWords(row.reasons)}</p>
          {row.fallBack !== null && row.state === 'fallen-back' && (
            <p>
              <strong>
                {t(row.fallBackWhy === 'in-queue' ? 'handover.in-queue' : `handover.fall-back.${row.fallBack}`)}
              </strong>
            </p>
          )}
          {row.promise !== null && <p>{t('handover.promised', { text: row.promise.text })}</p>}
        </div>
        {row.state !== 'accepted' && <SlaLeft until={row.respondBy} />}
        {acts && <Actions row={row} name={name} decline={() => setDeclining(true)} onRefused={onRefused} />}
        <button
          type="button"
          className="button button-small"
          aria-expanded={isOpen}
          aria-label={t(isOpen ? 'handover.hide-named' : 'handover.show-named', { name })}
          onClick={() => setOpen(!isOpen)}
        >
          {t(isOpen ? 'handover.hide' : 'handover.show')}
        </button>
      </header>
      {isOpen && <Details id={row.id} zone={zone} />}
      {declining && <DeclineDialog id={row.id} name={name} close={() => setDeclining(false)} />}
    </li>
  );
});

function Details({ id, zone }: { readonly id: string; readonly zone: string }) {
  const siteId = useSiteId();
  const handed = useQuery({ queryKey: ['handover-package', siteId, id], queryFn: () => fetchPackage(siteId, id) });
  if (handed.isPending) return <Skeleton rows={4} label={t('state.loading')} />;
  if (handed.isError) return <p role="alert">{problemWords(handed.error)}</p>;
  return (
    <div className="handover-details">
      <section aria-label={t('handover.conversation')}>
        <Conversation handed={handed.data} zone={zone} />
      </section>
      <section aria-label={t('handover.facts-title')}>
        <PackageFacts handed={handed.data} zone={zone} />
      </section>
    </div>
  );
}

function Actions({
  row,
  name,
  decline,
  onRefused,
}: {
  readonly row: HandoverRow;
  readonly name: string;
  readonly decline: () => void;
  readonly onRefused: (words: string | null) => void;
}) {
  const siteId = useSiteId();
  const acting = useMutation({
    mutationFn: (what: 'accept' | 'hand-back' | 'complete') =>
      what === 'accept'
        ? acceptHandover(siteId, row.id)
        : what === 'complete'
          ? completeHandover(siteId, row.id)
          : handBack(siteId, row.id),
    onMutate: () => onRefused(null),
    onError: (error) => onRefused(problemWords(error)),
  });
  return (
    <div className="handover-actions">
      {row.state === 'accepted' ? (
        <>
          <RowButton
            word={t('handover.complete')}
            name={t('handover.complete-named', { name })}
            tone="primary"
            isBusy={acting.isPending}
            onClick={() => acting.mutate('complete')}
          />
          <RowButton
            word={t('handover.hand-back')}
            name={t('handover.hand-back-named', { name })}
            isBusy={acting.isPending}
            onClick={() => acting.mutate('hand-back')}
          />
        </>
      ) : (
        <>
          <button
            type="button"
            className="button button-primary"
            aria-label={t('handover.accept-named', { name })}
            aria-keyshortcuts="Enter"
            disabled={acting.isPending}
            onClick={() => acting.mutate('accept')}
          >
            {t('handover.accept')}
          </button>
          {row.state === 'presented' && (
            <RowButton word={t('handover.decline')} name={t('handover.decline-named', { name })} onClick={decline} />
          )}
        </>
      )}
    </div>
  );
}
