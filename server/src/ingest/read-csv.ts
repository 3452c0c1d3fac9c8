import type { TableRecord } from '@floorwalk/shared/forecast/read-mapped-rows';
import { parse } from 'csv-parse/sync';

/** The records of a CSV text with the line each ends on: comma, semicolon or tab, whichever its first lines have; a byte order mark is passed over. Throws Error. */
export function readCsv(text: string): TableRecord[] {
  const records: unknown[] = parse(text, {
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  return records.map((record) => {
    // With `info`, every record comes with where it stood.
    const { record: cells, info } = record as { record: string[]; info: { lines: number } };
    return { cells, line: info.lines };
  });
}

/** The mark that the first lines have most of: a decimal comma must not cut a number in two. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 2_000);
  const count = (mark: string): number => head.split(mark).length;
  if (count(';') > 1) return ';';
  return count('\t') > count(',') ? '\t' : ',';
}
