import { useState } from 'react';
import { WEEKDAYS } from '@floorwalk/shared/handoffs/business-calendar';
import type { Agreement, Department } from '@floorwalk/shared/handoffs/department';
import type { AgreementRow, DepartmentRow } from '@floorwalk/shared/handoffs/rows';
import { removeAgreement, removeDepartment } from '../../api/handoffs.ts';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { same } from '../../store/same.ts';
import { useDerived, useRowValue } from '../../store/use-row.ts';
import { formatRatio } from '../../ui/format.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { useConfirmed } from '../../ui/use-confirmed.tsx';
import { AgreementEditor } from './agreement-editor.tsx';
import { DepartmentEditor } from './department-editor.tsx';
import { newAgreement, newDepartment } from './department-draft.ts';
import { departmentName } from './department-name.ts';
import { SetUpDepartments } from './set-up-departments.tsx';
import { businessWords } from './handoff-words.ts';

type Editing = { readonly department: Department; readonly isNew: boolean } | null;
type Agreeing = { readonly agreement: Agreement; readonly isNew: boolean } | null;
type Removing = { readonly name: string; readonly remove: () => Promise<unknown> };

/** Departments with their hours, promises and owners, and what they agreed on. */
export default function DepartmentsPage() {
  const siteId = useSiteId();
  const zone = useRowValue('sites', siteId, (site) => site.zone) ?? 'UTC';
  const mayEdit = useMay('edit-departments', siteId);
  const travelling = isTravelling(useDeskSearch());
  const edits = mayEdit && !travelling;
  const departments = useDerived(['departments'], readDepartments, same, siteId, 200);
  const agreements = useDerived(['departmentAgreements'], readAgreements, same, siteId, 200);
  const [editing, setEditing] = useState<Editing>(null);
  const [agreeing, setAgreeing] = useState<Agreeing>(null);
  const removal = useConfirmed({
    act: ({ remove }: Removing) => remove(),
    title: ({ name }) => t('departments.remove.title', { name }),
    text: t('departments.remove.text'),
    action: t('departments.remove'),
  });
  if (editing !== null) return <DepartmentEditor {...editing} close={() => setEditing(null)} />;
  if (agreeing !== null) return <AgreementEditor {...agreeing} close={() => setAgreeing(null)} />;
  return (
    <>
      <section aria-labelledby="departments-title">
        <h2 id="departments-title">{t('departments.title')}</h2>
        <p className="quiet">{t('departments.text')}</p>
        {edits && (
          <p>
            <button
              type="button"
              className="button button-primary"
              onClick={() => setEditing({ department: newDepartment(zone), isNew: true })}
            >
              {t('departments.new')}
            </button>
          </p>
        )}
        {departments.length === 0 && !edits && <p>{t('handoffs.no-departments')}</p>}
        {departments.length === 0 && edits && <SetUpDepartments zone={zone} />}
        <ul className="department-list">
          {departments.map(({ id, department, version, setBy }) => (
            <li key={id}>
              <h3>{department.name}</h3>
              <p>{hoursWords(department)}</p>
              <p>
                {t('departments.promises', {
                  span: businessWords(department.responseMs),
                  share: formatRatio(department.warnShare),
                  owner: department.exceptionOwner.name,
                })}
              </p>
              <p className="quiet">
                {t('departments.version', { version, name: setBy.name, zone: department.calendar.zone })}
              </p>
              {edits && (
                <div className="button-row">
                  <RowButton
                    word={t('departments.edit')}
                    name={t('departments.edit-named', { name: department.name })}
                    onClick={() => setEditing({ department, isNew: false })}
                  />
                  <RowButton
                    word={t('departments.remove')}
                    name={t('departments.remove-named', { name: department.name })}
                    onClick={() => removal.ask({ name: department.name, remove: () => removeDepartment(siteId, id) })}
                  />
                </div>
              )}
            </li>
          ))}
        </ul>
      </section>
      {departments.length > 1 && (
        <section aria-labelledby="agreements-title">
          <h2 id="agreements-title">{t('agreements.title')}</h2>
          <p className="quiet">{t('agreements.text')}</p>
          {edits && (
            <p>
              <button
                type="button"
                className="button button-primary"
                onClick={() =>
                  setAgreeing({
                    agreement: newAgreement(departments[0]?.id ?? '', departments[1]?.id ?? ''),
                    isNew: true,
                  })
                }
              >
                {t('agreements.new')}
              </button>
            </p>
          )}
          {agreements.length === 0 && <p>{t('agreements.none')}</p>}
          <ul className="department-list">
            {agreements.map(({ id, agreement }) => {
              const from = departmentName(agreement.fromDepartmentId);
              const to = departmentName(agreement.toDepartmentId);
              return (
                <li key={id}>
                  <h3>{t('handoff.between', { from, to })}</h3>
                  <p>{agreementWords(agreement)}</p>
                  {edits && (
                    <div className="button-row">
                      <RowButton
                        word={t('departments.edit')}
                        name={t('departments.edit-named', { name: `${from} → ${to}` })}
                        onClick={() => setAgreeing({ agreement, isNew: false })}
                      />
                      <RowButton
                        word={t('departments.remove')}
                        name={t('departments.remove-named', { name: `${from} → ${to}` })}
                        onClick={() =>
                          removal.ask({
                            name: `${from} → ${to}`,
                            remove: () => removeAgreement(siteId, agreement.fromDepartmentId, agreement.toDepartmentId),
                          })
                        }
                      />
                    </div>
                  )}
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {removal.dialog}
    </>
  );
}

function readDepartments(): readonly DepartmentRow[] {
  return [...live().store.tables.departments.rows()].toSorted((left, right) =>
    left.department.name.localeCompare(right.department.name),
  );
}

function readAgreements(): readonly AgreementRow[] {
  return [...live().store.tables.departmentAgreements.rows()].toSorted((left, right) => (left.id < right.id ? -1 : 1));
}

/** Hours in one line; days with the same hours stand together. */
function hoursWords({ calendar }: Department): string {
  const groups: { readonly days: string[]; readonly hours: string }[] = [];
  for (const day of WEEKDAYS) {
    const periods = calendar.weekly[day];
    const hours = periods.length === 0 ? t('hours.closed') : periods.map(({ from, to }) => `${from}–${to}`).join(', ');
    const last = groups.at(-1);
    const name = t(`weekday.${day}` as MessageKey);
    if (last?.hours === hours) last.days.push(name);
    else groups.push({ days: [name], hours });
  }
  return groups
    .map(({ days, hours }) => `${days.length > 2 ? `${days[0]}–${days.at(-1)}` : days.join(', ')} ${hours}`)
    .join(' · ');
}

function agreementWords(agreement: Agreement): string {
  return [
    agreement.responseMs === undefined
      ? t('agreements.own-promise')
      : t('handoff.business-time', { span: businessWords(agreement.responseMs) }),
    agreement.opensOnTransfer ? t('agreements.opens') : '',
    agreement.followsContact ? t('agreements.follows') : '',
    agreement.escalationContacts.length === 0
      ? ''
      : t('agreements.contacts', { names: agreement.escalationContacts.map(({ name }) => name).join(', ') }),
  ]
    .filter((words) => words !== '')
    .join(' · ');
}
