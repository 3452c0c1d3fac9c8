import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { useNow } from '../../store/use-now.ts';
import { formatCount } from '../../ui/format.ts';

const RADIUS = 16;
const LENGTH = 2 * Math.PI * RADIUS;

/** What is left of the time to answer, as a ring that empties and as seconds. */
export function CountdownRing({ from, until }: { readonly from: number; readonly until: number }) {
  const now = useNow();
  const left = Math.max(0, until - now);
  const share = until > from ? Math.min(1, left / (until - from)) : 0;
  const seconds = Math.ceil(left / 1_000);
  return (
    <span
      className="countdown"
      data-short={share < 0.34 || undefined}
      role="timer"
      aria-label={t('handover.seconds-left', { count: seconds })}
    >
      <svg width="40" height="40" viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r={RADIUS} className="countdown-track" />
        <circle
          cx="20"
          cy="20"
          r={RADIUS}
          className="countdown-left"
          strokeDasharray={LENGTH}
          strokeDashoffset={LENGTH * (1 - share)}
          transform="rotate(-90 20 20)"
        />
      </svg>
      <span className="numeric countdown-number" aria-hidden="true" {...plain('moment')}>
        {formatCount(seconds)}
      </span>
    </span>
  );
}
