import { createHash } from 'node:crypto';
import type { ImportRepair } from '@floorwalk/shared/forecast/build-history';
import { importHistory, type ImportedHistory, rowsInZone } from '@floorwalk/shared/forecast/import-history';
import { guessMapping, type HistoryMapping, readMappedRows } from '@floorwalk/shared/forecast/read-mapped-rows';
import type { HistoryDayRecorded } from '@floorwalk/shared/history/events';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import { readLocalToken } from '../../auth/local-token.ts';
import { CliError } from '../cli-error.ts';
import { parseHistoryCsv, readHistoryBytes } from '../read-history-file.ts';
import { readStdinBytes } from '../read-stdin.ts';
import { number } from './describe-tally.ts';
import { zoneNamed } from './file-options.ts';
import { createProgressBar, type ProgressTerminal } from './progress-bar.ts';
import { openSourceAccess } from './source-access.ts';
import { renewingSender } from './transfer-file.ts';

export type HistoryFileOptions = {
  readonly site: string;
  readonly map?: string;
  readonly queue?: string;
  readonly dateOrder: string;
  readonly decimal: string;
  readonly zone?: string;
  readonly siteZone?: string;
  readonly missingAsZero?: boolean;
  readonly preview?: boolean;
  readonly source: string;
  readonly url?: string;
  readonly token?: string;
};

/** What became of a history. `repairs` are all of them, in the order they were found. */
export type HistoryFileReport = {
  readonly siteId: string;
  readonly rowCount: number;
  readonly dayCount: number;
  readonly queues: ImportedHistory['queues'];
  readonly addedDayCount: number;
  readonly knownDayCount: number;
  readonly refusedDays: readonly { readonly queueId: string; readonly date: string; readonly message: string }[];
  readonly isPreview: boolean;
  /** Stopped before its end; the same command goes on from there. */
  readonly isStopped: boolean;
  readonly repairCount: number;
  readonly repairsByKind: Readonly<Record<string, number>>;
  readonly repairs: readonly ImportRepair[];
};

/** Days sent in one go. */
const BATCH = 200;
/** Repairs spelled out for people. */
const MOST_NAMED = 20;
const ASK_TIMEOUT_MS = 15_000;

/**
 * Reads a history and sends its days into the log. A day has the same name whenever it holds the same counts, so that the same command again, or one that was
 * stopped, adds only what is not there yet; a day that was corrected since replaces what was told before. Throws CliError.
 */
export async function importHistoryFile(
  path: string,
  options: HistoryFileOptions & {
    readonly home: string;
    readonly signal: AbortSignal;
    readonly terminal: ProgressTerminal;
  },
): Promise<{ readonly report: HistoryFileReport; readonly lines: readonly string[] }> {
  const text = path === '-' ? readHistoryBytes(path, await readStdinBytes('a CSV history')) : readHistoryBytes(path);
  const records = parseHistoryCsv(text);
  const mapping = mappingOf(records[0]?.cells ?? [], options);
  const siteZone = await siteZoneOf(options);
  const zone = zoneNamed(options.zone, siteZone);
  const rows = rowsInZone(readMappedRows(records, mapping), zone, siteZone);
  const imported = refusing(() => importHistory(rows, siteZone, { missingIsZero: options.missingAsZero === true }));
  const events = imported.days.map((day) => eventOf(day, options.source));
  const sent =
    options.preview === true ? { added: 0, known: 0, refused: [], isStopped: false } : await sendDays(events, options);
  const repairsByKind: Record<string, number> = {};
  for (const { kind } of imported.repairs) repairsByKind[kind] = (repairsByKind[kind] ?? 0) + 1;
  const report: HistoryFileReport = {
    siteId: options.site,
    rowCount: rows.length,
    dayCount: events.length,
    queues: imported.queues,
    addedDayCount: sent.added,
    knownDayCount: sent.known,
    refusedDays: sent.refused,
    isPreview: options.preview === true,
    isStopped: sent.isStopped,
    repairCount: imported.repairs.length,
    repairsByKind,
    repairs: imported.repairs,
  };
  return { report, lines: describe(report) };
}

/** A day's name follows from what it says; its time is the day's own beginning, which is past whenever it is told. */
function eventOf(day: HistoryDayRecorded, source: string): NewEvent<'history.day-recorded'> {
  const hash = createHash('sha256').update(JSON.stringify(day)).digest('base64url').slice(0, 22);
  const id = `history-${day.date}-${hash}`;
  return { id, source, type: 'history.day-recorded', time: day.startsAt, data: day };
}

async function sendDays(
  events: readonly NewEvent<'history.day-recorded'>[],
  options: HistoryFileOptions & {
    readonly home: string;
    readonly signal: AbortSignal;
    readonly terminal: ProgressTerminal;
  },
): Promise<{ added: number; known: number; refused: HistoryFileReport['refusedDays'][number][]; isStopped: boolean }> {
  const { home, site, source, url, token, signal } = options;
  const access = await openSourceAccess({
    home,
    siteId: site,
    source,
    ...(url !== undefined && { url }),
    ...(token !== undefined && { token }),
  });
  const sender = renewingSender(access);
  const bar = createProgressBar(options.terminal, () => performance.now());
  const sent = { added: 0, known: 0, refused: [] as HistoryFileReport['refusedDays'][number][], isStopped: false };
  try {
    for (let start = 0; start < events.length; start += BATCH) {
      if (signal.aborted) {
        sent.isStopped = true;
        break;
      }
      bar.show(start / events.length, `${number(start)} of ${number(events.length)} days`);
      // oxlint-disable-next-line no-await-in-loop -- days keep their order
      const answer = await sender.send(events.slice(start, start + BATCH));
      sent.added += answer.acceptedCount;
      sent.known += answer.duplicateCount;
      for (const { event, message } of answer.refused) {
        const { queueId, date } = event.data as HistoryDayRecorded;
        sent.refused.push({ queueId, date, message });
      }
    }
    return sent;
  } finally {
    bar.clear();
  }
}

const FIELDS = {
  date: 'dateColumn',
  start: 'startColumn',
  count: 'countColumn',
  aht: 'handleTimeColumn',
  queue: 'queueColumn',
  segment: 'segmentColumn',
} as const;
const DATE_ORDERS = ['year-month-day', 'day-month-year', 'month-day-year'] as const;

/** Which column holds what: as guessed, and as said. */
function mappingOf(first: readonly string[], options: HistoryFileOptions): HistoryMapping {
  const dateOrder = DATE_ORDERS.find((order) => order === options.dateOrder);
  if (dateOrder === undefined) {
    throw new CliError(`--date-order ${options.dateOrder} is not known`, { remedy: `use ${DATE_ORDERS.join(', ')}` });
  }
  const { decimal } = options;
  if (decimal !== 'point' && decimal !== 'comma') {
    throw new CliError(`--decimal ${decimal} is not known`, { remedy: 'use point or comma' });
  }
  const guessed = guessMapping(first);
  const said: Partial<Record<(typeof FIELDS)[keyof typeof FIELDS], number>> = {};
  for (const item of options.map?.split(',') ?? []) {
    const at = item.indexOf('=');
    const field = item.slice(0, at).trim().toLowerCase();
    const column = item.slice(at + 1).trim();
    if (at < 1 || column === '' || !Object.hasOwn(FIELDS, field)) {
      throw new CliError(`--map cannot be read: ${item}`, {
        remedy: `write ${Object.keys(FIELDS).join(', ')}, each with the name or the position of its column: date=Datum,count=3`,
      });
    }
    said[FIELDS[field as keyof typeof FIELDS]] = columnNamed(column, field, first, guessed.hasHeader);
  }
  const mapping: HistoryMapping = { ...guessed, ...said, dateOrder, decimal };
  const isNamed = mapping.queueColumn !== null && options.queue === undefined;
  if (!isNamed && options.queue === undefined) {
    throw new CliError('no column names a queue', {
      remedy: 'say with --queue of which queue all rows are, or with --map queue=…',
    });
  }
  // A start that was not asked for may not be taken from a column that holds something else.
  const taken = [mapping.dateColumn, mapping.countColumn];
  const startColumn =
    said.startColumn === undefined && taken.includes(mapping.startColumn ?? -1) ? null : mapping.startColumn;
  return { ...mapping, startColumn, ...(options.queue !== undefined && { queueColumn: null, queueId: options.queue }) };
}

function columnNamed(name: string, field: string, first: readonly string[], hasHeader: boolean): number {
  const named = hasHeader ? first.findIndex((cell) => cell.trim().toLowerCase() === name.toLowerCase()) : -1;
  const index = named >= 0 ? named : /^\d+$/.test(name) ? Number(name) - 1 : -1;
  if (index >= 0 && index < first.length) return index;
  throw new CliError(`--map ${field}=${name} is not in the file`, {
    remedy: hasHeader
      ? `its columns are ${first.join(', ')}`
      : `it has no header; name positions from 1 to ${first.length}`,
  });
}

/** The site's own zone: said, or asked of the server with this machine's right; a new site is in that of the file. */
async function siteZoneOf({
  siteZone,
  zone,
  home,
  site,
  url,
  source,
  token,
}: HistoryFileOptions & { readonly home: string }): Promise<string> {
  if (siteZone !== undefined) return zoneNamed(siteZone, siteZone);
  const localToken = await readLocalToken(home);
  if (localToken !== null) {
    const address = (
      await openSourceAccess({ home, siteId: site, source, token: token ?? '-', ...(url !== undefined && { url }) })
    ).url;
    const known = await knownZone(address, localToken, site);
    if (known !== undefined) return known;
  }
  if (zone !== undefined) return zoneNamed(zone, zone);
  throw new CliError(`the time zone of site ${site} is not known here`, {
    remedy: 'say it with --site-zone, e.g. --site-zone Europe/Berlin',
  });
}

async function knownZone(address: string, localToken: string, siteId: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${address}/api/v1/sites`, {
      headers: { authorization: `Bearer ${localToken}` },
      signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    });
    if (!response.ok) return undefined;
    const sites = (await response.json()) as readonly { readonly id: string; readonly zone: string }[];
    return sites.find(({ id }) => id === siteId)?.zone;
  } catch {
    // Not there, or not ours to ask: said below.
    return undefined;
  }
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof InputError) throw new CliError(error.message, { cause: error });
    throw error;
  }
}

function describe(report: HistoryFileReport): string[] {
  const { siteId, rowCount, dayCount, queues, addedDayCount, knownDayCount, refusedDays } = report;
  const contacts = queues.reduce((sum, { contactCount }) => sum + contactCount, 0);
  const dates = queues.flatMap(({ fromDate, toDate }) => [fromDate, toDate]).toSorted();
  const lines = [
    `${number(rowCount)} rows: ${number(contacts)} contacts of ${number(queues.length)} queues on ${number(dayCount)} days, ${dates[0] ?? ''} to ${dates.at(-1) ?? ''}`,
  ];
  if (report.isPreview) lines.push('Nothing was sent: this is a preview.');
  else {
    lines.push(
      `Site ${siteId}: ${number(addedDayCount)} days added, ${number(knownDayCount)} there already, ${number(refusedDays.length)} refused`,
    );
  }
  if (report.isStopped) lines.push('Stopped. The same command goes on from there.');
  for (const { queueId, date, message } of refusedDays.slice(0, MOST_NAMED)) {
    lines.push(`  refused by the server: ${queueId} ${date}: ${message}`);
  }
  if (report.repairCount > 0) {
    const kinds = Object.entries(report.repairsByKind).map(([kind, count]) => `${kind} ${number(count)}`);
    lines.push(`Not taken as it stands: ${number(report.repairCount)} (${kinds.join(', ')})`);
  }
  for (const { kind, queueId, date, interval, line, note } of report.repairs.slice(0, MOST_NAMED)) {
    const where = [line === undefined ? undefined : `line ${line}`, queueId, date, interval].filter(Boolean).join(' ');
    lines.push(`  ${kind}: ${where}: ${note}`);
  }
  if (report.repairCount > MOST_NAMED)
    lines.push(`  … and ${number(report.repairCount - MOST_NAMED)} more (all are in --json)`);
  return lines;
}
