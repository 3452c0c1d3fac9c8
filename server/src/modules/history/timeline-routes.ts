import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sightOf, type Sight } from '@floorwalk/shared/access/sight';
import type { TimelineAnswer } from '@floorwalk/shared/api/history';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, forbidden } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { toCsv } from '../../http/to-csv.ts';
import { findSite, presentOf } from './history-site.ts';
import { Moment, readMoment } from './moment.ts';
import type { OneAfterAnother } from './one-after-another.ts';
import { sendUnlessKnown } from './send-unless-known.ts';
import { agentTimeline, contactTimeline, TIMELINE_LIMITS, type TimelineEntry } from './timeline.ts';

const DAY_MS = 86_400_000;
const Format = Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('csv')], { default: 'json' }));
const Subject = Type.Object({ site: Id, id: Id });

/** An event of the log; `data` as the event's type says. */
export const LoggedEventSchema = Type.Object({
  position: Type.Integer(),
  id: Type.String(),
  source: Type.String(),
  type: Type.String(),
  time: Type.Number({ description: 'epoch ms' }),
  recordedAt: Type.Number({ description: 'epoch ms' }),
  data: Type.Record(Type.String(), Type.Unknown()),
});

const TimelineBody = Type.Object({
  siteId: Type.String(),
  subject: Type.String(),
  entries: Type.Array(
    Type.Object({
      ...LoggedEventSchema.properties,
      anomaly: Type.Boolean({ description: 'impossible where it stands' }),
    }),
  ),
});
const response = {
  200: { content: { 'application/json': { schema: TimelineBody }, 'text/csv': { schema: Type.String() } } },
};

/** What happened to one contact, and what one agent did. */
export function timelineRoutes(app: FastifyInstance, services: Services, turn: OneAfterAnother): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/contacts/:id/timeline',
    {
      config: requirePermission('view-contacts'),
      schema: {
        tags: ['history'],
        summary: 'One contact from first touch to survey, with its bot turns',
        params: Subject,
        querystring: Type.Object({ format: Format }, { additionalProperties: false }),
        response,
      },
    },
    async (request, reply) => {
      const { site: siteId, id } = request.params;
      const sight = sightFor(request, siteId);
      await findSite(database, siteId);
      const entries = await turn.run(() => contactTimeline(database, siteId, id, sight));
      return send(request, reply, request.query.format, { siteId, subject: id, entries });
    },
  );

  typed.get(
    '/api/v1/sites/:site/agents/:id/timeline',
    {
      config: requirePermission('view-contacts'),
      schema: {
        tags: ['history'],
        summary: 'What one agent did within a span: the last 24 hours unless told',
        params: Subject,
        querystring: Type.Object(
          { from: Type.Optional(Moment), to: Type.Optional(Moment), format: Format },
          { additionalProperties: false },
        ),
        response,
      },
    },
    async (request, reply) => {
      const { site: siteId, id } = request.params;
      const sight = sightFor(request, siteId);
      const site = await findSite(database, siteId);
      const to =
        request.query.to === undefined
          ? (await presentOf(database, site, now())) + 1
          : readMoment(request.query.to, site.zone, 'to');
      const from = request.query.from === undefined ? to - DAY_MS : readMoment(request.query.from, site.zone, 'from');
      if (to <= from) throw badField('/to', 'to must be after from.');
      if (to - from > TIMELINE_LIMITS.spanMs) throw badField('/to', 'Ask for at most 31 days at once.');
      const entries = await turn.run(() => agentTimeline(database, siteId, id, { from, to }, sight));
      return send(request, reply, request.query.format, { siteId, subject: id, entries });
    },
  );
}

function sightFor(request: FastifyRequest, siteId: string): Sight {
  const sight = sightOf(principalOf(request), siteId);
  if (sight === null) throw forbidden('You see nothing of this site.');
  return sight;
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  format: 'json' | 'csv' | undefined,
  answer: TimelineAnswer & { readonly entries: readonly TimelineEntry[] },
): FastifyReply {
  if (format !== 'csv') {
    return sendUnlessKnown(request, reply, 'application/json; charset=utf-8', JSON.stringify(answer));
  }
  void reply.header('content-disposition', 'attachment; filename="timeline.csv"');
  return sendUnlessKnown(request, reply, 'text/csv; charset=utf-8', toCsv(answer.entries));
}
