import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, desc, eq, gte, isNull } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { CloseRequest, InvestigationAnswer } from '@floorwalk/shared/api/forecast';
import { Id } from '@floorwalk/shared/kit/ids';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { settledBy } from '@floorwalk/shared/words/say-notice';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { readStatus } from './read-status.ts';
import { nameOf, seesQueue } from './seen-queues.ts';
import { investigation } from './tables.ts';

const tags = ['forecasts'];
const MAX_INVESTIGATIONS = 500;

/** Deviations that somebody is to explain. */
export function investigationRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/investigations',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'Deviations from the forecast beyond chance, the newest first, with what was found',
        params: Type.Object({ site: Id }),
        querystring: Type.Object(
          {
            status: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('all')], { default: 'all' })),
            from: Type.Optional(epochMs('only those opened at or after; epoch ms')),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_INVESTIGATIONS, default: 100 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(InvestigationAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { status, from, limit = 100 } = request.query;
      const { facts } = await readStatus(services, siteId);
      const sees = seesQueue(principalOf(request), siteId, facts.floor);
      const rows = await database
        .select()
        .from(investigation)
        .where(
          and(
            eq(investigation.site, siteId),
            status === 'open' ? isNull(investigation.closedAt) : undefined,
            from === undefined ? undefined : gte(investigation.openedAt, from),
          ),
        )
        .orderBy(desc(investigation.openedAt), investigation.id)
        .limit(MAX_INVESTIGATIONS);
      return rows
        .filter(({ queueId }) => sees(queueId))
        .slice(0, limit)
        .map(({ site: _, ...row }) => ({ ...row, queueName: nameOf(facts.floor, row.queueId) }));
    },
  );

  typed.post(
    '/api/v1/sites/:site/investigations/:id/close',
    {
      config: requirePermission('acknowledge-alerts'),
      schema: {
        tags,
        summary: 'Close an investigation with what it was',
        params: Type.Object({ site: Id, id: Id }),
        body: CloseRequest,
        response: { 200: Type.Object({ position: Type.Integer(), time: Type.Number() }) },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const { cause, finding } = request.body;
      const principal = principalOf(request);
      if (finding.trim() === '') throw badField('/finding', 'Say what was found.');
      const { facts, time } = await readStatus(services, siteId);
      const sees = seesQueue(principal, siteId, facts.floor);
      const by = { id: principal.id, name: principal.name };
      return decideOnSite(database, siteId, async (transaction) => {
        const ofId = and(eq(investigation.site, siteId), eq(investigation.id, id));
        const [row] = await transaction.select().from(investigation).where(ofId);
        if (row === undefined || !sees(row.queueId)) throw notFound('There is no such investigation.');
        if (row.closedAt !== null)
          throw conflict(`${row.closedBy?.name ?? 'Somebody'} has closed this investigation already.`);
        await transaction.update(investigation).set({ closedAt: time, closedBy: by, cause, finding }).where(ofId);
        const closed = { investigationId: id, cause, finding, by };
        const settled = {
          about: { kind: 'investigation' as const, id },
          ...settledBy({ key: 'settled.investigation', values: {} }),
        };
        return sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'investigation.closed',
          subject: id,
          after: { cause, finding },
          events: [
            consoleEvent('investigation.closed', time, closed, `investigation-${id}-closed`),
            consoleEvent('notice.withdrawn', time, settled, `investigation-${id}-withdrawn`),
          ],
        });
      });
    },
  );
}
