import { Lock } from 'lucide-react';
import { roleMay, ROLES, type Permission } from '@floorwalk/shared/access/role';
import type { MessageKey } from '../messages/message-key.ts';
import { t } from '../messages/text.ts';
import { StateNote } from '../ui/state-note.tsx';

/** Names the missing right, who has it, and who can give it. */
export function ForbiddenNote({ permission }: { readonly permission: Permission }) {
  const holders = ROLES.filter((role) => roleMay(role, permission)).map((role) => t(`role.${role}` as MessageKey));
  return (
    <StateNote icon={Lock} title={t('state.forbidden.title')}>
      <p>
        {t('state.forbidden.text', {
          right: t(`permission.${permission}` as MessageKey),
          roles: holders.join(', '),
        })}
      </p>
      <p className="quiet">{t('state.forbidden.who')}</p>
    </StateNote>
  );
}
