import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { HistoryRow } from '@floorwalk/shared/forecast/build-history';
import type { TableRecord } from '@floorwalk/shared/forecast/read-mapped-rows';
import { readCsv } from '../ingest/read-csv.ts';
import { CliError } from './cli-error.ts';

/** The most a history may hold once unpacked, in bytes: some 10 million rows. */
const mostBytes = 256 * 1024 * 1024;

/** Which column of the file holds what; by the header's name, or by position from 1. */
export interface ColumnMapping {
  readonly date?: string;
  readonly start?: string;
  readonly count?: string;
}

const aliases = {
  date: ['date', 'day', 'datetime', 'timestamp'],
  start: ['interval_start', 'start', 'time', 'interval', 'start_time', 'interval start'],
  count: ['count', 'calls', 'contacts', 'volume', 'offered', 'arrivals'],
};

/**
 * The rows of a CSV history: a date, the start of an interval, a count. Plain or gzip; comma, semicolon or tab; a header is
 * recognised by its names, without one the first three columns are taken. Cells are not judged here beyond being read: what
 * cannot be a date, a time or a number arrives as such and is refused by name where the history is built.
 */
export function readHistoryFile(path: string, mapping: ColumnMapping = {}): HistoryRow[] {
  return readHistoryText(readHistoryBytes(path), mapping);
}

/** The same from text. */
export function readHistoryText(text: string, mapping: ColumnMapping = {}): HistoryRow[] {
  const records = parseHistoryCsv(text);
  const first = records[0]?.cells ?? [];
  const hasHeader = !first.some((cell) => /^\d{4}-\d{2}-\d{2}/.test(cell));
  const column = {
    date: columnOf('date', first, hasHeader, mapping.date) ?? 0,
    start: columnOf('start', first, hasHeader, mapping.start),
    count: columnOf('count', first, hasHeader, mapping.count),
  };
  if (records.length === 0) throw new CliError('the file is empty', { remedy: 'name a CSV file, plain or gzip' });
  if (column.count === undefined) {
    throw new CliError('no column of the file holds counts', { remedy: 'name it with --count-column' });
  }
  const { count } = column;
  return records.slice(hasHeader ? 1 : 0).map(({ cells, line }) => {
    const [date = '', within = ''] = (cells[column.date] ?? '').trim().split(/[T ]+/);
    const start = column.start === undefined ? within : (cells[column.start] ?? '').trim();
    const number = (cells[count] ?? '').trim();
    return { date, startMinute: minuteOf(start), count: number === '' ? Number.NaN : Number(number), line };
  });
}

/** What a file holds as text, plain or gzip; `given` instead of reading it. */
export function readHistoryBytes(path: string, given?: Buffer): string {
  try {
    const bytes = given ?? readFileSync(path);
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const plain = packed ? gunzipSync(bytes, { maxOutputLength: mostBytes }) : bytes;
    if (plain.length > mostBytes) throw new CliError(`${path} holds more than ${mostBytes / 1024 / 1024} MiB`);
    return plain.toString('utf8');
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`${path} cannot be read (${error instanceof Error ? error.message : 'unknown'})`, {
      remedy: 'name a CSV file, plain or gzip',
      cause: error,
    });
  }
}

export function parseHistoryCsv(text: string): TableRecord[] {
  if (text.includes('\0')) throw new CliError('the file is not CSV (it holds bytes that no text has)');
  try {
    return readCsv(text);
  } catch (error) {
    throw new CliError(`the file is not CSV (${error instanceof Error ? error.message : 'unreadable'})`, {
      cause: error,
    });
  }
}

/** Index of a column: as mapped, by one of its usual names, or by position where there is no header. */
function columnOf(
  field: keyof typeof aliases,
  header: readonly string[],
  hasHeader: boolean,
  mapped: string | undefined,
): number | undefined {
  const names = header.map((name) => name.trim().toLowerCase());
  if (mapped !== undefined) {
    const index = /^\d+$/.test(mapped)
      ? Number(mapped) - 1
      : hasHeader
        ? names.indexOf(mapped.trim().toLowerCase())
        : -1;
    if (index >= 0 && index < header.length) return index;
    throw new CliError(`--${field}-column ${mapped} is not in the file`, {
      remedy: `its columns are ${header.join(', ')}`,
    });
  }
  if (!hasHeader) return { date: 0, start: 1, count: 2 }[field];
  const index = names.findIndex((name) => aliases[field].includes(name));
  return index < 0 ? undefined : index;
}

/** Minutes after midnight of `7:05`, `07:05` or `07:05:00`; NaN for what is no time. */
function minuteOf(text: string): number {
  const match = /^(\d{1,2}):(\d{2})(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (match === null || Number(match[2]) > 59) return Number.NaN;
  return Number(match[1]) * 60 + Number(match[2]);
}
