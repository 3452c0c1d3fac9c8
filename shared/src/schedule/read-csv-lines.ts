import type { ColumnMapping, ImportMistake } from '../api/schedule.ts';
import { dateAt } from './schedule-state.ts';
import { dateAfter, isoDate, momentOf } from './local-moments.ts';
import { parseMoment } from '../kit/zone.ts';
import type { ImportLine } from './plan-import.ts';

type Column = keyof ColumnMapping;

/** Names that columns usually have, without regard to case, spaces and punctuation. */
const USUAL: Readonly<Record<Column, readonly string[]>> = {
  agent: ['agent', 'agentid', 'agentname', 'employee', 'employeeid', 'name', 'user', 'mitarbeiter', 'mitarbeiterin'],
  date: ['date', 'day', 'shiftdate', 'datum', 'tag'],
  start: ['start', 'from', 'starttime', 'startat', 'begin', 'beginn', 'von'],
  end: ['end', 'to', 'endtime', 'endat', 'finish', 'ende', 'bis'],
  activity: [
    'activity',
    'activitycode',
    'type',
    'code',
    'state',
    'taetigkeit',
    'tätigkeit',
    'aktivitaet',
    'aktivität',
    'art',
  ],
};

/** Which column is which: as given, else by the usual names. */
export function mapColumns(names: readonly string[], given: ColumnMapping): ColumnMapping {
  const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const mapping: { -readonly [K in Column]?: string } = {};
  for (const column of Object.keys(USUAL) as Column[]) {
    const found = given[column] ?? names.find((name) => USUAL[column].includes(plain(name)));
    if (found !== undefined && names.includes(found)) mapping[column] = found;
  }
  return mapping;
}

/**
 * Records of a table (the first holds the names) as lines. Times are a wall clock with a date in its own column, or whole moments; what ends before it
 * starts by the wall clock ends the next day. `line` counts from 1 with the names.
 */
export function readCsvLines(
  records: readonly { readonly line: number; readonly cells: readonly string[] }[],
  given: ColumnMapping,
  zone: string,
): {
  readonly columns: readonly string[];
  readonly mapping: ColumnMapping;
  readonly lines: readonly ImportLine[];
  readonly mistakes: readonly ImportMistake[];
  readonly lineCount: number;
} {
  const names = (records[0]?.cells ?? []).map((name) => name.trim());
  const mapping = mapColumns(names, given);
  const lines: ImportLine[] = [];
  const mistakes: ImportMistake[] = [];
  for (const { line, cells } of records.slice(1)) {
    const cell = (column: Column) => {
      const name = mapping[column];
      return name === undefined ? '' : (cells[names.indexOf(name)] ?? '').trim();
    };
    const [date, start, end] = [cell('date'), cell('start'), cell('end')];
    const read = readTimes(date, start, end, zone);
    if ('field' in read) mistakes.push({ line, ...read, value: read.value.slice(0, 100) });
    else lines.push({ line, agent: cell('agent'), activity: cell('activity'), ...read });
  }
  return { columns: names, mapping, lines, mistakes, lineCount: Math.max(0, records.length - 1) };
}

type Fault = Pick<ImportMistake, 'field' | 'value' | 'reason'>;

function readTimes(
  dateText: string,
  start: string,
  end: string,
  zone: string,
): Fault | Pick<ImportLine, 'date' | 'startAt' | 'endAt'> {
  if (start === '') return { field: 'start', value: start, reason: 'missing' };
  if (end === '') return { field: 'end', value: end, reason: 'missing' };
  const date = isoDate(dateText);
  if (dateText !== '' && date === undefined) return { field: 'date', value: dateText, reason: 'bad-date' };
  if (date === undefined) {
    const startAt = wholeMoment(zone, start);
    if (startAt === undefined) {
      const lacksDate = momentOf(zone, '2000-01-01', start) !== undefined;
      return lacksDate
        ? { field: 'date', value: '', reason: 'missing' }
        : { field: 'start', value: start, reason: 'bad-time' };
    }
    const endAt = wholeMoment(zone, end);
    if (endAt === undefined) return { field: 'end', value: end, reason: 'bad-time' };
    return { date: dateAt(zone, startAt), startAt, endAt };
  }
  const startAt = momentOf(zone, date, start) ?? wholeMoment(zone, start);
  if (startAt === undefined) return { field: 'start', value: start, reason: 'bad-time' };
  const clockEnd = momentOf(zone, date, end);
  // By the wall clock alone 06:00 after 22:00 is the next day's; a moment with its own date is not moved.
  const endAt =
    clockEnd === undefined
      ? wholeMoment(zone, end)
      : clockEnd >= startAt
        ? clockEnd
        : momentOf(zone, dateAfter(date, 1), end);
  if (endAt === undefined) return { field: 'end', value: end, reason: 'bad-time' };
  return { date, startAt, endAt };
}

/** A moment with its date; a bare number or date is none, or a year would be taken for one. */
function wholeMoment(zone: string, text: string): number | undefined {
  if (/^\d{9,16}$/.test(text) || /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text)) {
    const moment = parseMoment(zone, text);
    return moment === undefined ? undefined : Math.floor(moment);
  }
  return undefined;
}
