import { core } from './core.ts';
import { desk } from './desk.ts';
import { metrics } from './metrics.ts';
import { titles } from './titles.ts';
import { wallboard } from './wallboard.ts';

export const catalogue = { ...core, ...desk, ...metrics, ...titles, ...wallboard };
