import { core } from './core.ts';
import { wallboard } from './wallboard.ts';

export const catalogue = { ...core, ...wallboard };
