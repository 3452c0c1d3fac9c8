import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { reachesQueue, sightOf } from '@floorwalk/shared/access/sight';
import {
  ActivityRequest,
  AdherenceSettingsRequest,
  QueueStaffingRequest,
  ScheduleDecision,
} from '@floorwalk/shared/api/schedule';
import { Id } from '@floorwalk/shared/kit/ids';
import { KEPT_SETTINGS } from '@floorwalk/shared/schedule/schedule-state';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { conflict, forbidden, notFound } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { decideSchedule, demandWholeSite, presentOf } from './decide.ts';

const tags = ['schedules'];

/** What activities are, what queues need at least, and how adherence is judged. */
export function settingsRoutes(app: FastifyInstance, services: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.put(
    '/api/v1/sites/:site/schedule-activities/:id',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary: 'Say what an activity is',
        params: Type.Object({ site: Id, id: Id }),
        body: ActivityRequest,
        response: { 200: ScheduleDecision },
      },
    },
    async (request) => {
      const { site: siteId, id: activityId } = request.params;
      const principal = principalOf(request);
      demandWholeSite(principal, siteId);
      const { time, state } = await presentOf(services, siteId);
      const { activities } = state.schedule;
      if (!activities.has(activityId) && activities.size >= KEPT_SETTINGS)
        throw conflict(`A site has ${KEPT_SETTINGS} activities at most.`);
      const by = { id: principal.id, name: principal.name };
      return decideSchedule(
        services,
        { siteId, time, principal },
        { type: 'schedule.activity-configured', subject: activityId, data: { activityId, ...request.body, by } },
        async () => activities.get(activityId)?.data,
      );
    },
  );

  typed.put(
    '/api/v1/sites/:site/queue-staffing/:queue',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary: 'Say what a queue needs beyond its forecast: a minimum, shrinkage, a skill',
        params: Type.Object({ site: Id, queue: Id }),
        body: QueueStaffingRequest,
        response: { 200: ScheduleDecision },
      },
    },
    async (request) => {
      const { site: siteId, queue: queueId } = request.params;
      const principal = principalOf(request);
      const { time, state } = await presentOf(services, siteId);
      const queue = state.floor.queues.get(queueId);
      if (queue === undefined) throw notFound('There is no such queue.');
      if (!reachesQueue(sightOf(principal, siteId)?.numbers ?? null, queueId, queue.teamId)) {
        throw forbidden('This queue belongs to a team you do not see.');
      }
      const by = { id: principal.id, name: principal.name };
      return decideSchedule(
        services,
        { siteId, time, principal },
        { type: 'schedule.queue-configured', subject: queueId, data: { queueId, ...request.body, by } },
        async () => state.schedule.queues.get(queueId)?.data,
      );
    },
  );

  typed.put(
    '/api/v1/sites/:site/adherence-settings',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary: 'Say how adherence is judged: the grace period, and what reasons mean',
        params: Type.Object({ site: Id }),
        body: AdherenceSettingsRequest,
        response: { 200: ScheduleDecision },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const principal = principalOf(request);
      demandWholeSite(principal, siteId);
      const { time, state } = await presentOf(services, siteId);
      const by = { id: principal.id, name: principal.name };
      const { graceMs, reasons } = state.schedule.adherence;
      return decideSchedule(
        services,
        { siteId, time, principal },
        { type: 'schedule.adherence-configured', subject: siteId, data: { ...request.body, by } },
        async () => ({ graceMs, reasons }),
      );
    },
  );
}
