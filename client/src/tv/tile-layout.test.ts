import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardFrame, tileBox } from './board-frame.ts';
import { fitText, layoutList, layoutTile, LINE_HEIGHT, packNotes, type NumericKind } from './tile-layout.ts';
import { VALUE_OVER_TEXT } from './size-rules.ts';

const measure = (text: string, strong: boolean): number => text.length * (strong ? 0.65 : 0.55);
const frame = boardFrame({ screenInches: 55, viewingDistanceMetres: 5 }, 16 / 9);
const texts = {
  label: 'SL · Bill.',
  value: '74 %',
  window: '30 min',
  notes: [{ text: 'at risk' }, { text: 'target 80 %', short: '80 %' }, { text: 'n 1,204' }],
};

describe('tile layout', () => {
  it('six tiles on a page at 55 inches and 5 m show everything at a readable size', () => {
    const layout = layoutTile(
      'number',
      tileBox({ x: 0, y: 0, width: 4, height: 6 }, frame),
      frame.minimumText,
      texts,
      measure,
    );
    expect(layout.tooSmall).toBe(false);
    expect(layout.droppedNotes).toEqual([]);
    expect(layout.labelIsCut).toBe(false);
    expect(layout.valueUnits).toBeGreaterThanOrEqual(14);
  });

  it('the smallest tile is flagged as too small at 5 m and still fits into itself', () => {
    const layout = layoutTile(
      'number',
      tileBox({ x: 0, y: 0, width: 2, height: 2 }, frame),
      frame.minimumText,
      texts,
      measure,
    );
    expect(layout.tooSmall).toBe(true);
    expect(layout.textUnits).toBeLessThan(frame.minimumText);
  });

  it('nothing leaves the tile, and what is not flagged is readable, for every tile, screen, distance and text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<NumericKind>('number', 'gauge', 'trend'),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 20, max: 120 }),
        fc.double({ min: 1, max: 20, noNaN: true }),
        fc.string({ minLength: 1, maxLength: 9 }),
        fc.array(fc.string({ maxLength: 30 }), { maxLength: 4 }),
        (kind, width, height, screenInches, viewingDistanceMetres, value, notes) => {
          const some = boardFrame({ screenInches, viewingDistanceMetres }, 16 / 9);
          const box = tileBox({ x: 0, y: 0, width, height }, some);
          const layout = layoutTile(
            kind,
            box,
            some.minimumText,
            { label: 'Label', value, window: 'today', notes: notes.map((text) => ({ text })) },
            measure,
          );
          const inner = box.heightUnits - 2 * layout.padUnits;
          const lines = Math.max(1, layout.noteLines.length);
          const needed = (1 + lines) * layout.textUnits * LINE_HEIGHT + layout.valueUnits * 0.96 + layout.graphicUnits;
          expect(needed).toBeLessThanOrEqual(inner + 1e-6);
          expect(measure(value, true) * layout.valueUnits).toBeLessThanOrEqual(
            box.widthUnits - 2 * layout.padUnits + 1e-6,
          );
          expect(layout.valueUnits).toBeGreaterThanOrEqual(layout.textUnits * VALUE_OVER_TEXT - 1e-6);
          if (!layout.tooSmall) expect(layout.textUnits).toBeGreaterThanOrEqual(some.minimumText - 1e-9);
        },
      ),
    );
  });

  it('a value that gains a digit below four keeps its size', () => {
    const box = tileBox({ x: 0, y: 0, width: 3, height: 9 }, frame);
    const of = (value: string): number =>
      layoutTile('number', box, frame.minimumText, { ...texts, value }, measure).valueUnits;
    expect(of('99')).toBe(of('999'));
    expect(of('999')).toBe(of('9999'));
  });

  it('notes fill the lines in order of importance and every note is placed once or dropped once', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 6 }),
        fc.double({ min: 1, max: 40, noNaN: true }),
        fc.integer({ min: 1, max: 3 }),
        (notes, lineEm, lineCount) => {
          const packed = packNotes(notes, lineEm, lineCount, measure);
          expect(packed.lines.length).toBeLessThanOrEqual(lineCount);
          expect([...packed.lines.flat().map((note) => note.text), ...packed.dropped].toSorted()).toEqual(
            notes.toSorted(),
          );
          for (const line of packed.lines) {
            const width = line.reduce((sum, note) => sum + measure(note.text, false) + 1, -1);
            expect(width).toBeLessThanOrEqual(lineEm + 1e-6);
          }
        },
      ),
    );
  });
});

describe('list layout', () => {
  it('the rows of a list fit under its title and take the readable size', () => {
    for (let height = 2, entries = 0; height <= 12; height += 1, entries += 3) {
      const box = tileBox({ x: 0, y: 0, width: 6, height }, frame);
      const layout = layoutList(box, frame.minimumText, entries, 0);
      const needed = layout.textUnits * LINE_HEIGHT + layout.rowCount * layout.rowUnits;
      expect(needed).toBeLessThanOrEqual(box.heightUnits - 2 * layout.padUnits + 1e-6);
    }
  });
});

describe('fitted text', () => {
  it('the chosen size fits and a size 5 % larger does not', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }).filter((word) => !/\s/.test(word)),
          { minLength: 1, maxLength: 20 },
        ),
        fc.double({ min: 5, max: 170, noNaN: true }),
        fc.double({ min: 5, max: 90, noNaN: true }),
        (words, width, height) => {
          const size = fitText(words.join(' '), width, height, 1000, measure);
          expect(wraps(words, width / size) * size * LINE_HEIGHT).toBeLessThanOrEqual(height + 1e-3);
          const larger = size * 1.05;
          const longest = Math.max(...words.map((word) => measure(word, true)));
          const overflows = longest * larger > width || wraps(words, width / larger) * larger * LINE_HEIGHT > height;
          expect(overflows).toBe(true);
        },
      ),
    );
  });
});

/** Lines a greedy typesetter needs. */
function wraps(words: readonly string[], lineEm: number): number {
  let lines = 0;
  let left = -1;
  for (const word of words) {
    const width = measure(word, true);
    if (left >= 0 && left - 0.325 - width >= -1e-9) left -= 0.325 + width;
    else {
      lines += 1;
      left = lineEm - width;
    }
  }
  return lines;
}
