import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { declineHandover } from '../../api/handover.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';

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
        <Field label={t('handover.decline-reason')}>
          <input name="reason" required maxLength={200} pattern=".*\S.*" list="decline-reasons" />
        </Field>
        <datalist id="decline-reasons">
          {(['skill', 'language', 'busy', 'ending'] as const).map((reason) => (
            <option key={reason}>{t(`handover.decline-reason.${reason}`)}</option>
          ))}
        </datalist>
        <FormProblem error={declining.error} />
        <DialogButtons action={t('handover.decline')} isBusy={declining.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
