import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, desc, eq, gte, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import {
  ForecastBy,
  ForecastsAnswer,
  ForecastStatus,
  LocalDate,
  PublishedAnswer,
  type ForecastDayAnswer,
} from '@floorwalk/shared/api/forecast';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import { demandDate } from '../../http/demand-date.ts';
import { toCsv } from '../../http/to-csv.ts';
import type { Services } from '../../roles/services.ts';
import { askForecast, ringAsked } from './ask-forecast.ts';
import { dayAnswer, inMinutes, intervalRows } from './forecast-answer.ts';
import { groupForecasts } from './group-forecasts.ts';
import { HORIZON_DAYS } from './learn-queues.ts';
import { LEARNING_CANCELLED, readStatus } from './read-status.ts';
import { nameOf, seesQueue } from './seen-queues.ts';
import { containedShares } from './contained-shares.ts';
import { forecastState, publishedForecast } from './tables.ts';

const tags = ['forecasts'];
const OfSite = Type.Object({ site: Id });
/** Most days of one answer. */
const MAX_DAYS = HORIZON_DAYS + 1;

/** What is expected: by queue, channel, segment or the whole site, from today to six weeks ahead; and every forecast as it was published. */
export function forecastRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/forecasts',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary:
          'Contacts, handle times and agents expected, today to six weeks ahead, in intervals of 15 or 30 minutes',
        params: OfSite,
        querystring: Type.Object(
          {
            from: Type.Optional(LocalDate),
            to: Type.Optional(LocalDate),
            queue: Type.Optional(Id),
            by: Type.Optional(ForecastBy),
            minutes: Type.Optional(Type.Union([Type.Literal(15), Type.Literal(30)])),
            format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')])),
          },
          { additionalProperties: false },
        ),
        response: {
          200: { content: { 'application/json': { schema: ForecastsAnswer }, 'text/csv': { schema: Type.String() } } },
        },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const { status, facts, time } = await readStatus(services, siteId);
      const sees = seesQueue(principalOf(request), siteId, facts.floor);
      const { from = status.today, to = from, queue, by = 'queue', minutes, format } = request.query;
      const firstDay = demandDate('/from', from);
      const lastDay = demandDate('/to', to) - firstDay;
      if (lastDay < 0) throw badField('/to', 'to must not be before from.');
      if (lastDay >= MAX_DAYS) throw badField('/to', `Ask for at most ${MAX_DAYS} days at once.`);
      const ofQueue = queue === undefined ? undefined : eq(publishedForecast.queueId, queue);
      const rows = await database
        .selectDistinctOn([publishedForecast.queueId, publishedForecast.date])
        .from(publishedForecast)
        .where(
          and(
            eq(publishedForecast.site, siteId),
            gte(publishedForecast.date, from),
            lte(publishedForecast.date, to),
            ofQueue,
          ),
        )
        .orderBy(
          asc(publishedForecast.queueId),
          asc(publishedForecast.date),
          desc(publishedForecast.publishedAt),
          desc(publishedForecast.boundaryAt),
        );
      const byQueue = new Map<string, ForecastDayAnswer[]>();
      for (const row of rows) {
        if (!sees(row.queueId)) continue;
        byQueue.set(row.queueId, [...(byQueue.get(row.queueId) ?? []), dayAnswer(row)]);
      }
      const queues = [...byQueue].map(([id, days]) => ({ id, share: null, handleTimeFrom: null, days }));
      const series = by === 'queue' ? queues : await groupForecasts(database, facts, queues, { by, time });
      const ended =
        by === 'segment' && queue !== undefined && sees(queue)
          ? await containedShares(database, facts, queue, time)
          : new Map<string, number>();
      const answer: ForecastsAnswer = {
        status,
        by,
        series: series.map(({ id, share, handleTimeFrom, days }) => ({
          id,
          name: by === 'queue' ? nameOf(facts.floor, id) : by === 'site' ? facts.floor.name : id,
          share,
          handleTimeFrom,
          selfServiceShare: ended.get(id) ?? null,
          days: days.map((day) => inMinutes(day, minutes)),
        })),
      };
      if (format !== 'csv') return answer;
      void reply.header('content-disposition', 'attachment; filename="forecasts.csv"');
      return reply.type('text/csv; charset=utf-8').send(toCsv(intervalRows(answer)));
    },
  );

  typed.get(
    '/api/v1/sites/:site/forecasts/published',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'Every forecast that was published for one queue and day, the newest first',
        params: OfSite,
        querystring: Type.Object({ queue: Id, date: LocalDate }, { additionalProperties: false }),
        response: { 200: Type.Array(PublishedAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { queue, date } = request.query;
      demandDate('/date', date);
      const { facts } = await readStatus(services, siteId);
      if (!seesQueue(principalOf(request), siteId, facts.floor)(queue))
        throw notFound('There is no such queue, or it is not yours to see.');
      const rows = await database
        .select()
        .from(publishedForecast)
        .where(
          and(
            eq(publishedForecast.site, siteId),
            eq(publishedForecast.date, date),
            eq(publishedForecast.queueId, queue),
          ),
        )
        .orderBy(desc(publishedForecast.publishedAt), desc(publishedForecast.boundaryAt))
        .limit(400);
      return rows.map(({ publishedAt, boundaryAt, leadDays, kind, cause, forecast }) => ({
        publishedAt,
        boundaryAt,
        leadDays,
        kind,
        cause,
        forecast,
      }));
    },
  );

  typed.post(
    '/api/v1/sites/:site/forecasts',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary: 'Have the rest of the day forecast anew now',
        params: OfSite,
        response: { 202: ForecastStatus },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const { status, time } = await readStatus(services, siteId);
      await database.transaction(async (transaction) => {
        // Whoever cancelled the choosing of methods has no other way to have it begin again.
        await askForecast(transaction, siteId, time, { learn: status.problem === LEARNING_CANCELLED });
        await audit(transaction, principalOf(request), now(), { action: 'forecast.asked', siteId, subject: siteId });
      });
      await ringAsked(services, siteId);
      return reply.code(202).send(status);
    },
  );

  typed.delete(
    '/api/v1/sites/:site/forecasts/learning',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary: 'Cancel the choosing of methods; what was published before stays in force',
        params: OfSite,
        response: { 200: ForecastStatus },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { status } = await readStatus(services, siteId);
      await database.transaction(async (transaction) => {
        const [cancelled] = await transaction
          .update(forecastState)
          // Today's methods count as chosen: tomorrow, with another past, or when somebody asks they are chosen anew.
          .set({
            learning: sql`${forecastState.learning} || '{"isCancelled":true}'::jsonb`,
            learnedDate: status.today,
          })
          .where(
            and(
              eq(forecastState.site, siteId),
              isNotNull(forecastState.learning),
              isNull(sql`${forecastState.learning}->'isCancelled'`),
            ),
          )
          .returning({ learning: forecastState.learning });
        if (cancelled === undefined) throw conflict('No methods are being chosen now.');
        await audit(transaction, principalOf(request), now(), {
          action: 'forecast.learning-cancelled',
          siteId,
          subject: siteId,
          after: cancelled.learning,
        });
      });
      return (await readStatus(services, siteId)).status;
    },
  );
}
