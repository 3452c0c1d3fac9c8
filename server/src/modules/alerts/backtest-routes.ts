import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, count, eq, inArray, isNull } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { BacktestAnswer, MAX_BACKTEST_MS } from '@floorwalk/shared/api/alerts';
import { Id } from '@floorwalk/shared/kit/ids';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { badField, conflict, notFound } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { runBacktestJob } from './jobs/run-backtest.job.ts';
import { demandWhole } from './reach-alerts.ts';
import { readRule } from './rule-routes.ts';
import { siteTime } from '../../live/site-time.ts';
import { alertBacktest, alertRule } from './tables.ts';

const tags = ['alerts'];
/** Backtests of one site that may wait or run at once. */
export const MAX_WAITING = 10;
const MAX_RULES = 50;

/** Rules tried on a past of the site: asked for here, done by a job. */
export function backtestRoutes(app: FastifyInstance, { database, now, ring }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.post(
    '/api/v1/sites/:site/alert-backtests',
    {
      config: requirePermission('edit-rules'),
      schema: {
        tags,
        summary: 'Try rules on a past of the site',
        params: Type.Object({ site: Id }),
        body: Type.Object(
          {
            rules: Type.Array(Type.Unknown(), { minItems: 1, maxItems: MAX_RULES }),
            from: epochMs("epoch ms of the site's clock"),
            to: Type.Optional(epochMs('now unless given')),
          },
          { additionalProperties: false },
        ),
        response: { 202: BacktestAnswer },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const principal = principalOf(request);
      demandWhole(principal, siteId);
      const { time } = await siteTime(database, siteId, now);
      const from = Math.floor(request.body.from);
      const to = Math.min(time, Math.floor(request.body.to ?? time));
      if (to <= from) throw badField('/from', 'The past to try begins before it ends, and before now.');
      if (to - from > MAX_BACKTEST_MS) throw badField('/from', 'A backtest runs over 92 days at most.');
      const rules = request.body.rules.map((rule, index) => readRule(rule, `/rules/${index}`));
      const ids = rules.map((rule) => rule.id);
      const live = await database
        .select()
        .from(alertRule)
        .where(and(eq(alertRule.site, siteId), inArray(alertRule.id, ids), isNull(alertRule.removedAt)));
      const [busy] = await database
        .select({ count: count() })
        .from(alertBacktest)
        .where(and(eq(alertBacktest.site, siteId), inArray(alertBacktest.status, ['queued', 'running'])));
      if ((busy?.count ?? 0) >= MAX_WAITING)
        throw conflict(`${MAX_WAITING} backtests of this site are waiting already. Try again when one is done.`);
      const made = {
        id: randomUUID(),
        site: siteId,
        rules,
        compared: live.map((one) => one.rule),
        fromAt: from,
        toAt: to,
        status: 'queued' as const,
        progress: 0,
        askedBy: { id: principal.id, name: principal.name },
        askedAt: now(),
        aliveAt: now(),
      };
      await database.insert(alertBacktest).values(made);
      await ring?.(runBacktestJob, `run-backtest-${made.id}`, { id: made.id });
      return reply
        .code(202)
        .send({ id: made.id, status: 'queued', progress: 0, from, to, result: null, problem: null });
    },
  );

  typed.get(
    '/api/v1/sites/:site/alert-backtests/:id',
    {
      config: requirePermission('edit-rules'),
      schema: {
        tags,
        summary: 'How far a backtest is, and what it found',
        params: Type.Object({ site: Id, id: Id }),
        response: { 200: BacktestAnswer },
      },
    },
    async (request) => {
      const { site: siteId, id } = request.params;
      demandWhole(principalOf(request), siteId);
      const [row] = await database
        .select()
        .from(alertBacktest)
        .where(and(eq(alertBacktest.id, id), eq(alertBacktest.site, siteId)));
      if (row === undefined) throw notFound('There is no such backtest.');
      const { status, progress, fromAt, toAt, result, problem } = row;
      return { id, status, progress, from: fromAt, to: toAt, result, problem };
    },
  );
}
