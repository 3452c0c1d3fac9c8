import { reachesQueue, sightOf } from '@floorwalk/shared/access/sight';
import type { Principal } from '@floorwalk/shared/access/role';
import type { FloorState } from '@floorwalk/shared/floor/floor-state';
import { forbidden } from '../../auth/http-problem.ts';

/** Whether somebody sees a queue's numbers: forecasts follow them. Throws 403 where they see nothing of the site. */
export function seesQueue(principal: Principal, siteId: string, floor: FloorState): (queueId: string) => boolean {
  const sight = sightOf(principal, siteId);
  if (sight === null) throw forbidden('You see nothing of this site.');
  return (queueId) => reachesQueue(sight.numbers, queueId, floor.queues.get(queueId)?.teamId ?? null);
}

/** Throws 403 unless the whole site is seen: what is asked for concerns every queue. */
export function demandWholeSite(principal: Principal, siteId: string): void {
  if (sightOf(principal, siteId)?.numbers.whole !== true) {
    throw forbidden('This concerns the whole site, and you see only part of it.');
  }
}

export function nameOf(floor: FloorState, queueId: string): string {
  return floor.queues.get(queueId)?.name ?? queueId;
}
