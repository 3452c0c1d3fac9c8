import { useState, type ReactNode } from 'react';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { t } from '../../messages/text.ts';
import { useMay, useSession } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { FormProblem } from '../../ui/form-parts.tsx';
import { RowButton } from '../../ui/row-button.tsx';
import { AnswerDialog, useAnswer, type AnswerKind } from './answer-dialogs.tsx';
import { saidOf } from './said-of.ts';

/**
 * What can be done about an escalation now; nothing in the past, and nothing once it has ended but a note. What else belongs beside the buttons is
 * given as children.
 */
export function EscalationActions({ row, children }: { readonly row: EscalationRow; readonly children?: ReactNode }) {
  const siteId = useSiteId();
  const { principal } = useSession();
  const mayAnswer = useMay('answer-escalations', siteId);
  const travelling = isTravelling(useDeskSearch());
  const [asking, setAsking] = useState<AnswerKind | null>(null);
  const taking = useAnswer(row.id);
  if (!mayAnswer || travelling) return children === undefined ? null : <div className="alert-actions">{children}</div>;
  const named = { title: saidOf(row).title };
  const isOver = row.state === 'resolved';
  const hasAnswered = row.acknowledgements.some(({ by }) => by.id === principal.id);
  const others: readonly (readonly [AnswerKind, string, string])[] = isOver
    ? [['note', t('escalation.note'), t('escalation.note-named', named)]]
    : [
        ['resolve', t('escalation.resolve'), t('escalation.resolve-named', named)],
        ['reassign', t('escalation.reassign'), t('escalation.reassign-named', named)],
        ['snooze', t('escalation.snooze'), t('escalation.snooze-named', named)],
        ['note', t('escalation.note'), t('escalation.note-named', named)],
        ...(row.warRoom
          ? []
          : [['war-room', t('escalation.call-all'), t('escalation.call-all-named', named)] as const]),
      ];
  return (
    <>
      <div className="alert-actions">
        {!isOver && !hasAnswered && row.state !== 'acknowledged' && (
          <RowButton
            word={t('escalation.acknowledge')}
            name={t('escalation.acknowledge-named', named)}
            tone="primary"
            isBusy={taking.isPending}
            onClick={() => taking.mutate({ kind: 'acknowledge' })}
          />
        )}
        {others.map(([kind, label, name]) => (
          <RowButton key={kind} word={label} name={name} onClick={() => setAsking(kind)} />
        ))}
        {children}
      </div>
      <FormProblem error={taking.error} />
      {asking !== null && <AnswerDialog kind={asking} row={row} close={() => setAsking(null)} />}
    </>
  );
}
