import { ArrowLeftRight } from 'lucide-react';
import { lazy } from 'react';
import type { Feature } from '../../shell/feature.ts';
import { HandContact } from './hand-contact.tsx';
import { useHandoffsForMe } from './use-handoffs-for-me.ts';

/** What departments hand to each other, with the clock that was promised. */
export const handoffs: Feature = {
  id: 'handoffs',
  screens: [
    {
      path: 'handoffs',
      title: 'handoffs.title',
      permission: 'view-contacts',
      rail: { icon: ArrowLeftRight, key: 'h', order: 35 },
      live: true,
      Component: lazy(() => import('./handoffs-screen.tsx')),
    },
  ],
  tables: ['handoffs', 'departments', 'departmentAgreements'],
  panels: { handoff: lazy(() => import('./handoff-panel.tsx')) },
  panelActions: { contact: HandContact },
  inboxSections: [
    {
      id: 'handoffs',
      order: 40,
      permission: 'work-handoffs',
      Component: lazy(() => import('./handoff-inbox.tsx')),
      useWaitingCount: () => useHandoffsForMe().length,
    },
  ],
};
