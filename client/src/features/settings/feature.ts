import { Settings } from 'lucide-react';
import { t } from '../../messages/text.ts';
import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import { SECTIONS } from './sections.ts';

/** Settings of a site and of one's own desk. */
export const settings: Feature = {
  id: 'settings',
  screens: [
    {
      path: 'settings',
      title: 'settings.title',
      permission: 'view-live',
      rail: { icon: Settings, key: 's', order: 90 },
      live: false,
      Component: lazyScreen(() => import('./settings-page.tsx')),
    },
    {
      path: 'settings/sources',
      title: 'settings.sources',
      permission: 'manage-sources',
      live: false,
      Component: lazyScreen(() => import('./sources-page.tsx')),
    },
    {
      path: 'settings/people',
      title: 'settings.people',
      permission: 'manage-people',
      live: false,
      Component: lazyScreen(() => import('./people-page.tsx')),
    },
    {
      path: 'settings/site',
      title: 'settings.site',
      permission: 'configure-site',
      live: false,
      Component: lazyScreen(() => import('./site-page.tsx')),
    },
    {
      path: 'settings/audit',
      title: 'settings.audit',
      permission: 'manage-people',
      live: false,
      Component: lazyScreen(() => import('./audit-page.tsx')),
    },
    {
      path: 'settings/appearance',
      title: 'settings.appearance',
      permission: 'view-live',
      live: false,
      Component: lazyScreen(() => import('./appearance-page.tsx')),
    },
    {
      path: 'settings/about',
      title: 'settings.about',
      permission: 'view-live',
      live: false,
      Component: lazyScreen(() => import('./about-page.tsx')),
    },
  ],
  commands: ({ goTo }) =>
    SECTIONS.map(({ path, title }) => ({
      id: path,
      label: t(title),
      group: 'settings.title',
      run: () => goTo(path),
    })),
};
