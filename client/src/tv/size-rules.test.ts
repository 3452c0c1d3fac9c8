import { describe, expect, it } from 'vitest';
import { boardFrame, GRID_ROWS, tileBox } from './board-frame.ts';
import { minimumTextUnits, readableFromMetres } from './size-rules.ts';

describe('size rules', () => {
  // Font size on a picture 1080 pixels high, by diagonal and distance; an independent table of the same rule.
  it.each([
    [43, 3, 42],
    [43, 10, 140],
    [55, 3, 33],
    [55, 5, 55],
    [55, 8, 88],
    [55, 10, 110],
    [65, 5, 46],
    [65, 8, 74],
    [75, 5, 40],
    [75, 10, 80],
  ])('a %i inch screen read from %i m needs text of %i px at 1080', (screenInches, viewingDistanceMetres, pixels) => {
    const units = minimumTextUnits({ screenInches, viewingDistanceMetres });
    expect(Math.abs((units / 100) * 1080 - pixels)).toBeLessThan(0.8);
  });

  it('the distance a text is read from is the inverse of the least size', () => {
    for (const metres of [1, 2.5, 5, 10, 20]) {
      const units = minimumTextUnits({ screenInches: 65, viewingDistanceMetres: metres });
      expect(readableFromMetres(units, 65)).toBeCloseTo(metres, 9);
    }
  });
});

describe('board frame', () => {
  const viewing = { screenInches: 55, viewingDistanceMetres: 5 };

  it('header, bands, grid, gaps and safe area together fill the height exactly', () => {
    for (const bands of [0, 1, 2]) {
      const frame = boardFrame(viewing, 16 / 9, bands);
      const sum =
        2 * frame.marginYUnits +
        frame.headerHeightUnits +
        frame.gapUnits +
        frame.bandHeightUnits +
        frame.gridHeightUnits;
      expect(sum).toBeCloseTo(100, 9);
    }
  });

  it('a tile of the whole grid is exactly as large as the grid', () => {
    const frame = boardFrame(viewing, 16 / 9);
    const box = tileBox({ x: 0, y: 0, width: 12, height: 12 }, frame);
    expect(box.widthUnits).toBeCloseTo(frame.gridWidthUnits, 9);
    expect(box.heightUnits).toBeCloseTo(frame.gridHeightUnits, 9);
  });

  it('neighbouring tiles are exactly one gap apart', () => {
    const frame = boardFrame(viewing, 4 / 3);
    for (let split = 2; split <= GRID_ROWS - 2; split += 1) {
      const upper = tileBox({ x: 0, y: 0, width: 4, height: split }, frame);
      const lower = tileBox({ x: 0, y: split, width: 4, height: GRID_ROWS - split }, frame);
      expect(lower.topUnits - (upper.topUnits + upper.heightUnits)).toBeCloseTo(frame.gapUnits, 9);
    }
  });

  it('a far viewer leaves at least 80 % of the height to the tiles', () => {
    const frame = boardFrame({ screenInches: 20, viewingDistanceMetres: 20 }, 16 / 9);
    expect(frame.gridHeightUnits).toBeGreaterThan(80);
  });
});
