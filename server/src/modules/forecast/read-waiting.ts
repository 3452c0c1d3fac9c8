import { requirementBasis } from '@floorwalk/shared/forecast/required-agents';
import type { JobServices } from '../../roles/services.ts';
import { promiseOf, type SiteFacts } from './site-facts.ts';

/**
 * Since when contacts wait, epoch ms, in those of the queues whose work has a deadline (e-mail, back office), as the board shows them at `time`. What waits of
 * other queues is answered within the interval and planned for by its formulas.
 */
export async function readWaiting(
  { stateAt }: Pick<JobServices, 'stateAt'>,
  facts: SiteFacts,
  queueIds: readonly string[],
  time: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const intervalMs = facts.intervalMinutes * 60_000;
  const deferred = queueIds.filter(
    (id) => requirementBasis(promiseOf(facts, id, null), intervalMs).model === 'backlog',
  );
  if (deferred.length === 0) return new Map();
  const { state } = await stateAt(facts.siteId, { at: time, view: 'shown' });
  return new Map(
    deferred.map((id) => {
      const waiting = state.floor.queues.get(id)?.waitingContacts ?? [];
      return [id, [...waiting].flatMap(({ visit }) => visit?.offeredAt ?? [])];
    }),
  );
}
