import { reachesTeam, sightOf } from '@floorwalk/shared/access/sight';
import type { Principal } from '@floorwalk/shared/access/role';
import type { EventData, EventType } from '@floorwalk/shared/events';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import { forbidden, notFound } from '../../auth/http-problem.ts';
import type { Transaction } from '../../db/database.ts';
import { sayDecision } from '../../http/say-decision.ts';
import { siteTime } from '../../live/site-time.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import { consoleEvent } from '../../log/console-source.ts';
import type { Services } from '../../roles/services.ts';

export type Decision<T extends EventType> = { readonly type: T; readonly subject: string; readonly data: EventData[T] };
export type Moment = { readonly siteId: string; readonly time: number; readonly principal: Principal };

/**
 * One decision about schedules: its event and its entry of the audit in one transaction. `before` runs first in that transaction, with the site's
 * log locked, and throws where the world has moved on; what it answers goes into the audit.
 */
export async function decideSchedule<T extends EventType>(
  { database, now }: Pick<Services, 'database' | 'now'>,
  { siteId, time, principal }: Moment,
  { type, subject, data }: Decision<T>,
  before?: (transaction: Transaction) => Promise<unknown>,
): Promise<{ readonly position: number; readonly time: number }> {
  const event = consoleEvent<EventType>(type, time, data);
  return decideOnSite(database, siteId, async (transaction) => {
    const former = await before?.(transaction);
    return sayDecision(transaction, now(), {
      principal,
      siteId,
      action: type,
      subject,
      before: former,
      after: data,
      events: [event],
    });
  });
}

/** The present of the site and its state, for who may do what to whom. */
export async function presentOf(
  { database, stateAt, now }: Pick<Services, 'database' | 'stateAt' | 'now'>,
  siteId: string,
): Promise<{ readonly time: number; readonly zone: string; readonly state: LiveState }> {
  const { time, zone } = await siteTime(database, siteId, now);
  const { state } = await stateAt(siteId, { at: time, view: 'shown' });
  return { time, zone, state };
}

/** Whether somebody may change this agent's schedule: one of the people they see. */
export function reachesAgent(principal: Principal, siteId: string, state: LiveState, agentId: string): boolean {
  const sight = sightOf(principal, siteId);
  return sight !== null && reachesTeam(sight.people, state.floor.agents.get(agentId)?.teamId ?? null);
}

/** Throws 404 where there is no such agent, 403 where they are out of reach. */
export function demandAgent(principal: Principal, siteId: string, state: LiveState, agentId: string): void {
  if (!state.floor.agents.has(agentId) && !state.schedule.agents.has(agentId))
    throw notFound('There is no such agent.');
  if (!reachesAgent(principal, siteId, state, agentId)) throw forbidden('This agent belongs to a team you do not see.');
}

/** Throws 403 unless the whole site is reached: what concerns everybody. */
export function demandWholeSite(principal: Principal, siteId: string): void {
  const sight = sightOf(principal, siteId);
  if (sight?.numbers.whole !== true) throw forbidden('This concerns the whole site, and you see only part of it.');
}
