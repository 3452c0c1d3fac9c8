import { CalendarClock } from 'lucide-react';
import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';

const AskException = lazyScreen(async () => ({ default: (await import('./ask-exception.tsx')).AskException }));

/** Will we make it through the day, and who is where they should be. */
export const staffing: Feature = {
  id: 'staffing',
  screens: [
    {
      path: 'staffing',
      title: 'staffing.title',
      permission: 'view-staffing',
      rail: { icon: CalendarClock, key: 'p', order: 25 },
      live: true,
      Component: lazyScreen(() => import('./staffing-screen.tsx')),
    },
  ],
  tables: ['forecasts', 'schedules', 'activities', 'queueStaffing', 'adherenceSettings'],
  panelActions: { agent: AskException },
};
