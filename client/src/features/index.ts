import type { Feature } from '../shell/feature.ts';
import { agents } from './agents/index.ts';
import { bots } from './bots/index.ts';
import { floor } from './floor/index.ts';
import { replay } from './replay/index.ts';
import { settings } from './settings/feature.ts';
import { wallboard } from './wallboard/feature.ts';

/** Every feature of the desk. */
export const FEATURES: readonly Feature[] = [floor, agents, bots, replay, wallboard, settings];
