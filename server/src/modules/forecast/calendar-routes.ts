import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, count, eq, isNull } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { CalendarAnswer, CalendarRequest } from '@floorwalk/shared/api/forecast';
import { Id } from '@floorwalk/shared/kit/ids';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import { demandDate } from '../../http/demand-date.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
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
      const position = await decideOnSite(database, siteId, async (transaction) => {
        const [known] = await transaction
          .select({ count: count() })
          .from(forecastCalendar)
          .where(and(eq(forecastCalendar.site, siteId), isNull(forecastCalendar.removedAt)));
        if ((known?.count ?? 0) >= MAX_ENTRIES)
          throw conflict(`A site's calendar holds ${MAX_ENTRIES} entries at most.`);
        const values = { ...entry, setBy: by, setAt: time, removedAt: null };
        await transaction
          .insert(forecastCalendar)
          .values({ site: siteId, ...values })
          .onConflictDoUpdate({ target: [forecastCalendar.site, forecastCalendar.id], set: values });
        const event: NewEvent = {
          id: randomUUID(),
          source: CONSOLE_SOURCE,
          type: 'forecast.calendar-set',
          time,
          data: { entry, by },
        };
        const [appended] = await appendWith(transaction, siteId, [event], now());
        await askForecast(transaction, siteId, time, { learn: true });
        await audit(transaction, principal, now(), {
          action: 'forecast.calendar-set',
          siteId,
          subject: id,
          after: entry,
        });
        return appended?.position ?? 0;
      });
      await ringAsked(services, siteId);
      return { position, time };
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
      const position = await decideOnSite(database, siteId, async (transaction) => {
        const removed = await transaction
          .update(forecastCalendar)
          .set({ removedAt: time })
          .where(
            and(eq(forecastCalendar.site, siteId), eq(forecastCalendar.id, id), isNull(forecastCalendar.removedAt)),
          )
          .returning();
        if (removed.length === 0) throw notFound('There is no such entry, or it was taken out already.');
        const event: NewEvent = {
          id: randomUUID(),
          source: CONSOLE_SOURCE,
          type: 'forecast.calendar-removed',
          time,
          data: { entryId: id, by: { id: principal.id, name: principal.name } },
        };
        const [appended] = await appendWith(transaction, siteId, [event], now());
        await askForecast(transaction, siteId, time, { learn: true });
        await audit(transaction, principal, now(), { action: 'forecast.calendar-removed', siteId, subject: id });
        return appended?.position ?? 0;
      });
      await ringAsked(services, siteId);
      return { position, time };
    },
  );
}

function demandDates(from: string, to: string): void {
  const [first, last] = [demandDate('/fromDate', from), demandDate('/toDate', to)];
  if (last < first) throw badField('/toDate', 'An entry ends on the day it begins on, or later.');
  if (last - first > MAX_CALENDAR_DAYS) throw badField('/toDate', `An entry covers ${MAX_CALENDAR_DAYS} days at most.`);
}
