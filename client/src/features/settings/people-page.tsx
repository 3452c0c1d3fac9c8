import { useQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import type { Person } from '@floorwalk/shared/api/session';
import { fetchPeople } from '../../api/settings.ts';
import { t } from '../../messages/text.ts';
import { useSession } from '../../shell/session-context.ts';
import { StateNote } from '../../ui/state-note.tsx';
import { grantWords } from './grant-words.ts';
import { PersonDialog } from './person-dialog.tsx';
import { Answered, SettingsFrame } from './settings-frame.tsx';

/** People and what they may reach. */
export default function PeoplePage() {
  const people = useQuery({ queryKey: ['people'], queryFn: fetchPeople });
  const { sites, isDemo } = useSession();
  const [editing, setEditing] = useState<Person | 'new' | null>(null);
  return (
    <SettingsFrame
      title={t('settings.people')}
      text={t('settings.people.text')}
      action={
        <button type="button" className="button button-primary" onClick={() => setEditing('new')}>
          <UserPlus aria-hidden="true" size={16} /> {t('people.add')}
        </button>
      }
    >
      {isDemo && <p className="page-note">{t('people.demo')}</p>}
      <Answered
        query={people}
        isEmpty={(all) => all.length === 0}
        empty={
          <StateNote icon={Users} title={t('people.empty.title')}>
            {t('people.empty.text')}
          </StateNote>
        }
      >
        {(all) => (
          <div className="table-frame">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('people.column.name')}</th>
                  <th scope="col">{t('people.column.email')}</th>
                  <th scope="col">{t('people.column.grants')}</th>
                  <th scope="col">{t('people.column.state')}</th>
                  <th scope="col">
                    <span className="visually-hidden">{t('settings.column.actions')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {all.map((person) => (
                  <tr key={person.id} data-quiet={!person.active || undefined}>
                    <th scope="row">{person.name}</th>
                    <td>{person.email}</td>
                    <td>
                      <ul className="plain-list">
                        {person.grants.map((grant) => (
                          <li key={JSON.stringify(grant)}>{grantWords(grant, sites)}</li>
                        ))}
                        {person.grants.length === 0 && <li className="quiet">{t('people.no-grants')}</li>}
                      </ul>
                    </td>
                    <td>{person.active ? t('people.active') : t('people.inactive')}</td>
                    <td className="cell-actions">
                      <button
                        type="button"
                        className="button button-small"
                        aria-label={t('people.edit-named', { name: person.name })}
                        onClick={() => setEditing(person)}
                      >
                        {t('people.edit')}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answered>
      {editing !== null && (
        <PersonDialog
          key={editing === 'new' ? 'new' : editing.id}
          person={editing === 'new' ? null : editing}
          close={() => setEditing(null)}
        />
      )}
    </SettingsFrame>
  );
}
