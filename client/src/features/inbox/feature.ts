import { Inbox } from 'lucide-react';
import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import { NoticeBell } from './notice-bell.tsx';
import { useUnseenCount } from './use-my-notices.ts';

/** What came to somebody: the parts of every feature that wait for an answer, and the notices they were sent. */
export const inbox: Feature = {
  id: 'inbox',
  screens: [
    {
      path: 'inbox',
      title: 'inbox.title',
      permission: 'view-live',
      rail: { icon: Inbox, key: 'i', order: 5, countsWaiting: true },
      live: true,
      titleIsDrawn: true,
      Component: lazyScreen(() => import('./inbox-screen.tsx')),
    },
  ],
  tables: ['noticeSignals'],
  inboxSections: [
    {
      id: 'notices',
      order: 90,
      permission: 'view-live',
      Component: lazyScreen(() => import('./my-notices.tsx')),
      useWaitingCount: useUnseenCount,
    },
  ],
  TopMark: NoticeBell,
};
