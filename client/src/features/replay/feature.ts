import type { Feature } from '../../shell/feature.ts';
import { ReplayBar } from './replay-bar.tsx';

/** Time travel: not a screen, but a bar below every live one. */
export const replay: Feature = { id: 'replay', LiveBar: ReplayBar };
