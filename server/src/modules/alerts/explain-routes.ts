import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { explainRule } from '@floorwalk/shared/alerts/explain-rule';
import { RuleSubject } from '@floorwalk/shared/alerts/rule';
import { ExplainAnswer } from '@floorwalk/shared/api/alerts';
import { Id } from '@floorwalk/shared/kit/ids';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { demand, principalOf, requirePermission } from '../../auth/access.ts';
import { badField, notFound } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { seesSubject } from './reach-alerts.ts';
import { siteTime } from '../../live/site-time.ts';

/** Why a rule did or did not fire, now or at any moment, by the same code that decides live. */
export function explainRoutes(app: FastifyInstance, { database, stateAt, now }: Services): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/sites/:site/alerts/explain',
    {
      config: requirePermission('view-live'),
      schema: {
        tags: ['alerts'],
        summary: 'What a rule found on a subject at a moment, and why it fired or did not',
        params: Type.Object({ site: Id }),
        querystring: Type.Object(
          {
            rule: Id,
            table: RuleSubject.properties.table,
            id: Id,
            at: Type.Optional(epochMs("epoch ms of the site's clock; now unless given")),
          },
          { additionalProperties: false },
        ),
        response: { 200: ExplainAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { rule: ruleId, table, id, at } = request.query;
      const principal = principalOf(request);
      if (at !== undefined) demand(principal, 'travel-in-time', siteId);
      const { time } = await siteTime(database, siteId, now);
      if (at !== undefined && at > time) throw badField('/at', 'at lies in the future of this site.');
      const { state, asOf } = await stateAt(siteId, { at: at ?? time, view: 'shown' });
      const seen = seesSubject(principal, siteId, state.floor, table, id);
      const explained = seen ? explainRule(state, ruleId, { table, id }, asOf) : null;
      if (explained === null) {
        throw notFound('At that moment there was no such rule, or it did not watch this subject.');
      }
      return explained;
    },
  );
}
