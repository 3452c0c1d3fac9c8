import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState, type RefObject } from 'react';
import { may } from '@floorwalk/shared/access/role';
import type { SessionAnswer } from '@floorwalk/shared/api/session';
import { live } from '../connection/live-session.ts';
import { t } from '../messages/text.ts';
import { explainElement, useFormula } from '../numbers/formula-state.ts';
import { useGrey, useSyncStatus } from '../store/use-now.ts';
import { DetailPanel } from './detail-panel.tsx';
import { useFeatures } from './feature-slots.ts';
import { ForbiddenNote } from './forbidden-note.tsx';
import { Go } from './go.tsx';
import { fetchAhead, lazyPart, lazyScreen } from './lazy-screen.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { PartBoundary } from './part-boundary.tsx';
import { Rail } from './rail.tsx';
import { SessionProvider } from './session-context.ts';
import { StatusBanner } from './status-banner.tsx';
import { SubscriptionNote } from './subscription-note.tsx';
import { TopBar } from './top-bar.tsx';
import { isTravelling, useTravel } from './travel.ts';
import { useDeskSearch, useSiteId } from './use-desk.ts';
import { useRefreshSession, useSessionQuery } from './use-session-query.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useSubscription } from './use-subscription.ts';
import { useWaitingCount } from './use-waiting-count.ts';
import { LoadingPage, UnreachablePage } from './waiting-pages.tsx';

const CommandPalette = lazyPart(() => import('./command-palette.tsx'));
const ShortcutSheet = lazyPart(() => import('./shortcut-sheet.tsx'));
const FormulaPopover = lazyScreen(() => import('../numbers/formula-popover.tsx'));

/** Everything below a site: only for somebody who is signed in, and only for a site they reach. */
export function SiteFrame() {
  const session = useSessionQuery();
  const siteId = useSiteId();
  if (session.isPending) return <LoadingPage />;
  if (session.isError && !session.data)
    return <UnreachablePage error={session.error} retry={() => void session.refetch()} />;
  const { data } = session;
  if (!data?.signedIn || !data.principal) return <ToSignIn />;
  const site = data.sites.find((candidate) => candidate.id === siteId);
  if (!site) return <NotFoundPage />;
  return (
    <SessionProvider
      value={{ principal: data.principal, email: data.principal.email, sites: data.sites, isDemo: data.demo }}
    >
      {may(data.principal, 'view-live', siteId) ? <Desk site={site} /> : <ForbiddenNote permission="view-live" />}
    </SessionProvider>
  );
}

/** To signing in, with the way back. The address is read once: it is another one as soon as the way has begun. */
function ToSignIn() {
  const { href } = useLocation();
  const [next] = useState(href);
  return <Go to={`/sign-in?next=${encodeURIComponent(next)}`} />;
}

function Desk({ site }: { readonly site: SessionAnswer['sites'][number] }) {
  const search = useDeskSearch();
  const travel = useTravel(search, site.zone);
  const refresh = useRefreshSession();
  const status = useSyncStatus();
  const isGrey = useGrey();
  const features = useFeatures();
  const [dialog, setDialog] = useState<'palette' | 'shortcuts' | null>(null);
  const main = useRef<HTMLElement>(null);
  const formulaIsOpen = useFormula((state) => state.open !== null);
  const location = useLocation();
  const screenPath = location.pathname.split('/').slice(3).join('/');
  const screen = features
    .flatMap((feature) => feature.screens ?? [])
    .find((candidate) => pathMatches(candidate.path, screenPath));

  useEffect(() => {
    live().start();
    return () => live().stop();
  }, []);
  useFocusOnNewScreen(main, screenPath);
  useEffect(fetchAhead, []);
  useSubscription(site.id, search, travel);
  useExplainedNumbers();
  useShortcuts({ openPalette: () => setDialog('palette'), openShortcuts: () => setDialog('shortcuts') });
  useEffect(() => {
    if (status.signedOut !== null) void refresh();
  }, [status.signedOut, refresh]);
  const travelling = isTravelling(search);
  const isLive = screen?.live ?? true;
  return (
    <div
      className="desk"
      data-travel={travelling || undefined}
      data-grey={isGrey || undefined}
      data-panel={search.panel !== undefined || undefined}
      data-density={search.density ?? 'compact'}
    >
      <a href="#main" className="skip-link" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        {t('desk.skip')}
      </a>
      <PageTitle screen={screen === undefined ? null : t(screen.title)} site={site.name} />
      <Rail site={site} />
      <TopBar site={site} openPalette={() => setDialog('palette')} openShortcuts={() => setDialog('shortcuts')} />
      <StatusBanner zone={site.zone} />
      <main id="main" ref={main} tabIndex={-1} className="desk-main" aria-label={screen ? t(screen.title) : undefined}>
        {isLive && <SubscriptionNote />}
        {(!isLive || status.topic !== 'refused') && <Outlet />}
      </main>
      <DetailPanel />
      <PartBoundary isQuiet of={screenPath}>
        <Suspense fallback={null}>
          {isLive && features.map(({ id, LiveBar }) => LiveBar && <LiveBar key={id} />)}
        </Suspense>
      </PartBoundary>
      <PartBoundary isQuiet of={`${dialog} ${formulaIsOpen}`}>
        <Suspense fallback={null}>
          {formulaIsOpen && <FormulaPopover />}
          {dialog === 'palette' && (
            <CommandPalette close={() => setDialog(null)} openShortcuts={() => setDialog('shortcuts')} />
          )}
          {dialog === 'shortcuts' && <ShortcutSheet close={() => setDialog(null)} />}
        </Suspense>
      </PartBoundary>
    </div>
  );
}

/** The title of the tab: what waits, where one is. Of its own, so that a changing count draws nothing else. */
function PageTitle({ screen, site }: { readonly screen: string | null; readonly site: string }) {
  const count = useWaitingCount();
  useEffect(() => {
    const waiting = count === 0 ? '' : `(${count}) `;
    document.title = `${waiting}${screen === null ? '' : `${screen} · `}${site} · ${t('app.name')}`;
  }, [screen, site, count]);
  return null;
}

/** A focus that went with the screen before goes to the new one, so that the next Tab begins there and not at the top of the page. */
function useFocusOnNewScreen(main: RefObject<HTMLElement | null>, path: string): void {
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return undefined;
    last.current = path;
    // After a dialog that led here has tried to give its focus back.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) main.current?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [main, path]);
}

/** One listener for every number of every screen. */
function useExplainedNumbers(): void {
  useEffect(() => {
    const explain = (event: MouseEvent) => {
      if (event.target instanceof Element) explainElement(event.target);
    };
    document.addEventListener('click', explain);
    return () => document.removeEventListener('click', explain);
  }, []);
}

/** Whether an address below the site is that of a screen; `$name` stands for any one part. */
function pathMatches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/').filter(Boolean);
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith('$') || part === given[index]);
}
