import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { may } from '@floorwalk/shared/access/role';
import { sightOf } from '@floorwalk/shared/access/sight';
import {
  ExceptionAnswer,
  ExceptionDecision,
  ExceptionRequest,
  MAX_ACTIVITY_MS,
  MOST_DAYS_AHEAD,
  ScheduleDecision,
} from '@floorwalk/shared/api/schedule';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, forbidden, notFound } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { decideSchedule, demandAgent, presentOf } from './decide.ts';
import { readExceptions } from './read-schedule.ts';

const tags = ['schedules'];
const DAY_MS = 86_400_000;

/** Departures from the schedule that somebody asks to accept: by the agent or a lead, decided by a lead. */
export function exceptionRoutes(app: FastifyInstance, services: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.post(
    '/api/v1/sites/:site/schedule-exceptions',
    {
      config: requirePermission('view-live'),
      schema: {
        tags,
        summary: 'Ask that a departure from the schedule be accepted',
        params: Type.Object({ site: Id }),
        body: ExceptionRequest,
        response: { 201: ExceptionAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const { agentId, startAt, endAt, reason } = request.body;
      const principal = principalOf(request);
      const { time, state } = await presentOf(services, siteId);
      const isOwn = sightOf(principal, siteId)?.ownAgentIds.has(agentId) === true;
      if (!isOwn) {
        if (!may(principal, 'edit-schedules', siteId)) throw forbidden('You may ask for yourself alone.');
        demandAgent(principal, siteId, state, agentId);
      }
      if (endAt <= startAt) throw badField('/endAt', 'An exception ends after it starts.');
      if (endAt - startAt > MAX_ACTIVITY_MS) throw badField('/endAt', 'An exception lasts 25 hours at most.');
      if (endAt < time - DAY_MS) throw badField('/endAt', 'An exception is asked for within a day at most.');
      if (startAt > time + MOST_DAYS_AHEAD * DAY_MS) {
        throw badField('/startAt', `An exception begins in ${MOST_DAYS_AHEAD} days at most.`);
      }
      const exceptionId = randomUUID();
      const by = { id: principal.id, name: principal.name };
      const decided = await decideSchedule(
        services,
        { siteId, time, principal },
        {
          type: 'schedule.exception-requested',
          subject: agentId,
          data: { exceptionId, agentId, startAt, endAt, reason, by },
        },
      );
      return reply.code(201).send({ exceptionId, ...decided });
    },
  );

  typed.post(
    '/api/v1/sites/:site/schedule-exceptions/:id/decide',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary: 'Approve or decline an exception',
        params: Type.Object({ site: Id, id: Id }),
        body: ExceptionDecision,
        response: { 200: ScheduleDecision },
      },
    },
    async (request) => {
      const { site: siteId, id: exceptionId } = request.params;
      const { verdict, note } = request.body;
      const principal = principalOf(request);
      const { time, state } = await presentOf(services, siteId);
      const known = [...state.schedule.agents.values()].find(({ exceptions }) =>
        exceptions.some((one) => one.exceptionId === exceptionId),
      );
      const exception = known?.exceptions.find((one) => one.exceptionId === exceptionId);
      if (known === undefined || exception === undefined) throw notFound('There is no such exception.');
      demandAgent(principal, siteId, state, known.id);
      if (sightOf(principal, siteId)?.ownAgentIds.has(known.id) === true) {
        throw forbidden('Somebody else decides about your own exception.');
      }
      const by = { id: principal.id, name: principal.name };
      const common = { exceptionId, agentId: known.id, by };
      return decideSchedule(
        services,
        { siteId, time, principal },
        verdict === 'approved'
          ? {
              type: 'schedule.exception-approved',
              subject: known.id,
              data: { ...common, ...(note !== undefined && { note }) },
            }
          : { type: 'schedule.exception-declined', subject: known.id, data: { ...common, note } },
        async () => {
          const all = await readExceptions(services.database, siteId, exception.startAt, exception.endAt);
          const now = all.get(known.id)?.find((one) => one.exceptionId === exceptionId);
          if (now?.state === verdict) throw conflict(`This exception was ${verdict} already.`);
          return { state: now?.state, reason: exception.reason };
        },
      );
    },
  );
}
