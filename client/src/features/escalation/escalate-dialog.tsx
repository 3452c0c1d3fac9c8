import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { StartRequest } from '@floorwalk/shared/api/escalation';
import { escalate } from '../../api/escalation.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { announce } from '../../ui/announcer.tsx';
import { DialogButtons, Field, FormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import type { EscalateSubject } from './escalate-subject.ts';

const IMPACTS = ['low', 'medium', 'high', 'critical'] as const;

/** Asks what is wrong and how far it reaches; the matrix, or a path by name, does the rest. */
export default function EscalateDialog({
  subject,
  close,
}: {
  readonly subject: EscalateSubject;
  readonly close: () => void;
}) {
  const siteId = useSiteId();
  const policies = [...live().store.tables.escalationPolicies.rows()].map(({ policy }) => policy);
  const starting = useMutation({
    mutationFn: (body: StartRequest) => escalate(siteId, body),
    onSuccess: (_answer, body) => {
      announce(t('escalation.escalate.done', { title: body.title }));
      close();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { name: _, impact: __, ...known } = subject;
    const body = formText(form, 'body').trim();
    const skill = formText(form, 'skill').trim();
    const policyId = formText(form, 'policy');
    starting.mutate({
      ...known,
      title: formText(form, 'title').trim(),
      impact: IMPACTS.find((one) => one === formText(form, 'impact')) ?? subject.impact,
      ...(body !== '' && { body }),
      ...(skill !== '' && { skill }),
      ...(policyId !== '' && { policyId }),
    });
  };
  return (
    <ModalDialog title={t('escalation.escalate.title')} close={close}>
      <p>{t('escalation.escalate.text')}</p>
      <form className="form" onSubmit={submit}>
        <Field label={t('escalation.escalate.what')}>
          <input name="title" required maxLength={200} pattern=".*\S.*" defaultValue={subject.name} />
        </Field>
        <Field label={t('escalation.escalate.more')}>
          <textarea name="body" maxLength={2_000} rows={3} />
        </Field>
        <Field label={t('escalation.escalate.impact')}>
          <select name="impact" defaultValue={subject.impact}>
            {IMPACTS.map((impact) => (
              <option key={impact} value={impact}>
                {t(`impact.${impact}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('escalation.escalate.policy')}>
          <select name="policy" defaultValue="">
            <option value="">{t('escalation.escalate.by-matrix')}</option>
            {policies.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('escalation.escalate.skill')}>
          <input name="skill" maxLength={200} />
        </Field>
        <FormProblem error={starting.error} />
        <DialogButtons action={t('escalation.escalate')} isBusy={starting.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
