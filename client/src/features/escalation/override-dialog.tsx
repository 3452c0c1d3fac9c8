import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { RotationAnswer } from '@floorwalk/shared/api/escalation';
import { addOverride } from '../../api/escalation.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { fromFieldValue, toFieldValue } from '../../ui/zone-time.ts';
import { useTargets } from './use-target-names.ts';

/** Lets somebody stand in, for the span that was chosen or another. */
export function OverrideDialog({
  answer,
  span,
  zone,
  close,
}: {
  readonly answer: RotationAnswer;
  /** Epoch ms. */
  readonly span: { readonly from: number; readonly until: number };
  readonly zone: string;
  readonly close: () => void;
}) {
  const siteId = useSiteId();
  const { data } = useTargets();
  const adding = useMutation({
    mutationFn: (form: FormData) => {
      const reason = formText(form, 'reason').trim();
      return addOverride(siteId, answer.id, {
        personId: formText(form, 'person'),
        from: fromFieldValue(formText(form, 'from'), zone) ?? span.from,
        until: fromFieldValue(formText(form, 'until'), zone) ?? span.until,
        ...(reason !== '' && { reason }),
      });
    },
    onSuccess: close,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    adding.mutate(new FormData(event.currentTarget));
  };
  return (
    <ModalDialog title={t('on-call.override-named', { name: answer.rotation.name })} close={close}>
      <form className="form" onSubmit={submit}>
        <Field label={t('on-call.override.person')}>
          <select name="person" required>
            {data?.people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('on-call.override.from')}>
          <input name="from" type="datetime-local" required defaultValue={toFieldValue(span.from, zone)} />
        </Field>
        <Field label={t('on-call.override.until')}>
          <input name="until" type="datetime-local" required defaultValue={toFieldValue(span.until, zone)} />
        </Field>
        <Field label={t('on-call.override.reason')}>
          <input name="reason" maxLength={200} />
        </Field>
        <FormProblem error={adding.error} />
        <DialogButtons action={t('on-call.override')} isBusy={adding.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
