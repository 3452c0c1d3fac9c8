import { useMutation } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { agreementKey, type Agreement } from '@floorwalk/shared/handoffs/department';
import { putAgreement } from '../../api/handoffs.ts';
import { ApiError } from '../../api/request.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useOpenedVersion } from '../../store/use-opened-version.ts';
import { announce } from '../../ui/announcer.tsx';
import { EditorForm } from '../../ui/editor-form.tsx';
import { Field } from '../../ui/form-parts.tsx';
import { withItem } from './department-draft.ts';
import { departmentName } from './department-name.ts';
import { OwnerSelect } from './owner-select.tsx';
import { MinutesField, OptionalMinutes, PromiseFields } from './promise-fields.tsx';

const IMPACTS = ['low', 'medium', 'high', 'critical'] as const;

/** What two departments agreed on, for what the first hands to the second. */
export function AgreementEditor({
  agreement: given,
  isNew,
  close,
}: {
  readonly agreement: Agreement;
  readonly isNew: boolean;
  readonly close: () => void;
}) {
  const siteId = useSiteId();
  const opened = agreementKey(given.fromDepartmentId, given.toDepartmentId);
  const version = useOpenedVersion('departmentAgreements', opened);
  const [agreement, setAgreement] = useState(given);
  const change = (part: Partial<Agreement>) => setAgreement((last) => ({ ...last, ...part }));
  const putting = useMutation({
    mutationFn: () => {
      const isSame = agreementKey(agreement.fromDepartmentId, agreement.toDepartmentId) === opened;
      return putAgreement(siteId, agreement, isSame && !isNew ? version : 0);
    },
    onSuccess: () => {
      const name = `${departmentName(agreement.fromDepartmentId)} → ${departmentName(agreement.toDepartmentId)}`;
      announce(t('departments.put-done', { name }));
      close();
    },
  });
  const faulty = putting.error instanceof ApiError ? (putting.error.pointer ?? '') : '';
  const departments = [...live().store.tables.departments.rows()].map(({ department }) => department);
  const { escalationContacts: contacts } = agreement;
  return (
    <EditorForm
      className="form department-editor"
      title={t('agreements.title')}
      putting={putting}
      action={t('departments.put')}
      close={close}
    >
      <div className="handoff-pair">
        {(['fromDepartmentId', 'toDepartmentId'] as const).map((side) => (
          <label key={side} className="field" data-faulty={faulty === `/${side}` || undefined}>
            <span>{t(side === 'fromDepartmentId' ? 'handoff.field.from' : 'handoff.field.to')}</span>
            <select
              className="select"
              value={agreement[side]}
              onChange={(event) => change({ [side]: event.target.value })}
            >
              {departments.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ))}
        <Field label={t('agreements.field.impact')}>
          <select
            className="select"
            value={agreement.impact}
            onChange={(event) => change({ impact: IMPACTS.find((one) => one === event.target.value) ?? 'medium' })}
          >
            {IMPACTS.map((impact) => (
              <option key={impact} value={impact}>
                {t(`agreements.impact.${impact}` as MessageKey)}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={agreement.responseMs !== undefined}
          onChange={(event) => {
            const { responseMs: _, ...rest } = agreement;
            setAgreement(event.target.checked ? { ...rest, responseMs: 4 * 3_600_000 } : rest);
          }}
        />
        {t('agreements.field.own-response')}
      </label>
      {agreement.responseMs !== undefined && (
        <MinutesField
          label={t('departments.field.response')}
          ms={agreement.responseMs}
          faulty={faulty === '/responseMs'}
          onChange={(responseMs) => change({ responseMs })}
        />
      )}
      <OptionalMinutes
        label={t('agreements.field.accept')}
        ms={agreement.acceptMs}
        faulty={faulty === '/acceptMs'}
        onChange={(acceptMs) => {
          const { acceptMs: _, ...rest } = agreement;
          setAgreement(acceptMs === undefined ? rest : { ...rest, acceptMs });
        }}
      />
      <PromiseFields promises={agreement.promises} onChange={(promises) => change({ promises })} faulty={faulty} />
      <fieldset className="field-group">
        <legend>{t('agreements.field.contacts')}</legend>
        {contacts.map((contact, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- they stand in their order
          <div key={index} className="editor-row">
            <OwnerSelect
              value={contact.name === '' ? undefined : contact}
              onChange={(owner) =>
                owner !== undefined && change({ escalationContacts: withItem(contacts, index, owner) })
              }
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t('departments.remove-named', { name: contact.name })}
              onClick={() => change({ escalationContacts: withItem(contacts, index, null) })}
            >
              <X aria-hidden="true" size={16} />
            </button>
          </div>
        ))}
        <p>
          <button
            type="button"
            className="button button-small"
            onClick={() =>
              change({ escalationContacts: [...contacts, { to: { kind: 'person', personId: '' }, name: '' }] })
            }
          >
            {t('agreements.contact-new')}
          </button>
        </p>
      </fieldset>
      {(['opensOnTransfer', 'followsContact'] as const).map((field) => (
        <label key={field} className="check">
          <input
            type="checkbox"
            checked={agreement[field]}
            onChange={(event) => change({ [field]: event.target.checked })}
          />
          {t(field === 'opensOnTransfer' ? 'agreements.opens' : 'agreements.follows')}
        </label>
      ))}
    </EditorForm>
  );
}
