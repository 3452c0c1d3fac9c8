import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { RotationAnswer } from '@floorwalk/shared/api/escalation';
import { addOverride } from '../../api/escalation.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
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
        <label className="field">
          <span>{t('on-call.override.person')}</span>
          <select name="person" required>
            {data?.people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{t('on-call.override.from')}</span>
          <input name="from" type="datetime-local" required defaultValue={toFieldValue(span.from, zone)} />
        </label>
        <label className="field">
          <span>{t('on-call.override.until')}</span>
          <input name="until" type="datetime-local" required defaultValue={toFieldValue(span.until, zone)} />
        </label>
        <label className="field">
          <span>{t('on-call.override.reason')}</span>
          <input name="reason" maxLength={200} />
        </label>
        {adding.isError && (
          <p role="alert" className="form-problem">
            {problemWords(adding.error)}
          </p>
        )}
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={adding.isPending}>
            {t('on-call.override')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
