import { or, inArray, sql, type SQL } from 'drizzle-orm';
import { isAddressed, type Addressee } from '@floorwalk/shared/access/addressee';
import { may, type Principal } from '@floorwalk/shared/access/role';
import { reachesTeam, sightOf, type Sight } from '@floorwalk/shared/access/sight';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { forbidden } from '../../auth/http-problem.ts';
import { escalation } from './tables.ts';

/** What somebody sees of a site. Throws 403 where that is nothing. */
export function sightOn(principal: Principal, siteId: string): Sight {
  const sight = sightOf(principal, siteId);
  if (sight === null) throw forbidden('You see nothing of this site.');
  return sight;
}

/** Throws 403 unless all people of the site are seen: policies, matrix and rotations concern everybody. */
export function demandWhole(principal: Principal, siteId: string): void {
  if (sightOn(principal, siteId).people?.whole !== true)
    throw forbidden('Escalation paths concern the whole site, and you see only part of it.');
}

/** Escalations somebody sees whom the whole is kept from: of their teams and queues, or meant for them. */
export function escalationsWithin(principal: Principal, siteId: string): SQL | undefined {
  const { people } = sightOn(principal, siteId);
  if (people?.whole === true) return undefined;
  const teamIds = [...(people?.teamIds ?? [])];
  const queueIds = [...(people?.queueIds ?? [])];
  return or(
    teamIds.length > 0 ? inArray(escalation.teamId, teamIds) : undefined,
    queueIds.length > 0 ? inArray(escalation.queueId, queueIds) : undefined,
    ...addresseesOf(principal, siteId).map(
      (addressee) => sql`${escalation.shown}->'targets' @> ${JSON.stringify([addressee])}::jsonb`,
    ),
  );
}

function addresseesOf(principal: Principal, siteId: string): Addressee[] {
  const candidates: Addressee[] = [{ kind: 'person', personId: principal.id }];
  for (const { role, scope } of principal.grants) {
    candidates.push({ kind: 'role', role });
    if (scope.agentId !== undefined) candidates.push({ kind: 'agent', agentId: scope.agentId });
    for (const teamId of scope.teamIds ?? []) candidates.push({ kind: 'team', teamId });
  }
  return candidates.filter((addressee) => isAddressed(principal, siteId, addressee));
}

/** Whether it is (or was, at an earlier step) meant for them. */
function wasTold(principal: Principal, siteId: string, row: EscalationRow): boolean {
  const told = row.timeline.flatMap((entry) => entry.told).flatMap(({ to }) => to);
  return [...row.targets, ...told].some((addressee) => isAddressed(principal, siteId, addressee));
}

/** Throws 403 unless they were told of it, or lead the floor or the team it concerns. */
export function demandAnswerable(principal: Principal, siteId: string, row: EscalationRow): void {
  if (wasTold(principal, siteId, row)) return;
  const { people } = sightOn(principal, siteId);
  const leads = may(principal, 'acknowledge-alerts', siteId);
  const isTheirs =
    people?.whole === true ||
    reachesTeam(people, row.teamId) ||
    (row.queueId !== null && people?.queueIds.has(row.queueId) === true);
  if (!leads || !isTheirs) throw forbidden('This escalation was not meant for you.');
}
