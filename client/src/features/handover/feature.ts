import { lazy } from 'react';
import type { Feature } from '../../shell/feature.ts';
import { HandoverSection } from './handover-section.tsx';
import { useWaitingHandovers } from './use-handovers.ts';

/** What bots hand over to people, in the inbox, and one session or handover in the panel. */
export const handovers: Feature = {
  id: 'handovers',
  tables: ['handovers', 'queues'],
  inboxSections: [
    {
      id: 'handovers',
      order: 10,
      permission: 'answer-offers',
      Component: HandoverSection,
      useWaitingCount: useWaitingHandovers,
    },
  ],
  panels: {
    handover: lazy(async () => ({ default: (await import('./session-panel.tsx')).HandoverPanel })),
    'bot-session': lazy(async () => ({ default: (await import('./session-panel.tsx')).SessionPanel })),
  },
  panelTables: { 'bot-session': ['botSessions'], handover: ['handovers'] },
};
