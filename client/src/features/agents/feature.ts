import { Users } from 'lucide-react';
import { lazy } from 'react';
import type { Feature } from '../../shell/feature.ts';
import { AgentsBlock } from './agents-block.tsx';

/** The people on the floor. */
export const agents: Feature = {
  id: 'agents',
  screens: [
    {
      path: 'agents',
      title: 'agents.title',
      permission: 'view-people',
      rail: { icon: Users, key: 'a', order: 20 },
      live: true,
      Component: lazy(() => import('./agents-screen.tsx')),
    },
  ],
  tables: ['agents'],
  floorBlocks: [{ id: 'agents', order: 20, Component: AgentsBlock }],
  panels: { agent: lazy(() => import('./agent-panel.tsx')) },
  panelTables: { agent: ['contacts'] },
};
