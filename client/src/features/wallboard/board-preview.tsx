import { useMemo, useState, type CSSProperties } from 'react';
import type { Board } from '@floorwalk/shared/api/settings';
import type { LiveSession } from '../../connection/live-session.ts';
import { currentLocale, t } from '../../messages/text.ts';
import { tileBox, type BoardFrame } from '../../tv/board-frame.ts';
import { BoardTiles, readTile, type BoardSource } from '../../tv/board-view.tsx';
import { shownTheme } from '../../tv/day-night.ts';
import { formatTimeOfDay } from '../../tv/format-value.ts';
import type { MeasureText } from '../../tv/tile-layout.ts';
import { tileLabel, type Wording } from '../../tv/tile-words.ts';
import { trendHistory } from '../../tv/trend-history.ts';
import { TrendStore } from '../../tv/trend-store.ts';
import { units } from '../../tv/tile-view.tsx';
import type { Draft, DraftAction } from './board-draft.ts';
import { shownPage } from './board-draft.ts';
import type { Inspection } from './inspect-page.ts';
import { TileHandle } from './tile-handle.tsx';

/** Keeps nothing: the editor's trends live as long as the editor. */
const FORGETFUL = { read: () => null, write: () => undefined };

/** What the preview's tiles read at this moment. */
export function usePreviewSource(session: LiveSession, siteId: string): BoardSource {
  const [trends] = useState(() => new TrendStore(FORGETFUL));
  const rows = session.store.tables;
  const now = session.siteTime();
  return {
    siteId,
    rows,
    now,
    loaded: session.store.shown.siteId === siteId,
    historyOf: (tile, reading) => trendHistory(trends, siteId, rows, tile, reading, now),
  };
}

/** What a tile is called in the editor, also while it shows nothing. */
export function tileName(tile: Board['pages'][number]['tiles'][number], source: BoardSource): string {
  const kind = t(`boards.kind.${tile.kind}`);
  const reading = readTile(tile, source);
  const label = reading === null ? (tile.title ?? '') : tileLabel(tile, reading);
  return label === '' ? kind : `${label} (${kind})`;
}

/** The page as a screen shows it, in small, with a handle over each tile. */
export function BoardPreview({
  draft,
  act,
  frame,
  source,
  wording,
  measure,
  inspections,
  helpId,
}: {
  readonly draft: Draft;
  readonly act: (action: DraftAction) => void;
  readonly frame: BoardFrame;
  readonly source: BoardSource;
  readonly wording: Wording;
  readonly measure: MeasureText;
  readonly inspections: readonly Inspection[];
  readonly helpId: string;
}) {
  const page = shownPage(draft);
  const { board } = draft;
  const theme = shownTheme(board.theme, source.now, wording.zone);
  const errors = useMemo(
    () => new Set(inspections.filter(({ flaws }) => flaws.some((flaw) => flaw.isError)).map(({ tileId }) => tileId)),
    [inspections],
  );
  const time = formatTimeOfDay(source.now, wording.zone, currentLocale(), true);
  const grid = gridStyle(frame);
  return (
    <div className="preview">
      <div className="preview-screen">
        <div className="board preview-board" data-theme={theme} aria-hidden="true" inert>
          <div style={{ padding: `${units(frame.marginYUnits)} ${units(frame.marginXUnits)}` }}>
            <div
              className="preview-header"
              style={{ height: units(frame.headerHeightUnits), fontSize: units(frame.headerTextUnits) }}
            >
              <strong>{board.name}</strong>
              <span>{page.title}</span>
              <span className="preview-clock">{time}</span>
              {board.pages.length > 1 && (
                <span>
                  {board.pages.findIndex(({ id }) => id === page.id) + 1}/{board.pages.length}
                </span>
              )}
            </div>
            <div style={{ marginTop: units(frame.gapUnits) }}>
              <BoardTiles page={page} frame={frame} source={source} wording={wording} measure={measure} />
            </div>
          </div>
        </div>
        <fieldset className="preview-grid bare" data-preview-grid="" style={grid} aria-label={t('boards.tiles')}>
          {page.tiles.map((tile) => (
            <TileHandle
              key={tile.id}
              tile={tile}
              label={tileName(tile, source)}
              style={handleStyle(tileBox(tile, frame), frame)}
              isSelected={tile.id === draft.tileId}
              hasError={errors.has(tile.id)}
              helpId={helpId}
              onSelect={() => act({ kind: 'select', tileId: tile.id })}
              onPlace={(place, mergeKey) => act({ kind: 'place', place, mergeKey })}
              onRemove={() => act({ kind: 'remove-tile' })}
            />
          ))}
        </fieldset>
      </div>
    </div>
  );
}

function gridStyle(frame: BoardFrame): CSSProperties {
  const top = frame.marginYUnits + frame.headerHeightUnits + frame.gapUnits;
  return {
    left: percent(frame.marginXUnits / frame.widthUnits),
    width: percent(frame.gridWidthUnits / frame.widthUnits),
    top: percent(top / 100),
    height: percent(frame.gridHeightUnits / 100),
  };
}

function handleStyle(box: ReturnType<typeof tileBox>, frame: BoardFrame): CSSProperties {
  return {
    left: percent(box.leftUnits / frame.gridWidthUnits),
    width: percent(box.widthUnits / frame.gridWidthUnits),
    top: percent(box.topUnits / frame.gridHeightUnits),
    height: percent(box.heightUnits / frame.gridHeightUnits),
  };
}

function percent(share: number): string {
  return `${Math.round(share * 1e5) / 1e3}%`;
}
