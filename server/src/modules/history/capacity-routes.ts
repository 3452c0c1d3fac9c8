import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { sightOf } from '@floorwalk/shared/access/sight';
import { CapacityReviewAnswer } from '@floorwalk/shared/api/capacity';
import { reviewChannel } from '@floorwalk/shared/capacity/capacity-review';
import { weeksByChannel } from '@floorwalk/shared/capacity/channel-weeks';
import { Id } from '@floorwalk/shared/kit/ids';
import { dateAfter, midnightOf } from '@floorwalk/shared/schedule/local-moments';
import { dateAt } from '@floorwalk/shared/schedule/schedule-state';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { forbidden } from '../../auth/http-problem.ts';
import { toCsv } from '../../http/to-csv.ts';
import type { Services } from '../../roles/services.ts';
import { findSite, presentOf } from './history-site.ts';
import { intervals } from './intervals.ts';
import type { OneAfterAnother } from './one-after-another.ts';

const Question = Type.Object(
  {
    weeks: Type.Optional(Type.Integer({ minimum: 1, maximum: 52, default: 13 })),
    abandonTarget: Type.Optional(Type.Number({ minimum: 0, maximum: 1, default: 0.05 })),
    resolutionTarget: Type.Optional(Type.Number({ minimum: 0, maximum: 1, default: 0.7 })),
    format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')], { default: 'json' })),
  },
  { additionalProperties: false },
);

/** Whether each channel had enough people over the last weeks, from abandonment and first-contact resolution. */
export function capacityRoutes(app: FastifyInstance, services: Services, turn: OneAfterAnother): void {
  const { database, now, stateAt } = services;
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/sites/:site/capacity-review',
    {
      config: requirePermission('view-intervals'),
      schema: {
        tags: ['history'],
        summary:
          'Capacity of the last whole weeks by channel: abandonment, first-contact resolution, trends, and a verdict',
        params: Type.Object({ site: Id }),
        querystring: Question,
        response: {
          200: {
            content: { 'application/json': { schema: CapacityReviewAnswer }, 'text/csv': { schema: Type.String() } },
          },
        },
      },
    },
    async (request, reply) => {
      const sight = sightOf(principalOf(request), request.params.site);
      if (sight === null) throw forbidden('You see nothing of this site.');
      const site = await findSite(database, request.params.site);
      const { weeks = 13, abandonTarget = 0.05, resolutionTarget = 0.7, format = 'json' } = request.query;
      const present = await presentOf(database, site, now());
      // Whole local days, today left out: half a day says less of abandonment than it seems to.
      const today = dateAt(site.zone, present);
      const from = midnightOf(site.zone, dateAfter(today, -7 * weeks)) ?? present - weeks * 7 * 86_400_000;
      const to = midnightOf(site.zone, today) ?? present;
      const question = {
        every: 'day',
        by: 'queue',
        attribution: 'offered',
        from,
        to,
        zone: site.zone,
        present,
      } as const;
      const rows = await turn.run(() => intervals(database, site.id, question, sight));
      const { state } = await stateAt(site.id, { at: present, view: 'shown' });
      const targets = { abandonRate: abandonTarget, firstContactResolution: resolutionTarget };
      const byChannel = weeksByChannel(rows, (id) => state.floor.queues.get(id)?.channel, from);
      const channels = [...byChannel]
        .map(([channel, ofChannel]) => ({ channel, weekCount: ofChannel.length, ...reviewChannel(ofChannel, targets) }))
        .toSorted((left, right) => (left.channel < right.channel ? -1 : 1));
      if (format === 'json') return { from, to, targets, channels };
      void reply.header('content-disposition', 'attachment; filename="capacity-review.csv"');
      return reply.type('text/csv; charset=utf-8').send(toCsv(channels));
    },
  );
}
