import { useState } from 'react';
import type { EscalationPolicy } from '@floorwalk/shared/escalation/policy';
import { removePolicy } from '../../api/escalation.ts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useMay } from '../../shell/session-context.ts';
import { isTravelling } from '../../shell/travel.ts';
import { useDeskSearch, useSiteId } from '../../shell/use-desk.ts';
import { RowButton } from '../../ui/row-button.tsx';
import { useConfirmed } from '../../ui/use-confirmed.tsx';
import { PathTable } from './path-table.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { usePolicies } from './use-policies.ts';

/** Where a new path starts: the team concerned, then the floor. */
function newPolicy(): EscalationPolicy {
  return {
    id: crypto.randomUUID(),
    name: '',
    steps: [{ targets: [{ kind: 'team' }], waitMs: 300_000 }],
    repeatCount: 0,
    acknowledgementsNeeded: 1,
    acknowledgeTimeoutMs: 3_600_000,
    warRoom: false,
    owner: { kind: 'role', role: 'supervisor' },
  };
}

/** Every path as it is to be read: who is responsible when, and how soon they are expected to answer. */
export function PolicyList() {
  const siteId = useSiteId();
  const mayEdit = useMay('edit-policies', siteId);
  const travelling = isTravelling(useDeskSearch());
  const edits = mayEdit && !travelling;
  const policies = usePolicies();
  const [editing, setEditing] = useState<EscalationPolicy | null>(null);
  const removal = useConfirmed({
    act: ({ id }: EscalationPolicy) => removePolicy(siteId, id),
    title: ({ name }) => t('path.remove.title', { name }),
    text: t('path.remove.text'),
    action: t('path.remove'),
  });
  if (editing !== null) {
    return (
      <PolicyEditor
        policy={editing}
        isNew={!policies.some(({ id }) => id === editing.id)}
        close={() => setEditing(null)}
      />
    );
  }
  return (
    <>
      <p className="quiet">{t('path.text')}</p>
      {edits && (
        <p>
          <button type="button" className="button button-primary" onClick={() => setEditing(newPolicy())}>
            {t('path.new')}
          </button>
        </p>
      )}
      {policies.length === 0 && <p>{t('path.none')}</p>}
      <ul className="policy-list">
        {policies.map(({ id, policy, version, setBy }) => (
          <li key={id} {...plain('limit')}>
            <h2>{policy.name}</h2>
            <PathTable policy={policy} />
            <p className="quiet">{t('path.version', { version, name: setBy.name })}</p>
            {edits && (
              <div className="alert-actions">
                <RowButton
                  word={t('path.edit')}
                  name={t('path.edit-named', { name: policy.name })}
                  onClick={() => setEditing(policy)}
                />
                <RowButton
                  word={t('path.remove')}
                  name={t('path.remove-named', { name: policy.name })}
                  onClick={() => removal.ask(policy)}
                />
              </div>
            )}
          </li>
        ))}
      </ul>
      {removal.dialog}
    </>
  );
}
