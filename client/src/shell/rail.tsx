import { Link } from '@tanstack/react-router';
import { may } from '@floorwalk/shared/access/role';
import type { SessionAnswer } from '@floorwalk/shared/api/session';
import { t } from '../messages/text.ts';
import { useFeatures } from './feature-slots.ts';
import type { Feature, Screen } from './feature.ts';
import { useSession } from './session-context.ts';
import { keptSearch, useDeskSearch } from './use-desk.ts';
import { useWaitingCount } from './use-waiting-count.ts';

type RailScreen = Screen & { readonly rail: NonNullable<Screen['rail']> };

/** The screens of the rail that somebody may see, in order. */
export function railScreens(features: readonly Feature[], mayDo: (screen: Screen) => boolean): readonly RailScreen[] {
  return features
    .flatMap((feature) => feature.screens ?? [])
    .filter((screen): screen is RailScreen => screen.rail !== undefined && mayDo(screen))
    .sort((left, right) => left.rail.order - right.rail.order);
}

export function Rail({ site }: { readonly site: SessionAnswer['sites'][number] }) {
  const { principal } = useSession();
  const search = useDeskSearch();
  const screens = railScreens(useFeatures(), (screen) => may(principal, screen.permission, site.id));
  return (
    <nav className="rail" aria-label={t('desk.screens')}>
      <img src="/favicon.svg" alt={t('app.name')} width={26} height={26} className="rail-mark" />
      {screens.map(({ path, title, rail: { icon: Icon, countsWaiting } }) => (
        <Link
          key={path}
          to={`/sites/${encodeURIComponent(site.id)}/${path.replace(/\/?\$.*$/, '')}`}
          search={keptSearch(search) as never}
          className="rail-link"
          activeProps={{ className: 'rail-link rail-link-active', 'aria-current': 'page' }}
        >
          <Icon aria-hidden="true" size={20} />
          <span>{t(title)}</span>
          {countsWaiting && <WaitingCount />}
        </Link>
      ))}
    </nav>
  );
}

const MOST_SHOWN = 99;

/** Of its own, so that a changing count draws nothing else. */
function WaitingCount() {
  const count = useWaitingCount();
  if (count === 0) return null;
  return (
    <span className="rail-count numeric">
      <span aria-hidden="true">{count > MOST_SHOWN ? `${MOST_SHOWN}+` : count}</span>
      <span className="visually-hidden">{t('inbox.waiting', { count })}</span>
    </span>
  );
}
