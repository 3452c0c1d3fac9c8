import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, desc, eq, gte, lte } from 'drizzle-orm';
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
import { createQueue } from '@floorwalk/shared/floor/floor-state';
import { dateOfDaysBefore } from '@floorwalk/shared/forecast/local-day';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, notFound } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { askForecast, ringAsked } from './ask-forecast.ts';
import { dayAnswer, summedDays } from './forecast-answer.ts';
import { HORIZON_DAYS } from './learn-site.ts';
import { readStatus } from './read-status.ts';
import { nameOf, seesQueue } from './seen-queues.ts';
import { publishedForecast } from './tables.ts';

const tags = ['forecasts'];
const OfSite = Type.Object({ site: Id });
/** Most days of one answer. */
const MAX_DAYS = HORIZON_DAYS + 1;
/** The newest contacts whose segments are counted. */
const SEGMENT_CONTACTS = 50_000;

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
          },
          { additionalProperties: false },
        ),
        response: { 200: ForecastsAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { status, facts, time } = await readStatus(services, siteId);
      const sees = seesQueue(principalOf(request), siteId, facts.floor);
      const { from = status.today, to = from, queue, by = 'queue', minutes } = request.query;
      if (to < from) throw badField('/to', 'to must not be before from.');
      if (to > dateOfDaysBefore(from, -(MAX_DAYS - 1)))
        throw badField('/to', `Ask for at most ${MAX_DAYS} days at once.`);
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
        byQueue.set(row.queueId, [...(byQueue.get(row.queueId) ?? []), dayAnswer(row, minutes)]);
      }
      const queues = [...byQueue].map(([id, days]) => ({ id, days }));
      if (by === 'queue') {
        return {
          status,
          by,
          series: queues.map(({ id, days }) => ({ id, name: nameOf(facts.floor, id), share: null, days })),
        };
      }
      const partsOf = new Map<string, { share: number; days: readonly ForecastDayAnswer[] }[]>();
      const put = (id: string, share: number, days: readonly ForecastDayAnswer[]): void => {
        partsOf.set(id, [...(partsOf.get(id) ?? []), { share, days }]);
      };
      const shares =
        by === 'segment' ? await segmentShares(siteId, time) : new Map<string, ReadonlyMap<string, number>>();
      for (const { id, days } of queues) {
        if (by === 'site') put(siteId, 1, days);
        else if (by === 'channel') put((facts.floor.queues.get(id) ?? createQueue(id)).channel, 1, days);
        else for (const [segment, share] of shares.get(id) ?? []) put(segment, share, days);
      }
      const total = queues.length;
      return {
        status,
        by,
        series: [...partsOf].map(([id, parts]) => ({
          id,
          name: by === 'site' ? facts.floor.name : id,
          share: by === 'segment' && total > 0 ? parts.reduce((sum, { share }) => sum + share, 0) / total : null,
          days: summedDays(parts),
        })),
      };
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
        await askForecast(transaction, siteId, time, { learn: false });
        await audit(transaction, principalOf(request), now(), { action: 'forecast.asked', siteId, subject: siteId });
      });
      await ringAsked(services, siteId);
      return reply.code(202).send(status);
    },
  );

  /** Of each queue's newest contacts, the share of each segment; those without one are named so. */
  async function segmentShares(siteId: string, time: number): Promise<Map<string, Map<string, number>>> {
    const { rows } = await database.$client.query<{ queue: string; segment: string; count: number }>(
      `select data->>'queueId' as queue, coalesce(data->>'segment', '') as segment, count(*)::int as count
       from (select data from event_log where site = $1 and time <= $2 and type = 'contact.queued'
             order by time desc limit ${SEGMENT_CONTACTS}) newest
       group by 1, 2 order by 1, 2`,
      [siteId, time],
    );
    const totals = new Map<string, number>();
    for (const { queue, count } of rows) totals.set(queue, (totals.get(queue) ?? 0) + count);
    const shares = new Map<string, Map<string, number>>();
    for (const { queue, segment, count } of rows) {
      const own = shares.get(queue) ?? new Map<string, number>();
      shares.set(queue, own);
      own.set(segment, count / (totals.get(queue) ?? count));
    }
    return shares;
  }
}
