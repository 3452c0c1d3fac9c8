import { asc, eq, sql } from 'drizzle-orm';
import { may, type Permission, type Principal } from '@floorwalk/shared/access/role';
import type { Board } from '@floorwalk/shared/api/settings';
import { forbidden } from '../../auth/http-problem.ts';
import type { Database, Transaction } from '../../db/database.ts';
import { eventLog, site } from '../../log/tables.ts';
import { defaultBoard, siteOfDefaultBoard } from './default-board.ts';
import { board } from './tables.ts';

/** A site's boards by name; the default one where nobody made any. */
export async function listBoards(database: Database, siteId: string): Promise<Board[]> {
  const rows = await database
    .select()
    .from(board)
    .where(eq(board.siteId, siteId))
    .orderBy(asc(board.name), asc(board.id));
  return rows.length > 0 ? rows.map(boardOf) : [await makeDefaultBoard(database, siteId)];
}

/** The board of that id; a default one as long as nobody changed it. */
export async function findBoard(database: Database | Transaction, id: string): Promise<Board | undefined> {
  const [row] = await database.select().from(board).where(eq(board.id, id));
  if (row) return boardOf(row);
  const siteId = siteOfDefaultBoard(id);
  return siteId === null ? undefined : makeDefaultBoard(database, siteId);
}

/** Puts a board in the place of the one with its id, or adds it. */
export async function putBoard(transaction: Transaction, made: Board, now: number): Promise<void> {
  const { id, siteId, teamId, name, updatedAt, ...content } = made;
  await transaction
    .insert(board)
    .values({ id, siteId, teamId, name, content, createdAt: now, updatedAt })
    .onConflictDoUpdate({ target: board.id, set: { teamId, name, content, updatedAt } });
}

export async function deleteBoard(transaction: Transaction, id: string): Promise<boolean> {
  const rows = await transaction.delete(board).where(eq(board.id, id)).returning({ id: board.id });
  return rows.length > 0;
}

/** Whether the principal sees the board: what is on it for everybody, or for a team of theirs. A screen sees its own alone. */
export function seesBoard(principal: Principal, shown: Board): boolean {
  if (!may(principal, 'view-live', shown.siteId)) return false;
  return shown.teamId === null || reaches(principal, 'view-live', shown);
}

/**
 * Throws 403 unless the principal may do this with the board. Who sees only some teams makes boards for those alone: a screen shows all that its
 * board's team may see, or the whole site's numbers where it has none.
 */
export function demandOnBoard(
  principal: Principal,
  permission: Permission,
  shown: Pick<Board, 'siteId' | 'teamId'>,
): void {
  if (reaches(principal, permission, shown)) return;
  if (!may(principal, permission, shown.siteId)) throw forbidden('Your role does not let you do this on this site.');
  throw forbidden('You see only some teams, so choose one of them for the board.');
}

/** Whether one of the principal's grants allows this for all that the board (or a screen of it) shows. */
export function reaches(
  principal: Principal,
  permission: Permission,
  { siteId, teamId }: Pick<Board, 'siteId' | 'teamId'>,
): boolean {
  return principal.grants.some((grant) => {
    const { teamIds, queueIds } = grant.scope;
    if (!may({ ...principal, grants: [grant] }, permission, siteId)) return false;
    return (!teamIds && !queueIds) || (teamId !== null && (teamIds ?? []).includes(teamId));
  });
}

async function makeDefaultBoard(database: Database | Transaction, siteId: string): Promise<Board> {
  const [row] = await database.select({ name: site.name }).from(site).where(eq(site.id, siteId));
  const [bot] = await database
    .select({ position: eventLog.position })
    .from(eventLog)
    .where(sql`${eventLog.site} = ${siteId} and ${eventLog.data} ? 'sessionId'`)
    .limit(1);
  return defaultBoard(siteId, row?.name ?? siteId, bot !== undefined);
}

function boardOf(row: typeof board.$inferSelect): Board {
  const { id, siteId, teamId, name, updatedAt } = row;
  return { id, siteId, teamId, name, ...row.content, updatedAt };
}
