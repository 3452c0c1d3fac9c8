import { Bot } from 'lucide-react';
import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import { BotsBlock } from './bots-block.tsx';

/** The bots: how sure they are, and where they are not. */
export const bots: Feature = {
  id: 'bots',
  screens: [
    {
      path: 'bots',
      title: 'bots.title',
      permission: 'view-live',
      rail: { icon: Bot, key: 'b', order: 30 },
      live: true,
      Component: lazyScreen(() => import('./bots-screen.tsx')),
    },
  ],
  tables: ['bots', 'botSessions', 'handovers', 'botPolicies', 'botTopics'],
  floorBlocks: [{ id: 'bots', order: 30, Component: BotsBlock }],
  panels: { bot: lazyScreen(() => import('./bot-panel.tsx')) },
  panelTables: { bot: ['contacts'] },
};
