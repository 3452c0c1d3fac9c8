import type { ServerModule } from '../server-module.ts';
import { capacityRoutes } from './capacity-routes.ts';
import { intervalRoutes } from './intervals-routes.ts';
import { liveRoutes } from './live-routes.ts';
import { logRoutes } from './log-routes.ts';
import { OneAfterAnother } from './one-after-another.ts';
import { timelineRoutes } from './timeline-routes.ts';

/** Questions answered from the log in one process at a time, and how many may wait: they share the processor with live delivery. */
const TURNS = { running: 2, waiting: 50 } as const;

/** What was, and when: the board of the past, intervals, timelines, and the log itself. */
export const history: ServerModule = {
  name: 'history',
  routes: (app, services) => {
    const turn = new OneAfterAnother(TURNS);
    logRoutes(app, services);
    liveRoutes(app, services, turn);
    intervalRoutes(app, services, turn);
    capacityRoutes(app, services, turn);
    timelineRoutes(app, services, turn);
  },
};
