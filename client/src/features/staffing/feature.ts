import { CalendarClock } from 'lucide-react';
import { lazy } from 'react';
import type { Feature } from '../../shell/feature.ts';

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
      Component: lazy(() => import('./staffing-screen.tsx')),
    },
  ],
  tables: ['forecasts', 'schedules', 'activities', 'queueStaffing', 'adherenceSettings'],
};
