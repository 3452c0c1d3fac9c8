import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { isAddressed, type Addressee } from '@floorwalk/shared/access/addressee';
import { ROLES, type Grant, type Principal } from '@floorwalk/shared/access/role';
import { demoPrincipal, DEMO_SITE } from '../../auth/demo-session.ts';
import { person, personGrant } from '../../auth/tables.ts';
import type { Database, Transaction } from '../../db/database.ts';

/** Who of a site can be told of escalations now: people with a grant, and in a demo the roles one can play there. */
export type SitePeople = {
  readonly principals: ReadonlyMap<string, Principal>;
  /** Set in a demo: a role, team or agent may be played by somebody without an account, so that it always means somebody. */
  readonly isDemo: boolean;
};

export async function sitePeople(database: Database | Transaction, siteId: string, demo: boolean): Promise<SitePeople> {
  const rows = await database
    .select({ id: person.id, name: person.name, role: personGrant.role, scope: personGrant.scope })
    .from(personGrant)
    .innerJoin(person, eq(person.id, personGrant.personId))
    .where(and(inArray(personGrant.siteId, [siteId, '*']), eq(person.active, true)))
    .orderBy(asc(person.name), asc(personGrant.personId), asc(personGrant.ordinal));
  const grants = new Map<string, { readonly name: string; readonly grants: Grant[] }>();
  for (const { id, name, role, scope } of rows) {
    const known = grants.get(id) ?? { name, grants: [] };
    known.grants.push({ role, scope });
    grants.set(id, known);
  }
  const principals = new Map<string, Principal>(
    [...grants].map(([id, known]) => [id, { id, kind: 'person', ...known }]),
  );
  const isDemo = demo && siteId === DEMO_SITE;
  if (isDemo) {
    for (const role of ROLES) {
      if (role === 'kiosk' || role === 'agent') continue;
      const principal = demoPrincipal({ role, until: 0 }, false);
      principals.set(principal.id, principal);
    }
  }
  return { principals, isDemo };
}

/** The names of whoever an addressee of the site is. */
export function namesOf({ principals }: SitePeople, siteId: string, addressee: Addressee): readonly string[] {
  return [...principals.values()]
    .filter((principal) => isAddressed(principal, siteId, addressee))
    .map(({ name }) => name);
}

/** Channels of the site by id, with their names. They belong to notices; escalations only name them. */
export async function siteChannels(
  database: Database | Transaction,
  siteId: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.execute<{ id: string; name: string }>(
    sql`select id, name from notice_channel where site = ${siteId} order by name`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
