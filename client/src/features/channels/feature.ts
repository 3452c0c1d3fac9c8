import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';

/** How notices reach people: everybody's own wishes, the site's channels, and the ledger of what was sent. */
export const channels: Feature = {
  id: 'channels',
  screens: [
    {
      path: 'settings/notices',
      title: 'notices.mine',
      permission: 'view-live',
      live: false,
      Component: lazyScreen(() => import('./preferences-page.tsx')),
    },
    {
      path: 'settings/channels',
      title: 'channels.title',
      permission: 'edit-channels',
      live: false,
      Component: lazyScreen(() => import('./channels-page.tsx')),
    },
    {
      path: 'settings/deliveries',
      title: 'ledger.title',
      permission: 'view-live',
      live: false,
      Component: lazyScreen(() => import('./ledger-page.tsx')),
    },
  ],
};
