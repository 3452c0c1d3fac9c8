import { Route } from 'lucide-react';
import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import { useMineWaitingCount } from './use-escalations.ts';

const actions = () => import('./escalate-actions.tsx');
const EscalateAlert = lazyScreen(async () => ({ default: (await actions()).EscalateAlert }));
const EscalateBot = lazyScreen(async () => ({ default: (await actions()).EscalateBot }));
const EscalateContact = lazyScreen(async () => ({ default: (await actions()).EscalateContact }));
const EscalateQueue = lazyScreen(async () => ({ default: (await actions()).EscalateQueue }));
const MyEscalations = lazyScreen(() => import('./my-escalations.tsx'));

/** What pages reaches the right person in time: running escalations, their paths, the severity matrix, who is on call. */
export const escalation: Feature = {
  id: 'escalation',
  screens: [
    {
      path: 'policies',
      title: 'policies.title',
      permission: 'view-people',
      rail: { icon: Route, key: 'e', order: 55 },
      live: true,
      Component: lazyScreen(() => import('./policies-screen.tsx')),
    },
  ],
  tables: ['escalations', 'escalationPolicies', 'onCall'],
  panels: { escalation: lazyScreen(() => import('./escalation-panel.tsx')) },
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
