import type { Box } from './board-frame.ts';
import { VALUE_OVER_TEXT } from './size-rules.ts';

/** Width of a text in em of its own font size. `strong` for the weight of values. */
export type MeasureText = (text: string, strong: boolean) => number;

/** A note under a value; `short` says the same in less room. */
export type Note = { readonly text: string; readonly short?: string };

/** What a tile has to say, in words. */
export type TileTexts = {
  readonly label: string;
  readonly value: string;
  /** Beside the label where there is room, else the last of the notes. */
  readonly window: string;
  /** State, target, n, in this order, most important first. */
  readonly notes: readonly Note[];
};

/** Sizes of one tile in units, and what was given up to fit. */
export type TileLayout = {
  readonly padUnits: number;
  readonly textUnits: number;
  readonly valueUnits: number;
  /** Height left for a gauge or a sparkline. */
  readonly graphicUnits: number;
  readonly windowBesideLabel: boolean;
  /** The notes on each line. The first of all notes is the state and carries its glyph. */
  readonly noteLines: readonly (readonly PlacedNote[])[];
  readonly droppedNotes: readonly string[];
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
  const share = GRAPHIC_SHARE[kind];
  const full = arrange(share, box, minimumText, texts, measure);
  if (!full.tooSmall || share === 0) return full;
  // On a small tile the words come before the picture.
  const half = arrange(share / 2, box, minimumText, texts, measure);
  return half.tooSmall ? full : half;
}

function arrange(
  graphicShare: number,
  box: Box,
  minimumText: number,
  texts: TileTexts,
  measure: MeasureText,
): TileLayout {
  const padUnits = padOf(box);
  const innerWidth = box.widthUnits - 2 * padUnits;
  const innerHeight = box.heightUnits - 2 * padUnits;
  const graphicUnits = innerHeight * graphicShare;
  const room = innerHeight - graphicUnits;
  const valueEm = Math.max(
    measure(texts.value, true),
    Math.min(measure(STEADY_DIGITS, true), measure(texts.value, true) * 2),
  );

  let best: { least: Sizes; packed: PackedNotes; lines: number } | null = null;
  for (let lines = 1; lines <= MOST_NOTE_LINES; lines += 1) {
    const least = tryLines(lines, minimumText);
    if (least === null) break;
    const packed = packAt(least.text, lines);
    if (best === null || packed.dropped.length < best.packed.dropped.length) best = { least, packed, lines };
    if (packed.dropped.length === 0) break;
  }
  if (best !== null) {
    const size = grow(best.lines, best.least, best.packed.dropped.length);
    return finish(size, packAt(size.text, best.lines), false);
  }

  const perText = LINE_HEIGHT * 2 + VALUE_OVER_TEXT * VALUE_LINE_HEIGHT;
  const shrunk = Math.min(minimumText, room / perText, innerWidth / (valueEm * VALUE_OVER_TEXT));
  return finish({ text: shrunk, value: shrunk * VALUE_OVER_TEXT }, packAt(shrunk, 1), true);

  function windowFits(text: number): boolean {
    return (measure(texts.label, false) + NOTE_GAP_EM + measure(texts.window, false)) * text <= innerWidth;
  }

  /** In full where everything fits; in short words where that loses less. */
  function packAt(text: number, lines: number): PackedNotes {
    const notes = windowFits(text) ? texts.notes : [...texts.notes, { text: texts.window }];
    const lineEm = innerWidth / text;
    const inFull = packNotes(
      notes.map((note) => note.text),
      lineEm,
      lines,
      measure,
    );
    if (inFull.dropped.length === 0) return inFull;
    const inShort = packNotes(
      notes.map((note) => note.short ?? note.text),
      lineEm,
      lines,
      measure,
    );
    return inShort.dropped.length < inFull.dropped.length ? inShort : inFull;
  }

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
    return packAt(text, lines).dropped.length > dropped ? least : grown;
  }

  function finish(size: Sizes, packed: PackedNotes, tooSmall: boolean): TileLayout {
    return {
      padUnits,
      textUnits: size.text,
      valueUnits: size.value,
      graphicUnits,
      windowBesideLabel: texts.window !== '' && windowFits(size.text),
      noteLines: packed.lines,
      droppedNotes: packed.dropped,
      labelIsCut: measure(texts.label, false) * size.text > innerWidth,
      tooSmall,
    };
  }
}

type Sizes = { readonly text: number; readonly value: number };
/** `index` is the note's place in the order of importance; 0 is the state. */
export type PlacedNote = { readonly index: number; readonly text: string };
type PackedNotes = { readonly lines: readonly (readonly PlacedNote[])[]; readonly dropped: readonly string[] };

/** Fills lines with notes in order of importance; one that fits nowhere is dropped. The first note is strong and
 * carries a glyph. Empty notes are skipped. */
export function packNotes(
  notes: readonly string[],
  lineEm: number,
  lineCount: number,
  measure: MeasureText,
): PackedNotes {
  const lines: PlacedNote[][] = [];
  const used: number[] = [];
  const dropped: string[] = [];
  notes.forEach((note, index) => {
    if (note === '') return;
    const width = index === 0 ? measure(note, true) + GLYPH_EM : measure(note, false);
    let line = used.findIndex((taken) => taken + NOTE_GAP_EM + width <= lineEm);
    if (line === -1 && lines.length < lineCount && width <= lineEm) {
      line = lines.push([]) - 1;
      used.push(-NOTE_GAP_EM);
    }
    if (line === -1) {
      dropped.push(note);
      return;
    }
    lines[line]?.push({ index, text: note });
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
/** Rows grow with a half-empty tile up to this factor over the minimum. */
const LIST_GROWTH = 1.5;

/** `entryCount` rows want to be shown, the widest of them `rowEm` wide; few rows grow to use the tile, as long as none is cut by it. */
export function layoutList(box: Box, minimumText: number, entryCount: number, rowEm: number): ListLayout {
  const padUnits = padOf(box);
  const room = box.heightUnits - 2 * padUnits;
  const least = Math.min(minimumText, room / (LINE_HEIGHT + LIST_ROW_HEIGHT));
  const filling = room / (LINE_HEIGHT + LIST_ROW_HEIGHT * Math.max(1, entryCount));
  const uncut = rowEm > 0 ? (box.widthUnits - 2 * padUnits) / rowEm : Infinity;
  const textUnits = Math.max(least, Math.min(minimumText * LIST_GROWTH, filling, uncut));
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
