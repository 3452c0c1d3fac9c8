import { createRootRoute, createRoute, createRouter, Outlet, type AnyRoute } from '@tanstack/react-router';
import { readDeskSearch } from './desk-search.ts';
import type { Feature, Screen } from './feature.ts';
import { CrashPage } from './crash-page.tsx';
import { HomePage, SiteHomePage } from './home-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { SetupPage } from './setup-page.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { SiteFrame } from './site-frame.tsx';

/** The desk's addresses: signing in, first set-up, and every feature's screens below a site. */
export function createDeskRouter(features: readonly Feature[]) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage, errorComponent: CrashPage });
  const page = (path: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => root, path, component });
  const site = createRoute({
    getParentRoute: () => root,
    path: '/sites/$siteId',
    component: SiteFrame,
    validateSearch: readDeskSearch,
  });
  const home = createRoute({ getParentRoute: () => site, path: '/', component: SiteHomePage });
  const screens: AnyRoute[] = features
    .flatMap((feature) => feature.screens ?? [])
    .map((screen: Screen) =>
      createRoute({
        getParentRoute: () => site,
        path: screen.path,
        component: () => <ScreenFrame screen={screen} />,
      }),
    );
  return createRouter({
    routeTree: root.addChildren([
      page('/', HomePage),
      page('/sign-in', SignInPage),
      page('/setup', SetupPage),
      site.addChildren([home, ...screens]),
    ]),
    defaultPreload: false,
    scrollRestoration: false,
  });
}
