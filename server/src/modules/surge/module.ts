import type { ServerModule } from '../server-module.ts';
import { advanceSurgeHandler } from './jobs/advance-surge.handler.ts';
import { advanceSurgeJob } from './jobs/advance-surge.job.ts';
import { helpRoutes } from './help-routes.ts';
import { policyRoutes } from './policy-routes.ts';
import { surgeRoutes } from './surge-routes.ts';
import { sweepSurges } from './sweep-surges.ts';
import { watchSites } from './watch-site.ts';

/** People are moved where they are missing, with an approval that is on record, and brought back. */
export const surge: ServerModule = {
  name: 'surge',
  routes: (app, services) => {
    surgeRoutes(app, services);
    policyRoutes(app, services);
    helpRoutes(app, services);
  },
  jobs: [sweepSurges],
  definitions: [advanceSurgeJob],
  handlers: [advanceSurgeHandler],
  reaction: watchSites,
};
