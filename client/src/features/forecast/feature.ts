import { ChartSpline } from 'lucide-react';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import type { Feature } from '../../shell/feature.ts';

/** What forecasts are worth, why days left them, and what they learn from. */
export const forecast: Feature = {
  id: 'forecast',
  screens: [
    {
      path: 'accuracy',
      title: 'forecast.title',
      permission: 'view-staffing',
      rail: { icon: ChartSpline, key: 'y', order: 27 },
      live: true,
      titleIsDrawn: true,
      Component: lazyScreen(() => import('./accuracy-screen.tsx')),
    },
  ],
  tables: ['forecasts', 'investigations', 'queues'],
};
