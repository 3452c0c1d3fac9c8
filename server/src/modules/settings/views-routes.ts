import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, count, eq, or } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { may, type Principal } from '@floorwalk/shared/access/role';
import { SavedView } from '@floorwalk/shared/api/settings';
import { Id } from '@floorwalk/shared/kit/ids';
import { demand, principalOf } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, conflict, forbidden, notFound } from '../../auth/http-problem.ts';
import type { Services } from '../../roles/services.ts';
import { savedView } from './tables.ts';

/** Most views one person keeps on one site. */
export const MAX_VIEWS = 200;

const { name, address, shared } = SavedView.properties;
const NewView = Type.Object({ siteId: Id, name, address, shared }, { additionalProperties: false });
const ViewChanges = Type.Partial(Type.Object({ name, address, shared }, { additionalProperties: false }), {
  additionalProperties: false,
  minProperties: 1,
});
const ById = Type.Object({ id: Id });
const ON_ANY_SITE = { access: { permission: 'view-live', site: 'any-site' } } as const;
const tags = ['settings'];

/** Named addresses of the console: one's own, and those that others share. */
export function viewRoutes(app: FastifyInstance, { database, now }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/views',
    {
      config: { access: { permission: 'view-live', site: 'query' } },
      schema: {
        tags,
        summary: 'Your views of a site and those shared there',
        querystring: Type.Object({ site: Id }),
        response: { 200: Type.Array(SavedView) },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const rows = await database
        .select()
        .from(savedView)
        .where(
          and(
            eq(savedView.siteId, request.query.site),
            or(eq(savedView.ownerId, principal.id), eq(savedView.shared, true)),
          ),
        )
        .orderBy(asc(savedView.name), asc(savedView.id));
      return rows.map((row) => viewOf(row, principal));
    },
  );

  typed.post(
    '/api/v1/views',
    {
      config: ON_ANY_SITE,
      schema: { tags, summary: 'Save a view', body: NewView, response: { 201: SavedView } },
    },
    async (request, reply) => {
      const principal = keeper(principalOf(request));
      const draft = request.body;
      demand(principal, 'view-live', draft.siteId);
      if (draft.shared) demand(principal, 'share-views', draft.siteId);
      checkAddress(draft.address);
      const row = await database.transaction(async (transaction) => {
        const [kept] = await transaction
          .select({ count: count() })
          .from(savedView)
          .where(and(eq(savedView.siteId, draft.siteId), eq(savedView.ownerId, principal.id)));
        if ((kept?.count ?? 0) >= MAX_VIEWS) {
          throw conflict(`You keep ${MAX_VIEWS} views of this site, which is the limit. Delete one first.`);
        }
        const made = { ...draft, id: randomUUID(), ownerId: principal.id, updatedAt: now() };
        await transaction.insert(savedView).values(made);
        await audit(transaction, principal, now(), {
          action: 'view.saved',
          siteId: draft.siteId,
          subject: made.id,
          after: draft,
        });
        return made;
      });
      return reply.code(201).send(viewOf(row, principal));
    },
  );

  typed.patch(
    '/api/v1/views/:id',
    {
      config: ON_ANY_SITE,
      schema: { tags, summary: 'Change a view', params: ById, body: ViewChanges, response: { 200: SavedView } },
    },
    async (request) => {
      const principal = keeper(principalOf(request));
      if (request.body.address !== undefined) checkAddress(request.body.address);
      return database.transaction(async (transaction) => {
        const [before] = await transaction
          .select()
          .from(savedView)
          .where(eq(savedView.id, request.params.id))
          .for('update');
        const view = checkMine(before, principal);
        if (request.body.shared) demand(principal, 'share-views', view.siteId);
        const after = { ...view, ...request.body, updatedAt: now() };
        await transaction.update(savedView).set(after).where(eq(savedView.id, view.id));
        await audit(transaction, principal, now(), {
          action: 'view.changed',
          siteId: view.siteId,
          subject: view.id,
          before: view,
          after,
        });
        return viewOf(after, principal);
      });
    },
  );

  typed.delete(
    '/api/v1/views/:id',
    {
      config: ON_ANY_SITE,
      schema: { tags, summary: 'Delete a view', params: ById, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const principal = keeper(principalOf(request));
      await database.transaction(async (transaction) => {
        const [before] = await transaction
          .select()
          .from(savedView)
          .where(eq(savedView.id, request.params.id))
          .for('update');
        const view = checkMine(before, principal);
        await transaction.delete(savedView).where(eq(savedView.id, view.id));
        await audit(transaction, principal, now(), {
          action: 'view.deleted',
          siteId: view.siteId,
          subject: view.id,
          before: view,
        });
      });
      return reply.code(204).send(null);
    },
  );
}

type Row = typeof savedView.$inferSelect;

function viewOf(row: Row, principal: Principal): SavedView {
  const { id, siteId, updatedAt } = row;
  return {
    id,
    siteId,
    name: row.name,
    address: row.address,
    shared: row.shared,
    mine: row.ownerId === principal.id,
    updatedAt,
  };
}

/** A view is changed by its owner; a shared one also by who configures the site. Others are not told of views that are not shared. */
function checkMine(row: Row | undefined, principal: Principal): Row {
  const known =
    row !== undefined && (row.ownerId === principal.id || (row.shared && may(principal, 'view-live', row.siteId)));
  if (!known) throw notFound('There is no such view.');
  if (row.ownerId === principal.id || may(principal, 'configure-site', row.siteId)) return row;
  throw forbidden('This view belongs to somebody else.');
}

function keeper(principal: Principal): Principal {
  if (principal.kind === 'kiosk') throw forbidden('A screen keeps no views.');
  return principal;
}

/** A place in the console, so that a shared view cannot lead anybody out of it. */
function checkAddress(text: string): void {
  const inside = /^\/(?![/\\])/.test(text) && new URL(text, 'http://console').host === 'console';
  if (!inside) throw badField('/address', 'A view is an address within the console: it begins with one slash.');
}
