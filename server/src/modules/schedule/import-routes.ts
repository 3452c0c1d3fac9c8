import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { parse } from 'csv-parse/sync';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import {
  ImportAnswer,
  ImportRequest,
  MAX_IMPORT_LINES,
  MAX_MISTAKES,
  MOST_DAYS_AHEAD,
  MOST_DAYS_BACK,
  type ColumnMapping,
  type ImportMistake,
} from '@floorwalk/shared/api/schedule';
import { Id } from '@floorwalk/shared/kit/ids';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { activityBook } from '@floorwalk/shared/schedule/activity-book';
import { planImport, type ImportedDay, type ImportLine } from '@floorwalk/shared/schedule/plan-import';
import { readCsvLines } from '@floorwalk/shared/schedule/read-csv-lines';
import { dateAt } from '@floorwalk/shared/schedule/schedule-state';
import { scheduleSlice } from '@floorwalk/shared/schedule/schedule-slice';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField } from '../../auth/http-problem.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { presentOf, reachesAgent } from './decide.ts';
import { readCalendar } from './read-calendar.ts';
import { readDays } from './read-schedule.ts';

/** Days shown of a preview. */
const SAMPLE = 20;
const BODY_LIMIT = 17_000_000;

type Read = {
  readonly columns: readonly string[];
  readonly mapping: ColumnMapping;
  readonly lines: readonly ImportLine[];
  readonly mistakes: readonly ImportMistake[];
  readonly lineCount: number;
};

/** Schedules from files: CSV and iCalendar. A preview says what would happen; the same file a second time changes nothing. */
export function importRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/api/v1/sites/:site/schedules/import',
    {
      config: requirePermission('edit-schedules'),
      bodyLimit: BODY_LIMIT,
      schema: {
        tags: ['schedules'],
        summary: 'Read schedules from a CSV or iCalendar file, or say what that would do',
        params: Type.Object({ site: Id }),
        body: ImportRequest,
        response: { 200: ImportAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { format, text, preview, columns = {}, activities = {}, agentId } = request.body;
      const principal = principalOf(request);
      const { time, zone, state } = await presentOf(services, siteId);
      const firstDate = dateAt(zone, time, -MOST_DAYS_BACK);
      const lastDate = dateAt(zone, time, MOST_DAYS_AHEAD);
      const read: Read =
        format === 'csv'
          ? readTable(text, columns, zone)
          : { columns: [], mapping: {}, ...readIcs(text, { zone, agentId, firstDate, lastDate }) };
      const { tables } = scheduleSlice.rows(state.schedule, time, 'all');
      const book = activityBook(tables.activities ?? []);
      for (const [name, id] of Object.entries(activities)) {
        if (!book.has(id))
          throw badField('/activities', `${JSON.stringify(name)} cannot be ${id}: there is no such activity.`);
      }
      const plan = planImport(read.lines, {
        agents: state.floor.agents.values(),
        mayEdit: (id) => reachesAgent(principal, siteId, state, id),
        book,
        mapping: activities,
        firstDate,
        lastDate,
      });
      const mistakes = [...read.mistakes, ...plan.mistakes].toSorted((a, b) => a.line - b.line);
      const dates = plan.days.map(({ date }) => date).toSorted();
      const [first = null, last = null] = [dates[0], dates.at(-1)];

      const outcome = await decideOnSite(database, siteId, async (transaction) => {
        const known = new Map(
          first === null || last === null
            ? []
            : (await readDays(transaction, siteId, first, last)).map((day) => [keyOf(day), day]),
        );
        const isSame = (day: ImportedDay) =>
          JSON.stringify(known.get(keyOf(day))?.activities.map(fieldsOf)) ===
          JSON.stringify(day.activities.map(fieldsOf));
        const changed = plan.days.filter((day) => !isSame(day));
        const newDayCount = changed.filter((day) => !known.has(keyOf(day))).length;
        if (!preview && changed.length > 0) {
          const by = { id: principal.id, name: principal.name };
          const events = changed.map(({ agentId: id, date, activities: list }): NewEvent<'schedule.day-set'> => ({
            id: randomUUID(),
            source: CONSOLE_SOURCE,
            type: 'schedule.day-set',
            time,
            data: { agentId: id, date, activities: [...list], by },
          }));
          await appendWith(transaction, siteId, events, now());
          await audit(transaction, principal, now(), {
            action: 'schedule.imported',
            siteId,
            subject: siteId,
            after: { format, days: changed.length, newDays: newDayCount, mistakes: mistakes.length, first, last },
          });
        }
        return { changed, newDayCount };
      });
      const { changed, newDayCount } = outcome;
      return {
        preview,
        columns: [...read.columns],
        mapping: read.mapping,
        lineCount: read.lineCount,
        takenCount: plan.takenCount,
        mistakeCount: mistakes.length,
        mistakes: mistakes.slice(0, MAX_MISTAKES),
        unknownActivities: plan.unknownActivities.slice(0, MAX_MISTAKES),
        newDayCount,
        changedDayCount: changed.length - newDayCount,
        unchangedDayCount: plan.days.length - changed.length,
        agentCount: new Set(plan.days.map((day) => day.agentId)).size,
        firstDate: first,
        lastDate: last,
        sample: changed.slice(0, SAMPLE).map(({ agentId: id, date, activities: list }) => ({
          agentId: id,
          name: state.floor.agents.get(id)?.name ?? id,
          date,
          activities: [...list],
        })),
      };
    },
  );
}

const keyOf = ({ agentId, date }: Pick<ImportedDay, 'agentId' | 'date'>) => JSON.stringify([agentId, date]);
const fieldsOf = ({ activityId, startAt, endAt }: ImportedDay['activities'][number]) => [activityId, startAt, endAt];

function readTable(text: string, columns: ColumnMapping, zone: string): Read {
  let records: { readonly record: string[]; readonly info: { readonly lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      info: true,
      delimiter: separatorOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      to: MAX_IMPORT_LINES + 2,
    }) as unknown as typeof records;
  } catch (error) {
    throw badField('/text', `This is no CSV: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (records.length > MAX_IMPORT_LINES + 1) {
    throw badField('/text', `A file has ${MAX_IMPORT_LINES.toLocaleString('en')} lines at most.`);
  }
  return readCsvLines(
    records.map(({ record, info }) => ({ line: info.lines, cells: record })),
    columns,
    zone,
  );
}

/** What the first line is separated by: whichever of these it has most of. */
function separatorOf(text: string): string {
  const [first = ''] = text.split('\n', 1);
  const count = (separator: string) => first.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function readIcs(text: string, options: Parameters<typeof readCalendar>[1]): ReturnType<typeof readCalendar> {
  if (!/^BEGIN:VCALENDAR/im.test(text))
    throw badField('/text', 'This is no iCalendar file: it has no BEGIN:VCALENDAR.');
  let read: ReturnType<typeof readCalendar>;
  try {
    read = readCalendar(text, options);
  } catch (error) {
    throw badField('/text', `This calendar cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (read.lineCount > MAX_IMPORT_LINES) {
    throw badField(
      '/text',
      `A calendar has ${MAX_IMPORT_LINES.toLocaleString('en')} events at most, repetitions counted.`,
    );
  }
  return read;
}
