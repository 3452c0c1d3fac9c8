import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import { useWaitingHandovers } from './use-handovers.ts';

const HandoverSection = lazyScreen(async () => ({ default: (await import('./handover-section.tsx')).HandoverSection }));

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
    handover: lazyScreen(async () => ({ default: (await import('./session-panel.tsx')).HandoverPanel })),
    'bot-session': lazyScreen(async () => ({ default: (await import('./session-panel.tsx')).SessionPanel })),
  },
  panelTables: { 'bot-session': ['botSessions'], handover: ['handovers'] },
};
