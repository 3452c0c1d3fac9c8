import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { sightOf } from '@floorwalk/shared/access/sight';
import {
  AgentSkillsRequest,
  DayAnswer,
  MAX_ACTIVITY_MS,
  MOST_DAYS_AHEAD,
  MOST_DAYS_BACK,
  ScheduleDecision,
  SetDayRequest,
} from '@floorwalk/shared/api/schedule';
import { Id } from '@floorwalk/shared/kit/ids';
import { activityBook } from '@floorwalk/shared/schedule/activity-book';
import { LocalDate, type ScheduledActivity } from '@floorwalk/shared/schedule/events';
import { dateAfter, midnightOf } from '@floorwalk/shared/schedule/local-moments';
import { dateAt } from '@floorwalk/shared/schedule/schedule-state';
import { scheduleSlice } from '@floorwalk/shared/schedule/schedule-slice';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, forbidden } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { decideSchedule, demandAgent, presentOf, reachesAgent } from './decide.ts';
import { readDays } from './read-schedule.ts';

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
      const { site: siteId, agent: agentId, date } = request.params;
      const { activities, basedOn } = request.body;
      const principal = principalOf(request);
      const { time, zone, state } = await presentOf(services, siteId);
      demandAgent(principal, siteId, state, agentId);
      demandDate(date, zone, time);
      const { tables } = scheduleSlice.rows(state.schedule, time, 'all');
      const book = activityBook(tables.activities ?? []);
      checkActivities(activities, date, zone, (id) => book.has(id));
      const by = { id: principal.id, name: principal.name };
      return decideSchedule(
        services,
        { siteId, time, principal },
        { type: 'schedule.day-set', subject: agentId, data: { agentId, date, activities, by } },
        async (transaction) => {
          const [former] = await readDays(transaction, siteId, date, date, agentId);
          if ((former?.position ?? null) === basedOn) return former?.activities;
          const who = former?.setBy == null ? '' : ` by ${former.setBy.name}`;
          throw conflict(`This day was set anew${who} since you opened it.`);
        },
      );
    },
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

function demandDate(date: string, zone: string, time: number): void {
  if (midnightOf(zone, date) === undefined) throw badField('/date', 'date is no date; write one as 2026-05-04.');
  if (date > dateAt(zone, time, MOST_DAYS_AHEAD))
    throw badField('/date', `A day is set ${MOST_DAYS_AHEAD} days ahead at most.`);
  if (date < dateAt(zone, time, -MOST_DAYS_BACK))
    throw badField('/date', `A day is set ${MOST_DAYS_BACK} days back at most.`);
}

function checkActivities(
  activities: readonly ScheduledActivity[],
  date: string,
  zone: string,
  isKnown: (activityId: string) => boolean,
): void {
  activities.forEach(({ activityId, startAt, endAt }, index) => {
    const at = `/activities/${index}`;
    if (!isKnown(activityId)) throw badField(`${at}/activityId`, 'There is no such activity.');
    if (endAt <= startAt) throw badField(`${at}/endAt`, 'An activity ends after it starts.');
    if (endAt - startAt > MAX_ACTIVITY_MS) throw badField(`${at}/endAt`, 'An activity lasts 25 hours at most.');
    // A shift belongs to the day it starts on; its later parts may lie behind midnight.
    const first = dateAt(zone, startAt);
    if (first !== date && first !== dateAfter(date, 1))
      throw badField(`${at}/startAt`, `${date} is not the day this activity starts on.`);
  });
}
