import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, desc, lt } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isAddressed } from '@floorwalk/shared/access/addressee';
import type { Principal } from '@floorwalk/shared/access/role';
import {
  ApprovalRequest,
  OfferAnswerRequest,
  ProposalRequest,
  ReasonRequest,
  SurgeAnswer,
  SurgePlanRequest,
  SurgeRequest,
} from '@floorwalk/shared/api/surge';
import { Id } from '@floorwalk/shared/kit/ids';
import { decideSurge, type SurgeCommand } from '@floorwalk/shared/surge/decide-surge';
import { pictureOf } from '@floorwalk/shared/surge-plan/picture-of-state';
import { proposeSurge } from '@floorwalk/shared/surge-plan/propose-surge';
import type { Surge } from '@floorwalk/shared/surge/surge';
import { withoutNames } from '@floorwalk/shared/surge/without-names';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, conflict, forbidden, notFound } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import type { Services } from '../../roles/services.ts';
import { moveSurge, ringFor } from './move-surge.ts';
import { noticesOf } from './notices.ts';
import { demandQueue, sightAt, surgesWithin } from './reach-surges.ts';
import { findSurge, movedEvent, policyOf, rowOf } from './surge-store.ts';
import { refusalProblem } from './surge-words.ts';
import { surge as surgeTable } from './tables.ts';

const tags = ['surge'];
const OfSite = Type.Object({ site: Id });
const OfSurge = Type.Object({ site: Id, id: Id });
const MAX_LISTED = 200;
const SurgeBody = Type.Unsafe<Surge>(Type.Unknown({ description: 'a surge as docs/surge.md describes it' }));

/** Surges: what there is, asking for one, deciding on it, answering an offer. */
export function surgeRoutes(app: FastifyInstance, services: Services): void {
  const { database, now, stateAt } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/surges',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'Surges, the newest first; without names for who may not see people',
        params: OfSite,
        querystring: Type.Object(
          {
            before: Type.Optional(epochMs('only those made before; epoch ms')),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LISTED, default: 50 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(SurgeBody) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { before, limit = 50 } = request.query;
      const sight = sightAt(principalOf(request), siteId);
      const rows = await database
        .select({ surge: surgeTable.surge })
        .from(surgeTable)
        .where(and(surgesWithin(siteId, sight), before === undefined ? undefined : lt(surgeTable.madeAt, before)))
        .orderBy(desc(surgeTable.madeAt), surgeTable.id)
        .limit(limit);
      return rows.map(({ surge }) => (sight.people === null ? withoutNames(surge) : surge));
    },
  );

  typed.post(
    '/api/v1/sites/:site/surge-plans',
    {
      config: requirePermission('request-surges'),
      schema: {
        tags,
        summary: 'What could be done for a queue in a window, with effect, cost and legality; changes nothing',
        params: OfSite,
        body: SurgePlanRequest,
        response: { 200: SurgeBody },
      },
    },
    async (request) => (await plan(request, request.params.site, request.body)).surge,
  );

  typed.post(
    '/api/v1/sites/:site/surges',
    {
      config: requirePermission('request-surges'),
      schema: {
        tags,
        summary: 'Ask for a surge that was not proposed, with moves of its plan',
        params: OfSite,
        body: SurgeRequest,
        response: { 201: SurgeAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const principal = principalOf(request);
      const { moveIds, note, ...asked } = request.body;
      const planned = await plan(request, siteId, asked);
      const by = { id: principal.id, name: principal.name };
      const { time } = planned;
      // A person's own wish is about no gap, so it neither ends with one nor stands in the way of a proposal.
      const fresh: Surge = { ...planned.surge, id: randomUUID(), proposedAt: null, gapClosedAt: time };
      const { policy } = await policyOf(database, siteId);
      const decision = decideSurge(fresh, { input: 'request', by, moveIds, note: note ?? null }, time, policy);
      if (!decision.ok) throw refusalProblem(decision, fresh, policy.labour);
      const { surge } = decision;
      const position = await database.transaction(async (transaction) => {
        const [appended] = await appendWith(
          transaction,
          siteId,
          [
            movedEvent('surge.requested', surge, by, time, randomUUID()),
            ...noticesOf(surge, decision.effects.notify, time, planned.zone),
          ],
          now(),
        );
        await transaction.insert(surgeTable).values(rowOf(siteId, surge));
        await audit(transaction, principal, now(), {
          action: 'surge.requested',
          siteId,
          subject: surge.id,
          after: { queueId: surge.queueId, moveIds, note },
        });
        return appended?.position ?? 0;
      });
      await ringFor(services, siteId, surge);
      return reply.code(201).send({ surge, position, time });
    },
  );

  typed.post(
    '/api/v1/sites/:site/surges/:id/request',
    {
      config: requirePermission('request-surges'),
      schema: {
        tags,
        summary: 'Request moves of a proposed surge',
        params: OfSurge,
        body: ProposalRequest,
        response: { 200: SurgeAnswer },
      },
    },
    async (request) => {
      const { moveIds, note } = request.body;
      return decide(request, (by) => ({ input: 'request', by, moveIds, note: note ?? null }));
    },
  );

  typed.post(
    '/api/v1/sites/:site/surges/:id/approve',
    {
      config: requirePermission('approve-surges'),
      schema: {
        tags,
        summary: 'Approve a requested surge; never by who requested it (409)',
        params: OfSurge,
        body: ApprovalRequest,
        response: { 200: SurgeAnswer },
      },
    },
    async (request) => decide(request, (by) => ({ input: 'approve', by, note: request.body.note ?? null })),
  );

  typed.post(
    '/api/v1/sites/:site/surges/:id/decline',
    {
      config: requirePermission('approve-surges'),
      schema: {
        tags,
        summary: 'Decline a requested surge, with the reason',
        params: OfSurge,
        body: ReasonRequest,
        response: { 200: SurgeAnswer },
      },
    },
    async (request) => decide(request, (by) => ({ input: 'decline', by, note: request.body.reason })),
  );

  typed.post(
    '/api/v1/sites/:site/surges/:id/cancel',
    {
      config: requirePermission('request-surges'),
      schema: {
        tags,
        summary: 'Withdraw a surge, or end one that is under way and return its people',
        params: OfSurge,
        body: ReasonRequest,
        response: { 200: SurgeAnswer },
      },
    },
    async (request) => decide(request, (by) => ({ input: 'cancel', by, note: request.body.reason })),
  );

  typed.post(
    '/api/v1/sites/:site/surges/:id/offers/:move/answer',
    {
      config: requirePermission('answer-offers'),
      schema: {
        tags,
        summary: 'Answer an offer that is yours',
        params: Type.Object({ site: Id, id: Id, move: Id }),
        body: OfferAnswerRequest,
        response: { 200: SurgeAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id, move: moveId } = request.params;
      const principal = principalOf(request);
      const surge = await findSurge(database, siteId, id);
      const agentId = surge?.moves.find((one) => one.id === moveId && one.isChosen)?.agentId ?? null;
      if (surge === undefined || agentId === null) throw notFound('There is no such offer.');
      if (!isAddressed(principal, siteId, { kind: 'agent', agentId })) throw forbidden('This offer is not yours.');
      const by = { id: principal.id, name: principal.name };
      const answered = await carryOut(principal, siteId, id, {
        input: 'answer',
        by,
        moveId,
        answer: request.body.answer,
      });
      // The agent is told of their own part alone.
      const own = answered.surge.moves.filter((one) => one.agentId === agentId);
      return { ...answered, surge: { ...answered.surge, moves: own } };
    },
  );

  async function decide(
    request: FastifyRequest<{ Params: { site: string; id: string } }>,
    commandBy: (by: { id: string; name: string }) => SurgeCommand,
  ): Promise<SurgeAnswer> {
    const { site: siteId, id } = request.params;
    const principal = principalOf(request);
    const surge = await findSurge(database, siteId, id);
    if (surge === undefined) throw notFound('There is no such surge.');
    demandQueue(principal, siteId, surge.queueId, surge.teamId);
    return carryOut(principal, siteId, id, commandBy({ id: principal.id, name: principal.name }));
  }

  async function carryOut(
    principal: Principal,
    siteId: string,
    id: string,
    command: SurgeCommand,
  ): Promise<SurgeAnswer> {
    const moved = await moveSurge(services, siteId, id, command, async (transaction, before, after) => {
      await audit(transaction, principal, now(), {
        action: `surge.${command.input}`,
        siteId,
        subject: id,
        before: { state: before.state },
        after: { state: after.state, ...('note' in command && { note: command.note }) },
      });
    });
    if (moved === undefined) throw notFound('There is no such surge.');
    if (!moved.decision.ok) {
      throw refusalProblem(moved.decision, moved.surge, (await policyOf(database, siteId)).policy.labour);
    }
    return { surge: moved.surge, position: moved.position, time: moved.time };
  }

  async function plan(
    request: FastifyRequest,
    siteId: string,
    { queueId, from, to, direction = 'add', agentsMore }: SurgePlanRequest,
  ): Promise<{ readonly surge: Surge; readonly time: number; readonly zone: string }> {
    const { time, zone } = await siteTime(database, siteId, now);
    const { policy, version } = await policyOf(database, siteId);
    const window = { from: Math.max(time, Math.floor(from ?? time)), to: Math.floor(to) };
    if (window.to <= window.from) throw badField('/to', 'A surge ends later than it begins, and later than now.');
    if (window.to - window.from > policy.maxLastMs)
      throw badField('/to', `A surge lasts ${policy.maxLastMs / 60_000} minutes at most (the site's rules say so).`);
    const { state } = await stateAt(siteId, { at: time, view: 'shown' });
    const queue = state.floor.queues.get(queueId);
    if (queue === undefined) throw badField('/queueId', `There is no queue ${queueId} on this site.`);
    demandQueue(principalOf(request), siteId, queueId, queue.teamId);
    const picture = pictureOf(state, time, { patience: true });
    const surge = proposeSurge(picture, {
      id: 'plan',
      queueId,
      direction,
      window,
      ...(agentsMore !== undefined && { agentsMore }),
      policy,
      policyVersion: version,
    });
    if (surge === null) {
      throw conflict(
        picture.forecasts.has(queueId)
          ? 'There is nobody who could be moved for this queue in that window, or its forecast does not reach so far.'
          : 'There is no forecast for this queue yet, so nothing can be said about its staff.',
      );
    }
    return { surge, time, zone };
  }
}
