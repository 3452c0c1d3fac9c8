import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { previewRule } from '@floorwalk/shared/alerts/preview-rule';
import { PreviewAnswer } from '@floorwalk/shared/api/alerts';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { siteTime } from '../../live/site-time.ts';
import type { Services } from '../../roles/services.ts';
import { demandWhole } from './reach-alerts.ts';
import { readRule } from './rule-routes.ts';

/** What a rule would say now, before it is in force. Its faults are answered as when it is put in force. */
export function previewRoutes(app: FastifyInstance, { database, stateAt, now }: Services): void {
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/api/v1/sites/:site/alert-rules/preview',
    {
      config: requirePermission('edit-rules'),
      schema: {
        tags: ['alerts'],
        summary: 'For what a rule that is not in force would hold now',
        params: Type.Object({ site: Id }),
        body: Type.Unknown({ description: 'a rule as docs/alerts.md describes it' }),
        response: { 200: PreviewAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      demandWhole(principalOf(request), siteId);
      const rule = readRule(request.body, '');
      const { time } = await siteTime(database, siteId, now);
      const { state, asOf } = await stateAt(siteId, { at: time, view: 'shown' });
      return previewRule(state, rule, asOf);
    },
  );
}
