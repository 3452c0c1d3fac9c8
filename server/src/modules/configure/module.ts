import type { ServerModule } from '../server-module.ts';
import { configureRoutes } from './routes.ts';

/** Changes of sites, queues, teams, agents and bots by people, as events on the log. */
export const configure: ServerModule = { name: 'configure', routes: configureRoutes };
