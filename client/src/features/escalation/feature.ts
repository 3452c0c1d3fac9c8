import { Route } from 'lucide-react';
import { lazy } from 'react';
import type { Feature } from '../../shell/feature.ts';
import { EscalateAlert, EscalateBot, EscalateContact, EscalateQueue } from './escalate-actions.tsx';
import { MyEscalations } from './escalation-list.tsx';
import { useMineWaitingCount } from './use-escalations.ts';

/** What pages reaches the right person in time: running escalations, their paths, the severity matrix, who is on call. */
export const escalation: Feature = {
  id: 'escalation',
  screens: [
    {
      path: 'policies',
      title: 'policies.title',
      permission: 'view-people',
      rail: { icon: Route, key: 'p', order: 55 },
      live: true,
      Component: lazy(() => import('./policies-screen.tsx')),
    },
  ],
  tables: ['escalations', 'escalationPolicies', 'onCall'],
  panels: { escalation: lazy(() => import('./escalation-panel.tsx')) },
  panelActions: { queue: EscalateQueue, contact: EscalateContact, bot: EscalateBot },
  AlertActions: EscalateAlert,
  inboxSections: [
    {
      id: 'escalations',
      order: 20,
      permission: 'answer-escalations',
      Component: MyEscalations,
      useWaitingCount: useMineWaitingCount,
    },
  ],
};
