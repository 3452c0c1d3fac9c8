import type { ServerModule } from '../server-module.ts';
import { sourceRoutes } from './routes.ts';

/** Who may send events, with which token. */
export const sources: ServerModule = { name: 'sources', routes: sourceRoutes };
