import type { ServerModule } from '../server-module.ts';
import { handoverRoutes } from './handover-routes.ts';
import { moveDueHandoverHandler } from './jobs/move-due-handover.handler.ts';
import { moveDueHandoverJob } from './jobs/move-due-handover.job.ts';
import { policyRoutes } from './policy-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { sweepHandovers } from './sweep-handovers.ts';
import { watchHandovers } from './watch-handovers.ts';

/** Bot sessions go to people: when, to whom, with what, and whose they are then. */
export const handovers: ServerModule = {
  name: 'handovers',
  routes: (app, services) => {
    handoverRoutes(app, services);
    sessionRoutes(app, services);
    policyRoutes(app, services);
  },
  jobs: [sweepHandovers],
  definitions: [moveDueHandoverJob],
  handlers: [moveDueHandoverHandler],
  reaction: watchHandovers,
};
