import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { PRIORITIES } from '@floorwalk/shared/handoffs/handoff';
import { openHandoff } from '../../api/handoffs.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { useDeskActions, useSiteId } from '../../shell/use-desk.ts';
import { announce } from '../../ui/announcer.tsx';
import { DialogButtons, Field, useFormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { departmentName } from './department-name.ts';
import './handoffs.css';

type Props = { readonly contactId?: string; readonly close: () => void };

/** Hands a contact, or a request without one, to a department. */
export default function OpenHandoffDialog({ contactId, close }: Props) {
  const siteId = useSiteId();
  const { openPanel } = useDeskActions();
  const { tables } = live().store;
  const contact = contactId === undefined ? undefined : tables.contacts.row(contactId);
  const queue = contact?.queueId == null ? undefined : tables.queues.row(contact.queueId);
  const departments = [...tables.departments.rows()]
    .map(({ department }) => department)
    .toSorted((left, right) => left.name.localeCompare(right.name));
  const home = departments.find(({ id, name }) => [id, name].includes(queue?.department ?? contact?.department ?? ''));
  const kinds = [
    ...new Set(
      departments.flatMap(({ promises, documents }) => [
        ...promises.flatMap(({ kind }) => kind ?? []),
        ...documents.flatMap((document) => document.kinds ?? []),
      ]),
    ),
  ];
  const opening = useMutation({
    mutationFn: (form: FormData) => {
      const given = (name: string) => formText(form, name).trim() || undefined;
      const from = given('from');
      const kind = given('kind');
      const tier = given('tier');
      const text = given('text');
      return openHandoff(siteId, {
        title: formText(form, 'title').trim(),
        toDepartmentId: formText(form, 'to'),
        priority: PRIORITIES.find((one) => one === formText(form, 'priority')) ?? 'normal',
        ...(from !== undefined && { fromDepartmentId: from }),
        ...(kind !== undefined && { kind }),
        ...(tier !== undefined && { tier }),
        ...(text !== undefined && { text }),
        ...(contactId !== undefined && { contactId }),
        ...(contact?.customerRef != null && { customerRef: contact.customerRef }),
        ...(contact?.queueId != null && { queueId: contact.queueId }),
      });
    },
    onSuccess: ({ handoff }) => {
      announce(t('handoff.handed-over', { department: departmentName(handoff.toDepartmentId) }));
      close();
      openPanel('handoff', handoff.id);
    },
  });
  const { problem, noted } = useFormProblem(opening.error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    opening.mutate(new FormData(event.currentTarget));
  };
  return (
    <ModalDialog title={t('handoff.hand-over.title')} close={close}>
      <form className="form" onSubmit={submit}>
        <Field label={t('handoff.field.title')}>
          <input
            name="title"
            required
            maxLength={200}
            pattern=".*\S.*"
            defaultValue={contact?.customerRef ?? contactId ?? ''}
          />
        </Field>
        <Field label={t('handoff.field.to')}>
          <select name="to" className="select" required defaultValue="" {...noted('toDepartmentId')}>
            <option value="" disabled>
              {t('handoff.choose')}
            </option>
            {departments.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('handoff.field.from')}>
          <select name="from" className="select" defaultValue={home?.id ?? ''}>
            <option value="">{t('handoff.from-outside')}</option>
            {departments.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <div className="handoff-pair">
          <Field label={t('handoff.field.kind')}>
            <input name="kind" maxLength={200} list="handoff-kinds" />
            <datalist id="handoff-kinds">
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {kind}
                </option>
              ))}
            </datalist>
          </Field>
          <Field label={t('handoff.field.priority')}>
            <select name="priority" className="select" defaultValue="normal">
              {PRIORITIES.map((priority) => (
                <option key={priority} value={priority}>
                  {t(`handoff-priority.${priority}` as MessageKey)}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t('handoff.field.tier')}>
            <input name="tier" maxLength={200} defaultValue={contact?.tier ?? ''} />
          </Field>
        </div>
        <Field label={t('handoff.field.text')}>
          <textarea name="text" maxLength={1_000} rows={3} />
        </Field>
        {problem}
        <DialogButtons action={t('handoff.hand-over.do')} isBusy={opening.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
