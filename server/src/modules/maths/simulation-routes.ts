import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, count, desc, eq, inArray } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { SimulationAnswer, SimulationRequest } from '@floorwalk/shared/api/what-if';
import { Id } from '@floorwalk/shared/kit/ids';
import { planOf } from '@floorwalk/shared/simulation/plan';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { runSimulationJob } from './jobs/run-simulation.job.ts';
import { simulationRun } from './tables.ts';
import { refusingInput } from './refusing-input.ts';

const tags = ['what-if'];
/** Simulations of one site that may wait or run at once, and those listed. */
export const MAX_WAITING = 5;
const MAX_LISTED = 20;
/** Contacts all replications of one may have together: some ten minutes of work. */
const MAX_CONTACTS = 200_000_000;
const OfRun = Type.Object({ site: Id, id: Id });

/** Simulations in the background: asked for here, done by a job, with progress; they can be cancelled. */
export function simulationRoutes(app: FastifyInstance, { database, now, ring }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.post(
    '/api/v1/sites/:site/simulations',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'Live through a scenario in the background (a launch, a campaign)',
        params: Type.Object({ site: Id }),
        body: SimulationRequest,
        response: { 202: SimulationAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const { name, scenario } = request.body;
      const principal = principalOf(request);
      refusingInput('/scenario', () => planOf(scenario));
      const contacts =
        (scenario.replications ?? 20) *
        scenario.queues.reduce((sum, queue) => sum + queue.arrivals.reduce((a, b) => a + b, 0), 0);
      if (contacts > MAX_CONTACTS)
        throw badField(
          '/scenario',
          `All replications together have ${Math.round(contacts)} contacts; ${MAX_CONTACTS} is the limit.`,
        );
      const [busy] = await database
        .select({ count: count() })
        .from(simulationRun)
        .where(and(eq(simulationRun.site, siteId), inArray(simulationRun.status, ['queued', 'running'])));
      if ((busy?.count ?? 0) >= MAX_WAITING)
        throw conflict(`${MAX_WAITING} simulations of this site are waiting already. Try again when one is done.`);
      const made: typeof simulationRun.$inferSelect = {
        id: randomUUID(),
        site: siteId,
        name,
        scenario,
        status: 'queued',
        progress: 0,
        contactCount: 0,
        result: null,
        problem: null,
        askedBy: { id: principal.id, name: principal.name },
        askedAt: now(),
        aliveAt: now(),
      };
      await database.insert(simulationRun).values(made);
      await ring?.(runSimulationJob, `run-simulation-${made.id}`, { id: made.id });
      return reply.code(202).send(answerOf(made));
    },
  );

  typed.get(
    '/api/v1/sites/:site/simulations',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'Simulations asked for lately, the newest first, without their scenarios and results',
        params: Type.Object({ site: Id }),
        response: { 200: Type.Array(Type.Omit(SimulationAnswer, ['scenario', 'result'])) },
      },
    },
    async (request) => {
      const rows = await database
        .select()
        .from(simulationRun)
        .where(eq(simulationRun.site, request.params.site))
        .orderBy(desc(simulationRun.askedAt))
        .limit(MAX_LISTED);
      return rows.map((row) => {
        const { scenario: _, result: __, ...rest } = answerOf(row);
        return rest;
      });
    },
  );

  typed.get(
    '/api/v1/sites/:site/simulations/:id',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'How far it is, and what came of it',
        params: OfRun,
        response: { 200: SimulationAnswer },
      },
    },
    async (request) => {
      const [row] = await database.select().from(simulationRun).where(ofRun(request.params));
      if (row === undefined) throw notFound('There is no such simulation.');
      return answerOf(row);
    },
  );

  typed.delete(
    '/api/v1/sites/:site/simulations/:id',
    {
      config: requirePermission('view-staffing'),
      schema: {
        tags,
        summary: 'Cancel a simulation that waits or runs',
        params: OfRun,
        response: { 200: SimulationAnswer },
      },
    },
    async (request) => {
      const [row] = await database
        .update(simulationRun)
        .set({ status: 'cancelled', aliveAt: now() })
        .where(and(ofRun(request.params), inArray(simulationRun.status, ['queued', 'running'])))
        .returning();
      if (row !== undefined) return answerOf(row);
      const [known] = await database.select().from(simulationRun).where(ofRun(request.params));
      if (known === undefined) throw notFound('There is no such simulation.');
      throw conflict(`This simulation is over: it is ${known.status}.`);
    },
  );
}

function ofRun({ site, id }: { readonly site: string; readonly id: string }) {
  return and(eq(simulationRun.site, site), eq(simulationRun.id, id));
}

function answerOf(row: typeof simulationRun.$inferSelect): SimulationAnswer {
  const { site: _, aliveAt: __, ...rest } = row;
  return rest;
}
