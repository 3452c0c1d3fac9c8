import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { sightOf } from '@floorwalk/shared/access/sight';
import {
  AgentSkillsRequest,
  DayAnswer,
  ScheduleDecision,
  SetDayRequest,
  SetDaysAnswer,
  SetDaysRequest,
} from '@floorwalk/shared/api/schedule';
import { Id } from '@floorwalk/shared/kit/ids';
import { LocalDate } from '@floorwalk/shared/schedule/events';
import { dateAfter, midnightOf } from '@floorwalk/shared/schedule/local-moments';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, forbidden } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { decideSchedule, demandAgent, presentOf, reachesAgent } from './decide.ts';
import { readDays } from './read-schedule.ts';
import { setDays } from './set-days.ts';

const tags = ['schedules'];
/** Longest span of days asked about at once. */
const MOST_DAYS = 62;

/** Agents' days, read and set; and what agents can do. */
export function dayRoutes(app: FastifyInstance, services: Services): void {
  const { database } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/schedules',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'Schedules of the agents you see, by local date',
        params: Type.Object({ site: Id }),
        querystring: Type.Object(
          { from: LocalDate, to: LocalDate, agent: Type.Optional(Id) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(DayAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { from, to, agent } = request.query;
      const principal = principalOf(request);
      if (midnightOf('UTC', from) === undefined) throw badField('/from', 'from is no date; write one as 2026-05-04.');
      if (midnightOf('UTC', to) === undefined) throw badField('/to', 'to is no date; write one as 2026-05-04.');
      if (to < from) throw badField('/to', 'to must not be before from.');
      if (to > dateAfter(from, MOST_DAYS)) throw badField('/to', `Ask for ${MOST_DAYS} days at most.`);
      if ((sightOf(principal, siteId)?.people ?? null) === null)
        throw forbidden('You do not see the people of this site.');
      const { state } = await presentOf(services, siteId);
      const days = await readDays(database, siteId, from, to, agent);
      return days
        .filter(({ agentId }) => reachesAgent(principal, siteId, state, agentId))
        .map(({ agentId, date, activities, position, setAt, setBy }) => ({
          agentId,
          date,
          activities: [...activities],
          position,
          setAt,
          setBy: setBy?.name ?? null,
        }));
    },
  );

  typed.put(
    '/api/v1/sites/:site/schedules/:agent/:date',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary: 'Set the whole day of an agent',
        params: Type.Object({ site: Id, agent: Id, date: LocalDate }),
        body: SetDayRequest,
        response: { 200: ScheduleDecision },
      },
    },
    async (request) => {
      const { site, agent: agentId, date } = request.params;
      const { time, days } = await setDays(services, principalOf(request), site, [
        { agentId, date, ...request.body, pointer: '' },
      ]);
      return { time, position: days[0]?.position ?? 0 };
    },
  );

  typed.put(
    '/api/v1/sites/:site/schedules',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary: 'Set days of agents, all of them or none',
        params: Type.Object({ site: Id }),
        body: SetDaysRequest,
        response: { 200: SetDaysAnswer },
      },
    },
    async (request) =>
      setDays(
        services,
        principalOf(request),
        request.params.site,
        request.body.days.map((day, index) => ({ ...day, pointer: `/days/${index}` })),
      ),
  );

  typed.put(
    '/api/v1/sites/:site/agents/:agent/skills',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary: 'Change what an agent can do: skills, and the queues served',
        params: Type.Object({ site: Id, agent: Id }),
        body: AgentSkillsRequest,
        response: { 200: ScheduleDecision },
      },
    },
    async (request) => {
      const { site: siteId, agent: agentId } = request.params;
      const principal = principalOf(request);
      const { time, state } = await presentOf(services, siteId);
      demandAgent(principal, siteId, state, agentId);
      const { queueIds = [] } = request.body;
      queueIds.forEach((queueId, index) => {
        if (!state.floor.queues.has(queueId)) throw badField(`/queueIds/${index}`, 'There is no such queue.');
      });
      return decideSchedule(
        services,
        { siteId, time, principal },
        { type: 'agent.configured', subject: agentId, data: { agentId, ...request.body } },
        async () => {
          const agent = state.floor.agents.get(agentId);
          return agent && { skills: agent.skills, queueIds: agent.queueIds };
        },
      );
    },
  );
}
