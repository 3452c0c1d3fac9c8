import { and, eq, inArray, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Principal } from '@floorwalk/shared/access/role';
import { reachesQueue, reachesTeam, sightOf, type Reach } from '@floorwalk/shared/access/sight';
import type { SubjectTable } from '@floorwalk/shared/alerts/alert-metric';
import { subjectHome } from '@floorwalk/shared/alerts/subject';
import type { FloorState } from '@floorwalk/shared/floor/floor-state';
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

/**
 * Firings of a site that the principal may see, as what they are about belonged to teams when they fired: those about agents and contacts as far
 * as agents and contacts are seen, all others as far as numbers are.
 */
export function firingsWithin(siteId: string, principal: Principal): SQL | undefined {
  const sight = sightOf(principal, siteId);
  if (sight === null) throw forbidden('You see nothing of this site.');
  const { agents, contacts } = { agents: sight.people, contacts: sight.contacts };
  const of = (kind: SQL | undefined, reach: Reach | null): SQL | undefined => and(kind, within(reach));
  return and(
    eq(alertFiring.site, siteId),
    or(
      of(notInArray(alertFiring.subjectTable, ['agents', 'contacts']), sight.numbers),
      of(eq(alertFiring.subjectTable, 'agents'), agents),
      of(eq(alertFiring.subjectTable, 'contacts'), contacts),
    ),
  );
}

function within(reach: Reach | null): SQL | undefined {
  if (reach === null) return sql`false`;
  if (reach.whole) return undefined;
  const teamIds = [...reach.teamIds];
  const queueIds = [...reach.queueIds];
  const seen: SQL[] = [];
  if (teamIds.length > 0) seen.push(inArray(alertFiring.teamId, teamIds));
  if (queueIds.length > 0) seen.push(inArray(alertFiring.queueId, queueIds));
  // Those of before queues were noted.
  const listed = and(eq(alertFiring.subjectTable, 'queues'), inArray(alertFiring.subjectId, queueIds));
  if (queueIds.length > 0 && listed !== undefined) seen.push(listed);
  return seen.length > 0 ? or(...seen) : sql`false`;
}

/** Whether the principal may ask about a subject: the numbers, people or contacts that it is. */
export function seesSubject(
  principal: Principal,
  siteId: string,
  floor: FloorState,
  table: SubjectTable,
  id: string,
): boolean {
  const sight = sightOf(principal, siteId);
  if (sight === null) throw forbidden('You see nothing of this site.');
  const { queueId = null, teamId = null } = subjectHome(floor, table, id);
  switch (table) {
    case 'queues':
      return reachesQueue(sight.numbers, id, floor.queues.get(id)?.teamId ?? null);
    case 'teams':
      return reachesTeam(sight.numbers, id);
    case 'agents':
      return reachesTeam(sight.people, teamId);
    case 'contacts':
      return reachesQueue(sight.contacts, queueId, teamId);
    case 'bots':
      return reachesQueue(sight.numbers, queueId, teamId) || reachesTeam(sight.numbers, teamId);
    default:
      return sight.numbers.whole;
  }
}
