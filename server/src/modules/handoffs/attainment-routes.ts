import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, eq, gte, lt, sql } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { AttainmentAnswer, MAX_ATTAINMENT_MS } from '@floorwalk/shared/api/handoffs';
import { Id } from '@floorwalk/shared/kit/ids';
import { epochMs } from '@floorwalk/shared/kit/moment';
import { requirePermission, principalOf } from '../../auth/access.ts';
import { badField } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import type { Services } from '../../roles/services.ts';
import { demandWholeSite } from './reach-handoffs.ts';
import { departmentHandoff } from './tables.ts';

const DAY_MS = 86_400_000;
/** Most rows of one answer: pairs times periods. */
const MAX_ROWS = 5_000;

/** How departments keep what they promised each other. */
export function attainmentRoutes(app: FastifyInstance, { database, now }: Services): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/sites/:site/handoff-attainment',
    {
      config: requirePermission('view-intervals'),
      schema: {
        tags: ['handoffs'],
        summary: 'Kept promises per pair of departments and day or month, of those settled then',
        params: Type.Object({ site: Id }),
        querystring: Type.Object(
          {
            from: Type.Optional(epochMs('epoch ms; 30 days ago unless told')),
            to: Type.Optional(epochMs("epoch ms; the site's now unless told")),
            by: Type.Optional(Type.Union([Type.Literal('day'), Type.Literal('month')], { default: 'day' })),
          },
          { additionalProperties: false },
        ),
        response: { 200: AttainmentAnswer },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      demandWholeSite(principalOf(request), siteId);
      const { time, zone } = await siteTime(database, siteId, now);
      const { to = time + 1, by = 'day' } = request.query;
      const { from = to - 30 * DAY_MS } = request.query;
      if (from >= to) throw badField('/from', 'From is earlier than to.');
      if (to - from > MAX_ATTAINMENT_MS) throw badField('/from', 'Ask for 400 days at most.');
      const pattern = by === 'day' ? 'YYYY-MM-DD' : 'YYYY-MM';
      const settled = departmentHandoff.settledAt;
      const period = sql<string>`to_char(to_timestamp(${settled} / 1000.0) at time zone ${zone}, ${pattern})`;
      const rows = await database
        .select({
          fromDepartmentId: departmentHandoff.fromDepartmentId,
          toDepartmentId: departmentHandoff.toDepartmentId,
          period: period.as('period'),
          settled: sql<number>`count(*)`.mapWith(Number),
          within: sql<number>`count(*) filter (where ${departmentHandoff.settledWithin})`.mapWith(Number),
        })
        .from(departmentHandoff)
        .where(and(eq(departmentHandoff.site, siteId), gte(settled, from), lt(settled, to)))
        .groupBy(departmentHandoff.fromDepartmentId, departmentHandoff.toDepartmentId, sql`period`)
        .orderBy(sql`period desc`, departmentHandoff.fromDepartmentId, departmentHandoff.toDepartmentId)
        .limit(MAX_ROWS);
      return rows.map((row) => ({ ...row, rate: row.settled === 0 ? null : row.within / row.settled }));
    },
  );
}
