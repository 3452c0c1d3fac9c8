import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, count, eq, isNull } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { CalendarAnswer, CalendarRequest } from '@floorwalk/shared/api/forecast';
import { Id } from '@floorwalk/shared/kit/ids';
import type { CalendarEntry } from '@floorwalk/shared/forecast/events';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import { demandDate } from '../../http/demand-date.ts';
import { siteTime } from '../../live/site-time.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { askForecast, ringAsked } from './ask-forecast.ts';
import { demandWholeSite } from './seen-queues.ts';
import { MAX_CALENDAR_DAYS } from './site-facts.ts';
import { forecastCalendar } from './tables.ts';

const tags = ['forecasts'];
const OfSite = Type.Object({ site: Id });
const OfEntry = Type.Object({ site: Id, id: Id });
const Done = Type.Object({ position: Type.Integer(), time: Type.Number() });
/** Most entries in force on one site. */
const MAX_ENTRIES = 1_000;

/** Closures, holidays, events and campaigns: what days of the past and to come are not like others. */
export function calendarRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/forecast-calendar',
    {
      config: requirePermission('view-staffing'),
      schema: { tags, summary: 'Days named as unlike others', params: OfSite, response: { 200: CalendarAnswer } },
    },
    async (request) => {
      const rows = await database
        .select()
        .from(forecastCalendar)
        .where(and(eq(forecastCalendar.site, request.params.site), isNull(forecastCalendar.removedAt)))
        .orderBy(asc(forecastCalendar.fromDate), asc(forecastCalendar.id));
      return rows.map(({ id, kind, name, fromDate, toDate, setBy, setAt }) => ({
        id,
        kind,
        name,
        fromDate,
        toDate,
        setBy,
        setAt,
      }));
    },
  );

  typed.put(
    '/api/v1/sites/:site/forecast-calendar/:id',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary: 'Name a closure, holiday, event or campaign; forecasts are made anew with it',
        params: OfEntry,
        body: CalendarRequest,
        response: { 200: Done },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWholeSite(principal, siteId);
      const entry = { ...request.body, id };
      demandDates(entry.fromDate, entry.toDate);
      const { time } = await siteTime(database, siteId, now);
      const by = { id: principal.id, name: principal.name };
      const said = await decideOnSite(database, siteId, async (transaction) => {
        const ofId = and(
          eq(forecastCalendar.site, siteId),
          eq(forecastCalendar.id, id),
          isNull(forecastCalendar.removedAt),
        );
        const [before] = await transaction.select().from(forecastCalendar).where(ofId);
        const [known] = await transaction
          .select({ count: count() })
          .from(forecastCalendar)
          .where(and(eq(forecastCalendar.site, siteId), isNull(forecastCalendar.removedAt)));
        if (before === undefined && (known?.count ?? 0) >= MAX_ENTRIES)
          throw conflict(`A site's calendar holds ${MAX_ENTRIES} entries at most.`);
        const values = { ...entry, setBy: by, setAt: time, removedAt: null };
        await transaction
          .insert(forecastCalendar)
          .values({ site: siteId, ...values })
          .onConflictDoUpdate({ target: [forecastCalendar.site, forecastCalendar.id], set: values });
        await askForecast(transaction, siteId, time, { learn: true });
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'forecast.calendar-set',
          subject: id,
          before: before && entryOf(before),
          after: entry,
          events: [consoleEvent('forecast.calendar-set', time, { entry, by })],
        });
      });
      await ringAsked(services, siteId);
      return said;
    },
  );

  typed.delete(
    '/api/v1/sites/:site/forecast-calendar/:id',
    {
      config: requirePermission('edit-schedules'),
      schema: { tags, summary: 'Take an entry out of the calendar', params: OfEntry, response: { 200: Done } },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWholeSite(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      const said = await decideOnSite(database, siteId, async (transaction) => {
        const [removed] = await transaction
          .update(forecastCalendar)
          .set({ removedAt: time })
          .where(
            and(eq(forecastCalendar.site, siteId), eq(forecastCalendar.id, id), isNull(forecastCalendar.removedAt)),
          )
          .returning();
        if (removed === undefined) throw notFound('There is no such entry, or it was taken out already.');
        await askForecast(transaction, siteId, time, { learn: true });
        const by = { id: principal.id, name: principal.name };
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'forecast.calendar-removed',
          subject: id,
          before: entryOf(removed),
          events: [consoleEvent('forecast.calendar-removed', time, { entryId: id, by })],
        });
      });
      await ringAsked(services, siteId);
      return said;
    },
  );
}

function entryOf({ id, kind, name, fromDate, toDate }: typeof forecastCalendar.$inferSelect): CalendarEntry {
  return { id, kind, name, fromDate, toDate };
}

function demandDates(from: string, to: string): void {
  const [first, last] = [demandDate('/fromDate', from), demandDate('/toDate', to)];
  if (last < first) throw badField('/toDate', 'An entry ends on the day it begins on, or later.');
  if (last - first > MAX_CALENDAR_DAYS) throw badField('/toDate', `An entry covers ${MAX_CALENDAR_DAYS} days at most.`);
}
