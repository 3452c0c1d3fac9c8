import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { sightOf } from '@floorwalk/shared/access/sight';
import { Id } from '@floorwalk/shared/kit/ids';
import { formatLocal } from '@floorwalk/shared/kit/zone';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { forbidden } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { findSite, presentOf } from './history-site.ts';
import { toCsv } from '../../http/to-csv.ts';
import { intervals } from './intervals.ts';
import { Moment, readMoment } from './moment.ts';
import type { OneAfterAnother } from './one-after-another.ts';
import { ReportRowSchema } from './report-row-schema.ts';
import { sendUnlessKnown } from './send-unless-known.ts';

const DAY_MS = 86_400_000;

/** The body with `format=json`; the type of `IntervalsAnswer`. */
const IntervalsBody = Type.Object({
  siteId: Type.String(),
  from: Type.String(),
  to: Type.String(),
  every: Type.String(),
  by: Type.String(),
  attribution: Type.Union([Type.Literal('offered'), Type.Literal('ended')]),
  rows: Type.Array(ReportRowSchema),
});

const Question = Type.Object(
  {
    from: Type.Optional(Moment),
    to: Type.Optional(Moment),
    every: Type.Optional(
      Type.String({
        maxLength: 10,
        description: 'minutes or hours that divide a day (15m, 30m, 1h), or day',
        default: '30m',
      }),
    ),
    by: Type.Optional(
      Type.Union([Type.Literal('queue'), Type.Literal('site'), Type.Literal('group'), Type.Literal('team')], {
        default: 'queue',
      }),
    ),
    attribution: Type.Optional(
      Type.Union([Type.Literal('offered'), Type.Literal('ended')], {
        default: 'offered',
        description: 'whether a contact counts where it was offered or where it left the queue',
      }),
    ),
    thresholds: Type.Optional(
      Type.String({
        maxLength: 100,
        pattern: '^\\d{1,6}(,\\d{1,6}){0,19}$',
        description: 'seconds of answeredWithin and abandonedWithin, comma-separated',
      }),
    ),
    format: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')], { default: 'json' })),
  },
  { additionalProperties: false },
);

/** Intervals of the past, computed from the log by the same fold as the live board. */
export function intervalRoutes(app: FastifyInstance, services: Services, turn: OneAfterAnother): void {
  const { database, now } = services;
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/sites/:site/intervals',
    {
      config: requirePermission('view-intervals'),
      schema: {
        tags: ['history'],
        summary: 'Intervals of a span of time: the last 24 hours unless told',
        params: Type.Object({ site: Id }),
        querystring: Question,
        response: {
          200: { content: { 'application/json': { schema: IntervalsBody }, 'text/csv': { schema: Type.String() } } },
        },
      },
    },
    async (request, reply) => {
      const sight = sightOf(principalOf(request), request.params.site);
      if (sight === null) throw forbidden('You see nothing of this site.');
      const site = await findSite(database, request.params.site);
      const { every = '30m', by = 'queue', attribution = 'offered', format = 'json' } = request.query;
      const present = await presentOf(database, site, now());
      const to = request.query.to === undefined ? present : readMoment(request.query.to, site.zone, 'to');
      const from = request.query.from === undefined ? to - DAY_MS : readMoment(request.query.from, site.zone, 'from');
      const thresholdsSeconds = request.query.thresholds?.split(',').map(Number);
      const question = {
        every,
        by,
        attribution,
        from,
        to,
        zone: site.zone,
        present,
        ...(thresholdsSeconds && { thresholdsSeconds }),
      };
      const rows = await turn.run(() => intervals(database, site.id, question, sight));
      if (format === 'csv') {
        void reply.header('content-disposition', `attachment; filename="intervals.csv"`);
        return sendUnlessKnown(request, reply, 'text/csv; charset=utf-8', toCsv(rows));
      }
      const body = {
        siteId: site.id,
        from: formatLocal(site.zone, from),
        to: formatLocal(site.zone, to),
        every,
        by,
        attribution,
        rows,
      };
      return sendUnlessKnown(request, reply, 'application/json; charset=utf-8', JSON.stringify(body));
    },
  );
}
