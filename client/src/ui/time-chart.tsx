import { useCallback, useId, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { t } from '../messages/text.ts';
import { plain } from '../numbers/plain.ts';
import { formatTimeShort } from './format.ts';
import { ScrollRegion } from './scroll-region.tsx';

export type ChartSeries = {
  readonly id: string;
  readonly label: string;
  /** Epoch ms and value, in order of time; `null` leaves a gap. */
  readonly points: readonly (readonly [at: number, value: number | null])[];
  /** `bars` stand on their point and reach to the next. */
  readonly form: 'line' | 'steps' | 'bars';
  /** 1-4; also chooses the dash pattern. */
  readonly colour: 1 | 2 | 3 | 4;
};

type Props = {
  readonly label: string;
  readonly series: readonly ChartSeries[];
  readonly zone: string;
  readonly height: number;
  readonly format: (value: number | null) => string;
  /** A line across, with its word. */
  readonly limit?: { readonly value: number; readonly label: string } | undefined;
  readonly from?: number;
  readonly to?: number;
  /** How a moment is named, where a time of day would say nothing: over weeks. */
  readonly name?: (at: number) => string;
  /** A click or Enter on a moment. */
  readonly onSeek?: ((at: number) => void) | undefined;
};

const LEFT = 40;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 18;

/**
 * Values over time, as SVG: paths that are drawn anew only when the data changes, a cursor over them for the pointer and the keyboard, and
 * the same as a table for whoever prefers one.
 */
export function TimeChart(props: Props) {
  const { label, series, zone, height, format, limit, onSeek } = props;
  const name = props.name ?? ((moment: number) => formatTimeShort(moment, zone));
  const [width, setWidth] = useState(0);
  const [cursor, setCursor] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const id = useId();

  /** The frame comes and goes with the choice of chart or table. */
  const watchWidth = useCallback((element: HTMLDivElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const moments = useMemo(() => momentsOf(series), [series]);
  const scale = useMemo(() => {
    const from = props.from ?? moments[0] ?? 0;
    const to = Math.max(from + 1, props.to ?? moments[moments.length - 1] ?? 1);
    let most = limit?.value ?? 0;
    for (const { points } of series) for (const [, value] of points) if (value !== null && value > most) most = value;
    const top = niceTop(most);
    const inner = Math.max(1, width - LEFT - RIGHT);
    return {
      from,
      to,
      top,
      x: (at: number) => LEFT + ((at - from) / (to - from)) * inner,
      y: (value: number) => TOP + (1 - value / top) * (height - TOP - BOTTOM),
    };
  }, [series, moments, props.from, props.to, limit?.value, width, height]);
  const paths = useMemo(
    () =>
      series.map((one) => ({
        id: one.id,
        colour: one.colour,
        form: one.form,
        d: chartPath(one, scale, height - BOTTOM),
      })),
    [series, scale, height],
  );

  const at = cursor === null ? undefined : moments[Math.min(cursor, moments.length - 1)];
  const move = (to: number) => setCursor(Math.max(0, Math.min(moments.length - 1, to)));
  const onKeyDown = (event: KeyboardEvent) => {
    const last = moments.length - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: (cursor ?? last + 1) - 1,
      ArrowRight: (cursor ?? -1) + 1,
      Home: 0,
      End: last,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(step);
    } else if (event.key === 'Enter' && at !== undefined) onSeek?.(at);
  };
  const onPointer = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - LEFT) / Math.max(1, width - LEFT - RIGHT);
    move(nearest(moments, scale.from + share * (scale.to - scale.from)));
  };
  const spoken =
    at === undefined
      ? ''
      : `${name(at)}: ${series.map((one) => `${one.label} ${format(valueAt(one, at))}`).join(', ')}`;

  return (
    <figure className="time-chart" aria-labelledby={`${id}-title`}>
      <figcaption>
        <span id={`${id}-title`}>{label}</span>
        <span className="chart-legend">
          {series.length > 1 &&
            series.map((one) => (
              <span key={one.id} data-colour={one.colour} className="chart-key">
                {one.label}
              </span>
            ))}
        </span>
        <button type="button" className="link-button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? t('chart.as-chart') : t('chart.as-table')}
        </button>
      </figcaption>
      {asTable ? (
        <ChartTable labelledBy={`${id}-title`} series={series} moments={moments} name={name} format={format} />
      ) : (
        <div ref={watchWidth} className="chart-frame" style={{ height }}>
          {width > 0 && moments.length > 0 && (
            <svg
              width={width}
              height={height}
              tabIndex={0}
              role="slider"
              aria-label={label}
              aria-valuemin={0}
              aria-valuemax={Math.max(0, moments.length - 1)}
              aria-valuenow={cursor ?? moments.length - 1}
              aria-valuetext={spoken || t('chart.how')}
              onKeyDown={onKeyDown}
              onPointerMove={onPointer}
              onPointerLeave={() => setCursor(null)}
              onClick={() => at !== undefined && onSeek?.(at)}
              className={onSeek ? 'chart-seekable' : undefined}
            >
              {valueTicks(scale.top, format).map((value) => (
                <g key={value}>
                  <line x1={LEFT} x2={width - RIGHT} y1={scale.y(value)} y2={scale.y(value)} className="chart-grid" />
                  <text x={LEFT - 6} y={scale.y(value) + 4} textAnchor="end" className="chart-tick">
                    {format(value)}
                  </text>
                </g>
              ))}
              {timeTicks(scale.from, scale.to).map((tick) => (
                <text key={tick} x={scale.x(tick)} y={height - 4} textAnchor="middle" className="chart-tick">
                  {name(tick)}
                </text>
              ))}
              <g className="chart-paths" transform={`scale(${1 / TENTHS})`}>
                {paths.map((path) => (
                  <path key={path.id} d={path.d} data-colour={path.colour} className={`chart-${path.form}`} />
                ))}
              </g>
              {limit && (
                <line
                  x1={LEFT}
                  x2={width - RIGHT}
                  y1={scale.y(limit.value)}
                  y2={scale.y(limit.value)}
                  className="chart-limit"
                />
              )}
              {at !== undefined && (
                <line x1={scale.x(at)} x2={scale.x(at)} y1={TOP} y2={height - BOTTOM} className="chart-cursor" />
              )}
            </svg>
          )}
          {moments.length === 0 && <p className="quiet">{t('chart.empty')}</p>}
          <p className="chart-reading numeric" aria-hidden="true" {...plain('scale')}>
            {spoken || limit?.label}
          </p>
        </div>
      )}
    </figure>
  );
}

type Scale = { readonly x: (at: number) => number; readonly y: (value: number) => number; readonly to: number };

/** Every moment that any series has a point at, in order. Series mostly share their moments: then those of the first are all. */
export function momentsOf(series: readonly ChartSeries[]): readonly number[] {
  const [first, ...others] = series.map(({ points }) => points);
  if (!first) return [];
  const isShared = others.every(
    (points) => points.length === first.length && points.every(([at], index) => at === first[index]?.[0]),
  );
  if (isShared) return first.map(([at]) => at);
  const all = new Set<number>();
  for (const { points } of series) for (const [at] of points) all.add(at);
  return [...all].sort((left, right) => left - right);
}

/** Paths are in tenths of a pixel: whole numbers are written several times as fast as ones with a digit behind the point. */
const TENTHS = 10;

/** One series as one path, in whole tenths of a pixel. `floor` is in pixels. */
export function chartPath(series: ChartSeries, scale: Scale, floor: number): string {
  const { points, form } = series;
  const bottom = Math.round(floor * TENTHS);
  let path = '';
  let isDown = false;
  for (let index = 0; index < points.length; index++) {
    const [at, value] = points[index] as ChartSeries['points'][number];
    if (value === null) {
      isDown = false;
      continue;
    }
    const x = Math.round(scale.x(at) * TENTHS);
    const y = Math.round(scale.y(value) * TENTHS);
    if (form === 'bars') {
      const next = points[index + 1]?.[0] ?? scale.to;
      const right = Math.round(Math.max(scale.x(at) + 1, scale.x(next) - 1) * TENTHS);
      path += `M${x} ${bottom}V${y}H${right}V${bottom}Z`;
    } else if (form === 'steps') {
      path += isDown ? `H${x}V${y}` : `M${x} ${y}`;
    } else path += `${isDown ? 'L' : 'M'}${x} ${y}`;
    isDown = true;
  }
  return path;
}

function ChartTable(
  props: Pick<Props, 'series' | 'format'> & {
    readonly name: (at: number) => string;
    readonly moments: readonly number[];
    readonly labelledBy: string;
  },
) {
  return (
    <ScrollRegion className="chart-table" labelledBy={props.labelledBy}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {props.series.map((one) => (
              <th key={one.id} scope="col">
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.moments.map((at) => (
            <tr key={at}>
              <th scope="row">{props.name(at)}</th>
              {props.series.map((one) => (
                <td key={one.id} className="numeric">
                  {props.format(valueAt(one, at))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function valueAt(series: ChartSeries, at: number): number | null {
  return series.points.find(([moment]) => moment === at)?.[1] ?? null;
}

function nearest(moments: readonly number[], at: number): number {
  let low = 0;
  let high = moments.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const before = moments[low - 1];
  const here = moments[low];
  return before !== undefined && here !== undefined && at - before < here - at ? low - 1 : low;
}

/** The next round number at or above, so that the ticks are easy to read; 1 where nothing is above 0. */
function niceTop(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const found = [1, 2, 4, 5, 8, 10].find((step) => step * power >= most);
  return (found ?? 10) * power;
}

/** Bottom, middle and top; without the middle where it would read like one of the others. */
function valueTicks(top: number, format: (value: number | null) => string): readonly number[] {
  const middle = format(top / 2);
  return middle === format(top) || middle === format(0) ? [0, top] : [0, top / 2, top];
}

const DAY_MINUTES = 1_440;
const TICKS_MS = [
  5,
  10,
  15,
  30,
  60,
  120,
  180,
  240,
  360,
  ...[1, 2, 7, 14, 28, 56, 112].map((days) => days * DAY_MINUTES),
].map((minutes) => minutes * 60_000);

function timeTicks(from: number, to: number): readonly number[] {
  const step = TICKS_MS.find((candidate) => (to - from) / candidate <= 6) ?? TICKS_MS[TICKS_MS.length - 1] ?? 3_600_000;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to && ticks.length < 24; at += step) ticks.push(at);
  return ticks;
}
