import type { ServerModule } from '../server-module.ts';
import { attainmentRoutes } from './attainment-routes.ts';
import { departmentRoutes } from './department-routes.ts';
import { handoffListRoutes } from './handoff-list-routes.ts';
import { handoffRoutes } from './handoff-routes.ts';
import { wakeHandoffHandler } from './jobs/wake-handoff.handler.ts';
import { wakeHandoffJob } from './jobs/wake-handoff.job.ts';
import { sweepHandoffs } from './sweep-handoffs.ts';
import { watchTransfers } from './watch-transfers.ts';

/** Departments hand contacts and requests to each other, with a promise reckoned in business hours. */
export const handoffs: ServerModule = {
  name: 'handoffs',
  routes: (app, services) => {
    departmentRoutes(app, services);
    handoffRoutes(app, services);
    handoffListRoutes(app, services);
    attainmentRoutes(app, services);
  },
  jobs: [sweepHandoffs],
  definitions: [wakeHandoffJob],
  handlers: [wakeHandoffHandler],
  reaction: watchTransfers,
};
