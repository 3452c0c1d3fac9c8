import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { HelpAnswer, HelpAnswerRequest } from '@floorwalk/shared/api/surge';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, conflict, forbidden, notFound } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import type { Services } from '../../roles/services.ts';
import { moveSurge } from './move-surge.ts';
import { sightAt } from './reach-surges.ts';
import { policyOf } from './surge-store.ts';
import { refusalProblem } from './surge-words.ts';

/** Help that other sites ask this one for: granted or refused here, and said on both logs at once. */
export function helpRoutes(app: FastifyInstance, services: Services): void {
  const { database, now, stateAt } = services;
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/api/v1/sites/:site/surge-helps/:id/answer',
    {
      config: requirePermission('approve-surges'),
      schema: {
        tags: ['surge'],
        summary: 'Grant another site help with some agents, or refuse it with the reason',
        params: Type.Object({ site: Id, id: Id }),
        body: HelpAnswerRequest,
        response: { 200: HelpAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      if (sightAt(principal, siteId).people?.whole !== true)
        throw forbidden('Help for another site concerns all of this one, and you see only part of it.');
      const { time } = await siteTime(database, siteId, now);
      const { state } = await stateAt(siteId, { at: time, view: 'shown' });
      const help = state.surges.helps.get(id);
      if (help === undefined) throw notFound('Nobody asks this site for that.');
      const given = request.body;
      if (given.answer === 'yes' && given.agentCount > help.agentCount)
        throw badField('/agentCount', `${help.agentCount} agents were asked for.`);
      const by = { id: principal.id, name: principal.name };
      const note = given.answer === 'yes' ? (given.note ?? null) : given.reason;
      const agentCount = given.answer === 'yes' ? given.agentCount : 0;
      const moved = await moveSurge(
        services,
        help.fromSiteId,
        help.surgeId,
        { input: 'answer', by, moveId: help.moveId, answer: given.answer, help: { agentCount, note } },
        async (transaction) => {
          for (const where of [siteId, help.fromSiteId]) {
            // oxlint-disable-next-line no-await-in-loop -- one connection asks one thing at a time
            await audit(transaction, principal, now(), {
              action: 'surge.help-answered',
              siteId: where,
              subject: id,
              before: { state: help.state },
              after: given,
            });
          }
        },
      );
      if (moved === undefined) throw notFound('The surge this help is for is gone.');
      if (!moved.decision.ok) {
        if (moved.decision.refusal === 'own-request')
          throw conflict('You asked for this help yourself. Somebody else has to grant it.');
        throw refusalProblem(moved.decision, moved.surge, (await policyOf(database, help.fromSiteId)).policy.labour);
      }
      return { helpId: id, answer: given.answer, time };
    },
  );
}
