import { stringify } from 'csv-stringify/sync';

/**
 * Rows as CSV (RFC 4180) with the union of their fields as header. Nested objects become one column for each of their fields, `outer.inner`;
 * `null` is an empty cell. A text that a spreadsheet would take for a formula is led by an apostrophe.
 */
export function toCsv(rows: readonly object[]): string {
  const flat = rows.map((row) => flatten(row));
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))];
  return stringify(flat, { header: true, columns, escape_formulas: true, cast: { boolean: String, number: String } });
}

function flatten(row: object, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([key, value]): [string, unknown][] => {
      const name = prefix + key;
      if (Array.isArray(value)) return [[name, JSON.stringify(value)]];
      if (typeof value === 'object' && value !== null) return Object.entries(flatten(value, `${name}.`));
      return [[name, value]];
    }),
  );
}
