import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleUser } from 'lucide-react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { signOut } from '../api/session.ts';
import type { MessageKey } from '../messages/message-key.ts';
import { t } from '../messages/text.ts';
import { LanguageField, LetterKeysField, ThemeField } from './preference-fields.tsx';
import { DENSITIES, type Density } from './desk-search.ts';
import { useChangeSearch, useDeskSearch } from './use-desk.ts';
import { useSessionQuery } from './use-session-query.ts';

/** Who I am, how I like it, and the way out. */
export function UserMenu() {
  const { data } = useSessionQuery();
  const search = useDeskSearch();
  const change = useChangeSearch();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const principal = data?.principal;
  const roles = [...new Set(principal?.grants.map((grant) => t(`role.${grant.role}` as MessageKey)))];
  const leave = async (everywhere: boolean) => {
    await signOut({ everywhere }).catch(() => undefined);
    queries.clear();
    await navigate({ to: '/sign-in', search: {} as never });
  };
  return (
    <DialogTrigger>
      <Button className="icon-button" aria-label={t('user.menu', { name: principal?.name ?? '' })}>
        <CircleUser aria-hidden="true" size={20} />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="popover-body user-menu" aria-label={t('user.menu', { name: principal?.name ?? '' })}>
          <div>
            <strong>{principal?.name}</strong>
            <div className="quiet">{principal?.email ?? roles.join(', ')}</div>
            {principal?.email && <div className="quiet">{roles.join(', ')}</div>}
          </div>
          <ThemeField className="field field-row" />
          <LanguageField className="field field-row" />
          <label className="field field-row">
            <span>{t('user.density')}</span>
            <select
              className="select"
              value={search.density ?? 'compact'}
              onChange={(event) => change({ density: event.target.value as Density }, { replace: true })}
            >
              {DENSITIES.map((choice) => (
                <option key={choice} value={choice}>
                  {t(`density.${choice}` as MessageKey)}
                </option>
              ))}
            </select>
          </label>
          <LetterKeysField />
          <button type="button" className="button" onClick={() => void leave(false)}>
            {t('user.sign-out')}
          </button>
          {principal?.kind === 'person' && (
            <button type="button" className="button" onClick={() => void leave(true)}>
              {t('user.sign-out-everywhere')}
            </button>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
