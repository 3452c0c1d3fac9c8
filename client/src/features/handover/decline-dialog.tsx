import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { declineHandover } from '../../api/handover.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';

/** Not this one, and why: the next agent is asked. */
export function DeclineDialog({
  id,
  name,
  close,
}: {
  readonly id: string;
  readonly name: string;
  readonly close: () => void;
}) {
  const siteId = useSiteId();
  const declining = useMutation({
    mutationFn: (reason: string) => declineHandover(siteId, id, reason),
    onSuccess: close,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    declining.mutate(formText(new FormData(event.currentTarget), 'reason').trim());
  };
  return (
    <ModalDialog title={t('handover.decline-named', { name })} close={close}>
      <p>{t('handover.decline-text')}</p>
      <form className="form" onSubmit={submit}>
        <label className="field">
          <span>{t('handover.decline-reason')}</span>
          <input name="reason" required maxLength={200} pattern=".*\S.*" list="decline-reasons" />
        </label>
        <datalist id="decline-reasons">
          {(['skill', 'language', 'busy', 'ending'] as const).map((reason) => (
            <option key={reason}>{t(`handover.decline-reason.${reason}`)}</option>
          ))}
        </datalist>
        {declining.isError && (
          <p role="alert" className="form-problem">
            {problemWords(declining.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={declining.isPending}>
            {t('handover.decline')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
