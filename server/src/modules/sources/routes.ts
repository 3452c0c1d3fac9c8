import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { Source } from '@floorwalk/shared/api/ingest';
import { Id, Label } from '@floorwalk/shared/kit/ids';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { conflict, notFound } from '../../auth/http-problem.ts';
import { sourcePrincipal } from '../../ingest/source-grants.ts';
import { createSourceToken, listSourceTokens, revokeSourceToken } from '../../ingest/source-tokens.ts';
import type { Services } from '../../roles/services.ts';

export const NewSource = Type.Object({ name: Label }, { additionalProperties: false });

/** Most sources of one site. */
export const MAX_SOURCES = 500;

const OnSite = Type.Object({ site: Id });
const tags = ['sources'];
const config = requirePermission('manage-sources');

/** Who may send a site's events. A site may be named before it exists: it appears with its first event. */
export function sourceRoutes(app: FastifyInstance, { database, identity, now }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/sources',
    {
      config,
      schema: { tags, summary: "A site's sources", params: OnSite, response: { 200: Type.Array(Source) } },
    },
    async (request) => listSourceTokens(database, request.params.site),
  );

  typed.post(
    '/api/v1/sites/:site/sources',
    {
      config,
      schema: {
        tags,
        summary: 'Add a source; its token is in this answer alone',
        params: OnSite,
        body: NewSource,
        response: { 201: Source },
      },
    },
    async (request, reply) => {
      const siteId = request.params.site;
      const { name } = request.body;
      const there = await listSourceTokens(database, siteId);
      if (there.length >= MAX_SOURCES) {
        throw conflict(`This site has ${MAX_SOURCES} sources, which is the limit. Remove one first.`);
      }
      const source = await database.transaction(async (transaction) => {
        const made = await createSourceToken(transaction, { siteId, name, now: now() });
        await audit(transaction, principalOf(request), now(), {
          action: 'source.added',
          siteId,
          subject: made.id,
          after: { name },
        });
        return made;
      });
      void reply.header('cache-control', 'no-store');
      return reply.code(201).send(source);
    },
  );

  typed.delete(
    '/api/v1/sites/:site/sources/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Remove a source; its token ends at once',
        params: Type.Object({ site: Id, id: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { site: siteId, id } = request.params;
      await identity.changes.during({ principalId: sourcePrincipal(id), ended: null }, async (transaction) => {
        if (!(await revokeSourceToken(transaction, { siteId, id, now: now() }))) {
          throw notFound('This site has no such source.');
        }
        await audit(transaction, principalOf(request), now(), { action: 'source.removed', siteId, subject: id });
      });
      return reply.code(204).send(null);
    },
  );
}
