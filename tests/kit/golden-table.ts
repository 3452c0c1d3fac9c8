import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A row of a golden table: texts by column. */
export type GoldenRow = Readonly<Record<string, string>>;

/** Reads a table of `golden/anonymous-bank-february` (no quotes in it). */
export function goldenTable(directory: string, name: string): GoldenRow[] {
  const [head = '', ...lines] = readFileSync(join(directory, name), 'utf8').trim().split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
  });
}

/** A golden number, `null` where the table has none because there was nothing to measure. */
export function goldenNumber(row: GoldenRow, column: string): number | null {
  const text = row[column];
  if (text === undefined) throw new Error(`the golden table has no column ${column}`);
  return text === '' ? null : Number(text);
}

/** A product's figure as the golden tables write it: rounded to so many decimals, exact halves to the even neighbour. */
export function roundLike(value: number | null, decimals: number): number | null {
  if (value === null) return null;
  const scaled = value * 10 ** decimals;
  const below = Math.floor(scaled);
  const isHalf = Math.abs(scaled - below - 0.5) < 1e-9;
  return (isHalf ? below + (below % 2) : Math.round(scaled)) / 10 ** decimals;
}
