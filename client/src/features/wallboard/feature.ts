import { MonitorPlay } from 'lucide-react';
import { t } from '../../messages/text.ts';
import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';

/** Wallboards at the desk: the list, the editor, and the screens they are sent to. */
export const wallboard: Feature = {
  id: 'wallboard',
  screens: [
    {
      path: 'boards',
      title: 'boards.title',
      permission: 'view-live',
      rail: { icon: MonitorPlay, key: 'w', order: 60 },
      live: false,
      Component: lazyScreen(() => import('./boards-page.tsx')),
    },
    {
      path: 'boards/$boardId/edit',
      title: 'boards.edit-title',
      permission: 'edit-boards',
      live: false,
      Component: lazyScreen(() => import('./editor-page.tsx')),
    },
    {
      path: 'settings/screens',
      title: 'screens.title',
      permission: 'manage-kiosks',
      live: false,
      Component: lazyScreen(() => import('./screens-page.tsx')),
    },
  ],
  commands: ({ goTo }) => [
    { id: 'boards', label: t('boards.title'), group: 'boards.title', run: () => goTo('boards') },
    { id: 'screens', label: t('screens.title'), group: 'boards.title', run: () => goTo('settings/screens') },
  ],
};
