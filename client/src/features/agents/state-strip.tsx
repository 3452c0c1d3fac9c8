import { AGENT_STATES } from '@floorwalk/shared/agents/events';
import { t } from '../../messages/text.ts';
import { Figure } from '../../numbers/figure.tsx';
import { plain } from '../../numbers/plain.ts';
import { AgentStateGlyph } from '../../ui/agent-state-glyph.tsx';
import { formatDuration, formatTimeShort } from '../../ui/format.ts';
import type { StateSpan } from './state-spans.ts';

type Props = {
  readonly spans: readonly StateSpan[];
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  /** Whose day it is. */
  readonly name: string;
};

/** A day as a strip of states, with how long each lasted in all. */
export function StateStrip({ spans, from, to, zone, name }: Props) {
  const first = spans[0]?.from ?? from;
  const width = to - first;
  const totals = AGENT_STATES.map((state) => ({
    state,
    ms: spans.filter((span) => span.state === state).reduce((sum, span) => sum + span.to - span.from, 0),
  })).filter(({ ms }) => ms > 0);
  const spoken = totals.map(({ state, ms }) => `${t(`agent-state.${state}`)} ${formatDuration(ms)}`).join(', ');
  return (
    <div className="state-strip">
      <svg width="100%" height={18} viewBox="0 0 1000 18" preserveAspectRatio="none" role="img" aria-label={spoken}>
        {spans.map((span) => (
          <rect
            key={span.from}
            x={((span.from - first) / width) * 1000}
            y={0}
            width={Math.max(1, ((span.to - span.from) / width) * 1000)}
            height={18}
            data-state={span.state}
          />
        ))}
      </svg>
      <div className="state-strip-ends numeric quiet" {...plain('moment')}>
        <span>{formatTimeShort(first, zone)}</span>
        <span>{formatTimeShort(to, zone)}</span>
      </div>
      <ul className="state-totals">
        {totals.map(({ state, ms }) => (
          <li key={state} className="agent-state" data-state={state}>
            <AgentStateGlyph state={state} />
            {t(`agent-state.${state}`)}{' '}
            <Figure figure="time-by-state" of={`${name} · ${t(`agent-state.${state}`)}`}>
              {formatDuration(ms)}
            </Figure>
          </li>
        ))}
      </ul>
    </div>
  );
}
