import { LayoutDashboard } from 'lucide-react';
import type { Feature } from '../../shell/feature.ts';
import { lazyPart, lazyScreen } from '../../shell/lazy-screen.ts';
import FloorScreen from './floor-screen.tsx';

/** The floor: the strip of key numbers, the queues, and what is behind them. */
export const floor: Feature = {
  id: 'floor',
  screens: [
    {
      path: 'floor',
      title: 'floor.title',
      permission: 'view-live',
      rail: { icon: LayoutDashboard, key: 'f', order: 10 },
      live: true,
      Component: FloorScreen,
    },
  ],
  panels: {
    queue: lazyPart(() => import('./queue-panel.tsx')),
    contact: lazyScreen(() => import('./contact-panel.tsx')),
  },
  panelTables: { queue: ['contacts'], contact: ['contacts'] },
};
