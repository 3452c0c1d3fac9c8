import type { ServerModule } from '../server-module.ts';
import { dayRoutes } from './day-routes.ts';
import { exceptionRoutes } from './exception-routes.ts';
import { importRoutes } from './import-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { settingsRoutes } from './settings-routes.ts';

/** Who is to be there, who is, and whether that is enough: schedules, their import, exceptions, adherence. */
export const schedule: ServerModule = {
  name: 'schedule',
  routes: (app, services) => {
    dayRoutes(app, services);
    settingsRoutes(app, services);
    exceptionRoutes(app, services);
    importRoutes(app, services);
    reportRoutes(app, services);
  },
};
