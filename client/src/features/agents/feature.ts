import { Users } from 'lucide-react';
import type { Feature } from '../../shell/feature.ts';
import { lazyPart, lazyScreen } from '../../shell/lazy-screen.ts';
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
      Component: lazyPart(() => import('./agents-screen.tsx')),
    },
  ],
  tables: ['agents'],
  floorBlocks: [{ id: 'agents', order: 20, Component: AgentsBlock }],
  panels: { agent: lazyScreen(() => import('./agent-panel.tsx')) },
  panelTables: { agent: ['contacts'] },
};
