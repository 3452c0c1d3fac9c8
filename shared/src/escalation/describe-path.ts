import { targetKey, type EscalationPolicy, type Rung, type Target } from './policy.ts';
import { pathOf } from './path-of.ts';

/** One moment of a path: who is responsible from `afterMs` on, and how long they have. */
export type PathLine = Pick<Rung, 'policyId' | 'round' | 'step'> & {
  readonly afterMs: number;
  readonly targets: readonly Target[];
  readonly respondWithinMs: number;
};

/** A policy as a path to be published: expected response times and who is responsible, from the start on; ms. */
export function describePath(
  policy: EscalationPolicy,
  policies: ReadonlyMap<string, EscalationPolicy>,
): { readonly lines: readonly PathLine[]; readonly exhaustedAfterMs: number } {
  const path = pathOf(policy, policies);
  if (policy.warRoom) {
    const targets = new Map(path.flatMap((rung) => rung.targets).map((target) => [targetKey(target), target]));
    const waitMs = path.at(-1)?.waitMs ?? 0;
    const line = { policyId: policy.id, round: 1, step: 1, afterMs: 0, targets: [...targets.values()] };
    return { lines: [{ ...line, respondWithinMs: waitMs }], exhaustedAfterMs: waitMs };
  }
  let afterMs = 0;
  const lines = path.map(({ policyId, round, step, targets, waitMs }) => {
    const line = { policyId, round, step, afterMs, targets, respondWithinMs: waitMs };
    afterMs += waitMs;
    return line;
  });
  return { lines, exhaustedAfterMs: afterMs };
}
