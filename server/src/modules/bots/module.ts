import type { ServerModule } from '../server-module.ts';
import { figureRoutes } from './figure-routes.ts';
import { topicRoutes } from './topic-routes.ts';
import { watchDrift } from './watch-drift.ts';

/** What bots' certainty is worth: calibration, cost of thresholds, drift, and what they do not understand. */
export const bots: ServerModule = {
  name: 'bots',
  routes: (app, services) => {
    figureRoutes(app, services);
    topicRoutes(app, services);
  },
  jobs: [watchDrift],
};
