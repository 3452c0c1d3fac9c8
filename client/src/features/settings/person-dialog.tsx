import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import type { Grant } from '@floorwalk/shared/access/role';
import type { Person } from '@floorwalk/shared/api/session';
import { ApiError } from '../../api/request.ts';
import { addPerson, changePerson } from '../../api/settings.ts';
import { t } from '../../messages/text.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { formText } from '../../ui/form-text.ts';
import { announce } from '../../ui/announcer.tsx';
import { ModalDialog } from '../../ui/modal-dialog.tsx';
import { problemWords } from '../../ui/problem-words.ts';
import { GrantFields } from './grant-fields.tsx';

const LEAST_PASSWORD = 12;
const MOST_GRANTS = 50;

type Keyed = { readonly key: string; readonly grant: Grant };
const keyed = (grant: Grant): Keyed => ({ key: crypto.randomUUID(), grant });

/** Adds a person, or changes one: name, password, what they may reach, and whether they may sign in at all. */
export function PersonDialog({ person, close }: { readonly person: Person | null; readonly close: () => void }) {
  const siteId = useSiteId();
  const queries = useQueryClient();
  const [grants, setGrants] = useState<readonly Keyed[]>(
    () => person?.grants.map(keyed) ?? [keyed({ role: 'supervisor', scope: { siteId } })],
  );
  const problemId = useId();
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
  // An address that is taken is a conflict with another account, which no pointer names.
  const pointer =
    save.error instanceof ApiError ? (save.error.pointer ?? (save.error.status === 409 ? '/email' : '')) : '';
  const noted = (at: string) =>
    pointer === at || pointer.startsWith(`${at}/`) ? { 'aria-invalid': true, 'aria-describedby': problemId } : {};
  return (
    <ModalDialog
      title={person === null ? t('people.add') : t('people.edit-named', { name: person.name })}
      close={close}
    >
      <form className="form person-form" onSubmit={submit}>
        {save.isError && (
          <p role="alert" id={problemId} className="form-problem">
            {problemWords(save.error)}
          </p>
        )}
        <label className="field">
          <span>{t('people.name')}</span>
          <input
            name="name"
            required
            maxLength={200}
            autoComplete="off"
            defaultValue={person?.name}
            {...noted('/name')}
          />
        </label>
        {person === null ? (
          <label className="field">
            <span>{t('people.email')}</span>
            <input name="email" type="email" required maxLength={254} autoComplete="off" {...noted('/email')} />
          </label>
        ) : (
          <p className="quiet">{person.email}</p>
        )}
        <label className="field">
          <span>{person === null ? t('people.password') : t('people.new-password')}</span>
          <input
            name="password"
            type="password"
            required={person === null}
            minLength={LEAST_PASSWORD}
            maxLength={128}
            autoComplete="new-password"
            {...noted('/password')}
          />
          <small className="quiet">
            {person === null
              ? t('people.password-hint', { count: LEAST_PASSWORD })
              : t('people.new-password-hint', { count: LEAST_PASSWORD })}
          </small>
        </label>
        <fieldset className="field-group">
          <legend>{t('people.grants')}</legend>
          {grants.map(({ key, grant }, index) => (
            <GrantFields
              key={key}
              grant={grant}
              number={index + 1}
              invalid={noted(`/grants/${index}`)}
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
        <div className="dialog-actions">
          <button type="button" className="button" onClick={close}>
            {t('dialog.cancel')}
          </button>
          <button type="submit" className="button button-primary" disabled={save.isPending}>
            {t('settings.save')}
          </button>
        </div>
      </form>
    </ModalDialog>
  );
}
