import type { Tile } from '@floorwalk/shared/api/settings';
import { tileBox, type BoardFrame } from '../../tv/board-frame.ts';
import { readTile, type BoardSource } from '../../tv/board-view.tsx';
import { readableFromMetres } from '../../tv/size-rules.ts';
import { findTileMetric } from '../../tv/tile-metric.ts';
import { layoutList, layoutTile, type MeasureText } from '../../tv/tile-layout.ts';
import { numberTexts, type Wording } from '../../tv/tile-words.ts';
import { overlaps, type Page } from './board-draft.ts';

/** Something wrong with a tile. Errors keep the board from being saved; warnings say how it will look. */
export type TileFlaw =
  | { readonly kind: 'overlap'; readonly isError: true; readonly otherId: string }
  | { readonly kind: 'no-metric'; readonly isError: true }
  | { readonly kind: 'no-subject'; readonly isError: true }
  | { readonly kind: 'no-text'; readonly isError: true }
  | { readonly kind: 'thresholds-crossed'; readonly isError: true }
  | { readonly kind: 'too-small'; readonly isError: false; readonly readableFromMetres: number }
  | { readonly kind: 'title-cut'; readonly isError: false }
  | { readonly kind: 'notes-dropped'; readonly isError: false }
  | { readonly kind: 'no-target'; readonly isError: false }
  | { readonly kind: 'outside-team'; readonly isError: false };

export type Inspection = { readonly tileId: string; readonly flaws: readonly TileFlaw[] };

/** Everything an inspection needs beside the page. */
export type InspectionContext = {
  readonly frame: BoardFrame;
  readonly screenInches: number;
  readonly teamId: string | null;
  readonly source: BoardSource;
  readonly wording: Wording;
  readonly measure: MeasureText;
};

/** The flaws of each tile of a page that has any. */
export function inspectPage(page: Page, context: InspectionContext): Inspection[] {
  return page.tiles
    .map((tile) => ({ tileId: tile.id, flaws: inspectTile(tile, page, context) }))
    .filter(({ flaws }) => flaws.length > 0);
}

function inspectTile(tile: Tile, page: Page, context: InspectionContext): TileFlaw[] {
  const flaws: TileFlaw[] = [...errorsOf(tile, page)];
  const box = tileBox(tile, context.frame);
  const { minimumText } = context.frame;
  const tooSmall = (text: number): TileFlaw => ({
    kind: 'too-small',
    isError: false,
    readableFromMetres: Math.floor(readableFromMetres(text, context.screenInches) * 10) / 10,
  });
  if (tile.kind === 'message' || tile.kind === 'clock') return flaws;
  if (context.teamId !== null && (tile.subject?.table ?? 'sites') === 'sites' && tile.kind !== 'list') {
    flaws.push({ kind: 'outside-team', isError: false });
  }
  const reading = readTile(tile, context.source);
  if (reading === null) return flaws;
  if (reading.kind === 'list') {
    const layout = layoutList(box, minimumText, reading.entries.length, 0);
    if (layout.tooSmall) flaws.push(tooSmall(layout.textUnits));
    return flaws;
  }
  if (reading.problem !== null) return flaws;
  const layout = layoutTile(
    reading.kind,
    box,
    minimumText,
    numberTexts(tile, reading, context.wording),
    context.measure,
  );
  if (layout.tooSmall) flaws.push(tooSmall(layout.textUnits));
  else {
    if (layout.labelIsCut) flaws.push({ kind: 'title-cut', isError: false });
    if (layout.droppedNotes.length > 0) flaws.push({ kind: 'notes-dropped', isError: false });
  }
  const { target, warning, critical } = reading.thresholds;
  if (target === undefined && warning === undefined && critical === undefined) {
    flaws.push({ kind: 'no-target', isError: false });
  }
  return flaws;
}

function errorsOf(tile: Tile, page: Page): TileFlaw[] {
  const errors: TileFlaw[] = page.tiles
    .filter((other) => other.id !== tile.id && overlaps(tile, other))
    .map((other) => ({ kind: 'overlap', isError: true, otherId: other.id }));
  if (tile.kind === 'clock') return errors;
  if (tile.kind === 'message') {
    if ((tile.text ?? '').trim() === '') errors.push({ kind: 'no-text', isError: true });
    return errors;
  }
  const metric = tile.metric === undefined ? null : findTileMetric(tile.metric);
  if (metric === null) {
    errors.push({ kind: 'no-metric', isError: true });
    return errors;
  }
  const table = tile.subject?.table ?? 'sites';
  const needsOne = tile.kind !== 'list' && table !== 'sites' && tile.subject?.id === undefined;
  if (needsOne || (tile.kind !== 'list' && (table === 'bots') !== (metric.subject === 'bot'))) {
    errors.push({ kind: 'no-subject', isError: true });
  }
  const attention = tile.warning ?? tile.target;
  if (attention !== undefined && tile.critical !== undefined && metric.better !== 'neither') {
    const crossed = metric.better === 'higher' ? tile.critical > attention : tile.critical < attention;
    if (crossed) errors.push({ kind: 'thresholds-crossed', isError: true });
  }
  return errors;
}
