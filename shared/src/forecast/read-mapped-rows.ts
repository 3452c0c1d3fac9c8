import { calendarDay } from './calendar-day.ts';
import type { HistoryRow } from './build-history.ts';

/** Which column of a table holds what, by position from 0, and how its cells are written. */
export interface HistoryMapping {
  /** A date, or a date and time in one. */
  readonly dateColumn: number;
  /** The interval's start; `null` where the date column holds the time too. */
  readonly startColumn: number | null;
  readonly countColumn: number;
  /** Mean handle time in seconds; `null` where there is none. */
  readonly handleTimeColumn: number | null;
  /** `null` where all rows are of one queue, `queueId`. */
  readonly queueColumn: number | null;
  readonly queueId: string | null;
  /** Where rows are of one segment each; `null` or absent where they are not. */
  readonly segmentColumn?: number | null;
  readonly dateOrder: 'year-month-day' | 'day-month-year' | 'month-day-year';
  readonly decimal: 'point' | 'comma';
  readonly hasHeader: boolean;
}

/** One record of a table: its cells, and the line of the file it stands on. */
export interface TableRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

/** A row with its queue and, where the table has it, its mean handle time in seconds (NaN for what is no number). */
export interface MappedRow extends HistoryRow {
  readonly queueId: string;
  readonly handleTimeSec: number | null;
  /** '' for none; undefined where the table has no segments. */
  readonly segment?: string;
}

/**
 * The rows of a table by a mapping. Nothing is judged but how cells are written: what is no date, time or number comes out as such, and is refused by name
 * where the history is built.
 */
export function readMappedRows(records: readonly TableRecord[], mapping: HistoryMapping): MappedRow[] {
  return records.slice(mapping.hasHeader ? 1 : 0).map(({ cells, line }) => {
    const cell = (column: number | null): string => (column === null ? '' : (cells[column] ?? '').trim());
    const [dateText = '', within = ''] = cell(mapping.dateColumn).split(/[T ]+/);
    const startText = mapping.startColumn === null ? within : cell(mapping.startColumn);
    const handleText = cell(mapping.handleTimeColumn);
    return {
      line,
      date: isoDate(dateText, mapping.dateOrder),
      startMinute: minuteOf(startText),
      count: numberOf(cell(mapping.countColumn), mapping.decimal),
      queueId: mapping.queueColumn === null ? (mapping.queueId ?? '') : cell(mapping.queueColumn),
      handleTimeSec: handleText === '' ? null : numberOf(handleText, mapping.decimal),
      ...(mapping.segmentColumn != null && { segment: cell(mapping.segmentColumn) }),
    };
  });
}

/** `24.12.2025`, `12/24/2025` or `2025-12-24` as ISO; the text as it stands where it is no date in that order. */
function isoDate(text: string, order: HistoryMapping['dateOrder']): string {
  const parts = text.split(/[./-]/).filter((part) => part !== '');
  if (parts.length !== 3 || !parts.every((part) => /^\d{1,4}$/.test(part))) return text;
  const [first = '', second = '', third = ''] = parts;
  const [year, month, day] =
    first.length === 4 || order === 'year-month-day'
      ? [first, second, third]
      : order === 'day-month-year'
        ? [third, second, first]
        : [third, first, second];
  const iso = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  try {
    return calendarDay(iso).date;
  } catch {
    return text;
  }
}

/** Minutes after midnight of `7:05`, `07:05`, `07:05:00` or `07:05-07:30`; NaN for what is no time. */
export function minuteOf(text: string): number {
  const match = /^(\d{1,2})[:.](\d{2})(?:[:.]00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2}| ?[-–] ?\d{1,2}[:.]\d{2})?$/.exec(text);
  if (match === null || Number(match[2]) > 59 || Number(match[1]) > 23) return Number.NaN;
  return Number(match[1]) * 60 + Number(match[2]);
}

/** A number with its thousands marks taken out: `1,234.5` with a point, `1.234,5` with a comma. NaN for none. */
export function numberOf(text: string, decimal: HistoryMapping['decimal']): number {
  const [mark, thousands] = decimal === 'comma' ? [',', /[.'\u00a0\u202f ]/g] : ['.', /[,'\u00a0\u202f ]/g];
  const plain = text.replace(thousands, '').replace(mark, '.');
  return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/** What columns most likely hold, by the names of a header or the look of a first row. */
export function guessMapping(first: readonly string[]): HistoryMapping {
  const hasHeader = !first.some((cell) => /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}/.test(cell.trim()));
  const names = first.map((name) => name.trim().toLowerCase().replace(/[_ ]+/g, ' '));
  const find = (words: readonly string[]): number | null => {
    const exact = names.findIndex((name) => words.includes(name));
    const index = exact >= 0 ? exact : names.findIndex((name) => words.some((word) => name.includes(word)));
    return hasHeader && index >= 0 ? index : null;
  };
  const date = find(['date', 'day', 'datetime', 'timestamp', 'datum', 'tag']) ?? 0;
  const start = find(['interval start', 'start', 'time', 'interval', 'uhrzeit', 'beginn']);
  const count = find(['count', 'calls', 'contacts', 'offered', 'volume', 'arrivals', 'anzahl', 'anrufe']);
  const handle = find(['aht', 'handle time', 'average handle time', 'bearbeitungszeit']);
  const queue = find(['queue', 'queue id', 'skill', 'warteschlange']);
  return {
    dateColumn: date,
    startColumn: start === date ? null : (start ?? (hasHeader ? null : 1)),
    countColumn: count ?? (hasHeader ? Math.max(0, first.length - 1) : Math.min(2, first.length - 1)),
    handleTimeColumn: handle === count ? null : handle,
    queueColumn: queue,
    segmentColumn: find(['segment', 'customer segment', 'kundensegment']),
    queueId: null,
    dateOrder: 'year-month-day',
    decimal: 'point',
    hasHeader,
  };
}
