import { memo, type CSSProperties, type ReactNode } from 'react';
import { same } from '../store/same.ts';
import type { Tile } from '@floorwalk/shared/api/settings';
import type { Box } from './board-frame.ts';
import { formatDay, formatTimeOfDay, formatValue } from './format-value.ts';
import { HISTORY_MINUTES } from './minute-history.ts';
import { sparklinePath } from './sparkline-path.ts';
import { StateGlyph } from './state-glyph.tsx';
import { fitText, layoutList, layoutTile, type MeasureText } from './tile-layout.ts';
import { directionOf } from './threshold-state.ts';
import type { TileMetric } from './tile-metric.ts';
import { gaugeShares, type ListReading, type NumberReading } from './tile-reading.ts';
import { numberTexts, problemWords, stateWord, tileLabel, windowWords, type Wording } from './tile-words.ts';

/** What one tile is drawn from: plain values, so that a tile whose words are the same is not drawn again. */
export type TileViewProps = {
  readonly tile: Tile;
  readonly box: Box;
  readonly minimumText: number;
  readonly measure: MeasureText;
  readonly wording: Wording;
  readonly reading: NumberReading | ListReading | null;
  /** One value a minute, newest last; for trends. */
  readonly history: readonly (number | null)[] | null;
  /** Epoch ms of the site's clock, whole minutes; for clocks. */
  readonly minuteAt: number;
};

/** One tile at its place. Sizes are in units of `--u`, a hundredth of the board's height. */
export const TileView = memo(DrawnTile, (before, after) => same(before, after));

function DrawnTile(props: TileViewProps): ReactNode {
  const { box, reading, wording, tile } = props;
  const stale = wording.staleSince !== null && reading !== null;
  const state = reading !== null && reading.kind !== 'list' ? reading.state : 'neutral';
  const style = {
    left: units(box.leftUnits),
    top: units(box.topUnits),
    width: units(box.widthUnits),
    height: units(box.heightUnits),
  };
  return (
    <section
      className={`tile tile-${tile.kind}`}
      data-state={stale ? 'stale' : state}
      data-tile={tile.id}
      style={style}
      aria-label={reading === null ? undefined : tileLabel(tile, reading)}
    >
      <TileContent {...props} />
    </section>
  );
}

function TileContent(props: TileViewProps): ReactNode {
  switch (props.reading?.kind) {
    case 'list':
      return <ListTile {...props} reading={props.reading} />;
    case 'number':
    case 'gauge':
    case 'trend':
      return <NumberTile {...props} reading={props.reading} />;
    default:
      return props.tile.kind === 'clock' ? <ClockTile {...props} /> : <MessageTile {...props} />;
  }
}

function NumberTile({
  tile,
  box,
  minimumText,
  measure,
  wording,
  reading,
  history,
}: TileViewProps & { readonly reading: NumberReading }): ReactNode {
  const texts = numberTexts(tile, reading, wording);
  const layout = layoutTile(reading.kind, box, minimumText, texts, measure);
  const shownState = wording.staleSince === null ? reading.state : 'stale';
  const innerWidth = box.widthUnits - 2 * layout.padUnits;
  return (
    <div className="tile-inner" style={{ padding: units(layout.padUnits), fontSize: units(layout.textUnits) }}>
      <div className="tile-head">
        <h2 className="tile-label">{texts.label}</h2>
        {layout.windowBesideLabel && <span className="tile-window">{texts.window}</span>}
      </div>
      <p className="tile-value" style={{ fontSize: units(layout.valueUnits) }}>
        {texts.value}
      </p>
      {reading.kind === 'gauge' && <Gauge reading={reading} heightUnits={layout.graphicUnits} />}
      {reading.kind === 'trend' && (
        <Trend
          history={history ?? []}
          threshold={reading.thresholds.target ?? reading.thresholds.warning}
          widthUnits={innerWidth}
          heightUnits={layout.graphicUnits}
        />
      )}
      <div className="tile-notes">
        {layout.noteLines.map((line) => (
          <p className="tile-note-line" key={line[0]?.index}>
            {line.map((note) => (
              <span key={note.index} className={note.index === 0 ? 'tile-state' : 'tile-note'}>
                {note.index === 0 && <StateGlyph state={shownState} />}
                {note.text}
              </span>
            ))}
          </p>
        ))}
      </div>
    </div>
  );
}

function Gauge({ reading, heightUnits }: { readonly reading: NumberReading; readonly heightUnits: number }): ReactNode {
  const shares = gaugeShares(reading);
  return (
    <div className="tile-gauge" style={{ height: units(heightUnits) }} aria-hidden="true">
      <div className="tile-gauge-track">
        {shares !== null && <div className="tile-gauge-fill" style={{ transform: `scaleX(${shares.value})` }} />}
      </div>
      {shares !== null && <div className="tile-gauge-limit" style={{ left: `${shares.limit * 100}%` }} />}
    </div>
  );
}

/** The sparkline's own coordinate system is ten to a unit, so that rounding does not show. */
const FINE = 10;

function Trend({
  history,
  threshold,
  widthUnits,
  heightUnits,
}: {
  readonly history: readonly (number | null)[];
  readonly threshold: number | undefined;
  readonly widthUnits: number;
  readonly heightUnits: number;
}): ReactNode {
  const width = widthUnits * FINE;
  const height = heightUnits * FINE;
  const edge = FINE * 0.5;
  const line = sparklinePath(history, HISTORY_MINUTES, width - 2 * edge, height - 2 * edge, threshold);
  const viewBox = `${-edge} ${-edge} ${round(width)} ${round(height)}`;
  return (
    <svg
      className="tile-trend"
      viewBox={viewBox}
      style={{ width: units(widthUnits), height: units(heightUnits) }}
      aria-hidden="true"
    >
      {line.thresholdY !== null && (
        <path className="tile-trend-limit" d={`M0 ${line.thresholdY}H${round(width - 2 * edge)}`} />
      )}
      <path className="tile-trend-line" d={line.path} />
      {line.lastY !== null && (
        <circle className="tile-trend-now" cx={round(width - 2 * edge)} cy={line.lastY} r={FINE * 0.6} />
      )}
    </svg>
  );
}

/** Glyph and gaps of a list's row, em. */
const ROW_EXTRA_EM = 1.9;

function ListTile({
  tile,
  box,
  minimumText,
  measure,
  wording,
  reading,
}: TileViewProps & { readonly reading: ListReading }): ReactNode {
  const { metric } = reading;
  const stale = wording.staleSince !== null;
  const rows = reading.entries.map((entry) => ({
    ...entry,
    value: metric === null ? '' : formatEntry(entry.value, metric, tile, wording.locale),
  }));
  const widest = Math.max(0, ...rows.map((row) => measure(row.name, false) + measure(row.value, true)));
  const layout = layoutList(box, minimumText, rows.length, widest + ROW_EXTRA_EM);
  const shown = rows.slice(0, layout.rowCount);
  const style = { padding: units(layout.padUnits), fontSize: units(layout.textUnits) };
  return (
    <div className="tile-inner" style={style}>
      <div className="tile-head">
        <h2 className="tile-label">{tileLabel(tile, reading)}</h2>
        {metric !== null && <span className="tile-window">{windowWords(metric, reading.window)}</span>}
      </div>
      {reading.problem !== null && <p className="tile-state">{problemWords(reading.problem)}</p>}
      <ol className="tile-rows">
        {shown.map((entry) => (
          <li
            key={entry.id}
            className="tile-row"
            data-state={stale ? 'stale' : entry.state}
            style={{ height: units(layout.rowUnits) }}
          >
            <StateGlyph state={stale ? 'stale' : entry.state} />
            <span className="tile-row-name">{entry.name}</span>
            <span className="visually-hidden">{stateWord(entry.state, wording)}</span>
            <span className="tile-row-value">{entry.value}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function formatEntry(value: number | null, metric: TileMetric, tile: Tile, locale: string): string {
  return formatValue(value, metric.unit, locale, tile.target ?? tile.warning, directionOf(metric.better, tile));
}

function ClockTile({ box, minimumText, measure, wording, minuteAt }: TileViewProps): ReactNode {
  const time = formatTimeOfDay(minuteAt, wording.zone, wording.locale, false);
  const day = formatDay(minuteAt, wording.zone, wording.locale);
  const texts = { label: day, value: time, window: '', notes: [{ text: wording.zone?.replace(/_/g, ' ') ?? '' }] };
  const layout = layoutTile('number', box, minimumText, texts, measure);
  return (
    <div className="tile-inner" style={{ padding: units(layout.padUnits), fontSize: units(layout.textUnits) }}>
      <div className="tile-head">
        <h2 className="tile-label">{day}</h2>
      </div>
      <p className="tile-value" style={{ fontSize: units(layout.valueUnits) }}>
        {time}
      </p>
      <div className="tile-notes">
        {layout.noteLines.length > 0 && <p className="tile-note-line tile-note">{layout.noteLines[0]?.[0]?.text}</p>}
      </div>
    </div>
  );
}

function MessageTile({ tile, box, minimumText, measure }: TileViewProps): ReactNode {
  const layout = layoutList(box, minimumText, Infinity, 0);
  const text = tile.text ?? '';
  const titleUnits = tile.title === undefined ? 0 : layout.textUnits * 1.3;
  const size = fitText(
    text,
    box.widthUnits - 2 * layout.padUnits,
    box.heightUnits - 2 * layout.padUnits - titleUnits,
    minimumText * 4,
    measure,
  );
  return (
    <div className="tile-inner" style={{ padding: units(layout.padUnits), fontSize: units(layout.textUnits) }}>
      {tile.title !== undefined && (
        <div className="tile-head">
          <h2 className="tile-label">{tile.title}</h2>
        </div>
      )}
      <p className="tile-message" style={{ fontSize: units(size) }}>
        {text}
      </p>
    </div>
  );
}

/** A length in hundredths of the board's height. */
export function units(value: number): NonNullable<CSSProperties['width']> {
  return `calc(var(--u) * ${round(value)})`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
