import type { ServerModule } from '../server-module.ts';
import { escalationRoutes } from './escalation-routes.ts';
import { advanceEscalationHandler } from './jobs/advance-escalation.handler.ts';
import { advanceEscalationJob } from './jobs/advance-escalation.job.ts';
import { policyRoutes } from './policy-routes.ts';
import { rotationRoutes } from './rotation-routes.ts';
import { sweepEscalations } from './sweep-escalations.ts';
import { watchEscalations } from './watch-escalations.ts';

/** The right person hears of it in time: paths of timed steps, who is on call, and what became of each. */
export const escalations: ServerModule = {
  name: 'escalations',
  routes: (app, services) => {
    policyRoutes(app, services);
    rotationRoutes(app, services);
    escalationRoutes(app, services);
  },
  jobs: [sweepEscalations],
  definitions: [advanceEscalationJob],
  handlers: [advanceEscalationHandler],
  reaction: watchEscalations,
};
