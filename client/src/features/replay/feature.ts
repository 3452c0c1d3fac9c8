import { lazy } from 'react';
import type { Feature } from '../../shell/feature.ts';

/** Time travel: not a screen, but a bar below every live one. */
export const replay: Feature = { id: 'replay', LiveBar: lazy(() => import('./replay-bar.tsx')) };
