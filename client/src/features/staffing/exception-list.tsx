import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { decideException } from '../../api/schedule.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { useWaitingExceptions, type WaitingException } from './use-adherence.ts';

/** Exceptions that wait for an answer. */
export function ExceptionList({ zone }: { readonly zone: string }) {
  const siteId = useSiteId();
  const waiting = useWaitingExceptions();
  const mayEdit = useMay('edit-schedules', siteId);
  const past = isTravelling(useDeskSearch());
  const [declining, setDeclining] = useState<WaitingException | null>(null);
  const approve = useMutation({
    mutationFn: (exceptionId: string) => decideException(siteId, exceptionId, { verdict: 'approved' }),
  });
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby="exceptions-title">
      <h3 id="exceptions-title" className="staffing-note" {...plain('rows')}>
        {t('staffing.exceptions.waiting', { count: waiting.length })}
      </h3>
      <ul className="adherence-list">
        {waiting.map((one) => (
          <li key={one.exceptionId}>
            <strong>{one.name}</strong>
            <span className="numeric" {...plain('moment')}>
              {formatTimeShort(one.startAt, zone)}–{formatTimeShort(one.endAt, zone)}
            </span>
            <span className="ellipsis">{one.reason}</span>
            <span className="quiet">
              {t(one.requestedAt <= one.startAt ? 'staffing.exceptions.planned' : 'staffing.exceptions.unplanned')}
            </span>
            {mayEdit && !past && (
              <span className="staffing-actions">
                <button
                  type="button"
                  className="button"
                  disabled={approve.isPending}
                  onClick={() => approve.mutate(one.exceptionId)}
                >
                  {t('staffing.exceptions.approve')}
                </button>
                <button type="button" className="button" onClick={() => setDeclining(one)}>
                  {t('staffing.exceptions.decline')}
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <FormProblem error={approve.error} />
      {declining && <DeclineDialog exception={declining} close={() => setDeclining(null)} />}
    </section>
  );
}

function DeclineDialog({ exception, close }: { readonly exception: WaitingException; readonly close: () => void }) {
  const siteId = useSiteId();
  const decline = useMutation({
    mutationFn: (note: string) => decideException(siteId, exception.exceptionId, { verdict: 'declined', note }),
    onSuccess: close,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    decline.mutate(formText(new FormData(event.currentTarget), 'note').trim());
  };
  return (
    <ModalDialog title={t('staffing.exceptions.decline-of', { name: exception.name })} close={close}>
      <form className="form" onSubmit={submit}>
        <Field label={t('staffing.exceptions.why')}>
          <input name="note" required maxLength={200} pattern=".*\S.*" />
        </Field>
        <FormProblem error={decline.error} />
        <DialogButtons action={t('staffing.exceptions.decline')} isBusy={decline.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
