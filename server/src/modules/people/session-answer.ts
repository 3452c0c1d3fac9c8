import type { Principal } from '@floorwalk/shared/access/role';
import type { SessionAnswer } from '@floorwalk/shared/api/session';
import { inArray } from 'drizzle-orm';
import type { Identity, Recognised } from '../../auth/identity.ts';
import type { Database } from '../../db/database.ts';
import { site } from '../../log/tables.ts';

/** Most sites named in one answer. */
const MAX_SITES = 1000;

/** Who is asking, or what signing in needs. */
export async function sessionAnswer(
  database: Database,
  identity: Identity,
  recognised: Recognised | null,
): Promise<SessionAnswer> {
  const needsSetup = await identity.needsSetup();
  if (recognised === null) return { signedIn: false, needsSetup, demo: identity.demo, sites: [] };
  const { principal, email } = recognised;
  return {
    signedIn: true,
    needsSetup,
    demo: identity.demo,
    principal: {
      id: principal.id,
      name: principal.name,
      ...(email === undefined ? {} : { email }),
      kind: principal.kind,
      grants: principal.grants.map((grant) => ({ role: grant.role, scope: grant.scope })),
    },
    sites: await sitesOf(database, principal),
  };
}

/** The sites a principal reaches, by id. */
export async function sitesOf(database: Database, principal: Principal): Promise<SessionAnswer['sites']> {
  const ids = [...new Set(principal.grants.map((grant) => grant.scope.siteId))];
  const columns = { id: site.id, name: site.name, zone: site.zone };
  const all = database.select(columns).from(site);
  if (ids.includes('*')) return all.orderBy(site.id).limit(MAX_SITES);
  if (ids.length === 0) return [];
  return all.where(inArray(site.id, ids)).orderBy(site.id).limit(MAX_SITES);
}
