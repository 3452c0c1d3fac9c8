import { useMutation } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Department } from '@floorwalk/shared/handoffs/department';
import { departmentIdOf } from '@floorwalk/shared/handoffs/first-departments';
import { putDepartment } from '../../api/handoffs.ts';
import { ApiError } from '../../api/request.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useOpenedVersion } from '../../store/use-opened-version.ts';
import { announce } from '../../ui/announcer.tsx';
import { EditorForm } from '../../ui/editor-form.tsx';
import { Field } from '../../ui/form-parts.tsx';
import { withItem, withoutEmpty } from './department-draft.ts';
import { HoursFields } from './hours-fields.tsx';
import { OwnerSelect } from './owner-select.tsx';
import { MinutesField, OptionalMinutes, PromiseFields } from './promise-fields.tsx';

type Props = { readonly department: Department; readonly isNew: boolean; readonly close: () => void };

/** One department: hours, owners, promises, documents. What the server refuses is marked where it stands. */
export function DepartmentEditor({ department: given, isNew, close }: Props) {
  const siteId = useSiteId();
  const version = useOpenedVersion('departments', given.id);
  const [department, setDepartment] = useState(given);
  const change = (part: Partial<Department>) => setDepartment((last) => withoutEmpty({ ...last, ...part }));
  const putting = useMutation({
    mutationFn: () =>
      putDepartment(siteId, isNew ? { ...department, id: departmentIdOf(department.name) } : department, version),
    onSuccess: () => {
      announce(t('departments.put-done', { name: department.name }));
      close();
    },
  });
  const faulty = putting.error instanceof ApiError ? (putting.error.pointer ?? '') : '';
  const marks = (pointer: string) => faulty.startsWith(pointer) || undefined;
  const teams = [...live().store.tables.teams.rows()].toSorted((left, right) => left.name.localeCompare(right.name));
  const { documents, teamIds } = department;
  return (
    <EditorForm
      className="form department-editor"
      title={t(isNew ? 'departments.new' : 'departments.edit')}
      putting={putting}
      action={t('departments.put')}
      close={close}
    >
      <div className="handoff-pair">
        <label className="field" data-faulty={marks('/name') ?? marks('/id')}>
          <span>{t('departments.field.name')}</span>
          <input
            required
            maxLength={200}
            value={department.name}
            onChange={(event) => setDepartment({ ...department, name: event.target.value })}
          />
        </label>
        <label className="field" data-faulty={marks('/calendar/zone')}>
          <span>{t('departments.field.zone')}</span>
          <input
            required
            maxLength={64}
            value={department.calendar.zone}
            onChange={(event) => change({ calendar: { ...department.calendar, zone: event.target.value } })}
          />
        </label>
        <div data-faulty={marks('/exceptionOwner')}>
          <OwnerSelect
            label="departments.field.exception-owner"
            value={department.exceptionOwner.name === '' ? undefined : department.exceptionOwner}
            onChange={(owner) => owner !== undefined && change({ exceptionOwner: owner })}
          />
        </div>
        <div data-faulty={marks('/intake')}>
          <OwnerSelect
            label="departments.field.intake"
            none="departments.intake-none"
            value={department.intake}
            onChange={(owner) => {
              const { intake: _, ...rest } = department;
              setDepartment(owner === undefined ? rest : { ...rest, intake: owner });
            }}
          />
        </div>
      </div>
      {teams.length > 0 && (
        <fieldset className="field-group">
          <legend>{t('departments.field.teams')}</legend>
          <div className="button-row">
            {teams.map(({ id, name }) => (
              <label key={id} className="check">
                <input
                  type="checkbox"
                  checked={teamIds.includes(id)}
                  onChange={({ target }) =>
                    change({ teamIds: target.checked ? [...teamIds, id] : teamIds.filter((one) => one !== id) })
                  }
                />
                {name}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <HoursFields calendar={department.calendar} onChange={(calendar) => change({ calendar })} faulty={faulty} />
      <div className="handoff-pair">
        <MinutesField
          label={t('departments.field.response')}
          ms={department.responseMs}
          faulty={marks('/responseMs') ?? false}
          onChange={(responseMs) => change({ responseMs })}
        />
        <OptionalMinutes
          label={t('departments.field.accept')}
          ms={department.acceptMs}
          faulty={marks('/acceptMs') ?? false}
          onChange={(acceptMs) => {
            const { acceptMs: _, ...rest } = department;
            setDepartment(acceptMs === undefined ? rest : { ...rest, acceptMs });
          }}
        />
        <label className="field" data-faulty={marks('/warnShare')}>
          <span>{t('departments.field.warn')}</span>
          <input
            type="number"
            required
            min={10}
            max={99}
            value={Math.round(department.warnShare * 100)}
            onChange={(event) => change({ warnShare: (event.target.valueAsNumber || 75) / 100 })}
          />
        </label>
        <label className="field" data-faulty={marks('/bounceLimit')}>
          <span>{t('departments.field.bounces')}</span>
          <input
            type="number"
            required
            min={0}
            max={20}
            value={department.bounceLimit}
            onChange={(event) => change({ bounceLimit: event.target.valueAsNumber || 0 })}
          />
        </label>
      </div>
      <PromiseFields promises={department.promises} onChange={(promises) => change({ promises })} faulty={faulty} />
      <fieldset className="field-group">
        <legend>{t('handoff.documents')}</legend>
        {documents.map((document, index) => (
          <div
            // oxlint-disable-next-line react/no-array-index-key -- a document has no name of its own while it is written
            key={index}
            className="editor-row"
            data-faulty={marks(`/documents/${index}`)}
          >
            <Field label={t('handoff.field.document')}>
              <input
                required
                maxLength={200}
                value={document.name}
                onChange={(event) =>
                  change({ documents: withItem(documents, index, { ...document, name: event.target.value }) })
                }
              />
            </Field>
            <Field label={t('departments.field.kinds')}>
              <input
                maxLength={1_000}
                defaultValue={(document.kinds ?? []).join(', ')}
                onChange={(event) => {
                  const kinds = event.target.value
                    .split(',')
                    .map((kind) => kind.trim())
                    .filter((kind) => kind !== '');
                  const next = kinds.length === 0 ? { name: document.name } : { name: document.name, kinds };
                  change({ documents: withItem(documents, index, next) });
                }}
              />
            </Field>
            <button
              type="button"
              className="icon-button"
              aria-label={t('departments.remove-named', { name: document.name })}
              onClick={() => change({ documents: withItem(documents, index, null) })}
            >
              <X aria-hidden="true" size={16} />
            </button>
          </div>
        ))}
        <p className="button-row">
          <button
            type="button"
            className="button button-small"
            onClick={() => change({ documents: [...documents, { name: '' }] })}
          >
            {t('departments.document-new')}
          </button>
        </p>
        <Field label={t('departments.field.missing')}>
          <select
            className="select"
            value={department.missingDocuments}
            onChange={(event) =>
              change({ missingDocuments: event.target.value === 'pause-clock' ? 'pause-clock' : 'refuse-completion' })
            }
          >
            {(['refuse-completion', 'pause-clock'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`departments.missing.${one}` as MessageKey)}
              </option>
            ))}
          </select>
        </Field>
      </fieldset>
    </EditorForm>
  );
}
