import { BellRing } from 'lucide-react';
import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import { AlertBlock } from './alert-block.tsx';
import { AlertMark } from './alert-mark.tsx';

/** The floor speaks up by itself: what fires, why, and by which rules. */
export const alerts: Feature = {
  id: 'alerts',
  screens: [
    {
      path: 'alerts',
      title: 'alerts.title',
      permission: 'view-live',
      rail: { icon: BellRing, key: 'l', order: 15 },
      live: true,
      Component: lazyScreen(() => import('./alerts-screen.tsx')),
    },
  ],
  tables: [
    'alerts',
    'alertRules',
    'alertSilences',
    'alertWindows',
    'queues',
    'groups',
    'teams',
    'agents',
    'bots',
    'sources',
  ],
  floorBlocks: [{ id: 'alerts', order: 10, Component: AlertBlock }],
  TopMark: AlertMark,
};
