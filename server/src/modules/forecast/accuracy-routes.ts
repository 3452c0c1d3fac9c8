import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, eq, getTableColumns, gte, sql } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { AccuracyAnswer, type AgeAnswer } from '@floorwalk/shared/api/forecast';
import { dateOfDaysBefore } from '@floorwalk/shared/forecast/local-day';
import { FORECAST_AGES, type ForecastScore } from '@floorwalk/shared/forecast/score-forecasts';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import type { Services } from '../../roles/services.ts';
import { readStatus } from './read-status.ts';
import { nameOf, seesQueue } from './seen-queues.ts';
import { forecastScore, forecastSeries, segmentSeries } from './tables.ts';

const DEFAULT_DAYS = 28;
const MAX_DAYS = 365;

type Sums = ForecastScore & { readonly days: number };

/** What forecasts were worth. */
export function accuracyRoutes(app: FastifyInstance, services: Services): void {
  const { database } = services;
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/sites/:site/forecasts/accuracy',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags: ['forecasts'],
        summary:
          'How far forecasts were off: the method of each queue by rolling origin, and published forecasts by their age',
        params: Type.Object({ site: Id }),
        querystring: Type.Object(
          {
            queue: Type.Optional(Id),
            days: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_DAYS, default: DEFAULT_DAYS })),
          },
          { additionalProperties: false },
        ),
        response: { 200: AccuracyAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { queue, days = DEFAULT_DAYS } = request.query;
      const { status, facts } = await readStatus(services, siteId);
      const sees = seesQueue(principalOf(request), siteId, facts.floor);
      const from = dateOfDaysBefore(status.today, days);
      const series = await database
        .select()
        .from(forecastSeries)
        .where(
          and(eq(forecastSeries.site, siteId), queue === undefined ? undefined : eq(forecastSeries.queueId, queue)),
        );
      const { past: _past, shares: _shares, ...columns } = getTableColumns(segmentSeries);
      const segments = await database
        .select(columns)
        .from(segmentSeries)
        .where(and(eq(segmentSeries.site, siteId), queue === undefined ? undefined : eq(segmentSeries.queueId, queue)));
      const sum = (column: string) => sql<number>`sum(${sql.identifier(column)})`.mapWith(Number);
      const scores = await database
        .select({
          queueId: forecastScore.queueId,
          age: forecastScore.age,
          days: sql<number>`count(*)`.mapWith(Number),
          intervals: sum('intervals'),
          missed: sum('missed'),
          actual: sum('actual'),
          chance: sum('chance'),
          held: sum('held'),
          banded: sum('banded'),
        })
        .from(forecastScore)
        .where(
          and(
            eq(forecastScore.site, siteId),
            gte(forecastScore.date, from),
            queue === undefined ? undefined : eq(forecastScore.queueId, queue),
          ),
        )
        .groupBy(forecastScore.queueId, forecastScore.age);
      const seen = scores.filter(({ queueId }) => sees(queueId));
      return {
        status,
        from,
        queues: series
          .filter(({ queueId }) => sees(queueId))
          .map(({ queueId, learned }) => {
            const { past: _, bandLevel: __, patience: ___, handleTime, horizon = [], errors, ...figures } = learned;
            const own = seen.filter((score) => score.queueId === queueId);
            return {
              ...figures,
              queueId,
              name: nameOf(facts.floor, queueId),
              errors: { ...errors },
              horizon: [...horizon],
              handleTimeError: handleTime?.error ?? null,
              handleTimeErrorOfLastDay: handleTime?.errorOfLastDay ?? null,
              ages: agesOf(own),
            };
          })
          .toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
        segments: segments
          .filter(({ queueId }) => sees(queueId))
          .map(({ queueId, segment, handleTime }) => ({
            queueId,
            queueName: nameOf(facts.floor, queueId),
            segment,
            ratio: handleTime?.ratio ?? null,
            credibility: handleTime?.credibility ?? null,
            handledCount: handleTime?.handledCount ?? 0,
            handleTimeError: handleTime?.error ?? null,
            handleTimeErrorOfQueue: handleTime?.errorOfQueue ?? null,
            testedDays: handleTime?.testedDays ?? 0,
          }))
          .toSorted((a, b) => a.queueName.localeCompare(b.queueName, 'en') || a.segment.localeCompare(b.segment, 'en')),
        ages: agesOf(seen),
      };
    },
  );
}

/** Sums of an age added up before they are divided. */
function agesOf(scores: readonly Sums[]): AgeAnswer[] {
  return FORECAST_AGES.flatMap(({ age }) => {
    const own = scores.filter((score) => score.age === age);
    if (own.length === 0) return [];
    const total = (of: (score: Sums) => number): number => own.reduce((sum, score) => sum + of(score), 0);
    const actual = total(({ actual: came }) => came);
    const banded = total((score) => score.banded);
    return [
      {
        age,
        days: Math.max(...own.map(({ days }) => days)),
        intervals: total(({ intervals }) => intervals),
        wape: actual > 0 ? total(({ missed }) => missed) / actual : null,
        noiseFloor: actual > 0 ? total(({ chance }) => chance) / actual : null,
        coverage: banded > 0 ? total(({ held }) => held) / banded : null,
      },
    ];
  });
}
