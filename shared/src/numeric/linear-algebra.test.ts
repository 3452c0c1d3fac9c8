import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, leadingComponents } from './leading-components.ts';
import { median } from './median.ts';
import { weightedRidge } from './weighted-ridge.ts';

const value = fc.double({ min: -10, max: 10, noNaN: true });
const matrix = (rows: number, columns: number) =>
  fc.array(fc.array(value, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows });

describe('weighted ridge regression', () => {
  it('finds coefficients no small step improves', () => {
    fc.assert(
      fc.property(
        matrix(12, 3),
        matrix(12, 2),
        fc.array(fc.double({ min: 0.01, max: 3, noNaN: true }), { minLength: 12, maxLength: 12 }),
        (rows, targets, weights) => {
          const penalties = [0.3, 1, 2];
          const loss = (coefficients: number[], column: number): number =>
            rows.reduce(
              (sum, row, i) => sum + (weights[i] ?? 0) * ((targets[i]?.[column] ?? 0) - dot(row, coefficients)) ** 2,
              0,
            ) + coefficients.reduce((sum, b, i) => sum + (penalties[i] ?? 0) * b * b, 0);
          for (const [column, best] of weightedRidge(rows, targets, weights, penalties).entries()) {
            const least = loss(best, column);
            for (let i = 0; i < 3; i++) {
              for (const step of [1e-3, -1e-3]) {
                const moved = best.map((b, j) => (j === i ? b + step : b));
                expect(loss(moved, column)).toBeGreaterThanOrEqual(least - 1e-9 * (1 + least));
              }
            }
          }
        },
      ),
    );
  });
});

describe('leading components', () => {
  it('are of length 1 and at right angles', () => {
    fc.assert(
      fc.property(matrix(9, 6), (rows) => {
        const found = leadingComponents(rows, 4);
        for (const [i, a] of found.entries()) {
          for (const [j, b] of found.entries()) expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 8);
        }
      }),
    );
  });

  it('find the shapes a matrix was made of, strongest first', () => {
    const shapes = [
      [1, 1, 1, 1],
      [1, -1, 1, -1],
    ];
    const weights = [
      [5, 0.5],
      [-4, 1],
      [3, -1.5],
      [-6, 0.2],
      [2, 1],
    ];
    const rows = weights.map((pair) =>
      [0, 1, 2, 3].map((i) =>
        dot(
          pair,
          shapes.map((shape) => shape[i] ?? 0),
        ),
      ),
    );
    const [first = [], second = [], third] = leadingComponents(rows, 3);
    // What two shapes made, two components give back to the last digit.
    for (const row of rows) {
      const back = row.map((_, i) => dot(row, first) * (first[i] ?? 0) + dot(row, second) * (second[i] ?? 0));
      back.forEach((cell, i) => expect(cell).toBeCloseTo(row[i] ?? Number.NaN, 10));
    }
    expect(third).toBeUndefined();
    const spread = (direction: number[]) => rows.reduce((sum, row) => sum + dot(row, direction) ** 2, 0);
    expect(spread(first)).toBeGreaterThan(spread(second));
  });

  it('leave nothing that another direction would explain better', () => {
    fc.assert(
      fc.property(matrix(10, 5), fc.array(value, { minLength: 5, maxLength: 5 }), (rows, direction) => {
        const length = Math.sqrt(dot(direction, direction));
        fc.pre(length > 0.1);
        const [first = []] = leadingComponents(rows, 1);
        const spread = (unit: readonly number[]) => rows.reduce((sum, row) => sum + dot(row, unit) ** 2, 0);
        const other = spread(direction.map((x) => x / length));
        expect(other).toBeLessThanOrEqual(spread(first) * (1 + 1e-3) + 1e-9);
      }),
    );
  });

  it('of nothing are none', () => {
    expect(leadingComponents([], 3)).toEqual([]);
    expect(leadingComponents([[0, 0]], 2)).toEqual([]);
  });
});

describe('the median', () => {
  it('has as many values below as above', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});
