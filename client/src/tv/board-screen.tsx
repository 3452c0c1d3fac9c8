import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Board } from '@floorwalk/shared/api/settings';
import type { WindowKey } from '@floorwalk/shared/floor/window';
import type { TableName } from '@floorwalk/shared/floor/rows';
import { live } from '../connection/live-session.ts';
import { currentLocale, t } from '../messages/text.ts';
import { alertBands, staleBands } from './board-bands.ts';
import { BoardHeader, HeaderClock, PageRing } from './board-header.tsx';
import { BoardTiles, readTile, useBoardFrame, type BoardSource } from './board-view.tsx';
import { tablesOf, windowsOf } from './board-needs.ts';
import { shownTheme } from './day-night.ts';
import { browserKeep } from './device-memory.ts';
import { boardMeasure } from './measure-text.ts';
import { rotate, startRotation, togglePause, turnPage, type Rotation } from './rotation.ts';
import { useAspect, useBurnInShift, useIdleCursor, useScreenKeys, useWakeLock } from './screen-behaviour.ts';
import { StateGlyph } from './state-glyph.tsx';
import { units } from './tile-view.tsx';
import { trendHistory } from './trend-history.ts';
import { TrendStore } from './trend-store.ts';
import { useBoardTick } from './use-board-tick.ts';
import { useChosenTile } from './use-chosen-tile.ts';
import { useWatchdog } from './use-watchdog.ts';
import type { Wording } from './tile-words.ts';

const TileFormula = lazy(() => import('./tile-formula.tsx'));

/** A board on its screen: header, bands, one page of tiles at a time. */
export function BoardScreen({ board }: { readonly board: Board }): ReactNode {
  useBoardTick(live());
  useWanted(board);
  useWakeLock();
  const { glass } = live();
  const trends = useMemo(() => new TrendStore(browserKeep), []);
  const { store } = live();
  const loaded = store.shown.siteId === board.siteId;
  const site = store.tables.sites.row(board.siteId);
  const now = live().siteTime();
  const locale = currentLocale();
  const theme = shownTheme(board.theme, now, site?.zone);
  const gaveUp = useWatchdog(site?.zone);
  const bands = [
    ...staleBands({ loaded, gaveUp, glass, now: glass.asOf ?? now, zone: site?.zone, locale }),
    ...alertBands(store.tables.alerts.rows(), now, site?.zone, locale),
  ];
  const frame = useBoardFrame(board, useAspect(), bands.length);
  const { rotation, pause } = usePages(board.pages.length, board.rotateSeconds * 1000);
  const page = board.pages[rotation.page];
  const stale = glass.grey || !loaded;
  const wording: Wording = { locale, zone: site?.zone, staleSince: stale && loaded ? glass.asOf : null };
  const source: BoardSource = {
    siteId: board.siteId,
    rows: store.tables,
    now,
    loaded,
    historyOf: (tile, reading) => trendHistory(trends, board.siteId, store.tables, tile, reading, now),
  };
  noteHiddenTrends(board, rotation.page, source);
  const idle = useIdleCursor();
  const shift = useBurnInShift();
  const chosen = useChosenTile();
  const chosenTile = page?.tiles.find(({ id }) => id === chosen);
  const chosenReading = chosenTile === undefined ? null : readTile(chosenTile, source);

  return (
    <main className={idle ? 'board board-idle' : 'board'} data-theme={theme} data-stale={stale}>
      <div
        className="board-safe"
        style={{
          padding: `${units(frame.marginYUnits)} ${units(frame.marginXUnits)}`,
          transform: `translate(${shift.x}px, ${shift.y}px)`,
        }}
      >
        <BoardHeader
          name={board.name}
          pageTitle={page?.title ?? ''}
          heightUnits={frame.headerHeightUnits}
          textUnits={frame.headerTextUnits}
          freshness={loaded ? glass.freshness : 'connecting'}
          ageSeconds={glass.arrivedAgeSeconds}
          clock={<HeaderClock siteId={board.siteId} zone={site?.zone} locale={locale} />}
          pages={
            board.pages.length > 1 && (
              <PageRing
                rotation={rotation}
                count={board.pages.length}
                everyMs={board.rotateSeconds * 1000}
                onPause={pause}
              />
            )
          }
        />
        <output className="board-bands">
          {bands.map((band) => (
            <p
              key={band.key}
              className="board-band"
              data-kind={band.kind}
              style={{
                fontSize: units(
                  Math.min(frame.headerTextUnits, (frame.gridWidthUnits * 0.9) / boardMeasure(band.text, true)),
                ),
                height: units(frame.headerTextUnits * 1.5),
                marginTop: units(frame.gapUnits),
              }}
            >
              {band.kind !== 'stale' && (
                <>
                  <StateGlyph state={band.kind} />
                  <span className="visually-hidden">{t(ALERT_WORDS[band.kind])}</span>
                </>
              )}
              {band.text}
            </p>
          ))}
        </output>
        <div style={{ marginTop: units(frame.gapUnits) }}>
          <BoardTiles page={page} frame={frame} source={source} wording={wording} measure={boardMeasure} />
        </div>
      </div>
      {chosenTile !== undefined && chosenReading !== null && (
        <Suspense fallback={null}>
          <TileFormula tile={chosenTile} reading={chosenReading} />
        </Suspense>
      )}
    </main>
  );
}

const ALERT_WORDS = { warning: 'severity.attention', critical: 'severity.critical' } as const;

/** Turns the pages, by time and by key. */
function usePages(pageCount: number, everyMs: number): { readonly rotation: Rotation; readonly pause: () => void } {
  const [rotation, setRotation] = useState(() => startRotation(performance.now()));
  useEffect(() => {
    if (pageCount <= 1) return undefined;
    const timer = setInterval(
      () => setRotation((before) => rotate(before, performance.now(), pageCount, everyMs)),
      250,
    );
    return () => clearInterval(timer);
  }, [pageCount, everyMs]);
  const pause = useCallback(() => setRotation((before) => togglePause(before, performance.now())), []);
  const turn = useCallback(
    (by: 1 | -1) => setRotation((before) => turnPage(before, by, performance.now(), pageCount)),
    [pageCount],
  );
  useScreenKeys({ pause, turn });
  const page = Math.min(rotation.page, Math.max(0, pageCount - 1));
  return { rotation: page === rotation.page ? rotation : { ...rotation, page }, pause };
}

/** Subscribes to what the board's tiles read, and to nothing else. */
function useWanted(board: Board): void {
  const tiles = board.pages.flatMap((page) => page.tiles);
  const wanted = JSON.stringify([tablesOf(tiles), windowsOf(tiles)]);
  useEffect(() => {
    const [tables, windows] = JSON.parse(wanted) as [TableName[], WindowKey[]];
    live().want({ siteId: board.siteId, tables, windows });
  }, [board.siteId, wanted]);
}

/** Trends on pages that do not show now also grow, so that a page turned to has its hour. */
function noteHiddenTrends(board: Board, shownPage: number, source: BoardSource): void {
  if (!source.loaded) return;
  board.pages.forEach((page, index) => {
    if (index === shownPage) return;
    for (const tile of page.tiles) {
      if (tile.kind !== 'trend') continue;
      const reading = readTile(tile, source);
      if (reading !== null && reading.kind !== 'list') source.historyOf(tile, reading);
    }
  });
}
