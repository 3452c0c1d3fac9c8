import type { MeasureText } from './tile-layout.ts';

const SAMPLE_PX = 100;
/** Fonts differ a little between measuring and drawing; a text must not touch the edge. */
const SLACK = 1.03;
const MOST_REMEMBERED = 4000;

/** Widths in em as the browser would draw them in that font, remembered by text. */
export function createMeasureText(fontFamily: string): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  const known = new Map<string, number>();
  return (text, strong) => {
    const key = strong ? `b${text}` : `n${text}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    let em = text.length * (strong ? 0.68 : 0.58);
    if (context !== null) {
      context.font = `${strong ? 700 : 500} ${SAMPLE_PX}px ${fontFamily}`;
      em = (context.measureText(text).width / SAMPLE_PX) * SLACK;
    }
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, em);
    return em;
  };
}
