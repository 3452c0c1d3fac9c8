import { memo } from 'react';
import type { AgentState } from '@floorwalk/shared/agents/events';

/** A shape for each state, so that colour is never the only difference. */
const SHAPES: Record<AgentState, string> = {
  available: 'M8 3a5 5 0 1 1 0 10a5 5 0 0 1 0-10z',
  presented:
    'M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12zm0 2a4 4 0 1 0 0 8a4 4 0 0 0 0-8zm0 2.3a1.7 1.7 0 1 1 0 3.4a1.7 1.7 0 0 1 0-3.4z',
  'on-contact': 'M3 3h10v7H8.5L5 13v-3H3z',
  'after-contact-work': 'M8 3a5 5 0 1 1 0 10a5 5 0 0 1 0-10zm0 1.6v6.8a3.4 3.4 0 0 0 0-6.8z',
  'not-ready': 'M3 6.6h10v2.8H3z',
  'signed-out': 'M8 3a5 5 0 1 1 0 10a5 5 0 0 1 0-10zm0 1.4a3.6 3.6 0 1 0 0 7.2a3.6 3.6 0 0 0 0-7.2z',
};

export const AgentStateGlyph = memo(function AgentStateGlyph({ state }: { readonly state: AgentState }) {
  return (
    <svg className="state-glyph" data-state={state} width={14} height={14} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[state]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
});
