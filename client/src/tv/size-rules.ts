/**
 * How large text on a wall must be, after the rule for displays read from afar: capitals at least a two-hundredth of the viewing distance
 * (17 minutes of arc). Every size here is in **units**: hundredths of the screen's height, so that 1080p and 4K look the same.
 */

/** Where a board hangs and from where it is read. */
export type Viewing = { readonly screenInches: number; readonly viewingDistanceMetres: number };

/** A capital's height over the font size, for the sans-serif faces boards use. */
const CAPITAL_RATIO = 0.72;
const MM_PER_INCH = 25.4;
/** Height over diagonal of a 16:9 screen. */
const HEIGHT_OVER_DIAGONAL = 9 / Math.hypot(16, 9);

/** Smallest font size in units for which capitals reach a two-hundredth of the distance on a 16:9 screen of that diagonal. */
export function minimumTextUnits(viewing: Viewing): number {
  const screenHeightMm = viewing.screenInches * MM_PER_INCH * HEIGHT_OVER_DIAGONAL;
  const capitalMm = (viewing.viewingDistanceMetres * 1000) / 200;
  return (capitalMm / CAPITAL_RATIO / screenHeightMm) * 100;
}

/** From how far text of this size is read, metres; the inverse of {@link minimumTextUnits}. */
export function readableFromMetres(textUnits: number, screenInches: number): number {
  return textUnits / minimumTextUnits({ screenInches, viewingDistanceMetres: 1 });
}

/** Values stand out from their labels by at least this factor. */
export const VALUE_OVER_TEXT = 2.5;
