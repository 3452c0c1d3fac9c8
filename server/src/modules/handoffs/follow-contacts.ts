import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import { agreementKey } from '@floorwalk/shared/handoffs/department';
import type { HandoffCommand } from '@floorwalk/shared/handoffs/decide-handoff';
import { isOpen, type Handoff } from '@floorwalk/shared/handoffs/handoff';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import { HttpProblem } from '../../auth/http-problem.ts';
import type { JobServices } from '../../roles/services.ts';
import { moveHandoff } from './decide-handoffs.ts';

type Followed = { readonly handoff: Handoff; readonly command: HandoffCommand; readonly by: DecidedBy };

/**
 * Lets handoffs that a transfer opened follow their contact, where the agreement says so: whoever answers it has accepted it, and it ends with the
 * contact. What is refused (a document is missing) is left to people.
 */
export async function followContacts(
  services: JobServices,
  siteId: string,
  state: LiveState,
  refused: Set<string>,
): Promise<void> {
  const followed = [...state.handoffs.handoffs.values()].flatMap((handoff) => followOne(state, handoff) ?? []);
  for (const { handoff, command, by } of followed) {
    const attempt = `${handoff.id} ${command.kind} ${handoff.moveCount}`;
    if (refused.has(attempt)) continue;
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after another is all the load this should be
      await moveHandoff(services, siteId, handoff.id, command, by);
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      if (refused.size >= MAX_REFUSED) refused.clear();
      refused.add(attempt);
    }
  }
}

/** Attempts remembered as refused; forgetting one costs one more refusal. */
const MAX_REFUSED = 5_000;

function followOne({ floor, handoffs }: LiveState, handoff: Handoff): Followed | null {
  const { fromDepartmentId, toDepartmentId, contactId } = handoff;
  if (!isOpen(handoff) || handoff.cause !== 'transfer' || contactId === null || fromDepartmentId === null) return null;
  if (handoffs.agreements.get(agreementKey(fromDepartmentId, toDepartmentId))?.value.followsContact !== true)
    return null;
  const visits = floor.contacts.get(contactId)?.visits ?? [];
  const visit = visits.findLast((one) => one.queueId === handoff.queueId);
  if (visit === undefined) return null;
  const agent = visit.agentId === null ? undefined : floor.agents.get(visit.agentId);
  const by: DecidedBy = { id: visit.agentId ?? 'floorwalk', name: agent?.name ?? visit.agentId ?? 'Floorwalk' };
  if (visit.outcome === 'abandoned')
    return { handoff, by, command: { kind: 'cancel', reason: 'The customer gave up.' } };
  if (visit.outcome === 'flowed-out')
    return { handoff, by, command: { kind: 'cancel', reason: 'The contact left the queue unanswered.' } };
  if (visit.outcome !== 'answered') return null;
  if (handoff.state === 'opened' || handoff.state === 'excepted') {
    if (visit.agentId === null) return null;
    const owner = { to: { kind: 'agent', agentId: visit.agentId }, name: by.name } as const;
    return { handoff, by, command: { kind: 'accept', owner } };
  }
  return handoff.state === 'in-work' && visit.endedAt >= 0 ? { handoff, by, command: { kind: 'complete' } } : null;
}
