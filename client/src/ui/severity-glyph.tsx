import { t } from '../messages/text.ts';
import type { MessageKey } from '../messages/message-key.ts';
import type { Severity } from '../severity/severity.ts';

const SHAPES: Record<Severity, string> = {
  ok: 'M8 4a4 4 0 1 1 0 8a4 4 0 0 1 0-8z',
  idle: 'M8 5a3 3 0 1 1 0 6a3 3 0 0 1 0-6zm0 1.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 0 0 0-3.6z',
  attention: 'M8 2.5l6.2 11H1.8z',
  critical: 'M2.5 2.5h11v11h-11z',
  'no-data': 'M8 1.8L14.2 8L8 14.2L1.8 8zm0 2L3.8 8L8 12.2L12.2 8z',
};

type Props = { readonly severity: Severity; readonly size?: number; readonly word?: boolean };

/**
 * The sign of a severity: its shape and its colour say the same, and its word is there for whoever sees neither: beside it, or else as the
 * picture's name (a hidden text in each row would be clipped and painted by itself).
 */
export function SeverityGlyph({ severity, size = 14, word = false }: Props) {
  const text = t(`severity.${severity}` as MessageKey);
  const name = word ? ({ 'aria-hidden': true } as const) : { role: 'img', 'aria-label': text };
  return (
    <span className="severity" data-severity={severity}>
      <svg width={size} height={size} viewBox="0 0 16 16" {...name}>
        <path d={SHAPES[severity]} fill="currentColor" fillRule="evenodd" />
      </svg>
      {word && <span className="severity-word">{text}</span>}
    </span>
  );
}
