import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { Grant } from '@floorwalk/shared/access/role';
import type { Person } from '@floorwalk/shared/api/session';
import { ApiError } from '../../api/request.ts';
import { addPerson, changePerson } from '../../api/settings.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { DialogButtons, Field, useFormProblem } from '../../ui/form-parts.tsx';
import { formText } from '../../ui/form-text.ts';
import { announce } from '../../ui/announcer.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { GrantFields } from './grant-fields.tsx';

const LEAST_PASSWORD = 12;
const MOST_GRANTS = 50;

type Keyed = { readonly key: string; readonly grant: Grant };
const keyed = (grant: Grant): Keyed => ({ key: crypto.randomUUID(), grant });

/** A grant is named by its place. An address that is taken is a conflict with another account, which no pointer names. */
function fieldAtFault(error: unknown): string | null {
  if (!(error instanceof ApiError)) return null;
  const pointer = error.pointer ?? (error.status === 409 ? '/email' : '');
  const [name, place] = pointer.slice(1).split('/');
  return name === 'grants' && place !== undefined ? `grants/${place}` : (name ?? null);
}

/** Adds a person, or changes one: name, password, what they may reach, and whether they may sign in at all. */
export function PersonDialog({ person, close }: { readonly person: Person | null; readonly close: () => void }) {
  const siteId = useSiteId();
  const queries = useQueryClient();
  const [grants, setGrants] = useState<readonly Keyed[]>(
    () => person?.grants.map(keyed) ?? [keyed({ role: 'supervisor', scope: { siteId } })],
  );
  const save = useMutation({
    mutationFn: (form: FormData) => {
      const name = formText(form, 'name').trim();
      const password = formText(form, 'password');
      const wanted = grants.map(({ grant }) => grant) as Person['grants'];
      if (person === null) return addPerson({ name, email: formText(form, 'email').trim(), password, grants: wanted });
      const active = form.get('active') === 'on';
      return changePerson(person.id, {
        ...(name === person.name ? {} : { name }),
        ...(active === person.active ? {} : { active }),
        ...(password === '' ? {} : { password }),
        ...(JSON.stringify(wanted) === JSON.stringify(person.grants) ? {} : { grants: wanted }),
      });
    },
    onSuccess: async (kept) => {
      announce(t('people.saved', { name: kept.name }));
      await queries.invalidateQueries({ queryKey: ['people'] });
      close();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    save.mutate(new FormData(event.currentTarget));
  };
  const { problem, noted } = useFormProblem(save.error, fieldAtFault);
  return (
    <ModalDialog
      title={person === null ? t('people.add') : t('people.edit-named', { name: person.name })}
      close={close}
    >
      <form className="form person-form" onSubmit={submit}>
        {problem}
        <Field label={t('people.name')}>
          <input
            name="name"
            required
            maxLength={200}
            autoComplete="off"
            defaultValue={person?.name}
            {...noted('name')}
          />
        </Field>
        {person === null ? (
          <Field label={t('people.email')}>
            <input name="email" type="email" required maxLength={254} autoComplete="off" {...noted('email')} />
          </Field>
        ) : (
          <p className="quiet">{person.email}</p>
        )}
        <Field
          label={person === null ? t('people.password') : t('people.new-password')}
          hint={t(person === null ? 'people.password-hint' : 'people.new-password-hint', { count: LEAST_PASSWORD })}
        >
          <input
            name="password"
            type="password"
            required={person === null}
            minLength={LEAST_PASSWORD}
            maxLength={128}
            autoComplete="new-password"
            {...noted('password')}
          />
        </Field>
        <fieldset className="field-group">
          <legend>{t('people.grants')}</legend>
          {grants.map(({ key, grant }, index) => (
            <GrantFields
              key={key}
              grant={grant}
              number={index + 1}
              invalid={noted(`grants/${index}`)}
              onChange={(next) =>
                setGrants((before) => before.map((one) => (one.key === key ? { key, grant: next } : one)))
              }
              onRemove={() => setGrants((before) => before.filter((one) => one.key !== key))}
            />
          ))}
          {grants.length === 0 && <p className="quiet">{t('people.no-grants')}</p>}
          <button
            type="button"
            className="button button-small"
            disabled={grants.length >= MOST_GRANTS}
            onClick={() => setGrants((before) => [...before, keyed({ role: 'supervisor', scope: { siteId } })])}
          >
            <Plus aria-hidden="true" size={14} /> {t('people.add-grant')}
          </button>
        </fieldset>
        {person !== null && (
          <label className="check">
            <input type="checkbox" name="active" defaultChecked={person.active} /> {t('people.may-sign-in')}
          </label>
        )}
        <DialogButtons action={t('settings.save')} isBusy={save.isPending} close={close} />
      </form>
    </ModalDialog>
  );
}
