import { ArrowLeftRight } from 'lucide-react';
import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import { useHandoffsForMe } from './use-handoffs-for-me.ts';

const HandContact = lazyScreen(async () => ({ default: (await import('./hand-contact.tsx')).HandContact }));

/** What departments hand to each other, with the clock that was promised. */
export const handoffs: Feature = {
  id: 'handoffs',
  screens: [
    {
      path: 'handoffs',
      title: 'handoffs.title',
      permission: 'view-handoffs',
      rail: { icon: ArrowLeftRight, key: 'h', order: 35 },
      live: true,
      Component: lazyScreen(() => import('./handoffs-screen.tsx')),
    },
  ],
  tables: ['handoffs', 'departments', 'departmentAgreements'],
  panels: { handoff: lazyScreen(() => import('./handoff-panel.tsx')) },
  panelActions: { contact: HandContact },
  inboxSections: [
    {
      id: 'handoffs',
      order: 40,
      permission: 'work-handoffs',
      Component: lazyScreen(() => import('./handoff-inbox.tsx')),
      useWaitingCount: () => useHandoffsForMe().length,
    },
  ],
};
