import type { ServerModule } from '../server-module.ts';
import { refusedRoutes } from './routes.ts';

/** What sources sent and was refused, for who looks after them. */
export const refused: ServerModule = { name: 'refused', routes: refusedRoutes };
