import { eq, inArray, or, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '@floorwalk/shared/access/role';
import { sightOf, type Sight } from '@floorwalk/shared/access/sight';
import type { Department } from '@floorwalk/shared/handoffs/department';
import type { HandoffOwner } from '@floorwalk/shared/handoffs/handoff';
import { forbidden } from '../../auth/http-problem.ts';
import { departmentHandoff } from './tables.ts';

/** What somebody sees of the site. Throws 403 where handoffs are none of their business. */
export function sightOfHandoffs(principal: Principal, siteId: string): Sight {
  const sight = sightOf(principal, siteId);
  if (sight === null || sight.handoffs === null) throw forbidden('You see no handoffs of this site.');
  return sight;
}

/** Throws 403 unless the whole site is reached: departments concern all of it. */
export function demandWholeSite(principal: Principal, siteId: string): void {
  if (sightOf(principal, siteId)?.numbers.whole !== true)
    throw forbidden('Departments concern the whole site, and you see only part of it.');
}

/**
 * The handoffs that the sight reaches, as the live table shows them (`access/sight.ts`): by the teams of the departments they go between, by the queue
 * they come from, and an agent's own. `undefined` for all of them.
 */
export function handoffsWithin(
  principal: Principal,
  sight: Sight,
  departments: readonly Department[],
): SQL | undefined {
  const { handoffs: reach } = sight;
  if (reach?.whole === true) return undefined;
  const reached = departments
    .filter(({ teamIds }) => teamIds.some((teamId) => reach?.teamIds.has(teamId)))
    .map(({ id }) => id);
  const queueIds = [...(reach?.queueIds ?? [])];
  const ownKeys = [`person:${principal.id}`, ...[...sight.ownAgentIds].map((agentId) => `agent:${agentId}`)];
  const senders = [...sight.ownAgentIds];
  return or(
    inArray(departmentHandoff.ownerKey, ownKeys),
    reached.length > 0 ? inArray(departmentHandoff.toDepartmentId, reached) : undefined,
    reached.length > 0 ? inArray(departmentHandoff.fromDepartmentId, reached) : undefined,
    queueIds.length > 0 ? inArray(departmentHandoff.queueId, queueIds) : undefined,
    senders.length > 0 ? inArray(sql`${departmentHandoff.handoff}->'sender'->'to'->>'agentId'`, senders) : undefined,
  );
}

/** Somebody as an owner: an agent by their place on the floor, everybody else as a person. */
export function ownerOf(principal: Principal, siteId: string): HandoffOwner {
  const agentId = principal.grants.find(
    ({ scope }) => (scope.siteId === siteId || scope.siteId === '*') && scope.agentId !== undefined,
  )?.scope.agentId;
  const { id, name } = principal;
  return agentId === undefined
    ? { to: { kind: 'person', personId: id }, name }
    : { to: { kind: 'agent', agentId }, name };
}

export const ofSite = (siteId: string): SQL => eq(departmentHandoff.site, siteId);
