import { asc, eq, inArray } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { roleMay, type Grant, type Principal, type Scope } from '@floorwalk/shared/access/role';
import type { Database, Transaction } from '../db/database.ts';
import { badField, forbidden } from './http-problem.ts';
import { personGrant } from './tables.ts';

/** The grants of each person named, in the order they were given. */
export async function grantsOf(
  database: Database | Transaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Grant[]>> {
  const grants = new Map<string, Grant[]>(personIds.map((id) => [id, []]));
  if (personIds.length === 0) return grants;
  const rows = await database
    .select()
    .from(personGrant)
    .where(inArray(personGrant.personId, [...personIds]))
    .orderBy(asc(personGrant.personId), asc(personGrant.ordinal));
  for (const row of rows) grants.get(row.personId)?.push({ role: row.role, scope: row.scope });
  return grants;
}

/** Puts these grants in the place of all the person had. */
export async function replaceGrants(
  transaction: Transaction,
  personId: string,
  grants: readonly Grant[],
): Promise<void> {
  await transaction.delete(personGrant).where(eq(personGrant.personId, personId));
  if (grants.length === 0) return;
  await transaction.insert(personGrant).values(
    grants.map((grant, ordinal) => ({
      id: randomUUID(),
      personId,
      role: grant.role,
      siteId: grant.scope.siteId,
      scope: grant.scope,
      ordinal,
    })),
  );
}

/** Throws 400 at the first grant that means nothing: `pointer` is where the list stands in the request. */
export function checkGrants(grants: readonly Grant[], pointer: string): void {
  for (const [index, grant] of grants.entries()) {
    const at = `${pointer}/${index}`;
    if (grant.role === 'kiosk') throw badField(`${at}/role`, 'A screen is paired, not granted to a person.');
    if (grant.role === 'administrator' && isNarrow(grant.scope)) {
      throw badField(`${at}/scope`, 'An administrator reaches a whole site: leave out teams and queues.');
    }
    if (grant.role === 'agent' && !grant.scope.agentId) {
      throw badField(`${at}/scope/agentId`, 'Say which agent of the site this person is.');
    }
    if (grant.role !== 'agent' && grant.scope.agentId !== undefined) {
      throw badField(`${at}/scope/agentId`, 'Only the role agent is tied to an agent of the site.');
    }
    if (grant.scope.siteId === '') throw badField(`${at}/scope/siteId`, 'Name a site, or * for every site.');
  }
}

/** Throws 403 where the actor would give away, or take away, more than they administer themselves. */
export function checkMayGrant(actor: Principal, grants: readonly Grant[]): void {
  for (const grant of grants) {
    if (administers(actor, grant.scope.siteId)) continue;
    const where = grant.scope.siteId === '*' ? 'every site' : `the site ${grant.scope.siteId}`;
    throw forbidden(`You do not administer ${where}, so you cannot change who reaches it.`);
  }
}

/** Whether the principal may manage the people of a site; for `*` of all of them. */
export function administers(principal: Principal, siteId: string): boolean {
  return principal.grants.some(
    (grant) =>
      roleMay(grant.role, 'manage-people') &&
      !isNarrow(grant.scope) &&
      (grant.scope.siteId === '*' || grant.scope.siteId === siteId),
  );
}

function isNarrow(scope: Scope): boolean {
  return scope.teamIds !== undefined || scope.queueIds !== undefined;
}
