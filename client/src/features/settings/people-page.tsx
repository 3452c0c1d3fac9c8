import { useQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import type { Person } from '@floorwalk/shared/api/session';
import { fetchPeople } from '../../api/settings.ts';
import { t } from '../../messages/text.ts';
import { Answered } from '../../ui/answered.tsx';
import { useSession } from '../../shell/session-context.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { StateNote } from '../../ui/state-note.tsx';
import { grantWords } from './grant-words.ts';
import { PersonDialog } from './person-dialog.tsx';
import { SettingsFrame } from '../../shell/settings-frame.tsx';
import './settings.css';

/** People and what they may reach. */
export default function PeoplePage() {
  const people = useQuery({ queryKey: ['people'], queryFn: fetchPeople });
  const { isDemo } = useSession();
  const [editing, setEditing] = useState<Person | 'new' | null>(null);
  return (
    <SettingsFrame
      title={t('settings.people')}
      text={t('settings.people.text')}
      action={
        !isDemo && (
          <button type="button" className="button button-primary" onClick={() => setEditing('new')}>
            <UserPlus aria-hidden="true" size={16} /> {t('people.add')}
          </button>
        )
      }
    >
      {isDemo && <p className="page-note">{t('people.demo')}</p>}
      <Answered
        query={people}
        isEmpty={(all) => all.length === 0}
        empty={
          <StateNote icon={Users} title={t('people.empty.title')}>
            {!isDemo && t('people.empty.text')}
          </StateNote>
        }
      >
        {(all) => (
          <DataTable
            rows={all}
            keyOf={(person) => person.id}
            isQuiet={(person) => !person.active}
            columns={[
              { id: 'name', label: t('people.column.name'), cell: (person) => person.name },
              { id: 'email', label: t('people.column.email'), cell: (person) => person.email },
              { id: 'grants', label: t('people.column.grants'), cell: (person) => <Grants person={person} /> },
              {
                id: 'state',
                label: t('people.column.state'),
                cell: (person) => (person.active ? t('people.active') : t('people.inactive')),
              },
            ]}
            actions={(person) => (
              <button
                type="button"
                className="button button-small"
                aria-label={t('people.edit-named', { name: person.name })}
                onClick={() => setEditing(person)}
              >
                {t('people.edit')}
              </button>
            )}
          />
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

function Grants({ person }: { readonly person: Person }) {
  const { sites } = useSession();
  return (
    <ul className="plain-list">
      {person.grants.map((grant) => (
        <li key={JSON.stringify(grant)}>{grantWords(grant, sites)}</li>
      ))}
      {person.grants.length === 0 && <li className="quiet">{t('people.no-grants')}</li>}
    </ul>
  );
}
