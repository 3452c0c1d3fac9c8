import type { Feature } from '../../shell/feature.ts';
import { lazyScreen } from '../../shell/lazy-screen.ts';
import { t } from '../../messages/text.ts';
import { live } from '../../connection/live-session.ts';

const WhatIfAction = lazyScreen(async () => ({ default: (await import('./what-if-action.tsx')).WhatIfAction }));
const StressTestBlock = lazyScreen(async () => ({
  default: (await import('./stress-test-block.tsx')).StressTestBlock,
}));
const CapacityBlock = lazyScreen(async () => ({ default: (await import('./capacity-block.tsx')).CapacityBlock }));

/** What other staff, volume, handle times and containment would come to, beside whatever screen one is on. */
export const whatIf: Feature = {
  id: 'what-if',
  panels: { 'what-if': lazyScreen(() => import('./what-if-panel.tsx')) },
  panelTables: { 'what-if': ['forecasts', 'agents', 'schedules', 'activities', 'bots', 'surgePolicies'] },
  panelActions: { queue: WhatIfAction },
  staffingBlocks: [
    { id: 'stress-test', order: 60, permission: 'view-staffing', Component: StressTestBlock },
    { id: 'capacity', order: 70, permission: 'view-intervals', Component: CapacityBlock },
  ],
  commands: (desk) =>
    [...live().store.tables.queues.rows()].map((queue) => ({
      id: `what-if:${queue.id}`,
      label: t('what-if.command', { queue: queue.name }),
      hint: queue.id,
      group: 'what-if.title',
      run: () => desk.openPanel('what-if', queue.id),
    })),
};
