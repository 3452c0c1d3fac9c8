import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@floorwalk/shared/access/role';
import { reachesQueue, sightOf, type Sight } from '@floorwalk/shared/access/sight';
import { forbidden } from '../../auth/http-problem.ts';
import { surge } from './tables.ts';

/** What somebody sees of a site. Throws 403 where that is nothing. */
export function sightAt(principal: Principal, siteId: string): Sight {
  const sight = sightOf(principal, siteId);
  if (sight === null) throw forbidden('You see nothing of this site.');
  return sight;
}

/** Throws 403 unless the queue is theirs to see with its people: moves name agents. */
export function demandQueue(principal: Principal, siteId: string, queueId: string, teamId: string | null): void {
  const { people } = sightAt(principal, siteId);
  if (!reachesQueue(people, queueId, teamId)) throw forbidden('This queue is not one of yours.');
}

/** Surges of a site whose queues are within reach. */
export function surgesWithin(siteId: string, { numbers }: Sight): SQL | undefined {
  const ofSite = eq(surge.site, siteId);
  if (numbers.whole) return ofSite;
  const seen: SQL[] = [];
  if (numbers.teamIds.size > 0) seen.push(inArray(surge.teamId, [...numbers.teamIds]));
  if (numbers.queueIds.size > 0) seen.push(inArray(surge.queueId, [...numbers.queueIds]));
  return and(ofSite, seen.length > 0 ? or(...seen) : sql`false`);
}
