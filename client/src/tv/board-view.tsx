import { useMemo, type ReactNode } from 'react';
import type { Board, Tile } from '@floorwalk/shared/api/settings';
import { boardFrame, tileBox, type BoardFrame } from './board-frame.ts';
import type { MeasureText } from './tile-layout.ts';
import { readList, readNumber, type ListReading, type NumberReading, type Rows } from './tile-reading.ts';
import { TileView, units } from './tile-view.tsx';
import { t } from '../messages/text.ts';
import type { Wording } from './tile-words.ts';

/** Where a board's numbers come from, at one moment. */
export type BoardSource = {
  readonly siteId: string;
  readonly rows: Rows;
  /** The site's time, epoch ms; waits are counted from it. */
  readonly now: number;
  /** False before the first snapshot. */
  readonly loaded: boolean;
  /** The last hour of what a trend shows, newest last. */
  readonly historyOf: (tile: Tile, reading: NumberReading) => readonly (number | null)[];
};

export type BoardPage = Board['pages'][number];

/** What a tile reads; clocks and messages read nothing. */
export function readTile(tile: Tile, source: BoardSource): NumberReading | ListReading | null {
  if (tile.kind === 'clock' || tile.kind === 'message') return null;
  return tile.kind === 'list'
    ? readList(tile, source.rows, source.now, source.loaded)
    : readNumber(tile, source.siteId, source.rows, source.now, source.loaded);
}

/** The tiles of one page on their grid. Nothing here scrolls or moves by itself. */
export function BoardTiles({
  page,
  frame,
  source,
  wording,
  measure,
}: {
  readonly page: BoardPage | undefined;
  readonly frame: BoardFrame;
  readonly source: BoardSource;
  readonly wording: Wording;
  readonly measure: MeasureText;
}): ReactNode {
  const grid = { width: units(frame.gridWidthUnits), height: units(frame.gridHeightUnits) };
  const tiles = page?.tiles ?? [];
  return (
    <div className="board-grid" style={grid}>
      {tiles.length === 0 && (
        <p className="board-empty" style={{ fontSize: units(frame.minimumText) }}>
          {t('tv.empty-page')}
        </p>
      )}
      {tiles.map((tile) => (
        <LiveTile key={tile.id} tile={tile} frame={frame} source={source} wording={wording} measure={measure} />
      ))}
    </div>
  );
}

const MINUTE_MS = 60_000;

/** One tile on live rows: read anew on every tick, drawn only when what it says has changed. */
function LiveTile({
  tile,
  frame,
  source,
  wording,
  measure,
}: {
  readonly tile: Tile;
  readonly frame: BoardFrame;
  readonly source: BoardSource;
  readonly wording: Wording;
  readonly measure: MeasureText;
}): ReactNode {
  const { x, y, width, height } = tile;
  const box = useMemo(() => tileBox({ x, y, width, height }, frame), [x, y, width, height, frame]);
  const reading = readTile(tile, source);
  const history = reading?.kind === 'trend' ? source.historyOf(tile, reading) : null;
  return (
    <TileView
      tile={tile}
      box={box}
      minimumText={frame.minimumText}
      measure={measure}
      wording={wording}
      reading={reading}
      history={history}
      minuteAt={Math.floor(source.now / MINUTE_MS) * MINUTE_MS}
    />
  );
}

/** The frame of a board, the same object until something it depends on changes. */
export function useBoardFrame(
  board: Pick<Board, 'screenInches' | 'viewingDistanceMetres'>,
  aspect: number,
  bandLines: number,
): BoardFrame {
  const { screenInches, viewingDistanceMetres } = board;
  return useMemo(
    () => boardFrame({ screenInches, viewingDistanceMetres }, aspect, bandLines),
    [screenInches, viewingDistanceMetres, aspect, bandLines],
  );
}
