import { useId, useLayoutEffect, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Intervals } from '@floorwalk/shared/schedule/staff-by-interval';
import { t } from '../../messages/text.ts';
import { plain } from '../../numbers/plain.ts';
import { formatTimeShort } from '../../ui/format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { bandPath, linePath, niceTop, stepPath } from './chart-paths.ts';
import { formatAgents } from './words.ts';

export type Series = readonly (number | null)[];

/** Everything the chart draws, one value an interval. The upper part counts contacts, the lower agents. */
export type IntradayData = {
  readonly low: Series;
  readonly high: Series;
  readonly plan: Series;
  readonly reforecast: Series;
  readonly actual: Series;
  readonly required: Series;
  readonly scheduled: Series;
  readonly onFloor: Series;
  readonly gaps: Series;
};

type Props = {
  readonly data: IntradayData;
  readonly intervals: Intervals;
  /** The moment on the glass, epoch ms. */
  readonly now: number;
  readonly zone: string;
  readonly onSeek: ((at: number) => void) | null;
};

const LEFT = 40;
const RIGHT = 10;
const CONTACTS = { top: 22, bottom: 150 } as const;
const AGENTS = { top: 180, bottom: 300 } as const;
const STRIP = { top: 308, bottom: 334 } as const;
const HEIGHT = 356;

/** The names of the series in the order in which they are read out; those of agents last. */
const CONTACT_SERIES = ['plan', 'reforecast', 'low', 'high', 'actual'] as const;
const AGENT_SERIES = ['required', 'scheduled', 'onFloor', 'gaps'] as const;
const ALL_SERIES = [...CONTACT_SERIES, ...AGENT_SERIES] as const;

/** Today against the plan, and what is to come: contacts above, agents below, the gap as a strip, now as a line. Also as a table. */
export function IntradayChart(props: Props) {
  const { data, intervals, now, zone, onSeek } = props;
  const [cursor, setCursor] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const [width, setWidth] = useState(0);
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const id = useId();
  useLayoutEffect(() => {
    if (frame === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(frame);
    return () => observer.disconnect();
  }, [frame]);
  const scale = useMemo(() => scaleOf(data, intervals, width), [data, intervals, width]);
  const { startsAt, intervalMs, count } = intervals;
  const at = (interval: number) => startsAt + interval * intervalMs;
  const move = (to: number) => setCursor(Math.max(0, Math.min(count - 1, to)));
  const current = Math.max(0, Math.min(count - 1, Math.floor((now - startsAt) / intervalMs)));
  const onKeyDown = (event: KeyboardEvent) => {
    const from = cursor ?? current;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: from - 1,
      ArrowRight: from + 1,
      Home: 0,
      End: count - 1,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(step);
    } else if (event.key === 'Enter' && cursor !== null && at(cursor) < now) onSeek?.(at(cursor));
  };
  const onPointer = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - LEFT) / Math.max(1, width - LEFT - RIGHT);
    move(Math.floor(share * count));
  };
  const spoken = cursor === null ? '' : reading(data, cursor, at(cursor), zone);
  return (
    <figure className="intraday" aria-labelledby={`${id}-title`}>
      <figcaption>
        <span id={`${id}-title`}>{t('staffing.chart')}</span>
        <span className="intraday-legend">
          {(['band', 'plan', 'reforecast', 'actual', 'required', 'scheduled', 'on-floor'] as const).map((name) => (
            <span key={name} className="intraday-key" data-series={name} {...plain('scale')}>
              {t(`staffing.series.${name}`)}
            </span>
          ))}
        </span>
        <button type="button" className="link-button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t('chart.as-chart') : t('chart.as-table')}
        </button>
      </figcaption>
      {asTable ? (
        <IntradayTable labelledBy={`${id}-title`} {...props} />
      ) : (
        <div ref={setFrame} className="intraday-frame" style={{ height: HEIGHT + 22 }}>
          {width > 0 && (
            <svg
              width={width}
              height={HEIGHT}
              tabIndex={0}
              role="slider"
              aria-label={t('staffing.chart')}
              aria-valuemin={0}
              aria-valuemax={count - 1}
              aria-valuenow={cursor ?? current}
              aria-valuetext={spoken || t('chart.how')}
              onKeyDown={onKeyDown}
              onPointerMove={onPointer}
              onPointerLeave={() => setCursor(null)}
              onClick={() => cursor !== null && at(cursor) < now && onSeek?.(at(cursor))}
            >
              <Axis top={CONTACTS.top} bottom={CONTACTS.bottom} most={scale.contactTop} width={width} />
              <Axis top={AGENTS.top} bottom={AGENTS.bottom} most={scale.agentTop} width={width} />
              <text x={LEFT + 4} y={CONTACTS.top - 7} className="chart-tick">
                {t('staffing.axis.contacts')}
              </text>
              <text x={LEFT + 4} y={AGENTS.top - 7} className="chart-tick">
                {t('staffing.axis.agents')}
              </text>
              <path d={scale.band} className="intraday-band" />
              <path d={scale.actual} className="intraday-line" data-series="actual" />
              <path d={scale.plan} className="intraday-line" data-series="plan" />
              <path d={scale.reforecast} className="intraday-line" data-series="reforecast" />
              <path d={scale.required} className="intraday-line" data-series="required" />
              <path d={scale.scheduled} className="intraday-line" data-series="scheduled" />
              <path d={scale.onFloor} className="intraday-line" data-series="on-floor" />
              {data.gaps.map((gap, interval) => (
                <GapMark key={at(interval)} gap={gap} x={scale.x(interval)} width={scale.x(1) - scale.x(0)} />
              ))}
              {ticks(intervals).map((interval) => (
                <text
                  key={interval}
                  x={scale.x(interval)}
                  y={HEIGHT - 6}
                  textAnchor={interval === 0 ? 'start' : interval === count ? 'end' : 'middle'}
                  className="chart-tick"
                >
                  {formatTimeShort(at(interval), zone)}
                </text>
              ))}
              <NowMark x={scale.x((now - startsAt) / intervalMs)} />
              {cursor !== null && (
                <line
                  x1={scale.x(cursor + 0.5)}
                  x2={scale.x(cursor + 0.5)}
                  y1={CONTACTS.top}
                  y2={STRIP.bottom}
                  className="chart-cursor"
                />
              )}
            </svg>
          )}
          <p className="chart-reading numeric" aria-hidden="true" {...plain('scale')}>
            {spoken || t('staffing.gap-strip')}
          </p>
        </div>
      )}
    </figure>
  );
}

function NowMark({ x }: { readonly x: number }) {
  return (
    <g className="intraday-now">
      <line x1={x} x2={x} y1={CONTACTS.top - 16} y2={STRIP.bottom} />
      <text x={x + 4} y={CONTACTS.top - 7}>
        {t('staffing.now')}
      </text>
    </g>
  );
}

function Axis(props: { readonly top: number; readonly bottom: number; readonly most: number; readonly width: number }) {
  const { top, bottom, most, width } = props;
  return (
    <>
      {[0, most / 2, most].map((value) => {
        const y = bottom - (value / most) * (bottom - top);
        return (
          <g key={value}>
            <line x1={LEFT} x2={width - RIGHT} y1={y} y2={y} className="chart-grid" />
            <text x={LEFT - 6} y={y + 4} textAnchor="end" className="chart-tick">
              {formatAgents(value)}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Too few hangs below the middle line, too many stands above it: shape says what colour repeats. */
function GapMark({ gap, x, width }: { readonly gap: number | null; readonly x: number; readonly width: number }) {
  const middle = (STRIP.top + STRIP.bottom) / 2;
  if (gap === null) return <line x1={x} x2={x + width} y1={middle} y2={middle} className="intraday-unknown" />;
  const size = Math.min(12, Math.abs(gap) * 2 + (Math.round(gap) === 0 ? 0 : 2));
  return (
    <rect
      x={x + 0.5}
      width={Math.max(1, width - 1)}
      y={gap < 0 ? middle : middle - size}
      height={Math.max(1, size)}
      className="intraday-gap"
      data-sign={signOf(gap)}
    />
  );
}

export function signOf(gap: number | null): 'under' | 'over' | 'even' | 'unknown' {
  if (gap === null) return 'unknown';
  const whole = Math.round(gap);
  return whole < 0 ? 'under' : whole > 0 ? 'over' : 'even';
}

function scaleOf(data: IntradayData, { count }: Intervals, width: number) {
  const inner = Math.max(1, width - LEFT - RIGHT);
  const x = (interval: number) => LEFT + (interval / count) * inner;
  const contactTop = niceTop(CONTACT_SERIES.flatMap((name) => data[name]));
  const agentTop = niceTop((['required', 'scheduled', 'onFloor'] as const).flatMap((name) => data[name]));
  const contactY = (value: number) => CONTACTS.bottom - (value / contactTop) * (CONTACTS.bottom - CONTACTS.top);
  const agentY = (value: number) => AGENTS.bottom - (value / agentTop) * (AGENTS.bottom - AGENTS.top);
  return {
    x,
    contactTop,
    agentTop,
    band: bandPath(data.low, data.high, x, contactY),
    plan: linePath(data.plan, x, contactY),
    reforecast: linePath(data.reforecast, x, contactY),
    actual: linePath(data.actual, x, contactY),
    required: stepPath(data.required, x, agentY),
    scheduled: stepPath(data.scheduled, x, agentY),
    onFloor: linePath(data.onFloor, x, agentY),
  };
}

function ticks({ count, intervalMs }: Intervals): readonly number[] {
  const step = Math.max(1, Math.round((3 * 3_600_000) / intervalMs));
  const all: number[] = [];
  for (let interval = 0; interval <= count; interval += step) all.push(interval);
  return all;
}

function reading(data: IntradayData, interval: number, at: number, zone: string): string {
  const parts = ALL_SERIES.flatMap((name) => {
    const value = data[name][interval];
    return value == null ? [] : [`${t(`staffing.value.${name}`)} ${formatAgents(value)}`];
  });
  return `${formatTimeShort(at, zone)}: ${parts.join(', ')}`;
}

function IntradayTable({ data, intervals, zone, labelledBy }: Props & { readonly labelledBy: string }) {
  return (
    <ScrollRegion className="chart-table" labelledBy={labelledBy}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {ALL_SERIES.map((name) => (
              <th key={name} scope="col">
                {t(`staffing.value.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: intervals.count }, (_, interval) => {
            const at = intervals.startsAt + interval * intervals.intervalMs;
            return (
              <tr key={at}>
                <th scope="row">{formatTimeShort(at, zone)}</th>
                {ALL_SERIES.map((name) => (
                  <td key={name} className="numeric">
                    {formatAgents(data[name][interval])}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
