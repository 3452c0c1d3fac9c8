import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { SessionAnswer } from '@floorwalk/shared/api/session';
import { Id } from '@floorwalk/shared/kit/ids';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { administers } from '../../auth/grants.ts';
import { forbidden } from '../../auth/http-problem.ts';
import { sitesWithin } from '../../auth/sites-within.ts';
import type { Services } from '../../roles/services.ts';
import { findSite } from './history-site.ts';
import { LoggedEventSchema } from './timeline-routes.ts';

const MOST_EVENTS = 1000;
const USUAL_EVENTS = 100;

/** The sites one reaches, and the log as it is. */
export function logRoutes(app: FastifyInstance, { database, log }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['history'], summary: 'The sites you reach', response: { 200: SessionAnswer.properties.sites } },
    },
    async (request) => sitesWithin(database, principalOf(request)),
  );

  typed.get(
    '/api/v1/sites/:site/events',
    {
      config: requirePermission('manage-sources'),
      schema: {
        tags: ['history'],
        summary: 'The log as it is, from a position on (for operators)',
        params: Type.Object({ site: Id }),
        querystring: Type.Object(
          {
            from: Type.Optional(Type.Integer({ minimum: 1, default: 1, description: 'first position' })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_EVENTS, default: USUAL_EVENTS })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            siteId: Type.String(),
            head: Type.Integer({ description: 'last position of the log' }),
            next: Type.Union([Type.Integer(), Type.Null()], { description: 'the position to go on from' }),
            events: Type.Array(LoggedEventSchema),
          }),
        },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      if (!administers(principalOf(request), siteId))
        throw forbidden('Only an administrator of the whole site reads its log.');
      await findSite(database, siteId);
      const { from = 1, limit = USUAL_EVENTS } = request.query;
      const { position: head } = await log.head(siteId);
      const to = Math.min(head, from + limit - 1);
      const events: LoggedEvent[] = [];
      for await (const batch of log.read(siteId, { from, to, batchSize: limit })) events.push(...batch);
      return { siteId, head, next: to < head ? to + 1 : null, events };
    },
  );
}
