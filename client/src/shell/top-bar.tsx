import { useNavigate } from '@tanstack/react-router';
import { Command, Keyboard } from 'lucide-react';
import { WINDOW_KEYS, type WindowKey } from '@floorwalk/shared/floor/window';
import type { SessionAnswer } from '@floorwalk/shared/api/session';
import type { MessageKey } from '../messages/message-key.ts';
import { t } from '../messages/text.ts';
import { useIds } from '../store/use-row.ts';
import { live } from '../connection/live-session.ts';
import { useFeatures } from './feature-slots.ts';
import { FreshnessChip } from './freshness-chip.tsx';
import { FrequencySelect } from './frequency-select.tsx';
import { useSession } from './session-context.ts';
import { SiteTime } from './site-time.tsx';
import { useChangeSearch, useDeskSearch } from './use-desk.ts';
import { DEFAULT_WINDOW } from './use-subscription.ts';
import { UserMenu } from './user-menu.tsx';
import { ViewsMenu } from './views-menu.tsx';

type Props = {
  readonly site: SessionAnswer['sites'][number];
  readonly openPalette: () => void;
  readonly openShortcuts: () => void;
};

/** Where, as of when, how often, and how fresh: above every screen. */
export function TopBar({ site, openPalette, openShortcuts }: Props) {
  const features = useFeatures();
  const { sites, isDemo } = useSession();
  const search = useDeskSearch();
  const change = useChangeSearch();
  const navigate = useNavigate();
  return (
    <header className="top-bar">
      {sites.length > 1 ? (
        <select
          className="select site-select"
          aria-label={t('desk.site')}
          value={site.id}
          onChange={(event) => void navigate({ to: `/sites/${encodeURIComponent(event.target.value)}/floor` })}
        >
          {sites.map((candidate) => (
            <option key={candidate.id} value={candidate.id}>
              {candidate.name}
            </option>
          ))}
        </select>
      ) : (
        <strong className="site-name">{site.name}</strong>
      )}
      {isDemo && (
        <span className="demo-mark" title={t('desk.demo-explained')}>
          {t('desk.demo')}
        </span>
      )}
      <ScopeSelect />
      <label className="top-field">
        <span>{t('desk.window')}</span>
        <select
          className="select"
          value={search.window ?? DEFAULT_WINDOW}
          onChange={(event) => change({ window: event.target.value as WindowKey })}
        >
          {WINDOW_KEYS.map((window) => (
            <option key={window} value={window}>
              {t(`window.${window}` as MessageKey)}
            </option>
          ))}
        </select>
      </label>
      <ViewsMenu siteId={site.id} />
      <span className="top-gap" />
      {features.map(({ id, TopMark }) => TopMark && <TopMark key={id} />)}
      <SiteTime zone={site.zone} />
      <FreshnessChip zone={site.zone} />
      <FrequencySelect />
      <button type="button" className="icon-button palette-button" onClick={openPalette} aria-label={t('palette.open')}>
        <Command aria-hidden="true" size={16} />
        <kbd>K</kbd>
      </button>
      <button type="button" className="icon-button" onClick={openShortcuts} aria-label={t('shortcuts.title')}>
        <Keyboard aria-hidden="true" size={18} />
      </button>
      <UserMenu />
    </header>
  );
}

/** All queues, or those of one group or team. */
function ScopeSelect() {
  const search = useDeskSearch();
  const change = useChangeSearch();
  const groupIds = useIds('groups');
  const teamIds = useIds('teams');
  if (groupIds.length + teamIds.length === 0) return null;
  const { groups, teams } = live().store.tables;
  const options = (kind: string, ids: readonly string[], nameOf: (id: string) => string | undefined) =>
    ids
      .map((id) => ({ value: `${kind}:${id}`, name: nameOf(id) ?? id }))
      .sort((left, right) => left.name.localeCompare(right.name))
      .map(({ value, name }) => (
        <option key={value} value={value}>
          {name}
        </option>
      ));
  return (
    <label className="top-field">
      <span>{t('desk.scope')}</span>
      <select
        className="select"
        value={search.scope ?? ''}
        onChange={(event) => change({ scope: event.target.value || undefined })}
      >
        <option value="">{t('desk.scope.all')}</option>
        {groupIds.length > 0 && (
          <optgroup label={t('desk.scope.groups')}>{options('group', groupIds, (id) => groups.row(id)?.name)}</optgroup>
        )}
        {teamIds.length > 0 && (
          <optgroup label={t('desk.scope.teams')}>{options('team', teamIds, (id) => teams.row(id)?.name)}</optgroup>
        )}
      </select>
    </label>
  );
}
