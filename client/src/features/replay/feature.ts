import type { Feature } from '../../shell/feature.ts';
import { lazyPart } from '../../shell/lazy-screen.ts';

/** Time travel: not a screen, but a bar below every live one. */
export const replay: Feature = { id: 'replay', LiveBar: lazyPart(() => import('./replay-bar.tsx')) };
