import { UserPlus } from 'lucide-react';
import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import { useOpenOffers } from './use-surges.ts';

const OffersSection = lazyScreen(async () => ({ default: (await import('./offers-section.tsx')).OffersSection }));
const SurgeBoard = lazyScreen(async () => ({ default: (await import('./surge-board.tsx')).SurgeBoard }));

/** People are moved where they are missing: proposed, requested, approved, offered, in force, returned. */
export const surge: Feature = {
  id: 'surge',
  screens: [
    {
      path: 'surges',
      title: 'surge.title',
      permission: 'view-staffing',
      rail: { icon: UserPlus, key: 'u', order: 46 },
      live: true,
      Component: lazyScreen(() => import('./surge-screen.tsx')),
    },
  ],
  tables: ['surges', 'surgeOffers', 'surgeHelps'],
  inboxSections: [
    {
      id: 'surge-offers',
      order: 40,
      permission: 'answer-offers',
      Component: OffersSection,
      useWaitingCount: () => useOpenOffers().filter((offer) => offer.answer === 'open').length,
    },
  ],
  staffingBlocks: [{ id: 'surges', order: 30, permission: 'view-staffing', Component: SurgeBoard }],
};
