import { inArray } from 'drizzle-orm';
import type { Principal } from '@floorwalk/shared/access/role';
import type { SessionAnswer } from '@floorwalk/shared/api/session';
import type { Database } from '../db/database.ts';
import { site } from '../log/tables.ts';

/** Most sites named in one answer. */
const MAX_SITES = 1000;

/** The sites a principal reaches, by id. */
export async function sitesWithin(database: Database, principal: Principal): Promise<SessionAnswer['sites']> {
  const ids = [...new Set(principal.grants.map((grant) => grant.scope.siteId))];
  const all = database.select({ id: site.id, name: site.name, zone: site.zone }).from(site);
  if (ids.includes('*')) return all.orderBy(site.id).limit(MAX_SITES);
  if (ids.length === 0) return [];
  return all.where(inArray(site.id, ids)).orderBy(site.id).limit(MAX_SITES);
}
