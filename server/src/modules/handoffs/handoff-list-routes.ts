import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, desc, eq, gte, isNotNull, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import Type, { type Static } from 'typebox';
import type { FastifyInstance } from 'fastify';
import { addresseeKey } from '@floorwalk/shared/access/addressee';
import { may, type Principal } from '@floorwalk/shared/access/role';
import { seesCustomers } from '@floorwalk/shared/access/sight';
import { ClockAnswer, HandoffAnswer, HandoffDetailAnswer } from '@floorwalk/shared/api/handoffs';
import { MAX_SEGMENTS, segments } from '@floorwalk/shared/handoffs/business-clock';
import type { Handoff } from '@floorwalk/shared/handoffs/handoff';
import { passedMs, reckonHandoff } from '@floorwalk/shared/handoffs/reckon-handoff';
import { withoutCustomer } from '@floorwalk/shared/handoffs/without-customer';
import { Id } from '@floorwalk/shared/kit/ids';
import { formatLocal } from '@floorwalk/shared/kit/zone';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { conflict, forbidden, notFound } from '../../auth/http-problem.ts';
import { toCsv } from '../../http/to-csv.ts';
import { siteTime } from '../../live/site-time.ts';
import type { Services } from '../../roles/services.ts';
import { handoffAnswer } from './handoff-row.ts';
import { handoffsWithin, ownerOf, sightOfHandoffs } from './reach-handoffs.ts';
import { department, departmentHandoff, departmentHandoffEntry, departmentHours } from './tables.ts';

const tags = ['handoffs'];
const MAX_LISTED = 1_000;
const OfHandoff = Type.Object({ site: Id, id: Id });

const Question = Type.Object(
  {
    state: Type.Optional(
      Type.Union([Type.Literal('open'), Type.Literal('ended'), Type.Literal('all')], { default: 'open' }),
    ),
    department: Type.Optional(Id),
    owner: Type.Optional(Type.Literal('me')),
    contact: Type.Optional(Id),
    breached: Type.Optional(Type.Boolean()),
    from: Type.Optional(epochMs('only those opened at or after; epoch ms')),
    before: Type.Optional(epochMs('only those opened before; epoch ms')),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LISTED, default: 200 })),
    format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')], { default: 'json' })),
  },
  { additionalProperties: false },
);

/** Handoffs as lists, one by one, and their clocks taken apart. */
export function handoffListRoutes(app: FastifyInstance, { database, stateAt, now }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/handoffs',
    {
      config: requirePermission('view-handoffs'),
      schema: {
        tags,
        summary: 'Handoffs, the open ones unless told, by when they were opened, the newest first',
        params: Type.Object({ site: Id }),
        querystring: Question,
        response: {
          200: {
            content: {
              'application/json': { schema: Type.Array(HandoffAnswer) },
              'text/csv': { schema: Type.String() },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const principal = principalOf(request);
      if (request.query.contact !== undefined && !seesCustomers(sightOfHandoffs(principal, siteId)))
        throw forbidden('You see no single contacts of this site.');
      const found = await database
        .select()
        .from(departmentHandoff)
        .where(and(await within(principal, siteId), filterOf(request.query, principal, siteId)))
        .orderBy(desc(departmentHandoff.openedAt), asc(departmentHandoff.id))
        .limit(request.query.limit ?? 200);
      const rows = found.map((row) => shownTo(principal, siteId, row));
      if (request.query.format !== 'csv') return rows.map((row) => handoffAnswer(row));
      const { zone } = await siteTime(database, siteId, now);
      return reply
        .header('content-type', 'text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="handoffs.csv"')
        .send(toCsv(rows.map((row) => csvRow(row, zone))));
    },
  );

  typed.get(
    '/api/v1/sites/:site/handoffs/:id',
    {
      config: requirePermission('view-handoffs'),
      schema: {
        tags,
        summary: 'One handoff with everything that happened to it',
        params: OfHandoff,
        response: { 200: HandoffDetailAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      const row = shownTo(principal, siteId, await find(principal, siteId, id));
      const entries = await database
        .select()
        .from(departmentHandoffEntry)
        .where(and(eq(departmentHandoffEntry.site, siteId), eq(departmentHandoffEntry.handoffId, id)))
        .orderBy(asc(departmentHandoffEntry.move));
      return {
        handoff: handoffAnswer(row),
        entries: entries.map(({ move, at, type, by, data }) => ({
          move,
          at,
          type,
          by,
          data: seesCustomers(sightOfHandoffs(principal, siteId))
            ? data
            : withoutKeys(data, ['contactId', 'customerRef']),
        })),
      };
    },
  );

  typed.get(
    '/api/v1/sites/:site/handoffs/:id/clock',
    {
      config: requirePermission('view-handoffs'),
      schema: {
        tags,
        summary: 'The clock taken apart: every counted, paused and closed stretch with its reason',
        params: OfHandoff,
        querystring: Type.Object(
          { at: Type.Optional(epochMs("as it was then, epoch ms of the site's clock; needs travel-in-time")) },
          { additionalProperties: false },
        ),
        response: { 200: ClockAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      const row = await find(principal, siteId, id);
      const site = await siteTime(database, siteId, now);
      const at = Math.min(site.time, request.query.at ?? site.time);
      if (request.query.at !== undefined && !may(principal, 'travel-in-time', siteId))
        throw forbidden('You may not look into the past of this site.');
      const isNow = at === site.time || (row.endedAt !== null && row.endedAt <= at);
      const { handoff, calendar } = isNow ? await asKept(siteId, row.handoff) : await asItWas(siteId, id, at);
      const time = Math.max(at, handoff.openedAt);
      const { warnAt, dueAt, acceptDueAt } = reckonHandoff(handoff, calendar);
      const until = handoff.endedAt ?? time;
      const to = Math.max(until, handoff.endedAt === null ? (dueAt ?? 0) : 0, handoff.openedAt + 1);
      const counted = passedMs(handoff, calendar, time);
      const all = segments(calendar, handoff.pauses, handoff.openedAt, to);
      const noteAt = (from: number) =>
        handoff.pauses.find((pause) => pause.from <= from && from < (pause.to ?? Infinity))?.note ?? null;
      return {
        zone: calendar.zone,
        hoursVersion: handoff.hoursVersion,
        now: time,
        from: handoff.openedAt,
        to,
        promiseMs: handoff.promiseMs,
        countedMs: counted,
        leftMs: handoff.promiseMs - counted,
        warnAt,
        dueAt,
        breachedAt: handoff.breachedAt,
        acceptDueAt: acceptDueAt ?? handoff.acceptMissedAt ?? null,
        segments: all.map((segment) => ({ ...segment, note: segment.pause === null ? null : noteAt(segment.from) })),
        isCut: all.length >= MAX_SEGMENTS,
      };
    },
  );

  /** By the hours it was last reckoned by. */
  async function asKept(siteId: string, handoff: Handoff) {
    const [hours] = await database
      .select()
      .from(departmentHours)
      .where(
        and(
          eq(departmentHours.site, siteId),
          eq(departmentHours.id, handoff.toDepartmentId),
          eq(departmentHours.version, handoff.hoursVersion),
        ),
      );
    if (hours === undefined) throw conflict('The hours by which this handoff was reckoned are not known any more.');
    return { handoff, calendar: hours.calendar };
  }

  /** As the log had told it by that moment, by the hours that held then. */
  async function asItWas(siteId: string, id: string, at: number) {
    const { state } = await stateAt(siteId, { at, view: 'known' });
    const handoff = state.handoffs.handoffs.get(id);
    if (handoff === undefined) throw notFound('There was no such handoff at that moment.');
    const hours = state.handoffs.departments.get(handoff.toDepartmentId);
    if (hours === undefined) throw conflict('The hours of that moment are not known any more.');
    return { handoff, calendar: hours.value.calendar };
  }

  async function find(principal: Principal, siteId: string, id: string) {
    const [row] = await database
      .select()
      .from(departmentHandoff)
      .where(and(await within(principal, siteId), eq(departmentHandoff.id, id)));
    if (row === undefined) throw notFound('There is no such handoff, or it is none of yours.');
    return row;
  }

  async function within(principal: Principal, siteId: string): Promise<SQL | undefined> {
    const sight = sightOfHandoffs(principal, siteId);
    const departments = await database
      .select({ department: department.department })
      .from(department)
      .where(and(eq(department.site, siteId), isNull(department.removedAt)));
    const reached = handoffsWithin(
      principal,
      sight,
      departments.map((row) => row.department),
    );
    return and(eq(departmentHandoff.site, siteId), reached);
  }
}

type Row = typeof departmentHandoff.$inferSelect;

/** A row as somebody may see it. */
function shownTo(principal: Principal, siteId: string, row: Row): Row {
  if (seesCustomers(sightOfHandoffs(principal, siteId))) return row;
  return { ...row, handoff: withoutCustomer(row.handoff) };
}

function withoutKeys(data: unknown, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(data as object).filter(([key]) => !keys.includes(key)));
}

function filterOf(query: Static<typeof Question>, principal: Principal, siteId: string): SQL | undefined {
  const { state = 'open', department: departmentId, owner, contact, breached, from, before } = query;
  return and(
    state === 'all'
      ? undefined
      : state === 'open'
        ? isNull(departmentHandoff.endedAt)
        : isNotNull(departmentHandoff.endedAt),
    departmentId === undefined
      ? undefined
      : or(eq(departmentHandoff.toDepartmentId, departmentId), eq(departmentHandoff.fromDepartmentId, departmentId)),
    owner === undefined
      ? undefined
      : or(
          eq(departmentHandoff.ownerKey, addresseeKey(ownerOf(principal, siteId).to)),
          eq(departmentHandoff.ownerKey, `person:${principal.id}`),
        ),
    contact === undefined ? undefined : eq(departmentHandoff.contactId, contact),
    breached === undefined
      ? undefined
      : sql`(${departmentHandoff.handoff}->>'breachedAt') is ${sql.raw(breached ? 'not null' : 'null')}`,
    from === undefined ? undefined : gte(departmentHandoff.openedAt, from),
    before === undefined ? undefined : lt(departmentHandoff.openedAt, before),
  );
}

/** A handoff as a row of a table: moments are local times of the zone, texts that people wrote included. */
function csvRow({ handoff, dueAt }: typeof departmentHandoff.$inferSelect, zone: string): object {
  const moment = (at: number | null) => (at === null ? null : formatLocal(zone, at));
  const pausedMs = handoff.pauses.reduce((sum, { from, to }) => sum + ((to ?? from) - from), 0);
  return {
    id: handoff.id,
    title: handoff.title,
    kind: handoff.kind,
    priority: handoff.priority,
    tier: handoff.tier,
    contactId: handoff.contactId,
    customerRef: handoff.customerRef,
    fromDepartment: handoff.fromDepartmentId,
    toDepartment: handoff.toDepartmentId,
    state: handoff.state,
    owner: handoff.owner.name,
    openedBy: handoff.openedBy.name,
    openedAt: moment(handoff.openedAt),
    acceptedAt: moment(handoff.acceptedAt),
    endedAt: moment(handoff.endedAt),
    dueAt: moment(dueAt),
    breachedAt: moment(handoff.breachedAt),
    promiseMinutes: handoff.promiseMs / 60_000,
    countedMinutes: handoff.countedMs === null ? null : Math.round(handoff.countedMs / 600) / 100,
    pausedMinutes: Math.round(pausedMs / 600) / 100,
    pauseCount: handoff.pauses.length,
    bounceCount: handoff.bounceCount,
    documentsMissing: handoff.documents
      .filter(({ required, given }) => required && given === null)
      .map(({ name }) => name)
      .join('; '),
  };
}
