import type { Feature } from '../shell/feature.ts';

/** Every feature of the desk. */
export const FEATURES: readonly Feature[] = [];
