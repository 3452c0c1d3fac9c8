import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, eq, sql } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { QueueRequirementsAnswer } from '@floorwalk/shared/api/forecast';
import { createQueue } from '@floorwalk/shared/floor/floor-state';
import { requirementBasis, type MeasuredPatience } from '@floorwalk/shared/forecast/required-agents';
import { RequirementRule } from '@floorwalk/shared/forecast/requirement-rule';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, notFound } from '../../auth/http-problem.ts';
import { findUnstorable } from '../../ingest/check-text.ts';
import { siteTime } from '../../live/site-time.ts';
import { MadeFrom, nextVersion } from '../../http/made-from.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';
import { askForecast, ringAsked } from './ask-forecast.ts';
import { readStatus } from './read-status.ts';
import { nameOf, seesQueue } from './seen-queues.ts';
import { promiseOf } from './site-facts.ts';
import { forecastSeries, requirementRule } from './tables.ts';

const tags = ['forecasts'];
const Done = Type.Object({ position: Type.Integer(), time: Type.Number(), version: Type.Integer() });

const DAY_MINUTES = 1_440;

/** How the agents of queues are worked out, and what people say of it. */
export function requirementRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/queue-requirements',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'How the agents of each queue are worked out: model, patience, limits',
        params: Type.Object({ site: Id }),
        response: { 200: QueueRequirementsAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { facts } = await readStatus(services, siteId);
      const sees = seesQueue(principalOf(request), siteId, facts.floor);
      const rules = await database.select().from(requirementRule).where(eq(requirementRule.site, siteId));
      const said = new Map(rules.map((row) => [row.queueId, row]));
      const measured = await database
        .select({
          queueId: forecastSeries.queueId,
          patience: sql<MeasuredPatience | null>`${forecastSeries.learned}->'patience'`,
        })
        .from(forecastSeries)
        .where(eq(forecastSeries.site, siteId));
      const patienceOf = new Map(measured.map(({ queueId, patience }) => [queueId, patience]));
      return [...facts.floor.queues.keys()]
        .filter(sees)
        .map((queueId) => ({
          queueId,
          name: nameOf(facts.floor, queueId),
          channel: (facts.floor.queues.get(queueId) ?? createQueue(queueId)).channel,
          rule: said.get(queueId)?.rule ?? {},
          version: said.get(queueId)?.version ?? 0,
          setBy: said.get(queueId)?.setBy ?? null,
          setAt: said.get(queueId)?.setAt ?? null,
          measured: patienceOf.get(queueId) ?? null,
          requirement: requirementBasis(
            promiseOf(facts, queueId, patienceOf.get(queueId)),
            facts.intervalMinutes * 60_000,
          ),
        }))
        .toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
    },
  );

  typed.put(
    '/api/v1/sites/:site/queue-requirements/:queue',
    {
      config: requirePermission('edit-schedules'),
      schema: {
        tags,
        summary:
          'Say how the agents of a queue are to be worked out: patience, limits, hours; forecasts are made anew with it',
        params: Type.Object({ site: Id, queue: Id }),
        querystring: MadeFrom,
        body: RequirementRule,
        response: { 200: Done },
      },
    },
    async (request) => {
      const { site: siteId, queue: queueId } = request.params;
      const principal = principalOf(request);
      const rule = request.body;
      const { facts } = await readStatus(services, siteId);
      if (!facts.floor.queues.has(queueId) || !seesQueue(principal, siteId, facts.floor)(queueId)) {
        throw notFound('There is no such queue, or it is not yours to see.');
      }
      const unstorable = findUnstorable(rule, '');
      if (unstorable !== null) throw badField(unstorable.pointer, unstorable.message);
      if (isNeverStaffed(rule)) {
        throw badField(
          '/staffedToMinute',
          'A queue that is staffed at no time has no agents; leave both out for all day.',
        );
      }
      const { time } = await siteTime(database, siteId, now);
      const by = { id: principal.id, name: principal.name };
      const said = await decideOnSite(database, siteId, async (transaction) => {
        const ofQueue = and(eq(requirementRule.site, siteId), eq(requirementRule.queueId, queueId));
        const [before] = await transaction.select().from(requirementRule).where(ofQueue);
        const version = nextVersion(before, request.query, 'rule');
        const values = { rule, version, setBy: by, setAt: time };
        await transaction
          .insert(requirementRule)
          .values({ site: siteId, queueId, ...values })
          .onConflictDoUpdate({ target: [requirementRule.site, requirementRule.queueId], set: values });
        await askForecast(transaction, siteId, time, { learn: false });
        const decision = await sayDecision(transaction, now(), {
          principal,
          siteId,
          action: 'forecast.requirement-set',
          subject: queueId,
          before: before?.rule,
          after: rule,
          events: [consoleEvent('forecast.requirement-set', time, { queueId, rule, by })],
        });
        return { ...decision, version };
      });
      await ringAsked(services, siteId);
      return said;
    },
  );
}

/** Whether the hours of a rule hold no minute: it ends when it begins, midnight being both the first and the last. */
function isNeverStaffed({ staffedFromMinute: from = 0, staffedToMinute: to = DAY_MINUTES }: RequirementRule): boolean {
  const isAllDay = from === 0 && to === DAY_MINUTES;
  return !isAllDay && from % DAY_MINUTES === to % DAY_MINUTES;
}
