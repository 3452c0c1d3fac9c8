import type { BacktestResult } from '@floorwalk/shared/api/alerts';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { formatDate, formatTimeShort } from '../../ui/format.ts';

type Firing = BacktestResult['firings'][number];
type Drawn = Pick<Firing, 'rule' | 'severity' | 'subject' | 'firedAt' | 'resolvedAt' | 'paged'>;
type Lane = { readonly name: string; readonly firings: readonly Drawn[] };

const WIDTH = 1_000;
const LANE_HEIGHT = 26;

/**
 * Firings along a time, in lanes: a picture of what is said elsewhere in words. Critical ones stand taller.
 */
export function FiringTimeline({
  lanes,
  label,
  from,
  to,
  zone,
}: {
  readonly lanes: readonly Lane[];
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly zone: string;
}) {
  const x = (at: number) => ((Math.min(to, Math.max(from, at)) - from) / Math.max(1, to - from)) * WIDTH;
  const height = lanes.length * LANE_HEIGHT;
  return (
    <figure className="firing-timeline">
      <div className="firing-lanes">
        <ul className="firing-lane-names" style={{ gridAutoRows: LANE_HEIGHT }}>
          {lanes.map(({ name }) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
        <svg
          viewBox={`0 0 ${WIDTH} ${height}`}
          preserveAspectRatio="none"
          style={{ height }}
          role="img"
          aria-label={t('timeline.lanes', {
            label,
            lanes: lanes.map(({ name, firings }) => `${name}: ${firings.length}`).join(', '),
          })}
        >
          {lanes.map(({ name, firings }, lane) => (
            <g key={name}>
              <line x1={0} x2={WIDTH} y1={(lane + 1) * LANE_HEIGHT - 1} y2={(lane + 1) * LANE_HEIGHT - 1} />
              {firings.map((firing) => (
                <rect
                  key={`${firing.rule} ${firing.severity} ${firing.subject} ${firing.firedAt}`}
                  x={x(firing.firedAt)}
                  width={Math.max(2, x(firing.resolvedAt ?? to) - x(firing.firedAt))}
                  y={lane * LANE_HEIGHT + (firing.severity === 'critical' ? 3 : 9)}
                  height={firing.severity === 'critical' ? 18 : 12}
                  data-severity={firing.severity}
                  data-paged={firing.paged || undefined}
                />
              ))}
            </g>
          ))}
        </svg>
      </div>
      <figcaption className="quiet numeric" {...plain('scale')}>
        <span>
          {formatDate(from, zone)} {formatTimeShort(from, zone)}
        </span>
        <span>
          {formatDate(to, zone)} {formatTimeShort(to, zone)}
        </span>
      </figcaption>
    </figure>
  );
}

/** Firings that one of two versions has and the other has not: none of the same severity and subject overlaps them. */
export function onlyIn(firings: readonly Firing[], others: readonly Firing[], to: number): readonly Firing[] {
  return firings.filter(
    (one) =>
      !others.some(
        (other) =>
          other.severity === one.severity &&
          other.subject === one.subject &&
          other.firedAt <= (one.resolvedAt ?? to) &&
          one.firedAt <= (other.resolvedAt ?? to),
      ),
  );
}
