import type { ServerModule } from '../server-module.ts';
import { auditRoutes } from './audit-routes.ts';
import { forgetExpired } from './forget-expired.ts';
import { peopleRoutes } from './people-routes.ts';
import { sessionRoutes } from './session-routes.ts';

/** Who people are and what they may reach. */
export const people: ServerModule = {
  name: 'people',
  routes: (app, services) => {
    sessionRoutes(app, services);
    peopleRoutes(app, services);
    auditRoutes(app, services);
  },
  jobs: [forgetExpired],
};
