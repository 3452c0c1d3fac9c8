import type { ServerModule } from '../server-module.ts';
import { boardRoutes } from './boards-routes.ts';
import { kioskRoutes } from './kiosks-routes.ts';
import { viewRoutes } from './views-routes.ts';

/** Saved views, boards and screens. */
export const settings: ServerModule = {
  name: 'settings',
  routes: (app, services) => {
    viewRoutes(app, services);
    boardRoutes(app, services);
    kioskRoutes(app, services);
  },
};
