import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, desc, eq, lt } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { principalOf } from '../../auth/access.ts';
import { administers } from '../../auth/grants.ts';
import { badField } from '../../auth/http-problem.ts';
import { auditEntry } from '../../auth/tables.ts';
import type { Services } from '../../roles/services.ts';

/** One change; `at` is epoch ms. Pass the last entry's `id` as `before` for the older ones. */
export const AuditEntry = Type.Object({
  id: Type.Integer(),
  at: Type.Number(),
  actorId: Type.String(),
  actorName: Type.String(),
  action: Type.String(),
  siteId: Type.Union([Type.String(), Type.Null()]),
  subject: Type.String(),
  before: Type.Unknown(),
  after: Type.Unknown(),
});

/** Who changed what, newest first. */
export function auditRoutes(app: FastifyInstance, services: Services): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/audit',
    {
      config: { access: { permission: 'manage-people', site: 'any-site' } },
      schema: {
        tags: ['people'],
        summary: 'Who changed what, newest first',
        querystring: Type.Object(
          {
            site: Type.Optional(Type.String({ maxLength: 200 })),
            before: Type.Optional(Type.Integer({ minimum: 1 })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(AuditEntry) },
      },
    },
    async (request) => {
      const { site, before, limit } = request.query;
      if (!administers(principalOf(request), site ?? '*')) {
        throw badField('/site', 'Name a site you administer: ?site=…');
      }
      const rows = await services.database
        .select()
        .from(auditEntry)
        .where(
          and(
            site === undefined ? undefined : eq(auditEntry.siteId, site),
            before === undefined ? undefined : lt(auditEntry.id, before),
          ),
        )
        .orderBy(desc(auditEntry.id))
        .limit(limit ?? 100);
      return rows;
    },
  );
}
