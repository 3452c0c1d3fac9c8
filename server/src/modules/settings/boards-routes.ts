import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { count, eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { Board } from '@floorwalk/shared/api/settings';
import { Id } from '@floorwalk/shared/kit/ids';
import { principalOf } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { badField, conflict, forbidden, notFound } from '../../auth/http-problem.ts';
import { kioskIdOf, kioskPrincipalId } from '../../auth/kiosk-token.ts';
import { kiosk } from '../../auth/tables.ts';
import type { Services } from '../../roles/services.ts';
import { deleteBoard, demandOnBoard, findBoard, listBoards, putBoard, seesBoard } from './boards-store.ts';
import { board } from './tables.ts';

/** Most boards of one site. */
export const MAX_BOARDS = 200;

const { teamId, name, pages, rotateSeconds, theme, screenInches, viewingDistanceMetres } = Board.properties;
const content = { teamId, name, pages, rotateSeconds, theme, screenInches, viewingDistanceMetres };
const ignored = { id: Type.Optional(Type.String()), updatedAt: Type.Optional(Type.Number()) };
const NewBoard = Type.Object({ siteId: Id, ...content, ...ignored }, { additionalProperties: false });
const BoardChange = Type.Object({ siteId: Type.Optional(Id), ...content, ...ignored }, { additionalProperties: false });
const ById = Type.Object({ id: Type.String({ minLength: 1, maxLength: 300 }) });
const EDIT = { access: { permission: 'edit-boards', site: 'any-site' } } as const;
const tags = ['settings'];

/** Wallboards. */
export function boardRoutes(app: FastifyInstance, { database, identity, now }: Services): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/boards',
    {
      config: { access: { permission: 'view-live', site: 'query' } },
      schema: {
        tags,
        summary: "A site's boards; a ready-made one where nobody made any",
        querystring: Type.Object({ site: Id }),
        response: { 200: Type.Array(Board) },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      if (principal.kind === 'kiosk') throw forbidden('A screen asks for its own board only.');
      return (await listBoards(database, request.query.site)).filter((one) => seesBoard(principal, one));
    },
  );

  typed.get(
    '/api/v1/boards/:id',
    {
      config: { access: { permission: 'view-live', site: 'any-site' } },
      schema: { tags, summary: 'One board', params: ById, response: { 200: Board } },
    },
    async (request) => {
      const principal = principalOf(request);
      const found = await findBoard(database, request.params.id);
      if (!found || !seesBoard(principal, found)) throw notFound('There is no such board.');
      if (principal.kind === 'kiosk') {
        const [screen] = await database
          .select()
          .from(kiosk)
          .where(eq(kiosk.id, kioskIdOf(principal.id)));
        if (screen?.boardId !== found.id) throw forbidden('This screen shows another board.');
      }
      return found;
    },
  );

  typed.post(
    '/api/v1/boards',
    {
      config: EDIT,
      schema: { tags, summary: 'Make a board', body: NewBoard, response: { 201: Board } },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const made: Board = { ...request.body, id: randomUUID(), updatedAt: now() };
      demandOnBoard(principal, 'edit-boards', made);
      checkTiles(made.pages);
      await database.transaction(async (transaction) => {
        const [there] = await transaction.select({ count: count() }).from(board).where(eq(board.siteId, made.siteId));
        if ((there?.count ?? 0) >= MAX_BOARDS) {
          throw conflict(`This site has ${MAX_BOARDS} boards, which is the limit. Delete one first.`);
        }
        await putBoard(transaction, made, now());
        await audit(transaction, principal, now(), {
          action: 'board.made',
          siteId: made.siteId,
          subject: made.id,
          after: made,
        });
      });
      return reply.code(201).send(made);
    },
  );

  typed.put(
    '/api/v1/boards/:id',
    {
      config: EDIT,
      schema: {
        tags,
        summary: 'Put a board in the place of another',
        params: ById,
        body: BoardChange,
        response: { 200: Board },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const before = await findBoard(database, request.params.id);
      if (!before || !seesBoard(principal, before)) throw notFound('There is no such board.');
      demandOnBoard(principal, 'edit-boards', before);
      if (request.body.siteId !== undefined && request.body.siteId !== before.siteId) {
        throw badField('/siteId', 'A board stays on its site.');
      }
      const after: Board = { ...request.body, id: before.id, siteId: before.siteId, updatedAt: now() };
      demandOnBoard(principal, 'edit-boards', after);
      checkTiles(after.pages);
      const screens = await database.select().from(kiosk).where(eq(kiosk.boardId, before.id));
      // Screens see what their board's team sees, so another team means other rights: they connect anew.
      const changes = screens
        .filter((screen) => screen.teamId !== after.teamId)
        .map((screen) => ({
          principalId: kioskPrincipalId(screen.id),
          ended: 'The board of this screen was changed.',
        }));
      await identity.changes.during(changes, async (transaction) => {
        await putBoard(transaction, after, now());
        await transaction.update(kiosk).set({ teamId: after.teamId }).where(eq(kiosk.boardId, after.id));
        await audit(transaction, principal, now(), {
          action: 'board.changed',
          siteId: after.siteId,
          subject: after.id,
          before,
          after,
        });
      });
      return after;
    },
  );

  typed.delete(
    '/api/v1/boards/:id',
    {
      config: EDIT,
      schema: { tags, summary: 'Delete a board that no screen shows', params: ById, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      await database.transaction(async (transaction) => {
        const before = await findBoard(transaction, request.params.id);
        if (!before || !seesBoard(principal, before)) throw notFound('There is no such board.');
        demandOnBoard(principal, 'edit-boards', before);
        const [shown] = await transaction.select({ count: count() }).from(kiosk).where(eq(kiosk.boardId, before.id));
        const screens = shown?.count ?? 0;
        if (screens > 0) {
          throw conflict(
            `${screens} ${screens === 1 ? 'screen shows' : 'screens show'} this board. Take them off it first.`,
          );
        }
        if (!(await deleteBoard(transaction, before.id))) throw conflict('The ready-made board cannot be deleted.');
        await audit(transaction, principal, now(), {
          action: 'board.deleted',
          siteId: before.siteId,
          subject: before.id,
          before,
        });
      });
      return reply.code(204).send(null);
    },
  );
}

/** Throws 400 where a tile leaves the 12 by 12 grid, or two pages or tiles have one id. */
function checkTiles(all: Board['pages']): void {
  for (const [pageIndex, page] of all.entries()) {
    const at = `/pages/${pageIndex}`;
    if (all.findIndex((other) => other.id === page.id) !== pageIndex) {
      throw badField(`${at}/id`, 'Two pages have the same id.');
    }
    for (const [tileIndex, tile] of page.tiles.entries()) {
      const tileAt = `${at}/tiles/${tileIndex}`;
      if (page.tiles.findIndex((other) => other.id === tile.id) !== tileIndex) {
        throw badField(`${tileAt}/id`, 'Two tiles of a page have the same id.');
      }
      if (tile.x + tile.width > 12) throw badField(`${tileAt}/width`, 'The tile leaves the grid, which is 12 wide.');
      if (tile.y + tile.height > 12) throw badField(`${tileAt}/height`, 'The tile leaves the grid, which is 12 high.');
    }
  }
}
