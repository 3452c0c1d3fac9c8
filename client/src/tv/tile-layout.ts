import type { Box } from './board-frame.ts';
import { VALUE_OVER_TEXT } from './size-rules.ts';

/** Width of a text in em of its own font size. `strong` for the weight of values. */
export type MeasureText = (text: string, strong: boolean) => number;

/** What a tile has to say, most important first in `notes`. */
export type TileTexts = {
  readonly label: string;
  readonly value: string;
  /** State, target, n, window, in this order; each already in words. */
  readonly notes: readonly string[];
};

/** Sizes of one tile in units, and what was given up to fit. */
export type TileLayout = {
  readonly padUnits: number;
  readonly textUnits: number;
  readonly valueUnits: number;
  /** Height left for a gauge or a sparkline. */
  readonly graphicUnits: number;
  /** Indices of the notes on each line. */
  readonly noteLines: readonly (readonly number[])[];
  readonly droppedNotes: readonly number[];
  readonly labelIsCut: boolean;
  /** True where text or value had to go below what is readable from the board's distance. */
  readonly tooSmall: boolean;
};

export const LINE_HEIGHT = 1.2;
/** Digits have no descenders: a value needs less than a full line. */
const VALUE_LINE_HEIGHT = 0.96;
/** Space between two notes on a line, em. */
const NOTE_GAP_EM = 1;
/** A glyph before the state's word, em. */
const GLYPH_EM = 1.15;
/** Text grows with the tile up to this factor over the minimum. */
const TEXT_GROWTH = 1.35;
/** Notes never take more lines than this. */
const MOST_NOTE_LINES = 3;
/** A value shorter than this is set as if it were this long, so that 9 turning into 10 does not change its size. */
const STEADY_DIGITS = '0000';

/** Share of the inner height that a gauge or a sparkline takes. */
const GRAPHIC_SHARE = { number: 0, gauge: 0.14, trend: 0.26 } as const;
export type NumericKind = keyof typeof GRAPHIC_SHARE;

/**
 * Sizes for a tile with one number. Takes the fewest lines of notes, up to three, that lose none at the readable size; where even one leaves the value under
 * {@link VALUE_OVER_TEXT} times the text, everything shrinks together until it fits and the tile is marked too small.
 */
export function layoutTile(
  kind: NumericKind,
  box: Box,
  minimumText: number,
  texts: TileTexts,
  measure: MeasureText,
): TileLayout {
  const padUnits = padOf(box);
  const innerWidth = box.widthUnits - 2 * padUnits;
  const innerHeight = box.heightUnits - 2 * padUnits;
  const graphicUnits = innerHeight * GRAPHIC_SHARE[kind];
  const room = innerHeight - graphicUnits;
  const valueEm = Math.max(
    measure(texts.value, true),
    Math.min(measure(STEADY_DIGITS, true), measure(texts.value, true) * 2),
  );

  let best: { least: Sizes; packed: PackedNotes; lines: number } | null = null;
  for (let lines = 1; lines <= MOST_NOTE_LINES; lines += 1) {
    const least = tryLines(lines, minimumText);
    if (least === null) break;
    const packed = packNotes(texts.notes, innerWidth / least.text, lines, measure);
    if (best === null || packed.dropped.length < best.packed.dropped.length) best = { least, packed, lines };
    if (packed.dropped.length === 0) break;
  }
  if (best !== null) {
    const size = grow(best.lines, best.least, best.packed.dropped.length);
    return finish(size, packNotes(texts.notes, innerWidth / size.text, best.lines, measure), false);
  }

  const perText = LINE_HEIGHT * 2 + VALUE_OVER_TEXT * VALUE_LINE_HEIGHT;
  const text = Math.min(minimumText, room / perText, innerWidth / (valueEm * VALUE_OVER_TEXT));
  const packed = packNotes(texts.notes, innerWidth / text, 1, measure);
  return finish({ text, value: text * VALUE_OVER_TEXT }, packed, true);

  function tryLines(lines: number, text: number): Sizes | null {
    const value = valueSize(lines, text);
    return value >= text * VALUE_OVER_TEXT ? { text, value } : null;
  }

  function valueSize(lines: number, text: number): number {
    const height = room - (1 + lines) * text * LINE_HEIGHT;
    return Math.min(height / VALUE_LINE_HEIGHT, innerWidth / valueEm);
  }

  /** Lets the text grow with a large tile while the value stays well ahead of it and no further note is lost. */
  function grow(lines: number, least: Sizes, dropped: number): Sizes {
    const text = Math.max(minimumText, Math.min(minimumText * TEXT_GROWTH, innerHeight * 0.11));
    const grown = tryLines(lines, text);
    if (grown === null) return least;
    return packNotes(texts.notes, innerWidth / text, lines, measure).dropped.length > dropped ? least : grown;
  }

  function finish(size: Sizes, packed: PackedNotes, tooSmall: boolean): TileLayout {
    return {
      padUnits,
      textUnits: size.text,
      valueUnits: size.value,
      graphicUnits,
      noteLines: packed.lines,
      droppedNotes: packed.dropped,
      labelIsCut: measure(texts.label, false) * size.text > innerWidth,
      tooSmall,
    };
  }
}

type Sizes = { readonly text: number; readonly value: number };
type PackedNotes = { readonly lines: readonly (readonly number[])[]; readonly dropped: readonly number[] };

/** Fills lines with notes in order of importance; one that fits nowhere is dropped. The first note carries a glyph. Empty notes are skipped. */
export function packNotes(
  notes: readonly string[],
  lineEm: number,
  lineCount: number,
  measure: MeasureText,
): PackedNotes {
  const lines: number[][] = [];
  const used: number[] = [];
  const dropped: number[] = [];
  notes.forEach((note, index) => {
    if (note === '') return;
    const width = measure(note, false) + (index === 0 ? GLYPH_EM : 0);
    let line = used.findIndex((taken) => taken + NOTE_GAP_EM + width <= lineEm);
    if (line === -1 && lines.length < lineCount && width <= lineEm) {
      line = lines.push([]) - 1;
      used.push(-NOTE_GAP_EM);
    }
    if (line === -1) {
      dropped.push(index);
      return;
    }
    lines[line]?.push(index);
    used[line] = (used[line] ?? 0) + NOTE_GAP_EM + width;
  });
  return { lines, dropped };
}

/** Rows of a list tile: as many as fit at the readable size, at least one. */
export type ListLayout = {
  readonly padUnits: number;
  readonly textUnits: number;
  readonly rowUnits: number;
  readonly rowCount: number;
  readonly tooSmall: boolean;
};

const LIST_ROW_HEIGHT = 1.4;

export function layoutList(box: Box, minimumText: number): ListLayout {
  const padUnits = padOf(box);
  const room = box.heightUnits - 2 * padUnits;
  const textUnits = Math.min(minimumText, room / (LINE_HEIGHT + LIST_ROW_HEIGHT));
  const rowUnits = textUnits * LIST_ROW_HEIGHT;
  return {
    padUnits,
    textUnits,
    rowUnits,
    rowCount: Math.max(1, Math.floor((room - textUnits * LINE_HEIGHT) / rowUnits + 1e-9)),
    tooSmall: textUnits < minimumText,
  };
}

/** Largest size at which a text, broken between words, fills a box without leaving it. */
export function fitText(
  text: string,
  widthUnits: number,
  heightUnits: number,
  most: number,
  measure: MeasureText,
): number {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return most;
  const widths = words.map((word) => measure(word, true));
  const space = measure('n', true) * 0.5;
  let low = 0;
  let high = most;
  for (let step = 0; step < 24; step += 1) {
    const size = (low + high) / 2;
    if (fits(size)) low = size;
    else high = size;
  }
  return low;

  function fits(size: number): boolean {
    const lineEm = widthUnits / size;
    let lines = 1;
    let used = 0;
    for (const width of widths) {
      if (width > lineEm) return false;
      if (used > 0 && used + space + width > lineEm) {
        lines += 1;
        used = width;
      } else used += (used > 0 ? space : 0) + width;
    }
    return lines * size * LINE_HEIGHT <= heightUnits;
  }
}

function padOf(box: Box): number {
  return Math.max(0.8, Math.min(2.4, Math.min(box.widthUnits, box.heightUnits) * 0.06));
}
