import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { desc, eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import {
  HistoryImportAnswer,
  HistoryImportRequest,
  MAX_IMPORT_CHARACTERS,
  MAX_NAMED_REPAIRS,
  PastImportAnswer,
} from '@floorwalk/shared/api/forecast';
import { importHistory, type ImportedHistory, rowsInZone } from '@floorwalk/shared/forecast/import-history';
import {
  guessMapping,
  readMappedRows,
  type HistoryMapping,
  type TableRecord,
} from '@floorwalk/shared/forecast/read-mapped-rows';
import { Id } from '@floorwalk/shared/kit/ids';
import { isZone } from '@floorwalk/shared/kit/zone';
import { InputError } from '@floorwalk/shared/numeric/input-error';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField } from '../../auth/http-problem.ts';
import { readCsv } from '../../ingest/read-csv.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { askForecast, ringAsked } from './ask-forecast.ts';
import { demandWholeSite } from './seen-queues.ts';
import { historyImport } from './tables.ts';

const tags = ['forecasts'];
const OfSite = Type.Object({ site: Id });
const PREVIEW_ROWS = 10;
/** Most days of all queues together that one import may hold. */
const MAX_DAYS = 100_000;
const BATCH = 1_000;
const bodyLimit = 2 * MAX_IMPORT_CHARACTERS;

/** A past from elsewhere: looked at first, then imported as days told on the log. */
export function importRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.post(
    '/api/v1/sites/:site/history-imports/preview',
    {
      config: requirePermission('edit-schedules'),
      bodyLimit,
      schema: {
        tags,
        summary: 'What an import of a CSV history would do: its first rows, and every mistake by line and reason',
        params: OfSite,
        body: HistoryImportRequest,
        response: { 200: HistoryImportAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      demandWholeSite(principalOf(request), siteId);
      const { zone } = await siteTime(database, siteId, now);
      return readImport(request.body, zone).answer;
    },
  );

  typed.post(
    '/api/v1/sites/:site/history-imports',
    {
      config: requirePermission('edit-schedules'),
      bodyLimit,
      schema: {
        tags,
        summary: 'Import a CSV history; forecasts learn from it at once',
        params: OfSite,
        body: HistoryImportRequest,
        response: { 201: HistoryImportAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const principal = principalOf(request);
      demandWholeSite(principal, siteId);
      const { time, zone } = await siteTime(database, siteId, now);
      const { answer, imported } = readImport(request.body, zone);
      if (imported === null) throw badField('/text', answer.problem ?? 'Nothing can be imported.');
      if (imported.days.length > MAX_DAYS)
        throw badField('/text', `An import holds ${MAX_DAYS.toLocaleString('en')} days at most.`);
      const id = randomUUID();
      const events = imported.days.map((data) =>
        consoleEvent('history.day-recorded', time, data, `history-${id}-${data.queueId}-${data.date}`.slice(0, 200)),
      );
      const dates = imported.queues.flatMap(({ fromDate, toDate }) => [fromDate, toDate]).toSorted();
      await database.transaction(async (transaction) => {
        for (let start = 0; start < events.length; start += BATCH) {
          // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
          await appendWith(transaction, siteId, events.slice(start, start + BATCH), now());
        }
        await transaction.insert(historyImport).values({
          site: siteId,
          id,
          fileName: request.body.fileName,
          rowCount: answer.rowCount,
          dayCount: answer.dayCount,
          queueIds: imported.queues.map(({ queueId }) => queueId),
          fromDate: dates[0] ?? '',
          toDate: dates.at(-1) ?? '',
          repairs: answer.repairs as typeof historyImport.$inferInsert.repairs,
          repairCount: answer.repairCount,
          importedBy: { id: principal.id, name: principal.name },
          importedAt: time,
        });
        await askForecast(transaction, siteId, time, { learn: true });
        await audit(transaction, principal, now(), {
          action: 'history.imported',
          siteId,
          subject: id,
          after: { fileName: request.body.fileName, days: answer.dayCount, repairs: answer.repairCount },
        });
      });
      await ringAsked(services, siteId);
      return reply.code(201).send({ ...answer, id });
    },
  );

  typed.get(
    '/api/v1/sites/:site/history-imports',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'Histories that were imported',
        params: OfSite,
        response: { 200: Type.Array(PastImportAnswer) },
      },
    },
    async (request) => {
      const rows = await database
        .select()
        .from(historyImport)
        .where(eq(historyImport.site, request.params.site))
        .orderBy(desc(historyImport.importedAt))
        .limit(100);
      return rows.map(({ site: _, repairs: __, queueIds, ...row }) => ({ ...row, queueIds: [...queueIds] }));
    },
  );
}

/** Reads a file by its mapping, or a guessed one. Never throws for what stands in the file: that is in the answer. */
function readImport(
  { text, mapping: asked, zone: askedZone, missingIsZero }: HistoryImportRequest,
  siteZone: string,
): { readonly answer: HistoryImportAnswer; readonly imported: ImportedHistory | null } {
  const zone = askedZone ?? siteZone;
  if (!isZone(zone)) throw badField('/zone', `${zone} is no time zone; use an IANA name such as Europe/Berlin.`);
  const records = parseRecords(text);
  const first = records[0]?.cells ?? [];
  const mapping: HistoryMapping = asked ?? guessMapping(first);
  const rows = rowsInZone(readMappedRows(records, mapping), zone, siteZone);
  const outcome = attempt(() => importHistory(rows, siteZone, { missingIsZero: missingIsZero === true }));
  const imported = outcome.value;
  const repairs = imported?.repairs ?? [];
  const repairsByKind: Record<string, number> = {};
  for (const { kind } of repairs) repairsByKind[kind] = (repairsByKind[kind] ?? 0) + 1;
  const width = Math.max(0, ...records.slice(0, PREVIEW_ROWS + 1).map(({ cells }) => cells.length));
  const columns = Array.from({ length: width }, (_, i) => (mapping.hasHeader ? (first[i] ?? '') : '') || `${i + 1}`);
  return {
    imported,
    answer: {
      id: null,
      mapping,
      columns,
      firstRows: records.slice(mapping.hasHeader ? 1 : 0, PREVIEW_ROWS + 1).map(({ cells }) => [...cells]),
      rowCount: rows.length,
      dayCount: imported?.days.length ?? 0,
      queues: [...(imported?.queues ?? [])],
      repairCount: repairs.length,
      repairsByKind,
      repairs: repairs.slice(0, MAX_NAMED_REPAIRS),
      problem: outcome.problem,
    },
  };
}

function attempt<T>(work: () => T): { readonly value: T | null; readonly problem: string | null } {
  try {
    return { value: work(), problem: null };
  } catch (error) {
    if (error instanceof InputError) return { value: null, problem: error.message };
    throw error;
  }
}

function parseRecords(text: string): TableRecord[] {
  try {
    return readCsv(text);
  } catch (error) {
    throw badField('/text', `This is not CSV (${error instanceof Error ? error.message : 'unreadable'}).`);
  }
}
