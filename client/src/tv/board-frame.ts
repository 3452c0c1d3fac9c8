import { minimumTextUnits, type Viewing } from './size-rules.ts';

export const GRID_COLUMNS = 12;
export const GRID_ROWS = 12;

/** Part of each side left free, because some televisions cut the edge off. */
const SAFE_AREA = 0.025;
const GAP_UNITS = 1.2;
/** The header never takes more than this of the height, however far away the board is read. */
const HEADER_TEXT_LIMIT = 7;

/** Where everything on a board is, in units (hundredths of the screen's height). */
export type BoardFrame = {
  readonly widthUnits: number;
  readonly marginXUnits: number;
  readonly marginYUnits: number;
  readonly gapUnits: number;
  readonly headerTextUnits: number;
  readonly headerHeightUnits: number;
  readonly bandHeightUnits: number;
  readonly gridWidthUnits: number;
  readonly gridHeightUnits: number;
  /** Smallest text anywhere on the board. */
  readonly minimumText: number;
};

/** `aspect` is width over height of the screen; `bandLines` how many full-width bands (alerts, stale) stand above the tiles. */
export function boardFrame(viewing: Viewing, aspect: number, bandLines = 0): BoardFrame {
  const minimumText = minimumTextUnits(viewing);
  const widthUnits = 100 * aspect;
  const marginXUnits = widthUnits * SAFE_AREA;
  const marginYUnits = 100 * SAFE_AREA;
  const headerTextUnits = Math.min(minimumText, HEADER_TEXT_LIMIT);
  const headerHeightUnits = headerTextUnits * 1.3;
  const bandHeightUnits = bandLines * (headerTextUnits * 1.5 + GAP_UNITS);
  return {
    widthUnits,
    marginXUnits,
    marginYUnits,
    gapUnits: GAP_UNITS,
    headerTextUnits,
    headerHeightUnits,
    bandHeightUnits,
    gridWidthUnits: widthUnits - 2 * marginXUnits,
    gridHeightUnits: 100 - 2 * marginYUnits - headerHeightUnits - GAP_UNITS - bandHeightUnits,
    minimumText,
  };
}

/** A rectangle in cells of the 12 by 12 grid. */
export type Place = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A rectangle in units, from the grid's upper left corner. */
export type Box = {
  readonly leftUnits: number;
  readonly topUnits: number;
  readonly widthUnits: number;
  readonly heightUnits: number;
};

/** Where a tile of that place lies on the frame. */
export function tileBox(place: Place, frame: BoardFrame): Box {
  const column = (frame.gridWidthUnits - (GRID_COLUMNS - 1) * frame.gapUnits) / GRID_COLUMNS;
  const row = (frame.gridHeightUnits - (GRID_ROWS - 1) * frame.gapUnits) / GRID_ROWS;
  return {
    leftUnits: place.x * (column + frame.gapUnits),
    topUnits: place.y * (row + frame.gapUnits),
    widthUnits: place.width * column + (place.width - 1) * frame.gapUnits,
    heightUnits: place.height * row + (place.height - 1) * frame.gapUnits,
  };
}
