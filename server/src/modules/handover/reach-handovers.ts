import { and, eq, inArray, or, sql, type SQL } from 'drizzle-orm';
import type { Principal } from '@floorwalk/shared/access/role';
import { reachesQueue, sightOf, type Sight } from '@floorwalk/shared/access/sight';
import { forbidden } from '../../auth/http-problem.ts';
import type { KeptHandover } from './keep-handover.ts';
import { handover } from './tables.ts';

/** What of a site somebody sees. Throws 403 where that is nothing. */
export function sightFor(principal: Principal, siteId: string): Sight {
  const sight = sightOf(principal, siteId);
  if (sight === null) throw forbidden('You see nothing of this site.');
  return sight;
}

/** Handovers somebody may read: of contacts within their reach, and those they have, had, or were asked to take. */
export function handoversWithin(siteId: string, sight: Sight): SQL | undefined {
  const ofSite = eq(handover.site, siteId);
  const { contacts, ownAgentIds } = sight;
  if (contacts?.whole === true) return ofSite;
  const seen: SQL[] = [];
  const teamIds = [...(contacts?.teamIds ?? [])];
  const queueIds = [...(contacts?.queueIds ?? [])];
  if (teamIds.length > 0) seen.push(inArray(handover.teamId, teamIds));
  if (queueIds.length > 0) seen.push(inArray(handover.queueId, queueIds));
  for (const agentId of ownAgentIds) {
    seen.push(eq(handover.agentId, agentId));
    seen.push(sql`${handover.record}->'agentIds' ? ${agentId}`);
  }
  return and(ofSite, seen.length > 0 ? or(...seen) : sql`false`);
}

/** Whether somebody may act on it as one who leads, not as an agent who was asked. */
export function leads(sight: Sight, kept: KeptHandover): boolean {
  return reachesQueue(sight.contacts, kept.queueId, kept.teamId);
}

/** Which of somebody's own agents it rings at, is shown to, or belongs to; `null` for none. */
export function ownAgentOf(sight: Sight, { record }: KeptHandover): string | null {
  if (record.presentedTo !== null && sight.ownAgentIds.has(record.presentedTo.id)) return record.presentedTo.id;
  if (record.owner?.agentId != null && sight.ownAgentIds.has(record.owner.agentId)) return record.owner.agentId;
  return record.agentIds.find((agentId) => sight.ownAgentIds.has(agentId)) ?? null;
}
