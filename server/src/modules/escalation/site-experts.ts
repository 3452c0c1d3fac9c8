import {
  findExperts,
  type ExpertCandidate,
  type ExpertFacts,
  type ExpertQuestion,
} from '@floorwalk/shared/escalation/find-expert';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import type { StateAt } from '../../live/state-at.ts';

/** Asks a site's floor for experts; the best first. */
export type AskExperts = (
  siteId: string,
  question: ExpertQuestion & { readonly customerRef: string | null },
  time: number,
) => Promise<readonly ExpertCandidate[]>;

/** Experts by a live state: what agents can do, do now, and did for this customer. */
export function expertsIn(
  state: LiveState,
  question: ExpertQuestion & { readonly customerRef: string | null },
): readonly ExpertCandidate[] {
  const { customerRef } = question;
  const handled = customerRef === null ? undefined : state.escalation.history.customers.get(customerRef);
  return findExperts(question, facts(state, handled));
}

function* facts(state: LiveState, handled: ReadonlyMap<string, number> | undefined): Iterable<ExpertFacts> {
  for (const { id, name, teamId, queueIds, skills, capacity, posture } of state.floor.agents.values()) {
    yield {
      agentId: id,
      name,
      teamId,
      queueIds,
      skills,
      state: posture.state,
      contactCount: posture.contacts.length,
      capacityCount: Math.max(0, ...Object.values(capacity)),
      handledCustomerCount: handled?.get(id) ?? 0,
    };
  }
}

/** A floor is read anew after this time, ms: a storm of escalations asks the same one. */
const KEEP_MS = 2_000;
const MAX_SITES = 50;

/** Experts by the state of the log's present, for processes that do not own the site. */
export function askByLog(stateAt: StateAt, now: () => number): AskExperts {
  const kept = new Map<string, { readonly at: number; readonly state: Promise<LiveState> }>();
  return async (siteId, question, time) => {
    let found = kept.get(siteId);
    if (found === undefined || now() - found.at > KEEP_MS) {
      if (kept.size >= MAX_SITES) kept.clear();
      found = { at: now(), state: stateAt(siteId, { at: time, view: 'shown' }).then(({ state }) => state) };
      found.state.catch(() => kept.delete(siteId));
      kept.set(siteId, found);
    }
    return expertsIn(await found.state, question);
  };
}
