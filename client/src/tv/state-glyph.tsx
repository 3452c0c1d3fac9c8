import type { ReactNode } from 'react';
import type { TileState } from './threshold-state.ts';

const SHAPES: Record<TileState, ReactNode> = {
  ok: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  warning: <path d="M8 1.5 15.2 14.5H.8Z" fill="currentColor" />,
  critical: <rect x="2" y="2" width="12" height="12" fill="currentColor" />,
  neutral: null,
  'no-data': <path d="M8 1.5 14.5 8 8 14.5 1.5 8Z" fill="none" stroke="currentColor" strokeWidth="2" />,
  stale: <path d="M2 2h12v12H2ZM2 9l7-7M5.5 14 14 5.5M2 14 14 2" fill="none" stroke="currentColor" strokeWidth="1.6" />,
};

/** The shape of a state: the second cue beside its colour. The word that follows says the same, so it is hidden from readers. */
export function StateGlyph({ state }: { readonly state: TileState }): ReactNode {
  if (SHAPES[state] === null) return null;
  return (
    <svg className="tile-glyph" viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  );
}
