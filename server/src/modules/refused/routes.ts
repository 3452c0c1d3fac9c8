import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, desc, eq, lt } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { RefusedEvent } from '@floorwalk/shared/api/configure';
import { Id } from '@floorwalk/shared/kit/ids';
import { requirePermission } from '../../auth/access.ts';
import { rejectedEvent } from '../../ingest/tables.ts';
import type { Services } from '../../roles/services.ts';

const MOST = 200;
const USUAL = 50;

export function refusedRoutes(app: FastifyInstance, { database }: Services): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/api/v1/sites/:site/refused',
    {
      config: requirePermission('manage-sources'),
      schema: {
        tags: ['sources'],
        summary: "A site's refused events, newest first",
        params: Type.Object({ site: Id }),
        querystring: Type.Object(
          {
            before: Type.Optional(Type.Integer({ minimum: 1 })),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })),
          },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(RefusedEvent) },
      },
    },
    async (request) => {
      const { before, limit } = request.query;
      const rows = await database
        .select()
        .from(rejectedEvent)
        .where(
          and(
            eq(rejectedEvent.site, request.params.site),
            before === undefined ? undefined : lt(rejectedEvent.id, before),
          ),
        )
        .orderBy(desc(rejectedEvent.id))
        .limit(limit ?? USUAL);
      return rows.map(({ site: _site, ...row }) => row);
    },
  );
}
