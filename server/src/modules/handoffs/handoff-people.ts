import { and, asc, eq, or } from 'drizzle-orm';
import { may, type Grant, type Principal } from '@floorwalk/shared/access/role';
import type { HandoffOwner } from '@floorwalk/shared/handoffs/handoff';
import { badField } from '../../auth/http-problem.ts';
import { person, personGrant } from '../../auth/tables.ts';
import type { Database } from '../../db/database.ts';
import type { Services } from '../../roles/services.ts';

/** Most people offered as owners. */
const MAX_OWNERS = 500;

/** An owner without an account here would be nobody: people must be known, or be who asks. Throws 400 at the field otherwise. */
export async function demandKnown(
  { database, config }: Pick<Services, 'database' | 'config'>,
  principal: Principal,
  siteId: string,
  { to }: HandoffOwner,
  pointer: string,
): Promise<void> {
  if (to.kind !== 'person' || to.personId === principal.id) return;
  if (config.demo !== undefined && to.personId.startsWith('demo:')) return;
  const people = await peopleWhoWork(database, siteId);
  if (people.some((owner) => owner.to.kind === 'person' && owner.to.personId === to.personId)) return;
  throw badField(pointer, 'There is no such person who works with handoffs on this site.');
}

/** Active accounts that may work with handoffs of the site, by name. */
export async function peopleWhoWork(database: Database, siteId: string): Promise<HandoffOwner[]> {
  const rows = await database
    .select({ id: person.id, name: person.name, role: personGrant.role, scope: personGrant.scope })
    .from(person)
    .innerJoin(personGrant, eq(personGrant.personId, person.id))
    .where(and(eq(person.active, true), or(eq(personGrant.siteId, siteId), eq(personGrant.siteId, '*'))))
    .orderBy(asc(person.name), asc(person.id));
  const grants = new Map<string, { readonly name: string; readonly grants: Grant[] }>();
  for (const { id, name, role, scope } of rows) {
    const known = grants.get(id) ?? { name, grants: [] };
    known.grants.push({ role, scope });
    grants.set(id, known);
  }
  return [...grants]
    .map(([id, known]): Principal => ({ id, kind: 'person', ...known }))
    .filter((principal) => may(principal, 'work-handoffs', siteId))
    .slice(0, MAX_OWNERS)
    .map(({ id, name }) => ({ to: { kind: 'person', personId: id }, name }));
}
