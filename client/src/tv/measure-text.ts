import type { MeasureText } from './tile-layout.ts';

const SAMPLE_PX = 100;
/** Fonts differ a little between measuring and drawing; a text must not touch the edge. */
const SLACK = 1.03;
const MOST_REMEMBERED = 4000;

/** Widths in em as the browser would draw them in that font, remembered by text. */
export function createMeasureText(fontFamily: string): MeasureText {
  let context: CanvasRenderingContext2D | null | undefined;
  const known = new Map<string, number>();
  return (text, strong) => {
    const key = strong ? `b${text}` : `n${text}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    context ??= document.createElement('canvas').getContext('2d');
    let em = text.length * (strong ? 0.68 : 0.58);
    if (context) {
      context.font = `${strong ? 700 : 500} ${SAMPLE_PX}px ${fontFamily}`;
      em = (context.measureText(text).width / SAMPLE_PX) * SLACK;
    }
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, em);
    return em;
  };
}

/** The faces of a board, as its style sheet names them. */
const BOARD_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

/** Measures in the board's own faces. */
export const boardMeasure = createMeasureText(BOARD_FONT);
