import { X } from 'lucide-react';
import { ROLES, type Grant, type Role, type Scope } from '@floorwalk/shared/access/role';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';
import { useSession } from '../../shell/session-context.ts';
import { useSiteId } from '../../shell/use-desk.ts';
import { useIds } from '../../store/use-row.ts';

/** Roles that people can have; a screen is paired instead. */
const GRANTABLE: readonly Role[] = ROLES.filter((role) => role !== 'kiosk');

/** One grant: a role, the site it holds on, and what of that site it reaches. */
export function GrantFields({
  grant,
  number,
  invalid,
  onChange,
  onRemove,
}: {
  readonly grant: Grant;
  readonly number: number;
  readonly invalid: { readonly 'aria-invalid'?: boolean; readonly 'aria-describedby'?: string };
  readonly onChange: (grant: Grant) => void;
  readonly onRemove: () => void;
}) {
  const { sites } = useSession();
  const { role, scope } = grant;
  const setScope = (change: { readonly [K in keyof Scope]?: Scope[K] | undefined }): void => {
    const next = Object.fromEntries(Object.entries({ ...scope, ...change }).filter(([, value]) => value !== undefined));
    onChange({ role, scope: next as Scope });
  };
  const setRole = (next: Role): void => {
    const { siteId, teamIds, queueIds, agentId } = scope;
    const narrow = next === 'administrator' ? {} : { ...(teamIds && { teamIds }), ...(queueIds && { queueIds }) };
    onChange({ role: next, scope: { siteId, ...narrow, ...(next === 'agent' && { agentId: agentId ?? '' }) } });
  };
  const known = scope.siteId === '*' || sites.some(({ id }) => id === scope.siteId);
  return (
    <fieldset className="grant" aria-label={t('people.grant', { number })}>
      <label className="field">
        <span>{t('people.role')}</span>
        <select className="select" value={role} onChange={(event) => setRole(event.target.value as Role)} {...invalid}>
          {GRANTABLE.map((one) => (
            <option key={one} value={one}>
              {t(`role.${one}` as MessageKey)}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>{t('people.site')}</span>
        <select
          className="select"
          value={scope.siteId}
          onChange={(event) => setScope({ siteId: event.target.value, teamIds: undefined, queueIds: undefined })}
        >
          <option value="*">{t('people.every-site')}</option>
          {!known && <option value={scope.siteId}>{scope.siteId}</option>}
          {sites.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        className="icon-button bordered"
        aria-label={t('people.remove-grant', { number })}
        onClick={onRemove}
      >
        <X aria-hidden="true" size={16} />
      </button>
      {role === 'agent' && (
        <label className="field grant-wide">
          <span>{t('people.agent-id')}</span>
          <input
            value={scope.agentId ?? ''}
            required
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setScope({ agentId: event.target.value })}
            {...invalid}
          />
          <small className="quiet">{t('people.agent-id-hint')}</small>
        </label>
      )}
      {role !== 'administrator' && scope.siteId !== '*' && (
        <div className="grant-wide grant-parts">
          <PartChoice
            table="teams"
            siteId={scope.siteId}
            chosen={scope.teamIds}
            onChange={(teamIds) => setScope({ teamIds })}
          />
          <PartChoice
            table="queues"
            siteId={scope.siteId}
            chosen={scope.queueIds}
            onChange={(queueIds) => setScope({ queueIds })}
          />
        </div>
      )}
    </fieldset>
  );
}

/** Teams or queues that a grant is limited to; none chosen is no limit. Names are known for the site on show, others go by their ids. */
function PartChoice({
  table,
  siteId,
  chosen,
  onChange,
}: {
  readonly table: 'teams' | 'queues';
  readonly siteId: string;
  readonly chosen: readonly string[] | undefined;
  readonly onChange: (chosen: string[] | undefined) => void;
}) {
  const here = useSiteId() === siteId;
  const ids = useIds(table);
  const rows = [...new Set([...(here ? ids : []), ...(chosen ?? [])])]
    .map((id) => ({ id, name: (here ? live().store.tables[table].row(id)?.name : undefined) ?? id }))
    .toSorted((left, right) => left.name.localeCompare(right.name));
  const toggle = (id: string, isChosen: boolean): void => {
    const next = isChosen ? [...(chosen ?? []), id] : (chosen ?? []).filter((one) => one !== id);
    onChange(next.length === 0 ? undefined : next);
  };
  const count = chosen?.length ?? 0;
  return (
    <details>
      <summary>{count === 0 ? t(`people.all-${table}`) : t(`people.${table}`, { count })}</summary>
      <div className="part-list">
        {rows.length === 0 && <span className="quiet">{t('people.none-known')}</span>}
        {rows.map(({ id, name }) => (
          <label key={id} className="check">
            <input
              type="checkbox"
              checked={chosen?.includes(id) ?? false}
              onChange={(event) => toggle(id, event.target.checked)}
            />
            {name}
          </label>
        ))}
      </div>
    </details>
  );
}
