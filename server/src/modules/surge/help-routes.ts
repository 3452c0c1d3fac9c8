import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { isAddressed } from '@floorwalk/shared/access/addressee';
import type { Principal } from '@floorwalk/shared/access/role';
import { HelpAnswer, HelpAnswerRequest, HelpCandidateAnswer, OfferAnswerRequest } from '@floorwalk/shared/api/surge';
import { Id } from '@floorwalk/shared/kit/ids';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import type { MoveAnswer } from '@floorwalk/shared/surge/answer-move';
import type { SurgeHelp } from '@floorwalk/shared/surge/surge-help';
import { helpCandidates, type HelpCandidate } from '@floorwalk/shared/surge-plan/lend-agents';
import { pictureOf } from '@floorwalk/shared/surge-plan/picture-of-state';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, conflict, forbidden, notFound } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import type { Services } from '../../roles/services.ts';
import { moveSurge } from './move-surge.ts';
import { sightAt } from './reach-surges.ts';
import { policyOf } from './surge-store.ts';
import { illegalMoveWords, refusalProblem } from './surge-words.ts';

const OfHelp = Type.Object({ site: Id, id: Id });
const MAX_CANDIDATES = 200;

/** Help that other sites ask this one for: who could give it, granted or refused, and answered by whom was named; said on both logs at once. */
export function helpRoutes(app: FastifyInstance, services: Services): void {
  const { database, now, stateAt } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/surge-helps/:id/candidates',
    {
      config: requirePermission('approve-surges'),
      schema: {
        tags: ['surge'],
        summary: 'Who could be named to help another site, with the labour rule that forbids it',
        params: OfHelp,
        response: { 200: Type.Array(HelpCandidateAnswer, { maxItems: MAX_CANDIDATES }) },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      demandWhole(principalOf(request), siteId);
      const { help, state, time } = await helpAt(siteId, id);
      return (await candidatesOf(help, state, time)).slice(0, MAX_CANDIDATES);
    },
  );

  typed.post(
    '/api/v1/sites/:site/surge-helps/:id/answer',
    {
      config: requirePermission('approve-surges'),
      schema: {
        tags: ['surge'],
        summary: 'Grant another site help with agents you name, or with some, or refuse it with the reason',
        params: OfHelp,
        body: HelpAnswerRequest,
        response: { 200: HelpAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { help, state, time } = await helpAt(siteId, id);
      const given = request.body;
      const helpers = 'agentIds' in given ? await named(given.agentIds, help, state, time) : [];
      const agentCount = given.answer === 'no' ? 0 : 'agentIds' in given ? helpers.length : given.agentCount;
      if (agentCount > help.agentCount)
        throw badField('agentIds' in given ? '/agentIds' : '/agentCount', `${help.agentCount} agents were asked for.`);
      const note = given.answer === 'yes' ? (given.note ?? null) : given.reason;
      const answer = { answer: given.answer, help: { agentCount, note, helpers } };
      await carryOut(principal, siteId, help, answer, { action: 'surge.help-answered', after: given });
      return { helpId: id, answer: given.answer, time };
    },
  );

  typed.post(
    '/api/v1/sites/:site/surge-helps/:id/agents/:agent/answer',
    {
      config: requirePermission('answer-offers'),
      schema: {
        tags: ['surge'],
        summary: 'Say whether you will help another site that you were named for',
        params: Type.Object({ site: Id, id: Id, agent: Id }),
        body: OfferAnswerRequest,
        response: { 200: HelpAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id, agent: agentId } = request.params;
      const { answer } = request.body;
      const principal = principalOf(request);
      if (!isAddressed(principal, siteId, { kind: 'agent', agentId })) throw forbidden('This offer is not yours.');
      const { help, time } = await helpAt(siteId, id);
      if (help.agents?.some((one) => one.agentId === agentId) !== true) throw notFound('There is no such offer.');
      const said = { answer, helperId: agentId };
      await carryOut(principal, siteId, help, said, {
        action: 'surge.help-offer-answered',
        after: { agentId, answer },
      });
      return { helpId: id, answer, time };
    },
  );

  function demandWhole(principal: Principal, siteId: string): void {
    if (sightAt(principal, siteId).people?.whole !== true)
      throw forbidden('Help for another site concerns all of this one, and you see only part of it.');
  }

  async function helpAt(siteId: string, id: string) {
    const { time } = await siteTime(database, siteId, now);
    const { state } = await stateAt(siteId, { at: time, view: 'shown' });
    const help = state.surges.helps.get(id);
    if (help === undefined) throw notFound('Nobody asks this site for that.');
    return { help, state, time };
  }

  async function candidatesOf(help: SurgeHelp, state: LiveState, time: number): Promise<HelpCandidate[]> {
    const asking = await siteTime(database, help.fromSiteId, now);
    const there = (await stateAt(help.fromSiteId, { at: asking.time, view: 'shown' })).state.floor;
    const channel = there.queues.get(help.queueId ?? '')?.channel ?? null;
    const queue = { id: help.queueId, name: help.queueName, channel };
    const window = { from: Math.max(time, help.fromAt), to: help.toAt };
    const others = [...state.surges.helps.values()].filter(
      ({ id, state: stands }) => id !== help.id && (stands === 'granted' || stands === 'lent'),
    );
    const lentIds = new Set(others.flatMap(({ agents = [] }) => agents.map(({ agentId }) => agentId)));
    const { labour } = state.surges.policy.policy;
    return helpCandidates(pictureOf(state, time, { patience: false }), queue, window, { labour, lentIds });
  }

  /** The agents by their ids, with their names. Throws 400 for whom this site does not have, and 409 for whom a labour rule keeps from it. */
  async function named(agentIds: readonly string[], help: SurgeHelp, state: LiveState, time: number) {
    const candidates = new Map((await candidatesOf(help, state, time)).map((one) => [one.agentId, one]));
    return agentIds.map((agentId, index) => {
      const found = candidates.get(agentId);
      if (found === undefined)
        throw badField(`/agentIds/${index}`, `${agentId} is nobody who serves a queue here and is not lent already.`);
      const { agentName, refusal } = found;
      if (refusal !== null)
        throw conflict(illegalMoveWords({ kind: 'other-site', agentName, refusal }, state.surges.policy.policy.labour));
      return { agentId, agentName };
    });
  }

  async function carryOut(
    principal: Principal,
    siteId: string,
    help: SurgeHelp,
    said: Omit<MoveAnswer, 'by'>,
    { action, after }: { readonly action: string; readonly after: object },
  ): Promise<void> {
    const by = { id: principal.id, name: principal.name };
    const command = { input: 'answer' as const, by, moveId: help.moveId, ...said };
    const moved = await moveSurge(services, help.fromSiteId, help.surgeId, command, async (transaction) => {
      for (const where of [siteId, help.fromSiteId]) {
        // oxlint-disable-next-line no-await-in-loop -- one connection asks one thing at a time
        await audit(transaction, principal, now(), {
          action,
          siteId: where,
          subject: help.id,
          before: { state: help.state },
          after,
        });
      }
    });
    if (moved === undefined) throw notFound('The surge this help is for is gone.');
    if (moved.decision.ok) return;
    if (moved.decision.refusal === 'own-request')
      throw conflict('You asked for this help yourself. Somebody else has to grant it.');
    throw refusalProblem(moved.decision, moved.surge, (await policyOf(database, help.fromSiteId)).policy.labour);
  }
}
