import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { askForSurge, planSurge } from '../../api/surge.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { formatRatio, formatTimeShort } from '../../ui/format.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { Skeleton } from '../../ui/state-note.tsx';

type Props = {
  readonly siteId: string;
  readonly queueId: string;
  readonly queueName: string;
  readonly agentsMore: number;
  readonly zone: string;
  readonly close: () => void;
};

const HOUR_MS = 3_600_000;

/** What was tried becomes a request: moves that bring as many agents, for the next hour. Labour rules decide which are possible. */
export function AskDialog({ siteId, queueId, queueName, agentsMore, zone, close }: Props) {
  const [to] = useState(() => Math.floor(live().siteTime()) + HOUR_MS);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const plan = useQuery({
    queryKey: ['surge-plan', siteId, queueId, agentsMore, to],
    queryFn: () => planSurge(siteId, { queueId, to, agentsMore }),
    staleTime: Infinity,
    retry: false,
  });
  const moves = plan.data?.moves.filter((move) => move.isSuggested) ?? [];
  const chosen = moves.filter((move) => !left.has(move.id));
  const asking = useMutation({
    mutationFn: (note: string) =>
      askForSurge(siteId, {
        queueId,
        to,
        agentsMore,
        moveIds: chosen.map(({ id }) => id),
        // The window that was shown, as far as it has not passed.
        ...(plan.data !== undefined && { from: plan.data.startsAt }),
        ...(note !== '' && { note }),
      }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    asking.mutate(formText(new FormData(event.currentTarget), 'note').trim());
  };
  return (
    <ModalDialog title={t('what-if.plan-title', { queue: queueName })} close={close}>
      {plan.isPending && <Skeleton rows={4} label={t('what-if.planning')} />}
      <FormProblem error={plan.error} />
      {asking.isSuccess ? (
        <p role="status">{t('what-if.asked')}</p>
      ) : (
        plan.data && (
          <form className="form" onSubmit={submit}>
            <p>{t('what-if.plan-text', { count: agentsMore, time: formatTimeShort(to, zone) })}</p>
            <ul className="plain-list">
              {moves.map((move) => (
                <li key={move.id}>
                  <label className="move-choice">
                    <input
                      type="checkbox"
                      checked={!left.has(move.id)}
                      onChange={() => {
                        const next = new Set(left);
                        if (!next.delete(move.id)) next.add(move.id);
                        setLeft(next);
                      }}
                    />
                    <span>
                      {t(`move-kind.${move.kind}` as MessageKey)}: {move.agentName ?? t('move.agent-hidden')} ·{' '}
                      {formatRatio(move.serviceLevelWith)}
                    </span>
                  </label>
                </li>
              ))}
            </ul>
            <Field label={t('surge.note')}>
              <input name="note" maxLength={200} />
            </Field>
            <FormProblem error={asking.error} />
            <DialogButtons
              action={t('surge.send-request', { count: chosen.length })}
              isBusy={asking.isPending}
              isReady={chosen.length > 0}
              close={close}
            />
          </form>
        )
      )}
    </ModalDialog>
  );
}
