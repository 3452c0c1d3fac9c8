import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { firstDepartments, type FloorDepartment } from '@floorwalk/shared/handoffs/first-departments';
import type { HandoffOwner } from '@floorwalk/shared/handoffs/handoff';
import { putAgreement, putDepartment } from '../../api/handoffs.ts';
import { live } from '../../connection/live-session.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { compareNames } from '../../ui/compare-names.ts';
import { Field, FormProblem } from '../../ui/form-parts.tsx';
import { OwnerSelect } from './owner-select.tsx';

/** What a site without departments begins with: who is one, and who holds what nobody else does. */
export function SetUpDepartments({ zone }: { readonly zone: string }) {
  const siteId = useSiteId();
  const [proposed] = useState(proposedDepartments);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(proposed.map(({ name }) => name)));
  const [more, setMore] = useState('');
  const [owner, setOwner] = useState<HandoffOwner>();
  const named = more.split(',').map((name) => name.trim());
  const added = [...new Set(named)].filter((name) => name !== '' && proposed.every((one) => one.name !== name));
  const found = [
    ...proposed.filter(({ name }) => chosen.has(name)),
    ...added.map((name): FloorDepartment => ({ name, teamIds: [] })),
  ];
  const settingUp = useMutation({
    mutationFn: async (exceptionOwner: HandoffOwner) => {
      const { departments, agreements } = firstDepartments(found, zone, exceptionOwner);
      for (const department of departments) {
        // oxlint-disable-next-line no-await-in-loop -- an agreement needs both of its departments
        await putDepartment(siteId, department);
      }
      await Promise.all(agreements.map((agreement) => putAgreement(siteId, agreement)));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (owner !== undefined) settingUp.mutate(owner);
  };
  return (
    <form className="form department-editor" onSubmit={submit}>
      <h3>{t('departments.set-up')}</h3>
      <p>{t('departments.set-up.text')}</p>
      {proposed.length > 0 && (
        <fieldset className="field-group">
          <legend>{t('departments.set-up.which')}</legend>
          <div className="button-row">
            {proposed.map(({ name }) => (
              <label key={name} className="check">
                <input
                  type="checkbox"
                  checked={chosen.has(name)}
                  onChange={({ target }) => setChosen(withOrWithout(chosen, name, target.checked))}
                />{' '}
                {name}
              </label>
            ))}
          </div>
        </fieldset>
      )}
      <div className="handoff-pair">
        <Field label={t('departments.set-up.more')}>
          <input maxLength={1_000} value={more} onChange={(event) => setMore(event.target.value)} />
        </Field>
        <OwnerSelect label="departments.field.exception-owner" value={owner} onChange={setOwner} />
      </div>
      <FormProblem error={settingUp.error} />
      <p>
        <button
          type="submit"
          className="button button-primary"
          disabled={settingUp.isPending || found.length < 2 || owner === undefined}
        >
          {t('departments.set-up.go', { count: found.length })}
        </button>
      </p>
    </form>
  );
}

/** Most teams that are proposed as departments. */
const MOST_PROPOSED = 20;

/** Departments that queues name; where none does, the teams. */
function proposedDepartments(): readonly FloorDepartment[] {
  const { queues, teams } = live().store.tables;
  const named = new Map<string, Set<string>>();
  for (const { department, teamId } of queues.rows()) {
    if (department === null) continue;
    const known = named.get(department) ?? new Set();
    if (teamId !== null) known.add(teamId);
    named.set(department, known);
  }
  const found =
    named.size > 0
      ? [...named].map(([name, teamIds]) => ({ name, teamIds: [...teamIds] }))
      : [...teams.rows()].map(({ id, name }) => ({ name, teamIds: [id] }));
  return found.toSorted((left, right) => compareNames(left.name, right.name)).slice(0, MOST_PROPOSED);
}

function withOrWithout(names: ReadonlySet<string>, name: string, isIn: boolean): ReadonlySet<string> {
  return new Set(isIn ? [...names, name] : [...names].filter((one) => one !== name));
}
