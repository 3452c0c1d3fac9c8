import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@floorwalk/shared/access/role';
import { sightOf, type Reach } from '@floorwalk/shared/access/sight';
import { forbidden } from '../../auth/http-problem.ts';
import { alertFiring } from './tables.ts';

/** What of a site's numbers somebody reaches: alerts follow it. Throws 403 where they see nothing of the site. */
export function reachOf(principal: Principal, siteId: string): Reach {
  const sight = sightOf(principal, siteId);
  if (sight === null) throw forbidden('You see nothing of this site.');
  return sight.numbers;
}

/** Throws 403 unless the whole site is reached: a rule concerns every queue. */
export function demandWhole(principal: Principal, siteId: string): void {
  if (!reachOf(principal, siteId).whole) throw forbidden('Rules concern the whole site, and you see only part of it.');
}

/** Firings of a site within reach, as the queues belonged to teams when they fired. */
export function firingsWithin(siteId: string, reach: Reach): SQL | undefined {
  const ofSite = eq(alertFiring.site, siteId);
  if (reach.whole) return ofSite;
  const teamIds = [...reach.teamIds];
  const queueIds = [...reach.queueIds];
  const seen: SQL[] = [];
  if (teamIds.length > 0) seen.push(inArray(alertFiring.teamId, teamIds));
  const listed = and(eq(alertFiring.subjectTable, 'queues'), inArray(alertFiring.subjectId, queueIds));
  if (queueIds.length > 0 && listed !== undefined) seen.push(listed);
  return and(ofSite, seen.length > 0 ? or(...seen) : sql`false`);
}
